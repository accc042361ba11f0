from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.documents.queries import writing_of
from folkmoot.documents.queries.versions import newest_version
from folkmoot.news.actions.publishing import correct_item, publish_item, withdraw_item
from folkmoot.news.editing import NewsChoice, NewsEditor
from folkmoot.news.models import Item
from folkmoot.news.queries.items import PUBLISHING, papers_of
from folkmoot.news.screens import number_asked
from folkmoot.news.views.writing import saved, shown, unpublished


@signed_in
def publishing(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    item = unpublished(request, item_id, PUBLISHING)
    editor = NewsEditor(None, saved=writing_of(item.document_id), languages=request.person.languages)
    choice = NewsChoice(item.body, posted=request.POST or None, asked=request.GET, at=request.at)
    if choice.is_made and choice.step == "publish" and _is_published(request, choice, editor, item_id):
        return redirect("news:item", item_id)
    template = "looked_over" if choice.is_made and not choice.form.errors else "publishing"
    context = {"item": item, "choice": choice, "form": choice.shown_form, "editor": editor}
    return render(request, f"news/{template}.html", context, status=status_of(choice.shown_form))


@signed_in
def correction(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    item = _published(request, item_id)
    editor = NewsEditor(
        request.POST or None, saved=writing_of(item.document_id), languages=request.person.languages
    )
    number = editor.number_posted("version") or newest_version(item.document_id).number
    if editor.wants_saving and saved(request, correct_item, editor, item_id=item_id, version=number):
        messages.success(request, _("It is corrected, and says so."))
        return redirect("news:item", item_id)
    return shown(request, editor, item=item, corrected=number)


@signed_in
def withdrawal(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    item = _published(request, item_id)
    if request.method == "POST":
        said, to = _("It is withdrawn."), reverse("news:news")
        return pressed(request, withdraw_item, item_id=item_id, said=said, to=to)
    consequence = _("“%(title)s” leaves every list, and its page says that it was withdrawn.")
    asked = {"question": _("Withdraw this news?"), "consequence": consequence % {"title": item.title}}
    asked |= {"yes": _("Withdraw it"), "kind": "danger", "back_url": reverse("news:item", args=[item_id])}
    return render(request, "ui/confirm.html", asked)


def _is_published(request: SignedInRequest, choice: NewsChoice, editor: NewsEditor, item_id: UUID) -> bool:
    revision = number_asked(request.POST.get("revision", "")) or editor.revision
    if not is_done(request, choice.form, publish_item, item_id=item_id, revision=revision, **choice.given):
        return False
    messages.success(request, _("It is published: everybody it is for finds it from now on."))
    return True


def _published(request: SignedInRequest, item_id: UUID) -> Item:
    standing = papers_of(request.person, PUBLISHING, at=request.at).standing(request.at)
    return get_object_or_404(standing, pk=item_id)
