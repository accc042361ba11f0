from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.access.answering import is_done, pressed, status_of
from folkmoot.access.openings import Opening, What, tell_opened
from folkmoot.access.policy import permitted, why_not
from folkmoot.access.requests import SignedInRequest, do, signed_in
from folkmoot.decisions.actions.attesting import (
    attest_reading,
    confirm_conveyed,
    withdraw_confirmation,
    withdraw_mark,
)
from folkmoot.decisions.actions.receiving import acknowledge_decision, withdraw_acknowledgement
from folkmoot.decisions.forms_reading import ReadingForm
from folkmoot.decisions.queries.cells import ASKED, CellDecision, Reading, decisions_for_cell, reading_page
from folkmoot.decisions.views.following import follows_its_decision
from folkmoot.units.queries import open_cells


@require_POST
@signed_in
def acknowledgement(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    said = _("Acknowledged. You can withdraw it on the decision’s page.")
    return pressed(request, acknowledge_decision, decision_id=decision_id, said=said, to="/")


@require_POST
@signed_in
def withdrawal(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    do(request, withdraw_acknowledgement, decision_id=decision_id)
    messages.success(request, _("Withdrawn."))
    return redirect("decisions:decision", decision_id)


@signed_in
@follows_its_decision
def reading(request: SignedInRequest, decision_id: UUID, unit_id: UUID) -> HttpResponse:
    page = _page(request, decision_id, unit_id)
    form = ReadingForm(request.POST or None, members=page.members or [], cell=page.cell, at=request.at)
    if form.is_valid() and _attested(request, form, page.shown, unit_id):
        return redirect("desk:desk")
    shown = {"page": page, "form": form, "why_not": _why_not(request, page)}
    _tell_opened(request, page)
    return render(request, "decisions/reading.html", shown, status=status_of(form))


@require_POST
@signed_in
def confirmation(request: SignedInRequest, decision_id: UUID, unit_id: UUID) -> HttpResponse:
    given = {"decision_id": decision_id, "unit_id": unit_id}
    said = _("Confirmed: everyone has it. You can withdraw this here: open the decision again.")
    return pressed(request, confirm_conveyed, **given, said=said, to=reverse("desk:desk"))


@require_POST
@signed_in
def confirmation_withdrawal(request: SignedInRequest, decision_id: UUID, unit_id: UUID) -> HttpResponse:
    given = {"decision_id": decision_id, "unit_id": unit_id}
    said = _("Withdrawn: this decision is open again.")
    return pressed(request, withdraw_confirmation, **given, said=said, to=reverse("desk:desk"))


@require_POST
@signed_in
def mark_withdrawal(
    request: SignedInRequest, decision_id: UUID, unit_id: UUID, person_id: UUID
) -> HttpResponse:
    given = {"decision_id": decision_id, "unit_id": unit_id, "person_id": person_id}
    to = reverse("decisions:reading", args=[decision_id, unit_id])
    said = _("Withdrawn: this person is not marked any more.")
    return pressed(request, withdraw_mark, **given, said=said, to=to)


def _attested(request: SignedInRequest, form: ReadingForm, shown: CellDecision, unit_id: UUID) -> bool:
    given = {"decision_id": shown.decision.pk, "unit_id": unit_id, **form.cleaned_data}
    if not is_done(request, form, attest_reading, **given):
        return False
    messages.success(request, _said_of(shown))
    return True


def _why_not(request: SignedInRequest, page: Reading) -> str:
    if page.members is not None:
        return ""
    return why_not(request.person, "decisions.attest_reading", on=page.cell, at=request.at)


def _tell_opened(request: SignedInRequest, page: Reading) -> None:
    if (permission := page.named_by) is not None:
        tell_opened(Opening(request.person, What.LIST, permission, top=page.cell), at=request.at)


def _said_of(shown: CellDecision) -> str:
    if shown.reached_on is None:
        return _("Entered: it was read aloud. Those present see it and can withdraw it.")
    # Said of the cell's word alone, which is public; whether anybody had acknowledged before is not.
    before = {"how": shown.how_in_words, "on": date_format(shown.reached_on)}
    return _("This was entered before: %(how)s on %(on)s. Whoever you marked now is marked as well.") % before


def _page(request: SignedInRequest, decision_id: UUID, unit_id: UUID) -> Reading:
    cell = get_object_or_404(open_cells(), pk=unit_id)
    allowed = permitted(request.person, ASKED, on=cell, at=request.at)
    decision = decisions_for_cell(cell, at=request.at).filter(pk=decision_id).first()
    if decision is None or "decisions.confirm_conveyed" not in allowed:
        raise Http404
    return reading_page(decision, cell, reader=request.person, allowed=allowed, at=request.at)
