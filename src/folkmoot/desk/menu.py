"""What the header shows: the first screens that this person has."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from folkmoot.access import policy
from folkmoot.access.grants import GRANTS
from folkmoot.access.requests import SignedInRequest
from folkmoot.kernel.prepared import prepared
from folkmoot.people.models import Person
from folkmoot.ui.addresses import address_of
from folkmoot.ui.links import Link
from folkmoot.units.models import Unit
from folkmoot.units.rules.paths import ROOT

# Pages of a decision or a person that are a step of what stands on these screens.
_OF_TODAY = frozenset(
    {
        "work:own",
        "study:along",
        "study:answered",
        "study:card",
        "study:forgetting",
        "study:how_recall_works",
        "study:lesson",
        "study:level",
        "study:own",
        "study:programme_sheet",
        "study:text_sheet",
        "study:week",
        "study:own_qualifications",
        "study:qualification",
        "study:asking",
        "study:laying_down",
    }
)
_OF_DESK = frozenset({"decisions:reading", "notices:unreachable"})
_OF_OVERVIEW = frozenset(
    {
        "bylaws:compliance",
        "bylaws:compliance_of",
        "desk:unit_duties",
        "circulars:batch",
        "circulars:batches",
        "circulars:discarding",
        "decisions:reach",
        "reports:arrived",
        "reports:figures",
        "reports:figures_of",
        "reports:deviations",
        "reports:stated",
        "study:known",
        "study:known_text",
    }
)
_OF_MEMBERS = frozenset({
    "accounts:member_address",
    "accounts:recovery",
    "accounts:recovery_confirmation",
    "accounts:slip",
    "accounts:slip_confirmation",
    "membership:correction",
    "membership:ending",
    "membership:ending_in",
    "membership:known_admission",
    "membership:paper",
    "membership:person",
    "membership:person_appointment",
    "membership:readmission",
    "membership:transfer",
    "membership:twice",
    "membership:joining",
    "membership:parting",
    "membership:pairs",
    "rights:erasure",
})  # fmt: skip


def main_links(request: HttpRequest) -> list[Link]:
    """Return the main navigation of whoever signed in: one question, whatever their offices."""
    if not request.user.is_authenticated:
        return []
    asking = cast("SignedInRequest", request)
    return list(_links(offices_held(asking)))


def offices_held(request: SignedInRequest) -> Sequence[tuple[str, bool, str]]:
    """Return the offices of whoever signed in: each with whether its unit is a cell, and the path of that."""
    held = policy.offices_held(request.person, at=request.at)
    return [(each.office, each.is_cell, each.path) for each in held]


def organisation_name(request: HttpRequest) -> str:
    """Return the name of the unit at the top, which came along with the account of whoever signed in."""
    # A page for everybody must not ask who reads it: there the person is still to be looked up.
    is_known = type(getattr(request, "person", None)) is Person
    brought = getattr(request.user, "organisation_name", None) if is_known else None
    return next(iter(_name_at(path=ROOT)), "") if brought is None else brought


@prepared
def _name_at(*, path: str) -> QuerySet[Any, Any]:
    return Unit.objects.filter(path=path).order_by().values_list("name", flat=True)


def _links(held: Sequence[tuple[str, bool, str]]) -> Iterator[Link]:
    yield Link(_("Today"), address_of("desk:today"), order=10, leads_to=_OF_TODAY)
    # Of a cell, where decisions are heard; above, after the overview, what the bylaws ask of the unit itself.
    keeps, heard = GRANTS["meetings.call_meeting"].here, GRANTS["decisions.confirm_conveyed"].here
    desks = [is_cell for office, is_cell, _path in held if office in (heard if is_cell else keeps)]
    if desks:
        yield Link(_("Desk"), address_of("desk:desk"), order=20 if any(desks) else 45, leads_to=_OF_DESK)
    sees_reach = GRANTS["decisions.see_reach"].below
    if any((not is_cell or path == ROOT) and office in sees_reach for office, is_cell, path in held):
        yield Link(_("Overview"), address_of("desk:overview"), order=30, leads_to=_OF_OVERVIEW)
    if any(office in GRANTS["decisions.draft_decision"].here for office, _is_cell, _path in held):
        yield Link(_("Publish"), address_of("decisions:publish"), order=40)
    yield Link(_("Decisions"), address_of("decisions:decisions"), order=50)
    # Members find theirs on their first screen.
    if any(office in GRANTS["consultations.see_comments"].here for office, _is_cell, _path in held):
        yield Link(_("Consultations"), address_of("consultations:consultations"), order=53)
    # Where members have no home, who holds an office there sees nobody by name.
    sees = GRANTS["people.see_members"]
    if any(office in sees.below or (is_cell and office in sees.own) for office, is_cell, _path in held):
        # Whoever keeps the rolls has them before the library.
        keeps_rolls = any(office in sees.below for office, _is_cell, _path in held)
        order = 51 if keeps_rolls else 60
        yield Link(_("Members"), address_of("membership:members"), order=order, leads_to=_OF_MEMBERS)
