"""Merging a unit into another, and splitting one: begun by an act of a person, done in batches that are acts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act, running
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Membership, Person
from folkmoot.structure.actions.claiming import claim_unit, hold_tree_still, take_tree
from folkmoot.structure.actions.founding import found_unit
from folkmoot.structure.events import MergeBegun, ReorganisationResumed, UnitSplit
from folkmoot.structure.interfaces import members_of_cells, parts_of_units
from folkmoot.structure.models import Reorganisation, Stage, Way
from folkmoot.structure.queries.circles import circles_in_line_with
from folkmoot.structure.queries.standings import place_of
from folkmoot.structure.rules import circles, succession
from folkmoot.structure.rules.placing import must_have_a_parent
from folkmoot.units.models import Unit


@act("structure.merge_units")
def merge_units(*, unit_id: UUID, into_unit_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Begin to merge a unit into another of its kind: all that is going on in it goes over, then it is closed.

    The worker does it in batches; the answer is the id of the merge, which tells how far it has come.

    :raises Refused: if `by` may not merge units above both, they are not of one kind, one of them was closed or is being
        merged or split already, one is an affiliated organisation or part of another one than the other, or something in the
        unit has to be decided first.
    """
    take_tree()
    unit, into = claim_unit(unit_id), claim_unit(into_unit_id)
    must_have_a_parent(place_of(unit))
    _require_above("structure.merge_units", unit, into, by=by, at=at)
    succession.must_be_two_of_a_kind(place_of(unit), place_of(into))
    circles.must_be_of_one_circle(place_of(unit), place_of(into), circles_in_line_with(unit, into))
    _must_be_at_rest(unit, into)
    _must_have_nothing_in_the_way(unit)
    merge = _begin(Way.MERGE, unit, into, whole=_count_all(unit), by=by, at=at)
    record(MergeBegun(merge.pk, unit.pk, into.pk), by=by, at=at)
    return merge.pk


@act("structure.split_unit")
def split_unit(
    *,
    unit_id: UUID,
    name: str,
    code: str,
    members: list[UUID],
    units: list[UUID],
    by: Person | None,
    at: datetime,
) -> UUID:
    """Found a new unit of the same kind beside a unit, and let the chosen `members` of it and `units` right below go there.

    Members go at once, units in batches; the answer is the id of the split, which tells how far it has come.

    :raises Refused: if `by` may not split units above it, nobody and nothing or all of it was chosen, some of them are
        not in the unit, the code is taken, it is an affiliated organisation, or it is being merged or split already.
    """
    take_tree()
    unit = claim_unit(unit_id)
    must_have_a_parent(place_of(unit))
    _require_above("structure.split_unit", unit, by=by, at=at)
    circles.must_not_be_affiliated(place_of(unit), circles_in_line_with(unit))
    _must_be_at_rest(unit)
    people, below = list(dict.fromkeys(members)), list(dict.fromkeys(units))
    _must_divide(unit, people, below)
    new = _found_beside(unit, name=name, code=code, by=by, at=at)
    split = _begin(Way.SPLIT, unit, new, whole=len(below), by=by, at=at, units=below)
    if people:
        members_of_cells().transfer(people, unit, new, by=by, at=at)
    record(UnitSplit(split.pk, unit.pk, new.pk, len(people), len(below)), by=by, at=at)
    return split.pk


@act("structure.resume_reorganisation")
def resume_reorganisation(*, reorganisation_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Let a merge or split that was stopped go on from where it stopped.

    :raises Refused: if `by` may not do so above both units, or it is under way or done.
    """
    hold_tree_still()
    held = claim_reorganisation(reorganisation_id)
    _require_above(permission_for(held), held.from_unit, held.to_unit, by=by, at=at)
    if held.stage != Stage.STOPPED:
        raise Refused(_("This is under way, or done. Nothing is left to do."))
    _must_be_at_rest(held.from_unit, held.to_unit)
    held.stage, held.stopped_because = Stage.MOVING, ""
    held.by, held.via = by, running().via
    held.save(update_fields=["stage", "stopped_because", "by", "via"])
    record(ReorganisationResumed(held.pk), by=by, at=at)
    return held.pk


def claim_reorganisation(reorganisation_id: UUID) -> Reorganisation:
    """Lock a merge or split for this transaction and return it with its units.

    :raises Refused: if there is none of that id.
    """
    kept = Reorganisation.objects.select_for_update(of=("self",))
    found = kept.select_related("from_unit__kind", "to_unit__kind", "by").filter(pk=reorganisation_id).first()
    if found is None:
        raise Refused(_("There is no such merge or split. Choose it from the list again."))
    return found


def permission_for(held: Reorganisation) -> str:
    """Return by which permission a merge or split is carried out."""
    return "structure.merge_units" if held.is_merge else "structure.split_unit"


def _require_above(permission: str, *units: Unit, by: Person | None, at: datetime) -> None:
    # As for a move: it changes what is below the units above, so holding office in the units themselves is not enough.
    for unit in units:
        require(by, permission, on=unit.parent or unit, at=at)


def _must_be_at_rest(*units: Unit) -> None:
    moving = Reorganisation.objects.moving()
    ids = [unit.pk for unit in units]
    if moving.filter(from_unit__in=ids).exists() or moving.filter(to_unit__in=ids).exists():
        raise Refused(_("One of these units is being merged or split. Wait until that is done."))


def _must_have_nothing_in_the_way(unit: Unit) -> None:
    reasons = [part.in_the_way(unit) for part in parts_of_units.values()]
    if any(reasons):
        raise Refused(" ".join(filter(None, reasons)))


def _must_divide(unit: Unit, people: Sequence[UUID], below: Sequence[UUID]) -> None:
    place = place_of(unit)
    succession.must_choose_some(place, members=len(people), units=len(below))
    children = Unit.objects.filter(parent=unit).open()
    if children.filter(pk__in=below).count() != len(below):
        raise Refused(
            _("Some of the chosen units are not right below %(unit)s any more. Choose again.")
            % {"unit": unit.name},
            field="units",
        )
    there = Membership.objects.open().filter(unit=unit).count() + children.count()
    succession.must_leave_some(place, chosen=len(people) + len(below), there=there)


def _found_beside(unit: Unit, *, name: str, code: str, by: Person | None, at: datetime) -> Unit:
    assert unit.parent_id is not None  # noqa: S101  -- the top was refused before
    new_unit_id = found_unit(
        parent_id=unit.parent_id,
        kind=unit.kind.code,
        name=name,
        code=code,
        time_zone=unit.time_zone,
        by=by,
        at=at,
    )
    new = claim_unit(new_unit_id)
    new.sectors.set(unit.sectors.all())
    return new


def _count_all(unit: Unit) -> int:
    return sum(part.count(unit) for part in parts_of_units.values())


def _begin(
    way: Way,
    unit: Unit,
    to_unit: Unit,
    *,
    whole: int,
    by: Person | None,
    at: datetime,
    units: Sequence[UUID] = (),
) -> Reorganisation:
    is_done = way is Way.SPLIT and not units
    return Reorganisation.objects.create(
        id=new_id(),
        way=way,
        from_unit=unit,
        to_unit=to_unit,
        by=by,
        via=running().via,
        stage=Stage.DONE if is_done else Stage.MOVING,
        units=[str(pk) for pk in units],
        whole_count=whole,
        created_at=at,
        ended_at=at if is_done else None,
    )
