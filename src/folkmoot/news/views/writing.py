from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.access.answering import pressed
from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.documents.queries import writing_of
from folkmoot.kernel.errors import Refused
from folkmoot.news.actions.drafting import discard_item, draft_item, revise_item
from folkmoot.news.editing import NewsEditor
from folkmoot.news.forms import NewsBodyForm
from folkmoot.news.models import Item
from folkmoot.news.queries.items import WRITING, bodies_writing, papers_of
from folkmoot.ui.refusals import UNPROCESSABLE
from folkmoot.units.models import Unit

OK = 200


@signed_in
def new_item(request: SignedInRequest) -> HttpResponse:
    posted = request.POST or None
    body = NewsBodyForm(posted, bodies=_bodies(request))
    editor = NewsEditor(posted, saved=None, languages=request.person.languages, body=body)
    if editor.wants_saving:
        made = saved(request, draft_item, editor, unit_id=body.cleaned_data["unit"])
        return _onward(request, editor, made) if made else shown(request, editor)
    return shown(request, editor)


@signed_in
def draft(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    item = unpublished(request, item_id, WRITING)
    saved_before = writing_of(item.document_id)
    editor = NewsEditor(request.POST or None, saved=saved_before, languages=request.person.languages)
    if editor.wants_saving and saved(request, revise_item, editor, item_id=item_id, revision=editor.revision):
        return _onward(request, editor, item_id)
    editor.look_at(writing_of(item.document_id))
    return shown(request, editor, item=item)


@signed_in
def discarding(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    item = unpublished(request, item_id, WRITING)
    if request.method == "POST":
        to = reverse("news:news")
        return pressed(request, discard_item, item_id=item_id, said=_("The draft is gone."), to=to)
    consequence = _("“%(title)s” and all its languages are deleted.") % {"title": item.title}
    asked = {"question": _("Throw this draft away?"), "consequence": consequence, "yes": _("Throw it away")}
    asked |= {"kind": "danger", "back_url": reverse("news:draft", args=[item_id])}
    return render(request, "ui/confirm.html", asked)


def unpublished(request: SignedInRequest, item_id: UUID, permission: str) -> Item:
    drafts = papers_of(request.person, permission, at=request.at).drafts()
    return get_object_or_404(drafts, pk=item_id)


def saved(
    request: SignedInRequest, function: Callable[..., UUID], editor: NewsEditor, **given: object
) -> UUID | None:
    try:
        return do(request, function, texts=editor.given, **given)
    except Refused as refusal:
        editor.refuse(refusal)
        return None


def shown(request: SignedInRequest, editor: NewsEditor, **context: object) -> HttpResponse:
    context |= {"editor": editor, "shows_preview": editor.step == "preview" or "preview" in request.GET}
    status = UNPROCESSABLE if editor.is_wrong else OK
    return render(request, "news/writing.html", context, status=status)


def _bodies(request: SignedInRequest) -> list[Unit]:
    bodies = list(bodies_writing(request.person, at=request.at))
    if not bodies:
        raise Http404
    return bodies


def _onward(request: SignedInRequest, editor: NewsEditor, item_id: UUID) -> HttpResponse:
    messages.success(request, _("The draft is saved."))
    return redirect("news:publishing" if editor.step == "continue" else "news:draft", item_id)
