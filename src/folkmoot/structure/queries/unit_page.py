"""What the page of one unit shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from folkmoot.access.policy import permitted_in
from folkmoot.kernel.prepared import prepared
from folkmoot.people.models import Person, Term
from folkmoot.structure.interfaces import UnitAct, facts_of_units, members_below, unit_acts
from folkmoot.structure.queries.circles import circles_in_line_with
from folkmoot.structure.queries.twins import saying_if_twinned
from folkmoot.structure.queries.units import units_shown
from folkmoot.structure.rules.circles import Circles
from folkmoot.units.models import Unit, UnitQuerySet
from folkmoot.units.rules import paths

BELOW_SHOWN = 50
_ACTS = (
    "found_unit",
    "rename_unit",
    "set_sectors",
    "move_unit",
    "close_unit",
    "refound_unit",
    "merge_units",
    "split_unit",
    "import_units",
    "add_kind",
    "add_sector",
)
_ABOVE = frozenset(
    {
        "structure.merge_units",
        "structure.split_unit",
        "structure.refound_unit",
        "structure.affiliate_unit",
    }
)
_SEEN = ("units.see_unit", "people.see_officers", "membership.appoint_officer")


@dataclass(frozen=True)
class UnitView:
    """A unit as somebody may see it: `above` from the top down, `allowed` the acts they may do here, by name.

    `acts` and `facts` are what other features offer here and have to say.
    """

    unit: Unit
    above: Sequence[Unit]
    below: Sequence[Unit]
    following: str
    officers: Sequence[Term]
    sectors: Sequence[str]
    members: int | None
    allowed: frozenset[str]
    may_appoint: bool
    acts: Sequence[UnitAct]
    for_members: Sequence[UnitAct]
    facts: Sequence[tuple[str, object]]


def unit_view(viewer: Person, unit_id: UUID, *, after: str = "", at: datetime) -> UnitView | None:
    """Return a unit and what is right below it, from the path `after` on; None if `viewer` may not see it."""
    path, sectors = _path_and_sectors(unit_id)
    line = _line(of=paths.ancestors_of(path))
    held = permitted_in(viewer, _asked(), units=line, at=at)
    if not line or "units.see_unit" not in held[unit_id]:
        return None
    unit = line[-1]
    allowed = _allowed(unit, held)
    below = _below(unit=unit.pk, after=after)
    # Asked once, for what is offered and for the facts.
    circles = vars(unit)["circles"] = circles_in_line_with(unit)
    acts = [each for each in unit_acts.values() if _is_offered(each, unit, allowed, circles)]
    return UnitView(
        unit=unit,
        above=[each for each in line[:-1] if "units.see_unit" in held[each.pk]],
        below=below[:BELOW_SHOWN],
        following=below[BELOW_SHOWN - 1].path if len(below) > BELOW_SHOWN else "",
        officers=_officers(unit=unit.pk, at=at) if "people.see_officers" in allowed else (),
        sectors=sectors,
        members=members_below(unit),
        allowed=frozenset(name for name in (*_ACTS, "change_kind") if f"structure.{name}" in allowed),
        may_appoint="membership.appoint_officer" in allowed,
        acts=[each for each in acts if not each.is_for_members],
        for_members=[each for each in acts if each.is_for_members],
        facts=[fact for facts in facts_of_units for fact in facts(unit, viewer, at)],
    )


def unit_shown(viewer: Person, unit_id: UUID, *, at: datetime) -> Unit | None:
    """Return the unit with its kind and parent if `viewer` may see it."""
    return units_shown(viewer, at=at).select_related("kind", "parent").filter(pk=unit_id).first()


def _path_and_sectors(unit_id: UUID) -> tuple[str, list[str]]:
    # One question for both: a row for each sector, or one without.
    found = _with_sectors(unit=unit_id)
    return found[0][0] if found else "", [sector for _path, sector in found if sector]


@prepared
def _with_sectors(*, unit: UUID) -> QuerySet[Any, Any]:
    joined = Unit.objects.filter(pk=unit).order_by("sectors__name", "sectors__pk")
    return joined.values_list("path", "sectors__name")


@prepared
def _line(*, of: Sequence[str]) -> UnitQuerySet:
    return saying_if_twinned(Unit.objects.filter(path__in=of)).select_related("kind", "parent").in_order()


def _asked() -> list[str]:
    # Together and of the whole line: what is asked of the units above decides on a move, and costs no further question.
    return [
        *(f"structure.{name}" for name in _ACTS),
        *_SEEN,
        *(each.permission for each in unit_acts.values()),
    ]


def _allowed(unit: Unit, held: Mapping[UUID, frozenset[str]]) -> frozenset[str]:
    here, above = held[unit.pk], held[unit.parent_id] if unit.parent_id else frozenset()
    # What becomes of a unit is decided above it.
    here = (here - _ABOVE) | (above & _ABOVE)
    if not unit.is_open:
        return here & {"people.see_officers", "structure.refound_unit"}
    here -= {"structure.refound_unit"}
    if "structure.move_unit" not in above:
        here -= {"structure.move_unit"}
    # Its kind is changed by who could found it anew.
    return here | {"structure.change_kind"} if "structure.found_unit" in above else here


def _is_offered(offered: UnitAct, unit: Unit, allowed: frozenset[str], circles: Circles) -> bool:
    if offered.is_for_circles and circles.around(unit.path) is None:
        return False
    if offered.needs_above and unit.parent_id is None:
        return False
    is_alone = unit.kind.is_cell and unit.parent_id is None
    is_fit = (unit.kind.is_cell or not offered.is_for_cells) and not (is_alone and offered.needs_another)
    return offered.permission in allowed and is_fit


@prepared
def _below(*, unit: UUID, after: str) -> UnitQuerySet:
    children = Unit.objects.filter(parent=unit, path__gt=after).open().select_related("kind")
    counted = children.annotate(count_below=Count("children", filter=Q(children__closed_at=None)))
    return counted.in_order()[: BELOW_SHOWN + 1]


@prepared
def _officers(*, unit: UUID, at: datetime) -> QuerySet[Term]:
    terms: QuerySet[Term] = Term.objects.current(at).filter(unit=unit).select_related("office", "person")
    return terms.order_by("office__name", "started_at", "pk")
