"""What the page of one unit shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from folkmoot.access.policy import permitted
from folkmoot.people.models import Person, Term
from folkmoot.structure.interfaces import members_below
from folkmoot.structure.queries.units import units_shown
from folkmoot.units.models import Sector, Unit
from folkmoot.units.rules import paths

BELOW_SHOWN = 50
_ACTS = ("found_unit", "rename_unit", "set_sectors", "move_unit", "close_unit", "import_units")


@dataclass(frozen=True)
class UnitView:
    """A unit as somebody may see it: `above` from the top down, `allowed` the acts they may do here, by name."""

    unit: Unit
    above: Sequence[Unit]
    below: Sequence[Unit]
    following: str
    officers: Sequence[Term]
    sectors: Sequence[Sector]
    members: int | None
    allowed: frozenset[str]
    may_appoint: bool


def unit_view(viewer: Person, unit_id: UUID, *, after: str = "", at: datetime) -> UnitView | None:
    """Return a unit and what is right below it, from the path `after` on; None if `viewer` may not see it."""
    line = _line_shown(viewer, unit_id, at=at)
    if not line or line[-1].pk != unit_id:
        return None
    unit = line[-1]
    allowed = _allowed(viewer, unit, at=at)
    below = _below(unit, after)
    return UnitView(
        unit=unit,
        above=line[:-1],
        below=below[:BELOW_SHOWN],
        following=below[BELOW_SHOWN - 1].path if len(below) > BELOW_SHOWN else "",
        officers=_officers(unit, at=at) if "people.see_officers" in allowed else (),
        sectors=list(unit.sectors.order_by("name", "pk")),
        members=members_below(unit),
        allowed=frozenset(name for name in _ACTS if f"structure.{name}" in allowed),
        may_appoint="membership.appoint_officer" in allowed,
    )


def unit_shown(viewer: Person, unit_id: UUID, *, at: datetime) -> Unit | None:
    """Return the unit with its kind and parent if `viewer` may see it."""
    return units_shown(viewer, at=at).select_related("kind", "parent").filter(pk=unit_id).first()


def _line_shown(viewer: Person, unit_id: UUID, *, at: datetime) -> list[Unit]:
    path = Unit.objects.filter(pk=unit_id).values_list("path", flat=True).first()
    shown = units_shown(viewer, at=at).filter(path__in=paths.ancestors_of(path or ""))
    return list(shown.select_related("kind", "parent").in_order())


def _allowed(viewer: Person, unit: Unit, *, at: datetime) -> frozenset[str]:
    asked = [*(f"structure.{name}" for name in _ACTS), "people.see_officers", "membership.appoint_officer"]
    allowed = permitted(viewer, asked, on=unit, at=at)
    if "structure.move_unit" in allowed:
        above = permitted(viewer, ["structure.move_unit"], on=unit.parent, at=at) if unit.parent else ()
        allowed = allowed if above else allowed - {"structure.move_unit"}
    return allowed if unit.is_open else allowed & {"people.see_officers"}


def _below(unit: Unit, after: str) -> list[Unit]:
    children = Unit.objects.filter(parent=unit, path__gt=after).open().select_related("kind")
    counted = children.annotate(count_below=Count("children", filter=Q(children__closed_at=None)))
    return list(counted.in_order()[: BELOW_SHOWN + 1])


def _officers(unit: Unit, *, at: datetime) -> Sequence[Term]:
    terms: Any = Term.objects.current(at).filter(unit=unit).select_related("office", "person")
    return list(terms.order_by("office__name", "started_at", "pk"))
