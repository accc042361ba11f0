"""Founding a closed unit again."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act, changed_meanwhile
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person
from folkmoot.structure.actions.claiming import claim_unit, take_tree
from folkmoot.structure.actions.moving import hang_below
from folkmoot.structure.events import UnitRefounded
from folkmoot.structure.queries.circles import circles_in_line_with
from folkmoot.structure.queries.standings import place_of
from folkmoot.structure.rules.circles import must_stay_in_its_circle
from folkmoot.structure.rules.placing import must_fit_below, must_not_be_below_itself
from folkmoot.structure.rules.succession import must_be_closed
from folkmoot.units.models import ParentEdge, Unit


@act("structure.refound_unit")
def refound_unit(*, unit_id: UUID, parent_id: UUID | None = None, by: Person | None, at: datetime) -> UUID:
    """Open a closed unit again, below the unit it was below or below `parent_id`: its papers and numbers are its own again.

    Members and units that went elsewhere stay there.

    :raises Refused: if it is open, `by` may not found it again there, the unit above it was closed, its kind does
        not fit there, or it would come into an affiliated organisation or out of one.
    """
    take_tree()
    unit = _claim_closed(unit_id)
    parent = claim_unit(_parent_id(unit, parent_id))
    require(by, "structure.refound_unit", on=unit.parent or unit, at=at)
    require(by, "structure.refound_unit", on=parent, at=at)
    must_be_closed(place_of(unit))
    must_not_be_below_itself(place_of(unit), place_of(parent))
    must_fit_below(place_of(unit).kind, place_of(parent))
    must_stay_in_its_circle(place_of(unit), place_of(parent), circles_in_line_with(unit, parent))
    if unit.closed_at is not None and unit.closed_at > at:
        raise changed_meanwhile()
    Unit.objects.filter(pk=unit.pk).update(closed_at=None, stirred_at=at)
    if parent.pk == unit.parent_id:
        ParentEdge.objects.create(unit=unit, parent=parent, started_at=at)
    else:
        hang_below(unit, parent, at=at)
    record(UnitRefounded(unit.pk, parent.pk), by=by, at=at)
    return unit.pk


def _claim_closed(unit_id: UUID) -> Unit:
    units = Unit.objects.select_for_update(of=("self",)).select_related("kind", "parent__kind")
    unit = units.filter(pk=unit_id).first()
    if unit is None:
        raise Refused(_("There is no such unit. Choose it from the list again."), field="unit")
    return unit


def _parent_id(unit: Unit, chosen: UUID | None) -> UUID:
    # The top is never closed, which is refused right after.
    return chosen or unit.parent_id or unit.pk
