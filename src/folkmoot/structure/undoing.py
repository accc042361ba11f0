"""How changes of units, and visits, are taken back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from folkmoot.access.undoing import ANSWER, Input, WayBack
from folkmoot.structure.models import Visit
from folkmoot.units.models import Unit


def state_of_unit(unit_id: UUID) -> object:
    """Return all that acts change of a unit, in plain values."""
    unit = Unit.objects.get(pk=unit_id)
    sectors = sorted(unit.sectors.values_list("code", flat=True))
    changed = (unit.name, unit.code, unit.kind_id, unit.parent_id, unit.time_zone, unit.closed_at)
    return [*map(str, changed), *sectors]


def _back(act: str, before: Callable[[Unit], dict[str, Any]]) -> WayBack:
    def by(given: Input) -> tuple[str, dict[str, Any]] | None:
        unit = Unit.objects.select_related("kind").filter(pk=given["unit_id"]).first()
        return (act, {"unit_id": str(unit.pk), **before(unit)}) if unit else None

    return WayBack(by, state_of_unit)


def state_of_visit(visit_id: UUID) -> object:
    """Return what acts change of a visit: whether it is there, and objected to."""
    return [str(moment) for moment in Visit.objects.filter(pk=visit_id).values_list("objected_at", flat=True)]


def _answered_otherwise(given: Input) -> tuple[str, dict[str, Any]]:
    other = {"visit_id": str(given["visit_id"]), "took_place": not given["took_place"]}
    return "structure.answer_visit", other


WAYS_BACK = {
    "structure.rename_unit": _back(
        "structure.rename_unit", lambda unit: {"name": unit.name, "code": unit.code}
    ),
    "structure.change_kind": _back("structure.change_kind", lambda unit: {"kind": unit.kind.code}),
    "structure.set_time_zone": _back("structure.set_time_zone", lambda unit: {"time_zone": unit.time_zone}),
    "structure.set_sectors": _back(
        "structure.set_sectors", lambda unit: {"sectors": list(unit.sectors.values_list("code", flat=True))}
    ),
    "structure.move_unit": _back("structure.move_unit", lambda unit: {"to_parent_id": str(unit.parent_id)}),
    "structure.close_unit": _back("structure.refound_unit", lambda _unit: {}),
    "structure.refound_unit": _back("structure.close_unit", lambda _unit: {}),
    "structure.enter_visit": WayBack(
        lambda _given: ("structure.withdraw_visit", {"visit_id": ANSWER}), state_of_visit
    ),
    "structure.answer_visit": WayBack(_answered_otherwise, state_of_visit),
}
