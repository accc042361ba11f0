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
from folkmoot.decisions.queries.following import decision_followed

View = Callable[..., HttpResponse]


def follows_its_decision(view: View) -> View:
    """Lead on from a page that a decision has left, as by the browser's way back, to where it is now."""

    @wraps(view)
    def following(request: SignedInRequest, decision_id: UUID, **others: UUID) -> HttpResponse:
        try:
            return view(request, decision_id, **others)
        except Http404:
            return _led_on(request, decision_followed(request.person, decision_id, **others, at=request.at))

    return following


def _led_on(request: SignedInRequest, decision: Decision | None) -> HttpResponse:
    if decision is None or (address := _address_now(request, decision)) == request.path:
        raise Http404
    messages.info(request, _said(decision))
    return redirect(address)


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
