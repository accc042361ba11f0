"""Founding a unit."""

from datetime import datetime
from uuid import UUID

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.ledger import record
from folkmoot.kernel.text import fold
from folkmoot.people.models import Person
from folkmoot.structure.actions.claiming import claim_unit, hold_tree_still, kind_called, must_be_free
from folkmoot.structure.events import UnitFounded
from folkmoot.structure.queries.standings import kind_facts, place_of
from folkmoot.structure.rules.naming import unit_code, unit_name, zone_name
from folkmoot.structure.rules.placing import must_fit_below
from folkmoot.units.models import ParentEdge, Unit, UnitKind
from folkmoot.units.rules import paths


@act("structure.found_unit")
def found_unit(
    *,
    parent_id: UUID,
    kind: str,
    name: str,
    code: str,
    time_zone: str = "",
    by: Person | None,
    at: datetime,
) -> UUID:
    """Found a unit of the kind with code `kind` below the unit `parent_id`, in its time zone unless one is given.

    :raises Refused: if `by` may not found units there, the kind does not fit below the parent, or the code is taken.
    """
    hold_tree_still()
    parent = claim_unit(parent_id)
    require(by, "structure.found_unit", on=parent, at=at)
    unit = Unit(
        id=new_id(),
        kind=_fitting_kind(kind, parent),
        parent=parent,
        path=next_path(parent),
        name=unit_name(name),
        search_name=fold(unit_name(name)),
        code=_free_code(code, by=by, at=at),
        time_zone=zone_name(time_zone) if time_zone else parent.time_zone,
        founded_at=at,
        stirred_at=at,
    )
    unit.save(force_insert=True)
    ParentEdge.objects.create(unit=unit, parent=parent, started_at=at)
    record(UnitFounded(unit.pk, parent.pk, unit.name), by=by, at=at)
    return unit.pk


def next_path(parent: Unit) -> str:
    """Return the path of the next child of `parent`, a claimed unit, which no unit has had before."""
    path = paths.child_path(parent.path, parent.children_made)
    parent.children_made += 1
    parent.save(update_fields=["children_made"])
    return path


def _fitting_kind(code: str, parent: Unit) -> UnitKind:
    kind = kind_called(code)
    must_fit_below(kind_facts(kind), place_of(parent))
    return kind


def _free_code(given: str, *, by: Person | None, at: datetime) -> str:
    code = unit_code(given)
    must_be_free(code, by=by, at=at)
    return code
