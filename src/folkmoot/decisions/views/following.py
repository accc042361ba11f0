from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.access.policy import may
from folkmoot.access.requests import SignedInRequest
from folkmoot.decisions.models import Decision, State
from folkmoot.decisions.queries.publishing import papers_of
from folkmoot.units.models import Unit

View = Callable[..., HttpResponse]


def follows_its_decision(view: View) -> View:
    """Lead on from a page that a decision has left, as by the browser's way back, to where it is now."""

    @wraps(view)
    def following(request: SignedInRequest, decision_id: UUID, **others: UUID) -> HttpResponse:
        try:
            return view(request, decision_id, **others)
        except Http404:
            decision = _seen_by(request, decision_id, others.get("unit_id"))
            address = _address_now(request, decision) if decision else request.path
            if decision is None or address == request.path:
                raise
            messages.info(request, _said(decision))
            return redirect(address)

    return following


def _seen_by(request: SignedInRequest, decision_id: UUID, unit_id: UUID | None) -> Decision | None:
    """Find the decision for whoever had a page of it: those who write for its body, or tell of it in a cell."""
    if unit_id is None:
        papers = papers_of(request.person, "decisions.draft_decision", at=request.at)
        return papers.filter(pk=decision_id).first()
    cell = Unit.objects.cells().filter(pk=unit_id).first()
    if cell is None or not may(request.person, "decisions.confirm_conveyed", on=cell, at=request.at):
        return None
    return Decision.objects.conveyed().addressed_to(request.person, request.at).filter(pk=decision_id).first()


def _address_now(request: SignedInRequest, decision: Decision) -> str:
    if decision.state is State.DRAFT:
        return reverse("decisions:draft", args=[decision.pk])
    if decision.state is State.ADOPTED and may(
        request.person, "decisions.convey_decision", on=decision.body, at=request.at
    ):
        return reverse("decisions:conveyance", args=[decision.pk])
    return reverse("decisions:decision", args=[decision.pk])


def _said(decision: Decision) -> str:
    words = {
        State.DRAFT: _("This is still a draft."),
        State.ADOPTED: _("This was adopted meanwhile under the number %(number)s, so its words are fixed."),
        State.CONVEYED: _("This was conveyed meanwhile under the number %(number)s."),
        State.REPEALED: _("Decision %(number)s was repealed meanwhile."),
    }
    return words[decision.state] % {"number": decision.number}
