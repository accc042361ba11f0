from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.access.answering import pressed
from folkmoot.access.offices import in_words
from folkmoot.access.policy import may
from folkmoot.access.requests import SignedInRequest, signed_in
from folkmoot.kernel.errors import Refused
from folkmoot.membership.actions.ending import must_leave_somebody
from folkmoot.membership.actions.offices import relieve_officer
from folkmoot.membership.queries.officers import HoldersLeft, holders_left, term_shown
from folkmoot.people.models import Term


@signed_in
def relieving(request: SignedInRequest, term_id: UUID) -> HttpResponse:
    term = term_shown(request.person, term_id, at=request.at)
    if term is None:
        raise Http404
    is_own = term.person_id == request.person.pk
    if request.method == "POST":
        return _relieve(request, term, is_own=is_own)
    if is_own:
        return render(request, "membership/laying_down.html", _asked_of_holder(request, term))
    return render(request, "ui/confirm.html", _asked_of_others(term))


def _asked_of_others(term: Term) -> dict[str, object]:
    said = {"name": term.person.name, "office": term.office.name, "unit": term.unit.name}
    return {
        "question": _("End the time of %(name)s as %(office)s of %(unit)s?") % said,
        "consequence": _("It ends now. That they held the office stays on record."),
        "action_url": reverse("membership:relieving", args=[term.pk]),
        "yes": _("End it"),
        "back_url": reverse("membership:officers", args=[term.unit_id]),
        "kind": "danger",
    }


def _asked_of_holder(request: SignedInRequest, term: Term) -> dict[str, object]:
    begins_later = term.started_at > request.at
    appoints = may(request.person, "membership.appoint_officer", on=term.unit, at=request.at)
    return {
        "term": term,
        "begins_later": begins_later,
        "hindrance": _hindrance(request, term),
        "left": [] if begins_later else _in_sentences(term, holders_left(term, at=request.at)),
        "says": in_words(term.office.code),
        "may_appoint": appoints,
        "may_hand_over": appoints and not begins_later and term.ended_at is None,
    }


def _hindrance(request: SignedInRequest, term: Term) -> str:
    try:
        must_leave_somebody(term, at=request.at)
    except Refused as refusal:
        return str(refusal)
    return ""


def _in_sentences(term: Term, left: HoldersLeft) -> list[str]:
    unit = {"unit": term.unit.name}
    if left.of_it:
        others = ngettext(
            "%(count)d other person holds this office in %(unit)s, and goes on.",
            "%(count)d others hold this office in %(unit)s, and go on.",
            left.of_it,
        )
        return [others % {"count": left.of_it, **unit}]
    nobody = [
        _("Nobody else holds this office in %(unit)s: what it is for waits until somebody is appointed.")
        % unit
    ]
    if not left.of_any:
        nobody.append(_("Nobody will hold any office in %(unit)s then.") % unit)
    return nobody


def _relieve(request: SignedInRequest, term: Term, *, is_own: bool) -> HttpResponse:
    said = _("You do not hold this office any more.") if is_own else _("Their time in office has ended.")
    to = reverse("rights:own") if is_own else reverse("membership:officers", args=[term.unit_id])
    return pressed(request, relieve_officer, term_id=term.pk, said=said, to=to)
