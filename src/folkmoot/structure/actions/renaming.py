"""Changing what a unit is: its name and code, kind, time zone and sectors."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.kernel.text import fold
from folkmoot.people.models import Membership, Person
from folkmoot.structure.actions.claiming import claim_unit, hold_tree_still, kind_called, must_be_free
from folkmoot.structure.events import UnitKindChanged, UnitRenamed, UnitSectorsSet, UnitTimeZoneSet
from folkmoot.structure.queries.standings import kind_facts, place_of
from folkmoot.structure.rules.naming import unit_code, unit_name, zone_name
from folkmoot.structure.rules.placing import must_fit_below, must_keep_a_home, must_suit_those_below
from folkmoot.units.models import Sector, Unit, UnitKind


@act("structure.rename_unit")
def rename_unit(*, unit_id: UUID, name: str, code: str = "", by: Person | None, at: datetime) -> UUID:
    """Give a unit another name, and another code if one is given.

    :raises Refused: if `by` may not rename it, it was closed, or the code belongs to another unit.
    """
    unit = claim_unit(unit_id)
    require(by, "structure.rename_unit", on=unit, at=at)
    unit.name = unit_name(name)
    unit.search_name = fold(unit.name)
    if code:
        unit.code = unit_code(code)
        must_be_free(unit.code, by=by, at=at, but_for=unit.pk)
    unit.save(update_fields=["name", "search_name", "code"])
    record(UnitRenamed(unit.pk, unit.name, unit.code), by=by, at=at)
    return unit.pk


@act("structure.change_kind")
def change_kind(*, unit_id: UUID, kind: str, by: Person | None, at: datetime) -> UUID:
    """Make a unit one of the kind with code `kind`.

    :raises Refused: if `by` may not found units above it, the kind fits neither below its parent nor above the units
        below it, or members would lose their home.
    """
    hold_tree_still()
    unit = claim_unit(unit_id)
    # Above it, where a unit of that kind would be founded: no unit raises its own rank.
    require(by, "structure.found_unit", on=unit.parent or unit, at=at)
    before, new = unit.kind, kind_called(kind)
    kind_must_suit(unit, new, at=at)
    unit.kind, unit.stirred_at = new, at
    unit.save(update_fields=["kind", "stirred_at"])
    record(UnitKindChanged(unit.pk, before.code, new.code), by=by, at=at)
    return unit.pk


@act("structure.set_time_zone")
def set_time_zone(*, unit_id: UUID, time_zone: str, by: Person | None, at: datetime) -> UUID:
    """Have the times of a unit, not of those below it, read in another time zone.

    :raises Refused: if `by` may not rename the unit, it was closed, or there is no such zone.
    """
    unit = claim_unit(unit_id)
    require(by, "structure.rename_unit", on=unit, at=at)
    unit.time_zone = zone_name(time_zone)
    unit.save(update_fields=["time_zone"])
    record(UnitTimeZoneSet(unit.pk, unit.time_zone), by=by, at=at)
    return unit.pk


@act("structure.set_sectors")
def set_sectors(*, unit_id: UUID, sectors: list[str], by: Person | None, at: datetime) -> UUID:
    """Say in which sectors, by their codes, a unit works; an empty list for none.

    :raises Refused: if `by` may not change the unit, it was closed, or a sector is unknown.
    """
    unit = claim_unit(unit_id)
    require(by, "structure.set_sectors", on=unit, at=at)
    chosen = Sector.objects.filter(code__in=sectors).order_by("code")
    _must_be_known(sectors, {sector.code for sector in chosen})
    unit.sectors.set(chosen)
    record(UnitSectorsSet(unit.pk, tuple(sector.code for sector in chosen)), by=by, at=at)
    return unit.pk


def kind_must_suit(unit: Unit, kind: UnitKind, *, at: datetime) -> None:
    """Let a unit become one of `kind` only where its parent, the units below it and its members allow it.

    :raises Refused: if one of them does not.
    """
    place, wanted = place_of(unit), kind_facts(kind)
    if unit.parent is not None:
        must_fit_below(wanted, place_of(unit.parent))
    highest = Unit.objects.filter(parent=unit).open().select_related("kind").order_by("kind__rank").first()
    must_suit_those_below(place, wanted, kind_facts(highest.kind) if highest else None)
    must_keep_a_home(place, wanted, members=Membership.objects.current(at).filter(unit=unit).count())


def _must_be_known(asked: list[str], known: set[str]) -> None:
    unknown = sorted(set(asked) - known)
    if unknown:
        raise Refused(
            _("There is no sector called “%(unknown)s”. Add it to the organisation's sectors first.")
            % {"unknown": "”, “".join(unknown)},
            field="sectors",
        )
