from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.access.answering import is_done, status_of
from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.decisions.actions.adopting import adopt_decision
from folkmoot.decisions.actions.conveying import convey_decision
from folkmoot.decisions.actions.repealing import repeal_decision
from folkmoot.decisions.amending import WordingEditor
from folkmoot.decisions.choosing import Choice
from folkmoot.decisions.editing import Editor
from folkmoot.decisions.forms import STEP_NAMES, AdoptionForm, RepealForm, adoption_form
from folkmoot.decisions.interfaces import hindrance_to
from folkmoot.decisions.models import Decision
from folkmoot.decisions.queries.drafting import text_amended_by
from folkmoot.decisions.queries.files import files_of_decision_draft
from folkmoot.decisions.queries.publishing import papers_of
from folkmoot.decisions.queries.relations import relations_of_draft
from folkmoot.decisions.views.following import follows_its_decision
from folkmoot.documents.queries import writing_of
from folkmoot.documents.queries.files import hashes
from folkmoot.kernel.errors import Refused
from folkmoot.ui.forms import show_refusal
from folkmoot.ui.refusals import UNPROCESSABLE

OK = 200


@signed_in
@follows_its_decision
def adoption(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    drafts = papers_of(request.person, "decisions.adopt_decision", at=request.at).drafts()
    decision = get_object_or_404(drafts, pk=decision_id)
    editor = Editor(None, saved=writing_of(decision.document_id), languages=request.person.languages)
    files = files_of_decision_draft(decision)
    form = adoption_form(request.POST or None, decision, editor.revision, files=hashes(files), at=request.at)
    if form.is_valid() and _adopted(request, decision_id, form):
        return redirect("decisions:conveyance", decision_id)
    if form.is_bound and form.has_error("revision"):
        return redirect("decisions:adoption", decision_id)
    looked_at = _looked_at(request, decision)
    return _step(request, "adoption", decision=decision, editor=editor, form=form, files=files, **looked_at)


@signed_in
@follows_its_decision
def conveyance(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    waiting = papers_of(request.person, "decisions.convey_decision", at=request.at).waiting()
    decision = get_object_or_404(waiting, pk=decision_id)
    choice = Choice(decision, posted=request.POST or None, asked=request.GET, at=request.at)
    if choice.is_made and choice.step == "convey" and _conveyed(request, choice):
        return redirect("decisions:publish")
    template = "conveyance_looked_over" if choice.is_made and not choice.form.errors else "conveyance"
    return _step(request, template, decision=decision, choice=choice, form=choice.shown_form)


@signed_in
@follows_its_decision
def repeal(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    papers = papers_of(request.person, "decisions.repeal_decision", at=request.at).adopted()
    decision = get_object_or_404(papers, pk=decision_id)
    form = RepealForm(request.POST or None)
    if form.is_valid() and is_done(
        request, form, repeal_decision, decision_id=decision_id, **form.cleaned_data
    ):
        messages.success(request, _said_of_repeal(decision))
        return redirect("decisions:publish")
    context = {"decision": decision, "form": form}
    return render(request, "decisions/repeal.html", context, status=status_of(form))


def _said_of_repeal(decision: Decision) -> str:
    if decision.conveyed_at is None:
        return _("%(number)s is repealed.") % {"number": decision.number}
    said = _(
        "%(number)s is repealed. Everybody it was for finds that, and why, on their first page for two weeks."
    )
    return said % {"number": decision.number}


def _looked_at(request: SignedInRequest, decision: Decision) -> dict[str, object]:
    relations = relations_of_draft(decision, request.person, at=request.at)
    text = text_amended_by(decision) if relations.amends else None
    wording = WordingEditor(None, text=text, languages=request.person.languages) if text else None
    hindered = hindrance_to(decision.pk, at=request.at)
    return {"wording": wording, "relations": relations, "hindered": hindered}


def _step(request: SignedInRequest, template: str, *, form: Form, **context: object) -> HttpResponse:
    status = UNPROCESSABLE if form.errors else OK
    context |= {"form": form, "step_names": STEP_NAMES}
    return render(request, f"decisions/{template}.html", context, status=status)


def _adopted(request: SignedInRequest, decision_id: UUID, form: AdoptionForm) -> bool:
    try:
        do(request, adopt_decision, decision_id=decision_id, **form.cleaned_data)
    except Refused as refusal:
        if refusal.field == "revision":
            messages.error(
                request, _("Somebody saved this draft since you opened the page. Read it again below.")
            )
        show_refusal(form, refusal)
        return False
    messages.success(request, _("Adopted. Now say whom it is for."))
    return True


def _conveyed(request: SignedInRequest, choice: Choice) -> bool:
    try:
        do(request, convey_decision, decision_id=choice.decision.pk, **choice.given)
    except Refused as refusal:
        show_refusal(choice.form, refusal)
        return False
    said = _("%(number)s is conveyed: everybody it is for finds it on their first page from now on.")
    messages.success(request, said % {"number": choice.decision.number})
    return True
