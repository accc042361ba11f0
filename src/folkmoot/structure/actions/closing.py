"""Closing a unit."""

from datetime import datetime
from uuid import UUID

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Membership, Person, Term
from folkmoot.structure.actions.claiming import claim_unit, hold_tree_still
from folkmoot.structure.events import UnitClosed
from folkmoot.structure.queries.standings import place_of
from folkmoot.structure.rules.placing import StillOpen, must_have_a_parent, must_leave_nothing_behind
from folkmoot.units.models import ParentEdge, Unit


@act("structure.close_unit")
def close_unit(*, unit_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Close a unit in which nothing is open any more; its history stays.

    :raises Refused: if `by` may not close it, it is the organisation itself, or it still has open units below it,
        members or officers: closing ends none of these by itself.
    """
    hold_tree_still()
    unit = claim_unit(unit_id)
    require(by, "structure.close_unit", on=unit, at=at)
    close_emptied(unit, at=at)
    record(UnitClosed(unit.pk, _parent_id(unit)), by=by, at=at)
    return unit.pk


def close_emptied(unit: Unit, *, at: datetime) -> None:
    """Write that `unit`, a claimed one, was closed.

    :raises Refused: if it is the organisation itself, or something in it is still open.
    """
    must_have_a_parent(place_of(unit))
    must_leave_nothing_behind(place_of(unit), still_open(unit, at=at))
    unit.closed_at = at
    unit.save(update_fields=["closed_at"])
    ParentEdge.objects.filter(unit=unit, ended_at=None).update(ended_at=at)


def still_open(unit: Unit, *, at: datetime) -> StillOpen:
    """Count what has to end before `unit` may be closed, periods that have yet to begin included."""
    return StillOpen(
        units=Unit.objects.filter(parent=unit).open().count(),
        members=_unended(Membership, unit, at=at),
        officers=_unended(Term, unit, at=at),
    )


def _unended(periods: type[Membership] | type[Term], unit: Unit, *, at: datetime) -> int:
    running = periods.objects.filter(unit=unit)
    return int((running.open() | running.filter(ended_at__gt=at)).values("person").distinct().count())


def _parent_id(unit: Unit) -> UUID:
    if unit.parent_id is None:
        message = "the unit at the top cannot be closed"
        raise ValueError(message)
    return unit.parent_id
