"""Moving a unit, with all below it."""

from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models.functions import Concat, Length, Substr
from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person
from folkmoot.structure.actions.claiming import claim_unit, take_tree
from folkmoot.structure.actions.founding import next_path
from folkmoot.structure.events import UnitMoved
from folkmoot.structure.interfaces import followers_of_moves
from folkmoot.structure.queries.circles import circles_in_line_with
from folkmoot.structure.queries.standings import place_of
from folkmoot.structure.rules.circles import must_stay_in_its_circle
from folkmoot.structure.rules.placing import must_fit_below, must_have_a_parent, must_not_be_below_itself
from folkmoot.units.models import ParentEdge, Unit
from folkmoot.units.rules import paths


@act("structure.move_unit")
def move_unit(*, unit_id: UUID, to_parent_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Hang a unit, with all below it, under another; its members, offices and papers stay its own.

    :raises Refused: if `by` may not move units both where it is and where it goes, its kind does not fit there, it
        would be below itself, it would come into an affiliated organisation or out of one, it is there already, or one
        of them was closed.
    """
    take_tree()
    unit, parent = claim_unit(unit_id), claim_unit(to_parent_id)
    # Who moves it changes what is below both parents, so holding office in the unit itself is not enough.
    require(by, "structure.move_unit", on=unit.parent or unit, at=at)
    require(by, "structure.move_unit", on=parent, at=at)
    may_hang_below(unit, parent)
    if unit.parent_id == parent.pk:
        raise Refused(
            _("%(unit)s is already below %(parent)s. Choose another unit.")
            % {"unit": unit.name, "parent": parent.name},
            field="to_parent_id",
        )
    record(hang_below(unit, parent, at=at), by=by, at=at)
    return unit.pk


def may_hang_below(unit: Unit, parent: Unit) -> None:
    """Let `unit` be moved below `parent` only if the tree stays a tree and its kinds stay in order.

    :raises Refused: if `unit` is the top, or would be below itself or below a kind that is not higher, or would come into an
        affiliated organisation or out of one.
    """
    place, above = place_of(unit), place_of(parent)
    must_have_a_parent(place)
    must_not_be_below_itself(place, above)
    must_fit_below(place.kind, above)
    must_stay_in_its_circle(place, above, circles_in_line_with(unit, parent))


def hang_below(unit: Unit, parent: Unit, *, at: datetime) -> UnitMoved:
    """Write that `unit` hangs below `parent` from now on, tell those who follow moves, and return the event.

    :raises Refused: if the tree would become deeper than 12 levels, there or in what lies below `unit`.
    """
    left = unit.parent_id
    if left is None:
        message = "the unit at the top cannot move"
        raise ValueError(message)
    old, new = unit.path, next_path(parent)
    paths.must_not_be_too_deep(len(_longest_below(old)) - len(old) + len(new))
    _move_paths(old, new)
    Unit.objects.filter(pk=unit.pk).update(parent=parent, stirred_at=at)
    _enter_edge(unit, parent, at=at)
    unit.parent, unit.path = parent, new
    for follower in followers_of_moves:
        follower(unit.pk, left, parent.pk, at)
    return UnitMoved(unit.pk, left, parent.pk)


def _longest_below(path: str) -> str:
    low, high = paths.range_of(path)
    within = Unit.objects.filter(path__gte=low, path__lt=high).order_by(Length("path").desc())
    return within.values_list("path", flat=True)[:1].get()


def _move_paths(old: str, new: str) -> None:
    low, high = paths.range_of(old)
    moved = Concat(models.Value(new), Substr("path", len(old) + 1), output_field=models.CharField())
    Unit.objects.filter(path__gte=low, path__lt=high).update(path=moved)


def _enter_edge(unit: Unit, parent: Unit, *, at: datetime) -> None:
    open_edge = ParentEdge.objects.filter(unit=unit, ended_at=None)
    # A second move at the very same moment replaces the first: a period that holds for no time is no fact.
    if not open_edge.filter(started_at=at).update(parent=parent):
        open_edge.update(ended_at=at)
        ParentEdge.objects.create(unit=unit, parent=parent, started_at=at)
