"""How changes of units, and visits, are taken back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Q

from folkmoot.access.undoing import ANSWER, Input, WayBack
from folkmoot.structure.models import Twinning, Visit
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


def _state_of_offer(twinning_id: UUID) -> object:
    accepted = Twinning.objects.filter(pk=twinning_id).values_list("accepted_at", flat=True)
    return [str(moment) for moment in accepted]


def _withdrawn(given: Input) -> tuple[str, dict[str, Any]] | None:
    other = Unit.objects.filter(code=str(given["code"]).strip(), closed_at=None).first()
    if other is None:
        return None
    return "structure.end_twinning", {"unit_id": str(given["unit_id"]), "other_id": str(other.pk)}


def _state_of_twinnings(unit_id: UUID) -> object:
    sides = Q(unit=unit_id) | Q(other=unit_id)
    return sorted(map(str, Twinning.objects.filter(sides).values_list("unit", "other")))


def _offered_again(given: Input) -> tuple[str, dict[str, Any]] | None:
    # What both agreed to, or the other one offered, does not come back by the word of one.
    own = Twinning.objects.filter(unit=given["unit_id"], other=given["other_id"], accepted_at=None)
    offer = own.select_related("other").first()
    if offer is None:
        return None
    return "structure.offer_twinning", {"unit_id": str(offer.unit_id), "code": offer.other.code}


WAYS_BACK = {
    # Nothing has come of an offer yet; what was accepted is ended on the page, and does not wait for the other again.
    "structure.offer_twinning": WayBack(_withdrawn, _state_of_offer),
    "structure.end_twinning": WayBack(_offered_again, _state_of_twinnings),
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
