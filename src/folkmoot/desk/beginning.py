"""What comes first in a new organisation, in order, and of that what the reader may do themselves.

It ends with the first decision that is conveyed: from then on there is something to read.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.access.grants import GRANTS
from folkmoot.access.policy import held_among, units_where_each
from folkmoot.decisions.queries.first_screens import any_conveyed, first_waiting
from folkmoot.people.models import Membership, Person, Term
from folkmoot.units.models import Unit, UnitQuerySet
from folkmoot.units.rules.paths import ROOT

# With no more members than that, an organisation is still being set up.
FEW_MEMBERS = 10
_FOUND, _FOUND_MANY = "structure.found_unit", "structure.import_units"
_ADMIT, _ADMIT_MANY = "membership.admit_member", "membership.import_members"
_APPOINT, _DRAFT, _CONVEY = (
    "membership.appoint_officer",
    "decisions.draft_decision",
    "decisions.convey_decision",
)

_ASKED = (_FOUND, _FOUND_MANY, _ADMIT, _ADMIT_MANY, _APPOINT, _DRAFT, _CONVEY)


@dataclass(frozen=True)
class Step:
    """Something to do first: what and why, the page where it is done and what its button says."""

    title: str
    reason: str
    url: str
    button: str


def first_steps(person: Person, *, at: datetime) -> Sequence[Step]:
    """Return what `person` does first in an organisation in which no decision was conveyed yet, nothing in any other."""
    where = units_where_each(person, _ASKED, at=at)
    may = held_among(where)
    top = _top(where, at=at) if may else None
    return list(_steps(may, top)) if top and not top.is_begun else []


def _top(where: Mapping[str, UnitQuerySet], *, at: datetime) -> Any:  # noqa: ANN401  -- a unit with what was asked beside it
    # One question, as this stands on the page that everybody opens.
    officers = Term.objects.current(at).filter(office__code__in=GRANTS[_CONVEY].offices)
    asked = {
        "is_begun": Exists(any_conveyed()),
        "is_led": Exists(officers),
        "admits": Exists(where[_ADMIT].open().cells()),
        "waiting_id": first_waiting(where[_CONVEY], "pk"),
        "waiting_number": first_waiting(where[_CONVEY], "number"),
        "has_some": Exists(Membership.objects.current(at).order_by("pk")[1:]),
        "has_members": Exists(Membership.objects.current(at).order_by("pk")[FEW_MEMBERS:]),
    }
    return Unit.objects.filter(path=ROOT).select_related("kind").annotate(**asked).first()


def _steps(may: Collection[str], top: Any) -> Iterator[Step]:  # noqa: ANN401  -- as above
    # Whoever has admitted the first members of a club tells them of it, and goes on with something else.
    is_begun = top.kind.is_cell and top.has_some
    if not top.has_members and not is_begun:
        yield from _to_enter(may, top)
    if top.admits and is_begun and not top.has_members:
        yield _to_tell()
    if _APPOINT in may and not top.is_led:
        yield Step(
            _("Appoint a chair or a secretary"),
            _("They adopt decisions and convey them."),
            reverse("membership:appointment", args=[top.pk]),
            _("Appoint an officer"),
        )
    if top.waiting_id is not None:
        yield Step(
            _("Convey %(number)s") % {"number": top.waiting_number},
            _("It was adopted, and is conveyed to nobody yet."),
            reverse("decisions:conveyance", args=[top.waiting_id]),
            _("Say whom it is for"),
        )
    elif _DRAFT in may:
        yield Step(
            _("Write the first decision"),
            _("Then it is adopted, and conveyed to everyone it is for."),
            reverse("decisions:new_draft"),
            _("Write a decision"),
        )
    if not top.has_members and is_begun:
        yield from _to_enter(may, top)


def _to_tell() -> Step:
    return Step(
        _("Tell the members where to sign in"),
        _(
            "No mail is sent to those you admit. Tell them to open %(address)s and to sign in there with their e-mail address."
        )
        % {"address": settings.PUBLIC_URL},
        reverse("membership:members"),
        _("See the members"),
    )


def _to_enter(may: Collection[str], top: Any) -> Iterator[Step]:  # noqa: ANN401  -- as above
    if _FOUND in may and not top.kind.is_cell:
        yield Step(
            _("Found the units"),
            _("From the top down to the cells, to which members belong."),
            reverse("structure:units"),
            _("Found units"),
        )
    if top.admits:
        yield Step(
            _("Admit more members") if top.kind.is_cell and top.has_some else _("Admit the members"),
            _("Only a name is needed; with an e-mail address they can sign in."),
            reverse("membership:admission"),
            _("Admit a member"),
        )
    if _FOUND_MANY in may or _ADMIT_MANY in may:
        yield Step(
            _("Or bring a list"),
            _("From a spreadsheet, tried out before anything is entered."),
            reverse("structure:upload") + ("?kind=members" if top.kind.is_cell else ""),
            _("Import a list"),
        )
