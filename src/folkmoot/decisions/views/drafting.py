from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.decisions.actions.drafting import discard_draft, draft_decision, revise_draft
from folkmoot.decisions.editing import Editor
from folkmoot.decisions.forms import STEP_NAMES, BodyForm, ImportForm
from folkmoot.decisions.imports import text_brought
from folkmoot.decisions.interfaces import hindrance_to, preparations_of
from folkmoot.decisions.listing import decision_rows
from folkmoot.decisions.models import Decision
from folkmoot.decisions.queries.publishing import all_conveyed, bodies_of, papers_of, publish_page
from folkmoot.decisions.queries.relations import relations_of_draft
from folkmoot.decisions.views.asking import answered, asked
from folkmoot.decisions.views.following import follows_its_decision
from folkmoot.decisions.views.listing import list_links
from folkmoot.documents.queries import writing_of
from folkmoot.kernel.errors import Refused
from folkmoot.ui.exports import as_file
from folkmoot.ui.forms import show_refusal
from folkmoot.ui.refusals import UNPROCESSABLE
from folkmoot.units.models import Unit

OK = 200


@signed_in
def publish(request: SignedInRequest) -> HttpResponse:
    words, after = request.GET.get("q", ""), request.GET.get("after", "")
    page = publish_page(request.person, words=words, after=after, at=request.at)
    if not page.bodies:
        raise Http404
    context = {"page": page, "words": words, "at": request.at}
    context |= list_links(request, "decisions:publish_file", page.conveyed.following)
    return render(request, "decisions/publish.html", context)


@signed_in
def publish_file(request: SignedInRequest, form: str) -> HttpResponseBase:
    found = all_conveyed(request.person, words=request.GET.get("q", ""), at=request.at)
    return as_file(request, decision_rows(found), name="conveyed", form=form)


@signed_in
def new_draft(request: SignedInRequest) -> HttpResponse:
    posted = request.POST or None
    body = BodyForm(posted, bodies=_bodies(request))
    editor = Editor(posted, saved=None, languages=request.person.languages, body=body)
    if editor.wants_saving:
        made = _saved(request, draft_decision, editor, unit_id=body.cleaned_data["unit"])
        return _onward(request, editor, made) if made else _editor(request, editor)
    return _editor(request, editor)


@signed_in
@follows_its_decision
def draft(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    decision = _draft(request, decision_id)
    saved = writing_of(decision.document_id)
    editor = Editor(request.POST or None, saved=saved, languages=request.person.languages)
    given = {"decision_id": decision_id, "revision": editor.revision}
    if editor.wants_saving and _saved(request, revise_draft, editor, **given):
        return _onward(request, editor, decision_id)
    editor.look_at(writing_of(decision.document_id))
    return _editor(request, editor, decision=decision)


@signed_in
def import_draft(request: SignedInRequest) -> HttpResponse:
    first = [*request.person.languages, "en"]
    form = ImportForm(request.POST or None, request.FILES or None, bodies=_bodies(request), first=first)
    made = _imported(request, form) if form.is_valid() else None
    if made:
        return redirect(f"{reverse('decisions:draft', args=[made])}?preview=1")
    return render(
        request, "decisions/import.html", {"form": form}, status=_status(is_wrong=bool(form.errors))
    )


@signed_in
@follows_its_decision
def discarding(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    decision = _draft(request, decision_id)
    if request.method == "POST":
        return answered(request, discard_draft, decision_id, _("The draft is gone."))
    consequence = _("“%(title)s” and all its languages are deleted.") % {"title": decision.title}
    back_url = reverse("decisions:draft", args=[decision_id])
    return asked(request, _("Throw this draft away?"), consequence, _("Throw it away"), back_url)


def _bodies(request: SignedInRequest) -> list[Unit]:
    bodies = list(bodies_of(request.person, at=request.at))
    if not bodies:
        raise Http404
    return bodies


def _draft(request: SignedInRequest, decision_id: UUID) -> Decision:
    drafts = papers_of(request.person, "decisions.draft_decision", at=request.at).drafts()
    return get_object_or_404(drafts, pk=decision_id)


def _saved(
    request: SignedInRequest, function: Callable[..., UUID], editor: Editor, **given: object
) -> UUID | None:
    try:
        return do(request, function, texts=editor.given, **given)
    except Refused as refusal:
        editor.refuse(refusal)
        return None


def _onward(request: SignedInRequest, editor: Editor, decision_id: UUID) -> HttpResponse:
    messages.success(request, _("The draft is saved."))
    return redirect("decisions:adoption" if editor.step == "continue" else "decisions:draft", decision_id)


def _editor(request: SignedInRequest, editor: Editor, *, decision: Decision | None = None) -> HttpResponse:
    shows_preview = editor.step == "preview" or "preview" in request.GET
    relations = relations_of_draft(decision, request.person, at=request.at) if decision else None
    hindered = hindrance_to(decision.pk, at=request.at) if decision else None
    prepared = preparations_of([decision.pk], at=request.at).get(decision.pk) if decision else None
    context = {
        "editor": editor,
        "hindered": hindered,
        "prepared": prepared,
        "decision": decision,
        "relations": relations,
        "shows_preview": shows_preview,
        "step_names": STEP_NAMES,
    }
    return render(request, "decisions/draft.html", context, status=_status(is_wrong=editor.is_wrong))


def _status(*, is_wrong: bool) -> int:
    return UNPROCESSABLE if is_wrong else OK


def _imported(request: SignedInRequest, form: ImportForm) -> UUID | None:
    try:
        brought = text_brought(form)
        made = do(request, draft_decision, unit_id=form.cleaned_data["unit"], texts=[brought.text])
    except Refused as refusal:
        show_refusal(form, refusal)
        return None
    for note in brought.notes:
        messages.info(request, note)
    return made
