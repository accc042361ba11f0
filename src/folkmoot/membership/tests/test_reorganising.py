import json
from datetime import timedelta

import pytest

from folkmoot.kernel.errors import Refused
from folkmoot.membership.models import MemberCount
from folkmoot.people.models import Membership, Term
from folkmoot.structure.actions import handing_over
from folkmoot.structure.actions.closing import close_unit
from folkmoot.structure.actions.founding import found_unit
from folkmoot.structure.actions.handing_over import continue_reorganisations
from folkmoot.structure.actions.moving import move_unit
from folkmoot.structure.actions.refounding import refound_unit
from folkmoot.structure.actions.reorganising import merge_units, resume_reorganisation, split_unit
from folkmoot.structure.models import Reorganisation, Stage
from folkmoot.structure.queries.tree import tree_as_of
from folkmoot.structure.tests.acting import do, entries, events
from folkmoot.units.models import Unit

SECOND = timedelta(seconds=1)


def merged(unit, into, *, by, at):
    """Merge a unit to the end and return the merge."""
    return carried_out(do(merge_units, unit_id=unit.pk, into_unit_id=into.pk, by=by, at=at), at=at + SECOND)


def carried_out(reorganisation_id, *, at):
    while continue_reorganisations(at):
        at += SECOND
    return Reorganisation.objects.get(pk=reorganisation_id)


def split(unit, *, by, at, members=(), units=(), code="new"):
    given = {"members": [one.pk for one in members], "units": [one.pk for one in units]}
    split_id = do(split_unit, unit_id=unit.pk, name="New", code=code, by=by, at=at, **given)
    return carried_out(split_id, at=at + SECOND)


def home_of(person):
    return Membership.objects.open().get(person=person).unit.name


def members_by_cell():
    return dict(MemberCount.objects.filter(members__gt=0).values_list("unit__name", "members"))


def test_a_merged_cell_hands_over_its_members_ends_its_offices_and_is_closed(world):
    assert merged(world.harbour, world.hill, by=world.una, at=world.at).stage == Stage.DONE
    assert (home_of(world.bo), home_of(world.eve)) == ("Hill", "Hill")
    assert members_by_cell() == {"Hill": 6, "Vale": 1}
    assert not Term.objects.open().filter(unit=world.harbour).exists()
    assert Unit.objects.get(pk=world.harbour.pk).closed_at is not None
    assert events() == ["MergeBegun", "MembersHandedOver", "OfficesEnded", "UnitMerged"]
    assert json.loads(entries()[-1][1]) == {
        "unit_id": str(world.harbour.pk),
        "into_unit_id": str(world.hill.pk),
    }


def test_a_merged_region_hands_over_the_units_below_it(world):
    merge = merged(world.north, world.south, by=world.una, at=world.at)
    assert (merge.stage, merge.done_count, merge.whole_count) == (Stage.DONE, 3, 3)
    below = Unit.objects.within(Unit.objects.get(pk=world.south.pk)).open().in_order()
    assert [unit.name for unit in below] == ["South", "Vale", "Harbour", "Hill"]
    assert home_of(world.cy) == "Hill"


def test_the_tree_as_of_a_day_before_is_the_tree_of_then(world):
    before = dict(tree_as_of(world.at))
    merged(world.north, world.south, by=world.una, at=world.at + SECOND)
    assert dict(tree_as_of(world.at)) == before
    now = dict(tree_as_of(world.at + timedelta(days=1)))
    assert world.north.pk not in now
    assert now[world.hill.pk] == world.south.pk


def test_members_of_a_large_unit_go_over_in_batches_that_a_crash_cannot_double(world, monkeypatch):
    monkeypatch.setattr("folkmoot.membership.actions.going_over.BATCH", 1)
    merge_id = do(
        merge_units, unit_id=world.hill.pk, into_unit_id=world.harbour.pk, by=world.una, at=world.at
    )
    assert continue_reorganisations(world.at + SECOND)
    assert members_by_cell() == {"Harbour": 3, "Hill": 3, "Vale": 1}
    held = Reorganisation.objects.get(pk=merge_id)
    assert (held.batch, held.done_count, held.whole_count) == (1, 1, 4)
    with pytest.raises(Refused, match="not the next step"):
        do(handing_over.hand_over, reorganisation_id=merge_id, batch=0, by=world.una, at=world.at)
    assert carried_out(merge_id, at=world.at + 2 * SECOND).stage == Stage.DONE
    assert members_by_cell() == {"Harbour": 6, "Vale": 1}


def test_a_large_subtree_goes_over_in_batches_of_some_paths(world, monkeypatch):
    monkeypatch.setattr(handing_over, "PATHS_MOST", 1)
    merge_id = do(merge_units, unit_id=world.north.pk, into_unit_id=world.south.pk, by=world.una, at=world.at)
    continue_reorganisations(world.at + SECOND)
    assert Unit.objects.filter(parent=world.south).count() == 2
    assert carried_out(merge_id, at=world.at + 2 * SECOND).stage == Stage.DONE
    assert Unit.objects.filter(parent=world.south).count() == 3


def test_whoever_loses_the_office_meanwhile_stops_the_merge_and_another_lets_it_go_on(world):
    merge_id = do(
        merge_units, unit_id=world.harbour.pk, into_unit_id=world.hill.pk, by=world.una, at=world.at
    )
    Term.objects.filter(person=world.una).update(ended_at=world.at)
    held = carried_out(merge_id, at=world.at + SECOND)
    assert held.stage == Stage.STOPPED
    assert "You hold no office that may do this" in held.stopped_because
    Term.objects.filter(person=world.una).update(ended_at=None)
    do(resume_reorganisation, reorganisation_id=merge_id, by=world.una, at=world.at + 2 * SECOND)
    assert carried_out(merge_id, at=world.at + 3 * SECOND).stage == Stage.DONE
    with pytest.raises(Refused, match="Nothing is left to do"):
        do(resume_reorganisation, reorganisation_id=merge_id, by=world.una, at=world.at + 9 * SECOND)


@pytest.mark.parametrize(
    ("unit", "into", "sentence"),
    [
        ("harbour", "harbour", "cannot be merged into itself"),
        ("harbour", "south", "Harbour is a local and South a region. Choose another local."),
        ("union", "north", "Union is the whole organisation"),
    ],
)
def test_only_two_units_of_a_kind_are_merged(world, unit, into, sentence):
    with pytest.raises(Refused, match=sentence):
        merged(getattr(world, unit), getattr(world, into), by=world.una, at=world.at)
    assert events() == []


@pytest.mark.parametrize("who", ["ada", "bo", "max", "dee", "stan"])
def test_only_registrars_above_merge_and_split(world, who):
    by = getattr(world, who)
    with pytest.raises(Refused, match=r"It can be done there by: registrar|There is no such unit"):
        merged(world.harbour, world.hill, by=by, at=world.at)
    with pytest.raises(Refused, match=r"It can be done there by: registrar|There is no such unit"):
        split(world.harbour, by=by, at=world.at, members=[world.eve])


def test_a_unit_is_merged_or_split_once_at_a_time(world):
    do(merge_units, unit_id=world.harbour.pk, into_unit_id=world.hill.pk, by=world.una, at=world.at)
    with pytest.raises(Refused, match="is being merged or split"):
        do(merge_units, unit_id=world.hill.pk, into_unit_id=world.vale.pk, by=world.una, at=world.at)
    with pytest.raises(Refused, match="is being merged or split"):
        split(world.hill, by=world.una, at=world.at, members=[world.cy])


def test_a_split_cell_sends_the_chosen_members_to_a_new_one_beside_it(world):
    held = split(world.hill, by=world.una, at=world.at, members=[world.cy, world.ada])
    new = held.to_unit
    assert (held.stage, new.parent, new.kind, new.time_zone) == (
        Stage.DONE,
        world.north,
        world.hill.kind,
        "Europe/Paris",
    )
    assert members_by_cell() == {"Harbour": 2, "Hill": 2, "New": 2, "Vale": 1}
    assert events() == ["UnitFounded", "MembersHandedOver", "UnitSplit"]


def test_a_split_region_sends_the_chosen_units_to_a_new_one(world, monkeypatch):
    monkeypatch.setattr(handing_over, "MOVES_MOST", 1)
    third = do(
        found_unit,
        parent_id=world.north.pk,
        kind="local",
        name="Quay",
        code="quay",
        by=world.una,
        at=world.at,
    )
    chosen = [world.hill, Unit.objects.get(pk=third)]
    held = split(world.north, by=world.una, at=world.at, units=chosen)
    assert (held.stage, held.done_count, held.units) == (Stage.DONE, 2, [])
    assert {unit.name for unit in Unit.objects.filter(parent=held.to_unit)} == {"Hill", "Quay"}
    assert {unit.name for unit in Unit.objects.filter(parent=world.north)} == {"Harbour"}


def test_what_was_moved_elsewhere_or_closed_meanwhile_stays_where_it_is(world):
    found = {"parent_id": world.north.pk, "kind": "local", "by": world.una, "at": world.at}
    quay, pier = (do(found_unit, name=name, code=name.lower(), **found) for name in ("Quay", "Pier"))
    units = [world.hill.pk, quay, pier]
    given = {"name": "New", "code": "new", "members": [], "units": units}
    split_id = do(split_unit, unit_id=world.north.pk, by=world.una, at=world.at, **given)
    do(move_unit, unit_id=quay, to_parent_id=world.south.pk, by=world.una, at=world.at)
    do(close_unit, unit_id=pier, by=world.una, at=world.at)
    held = carried_out(split_id, at=world.at + SECOND)
    assert (held.stage, held.done_count, held.units) == (Stage.DONE, 1, [])
    parents = dict(Unit.objects.filter(pk__in=units).values_list("name", "parent__name"))
    assert parents == {"Hill": "New", "Quay": "South", "Pier": "North"}


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ([], "Nobody and nothing would go from Harbour"),
        (["bo", "eve"], "Nothing would be left in Harbour"),
        (["dee"], "do not belong to Harbour any more"),
    ],
)
def test_a_split_takes_some_of_those_who_are_there_and_not_all(world, members, sentence):
    with pytest.raises(Refused, match=sentence):
        split(world.harbour, by=world.una, at=world.at, members=[getattr(world, name) for name in members])
    assert events() == []
    assert not Unit.objects.filter(name="New").exists()


def test_a_split_takes_only_units_right_below(world):
    with pytest.raises(Refused, match="not right below North any more"):
        split(world.north, by=world.una, at=world.at, units=[world.vale])


def test_a_closed_unit_is_founded_again_where_it_was_or_elsewhere(world):
    merged(world.harbour, world.hill, by=world.una, at=world.at)
    later = world.at + timedelta(days=1)
    do(refound_unit, unit_id=world.harbour.pk, by=world.ada, at=later)
    again = Unit.objects.get(pk=world.harbour.pk)
    assert (again.closed_at, again.parent, home_of(world.bo)) == (None, world.north, "Hill")
    assert dict(tree_as_of(later))[world.harbour.pk] == world.north.pk
    do(close_unit, unit_id=world.harbour.pk, by=world.ada, at=later + SECOND)
    do(
        refound_unit,
        unit_id=world.harbour.pk,
        parent_id=world.south.pk,
        by=world.una,
        at=later + 2 * SECOND,
    )
    assert Unit.objects.get(pk=world.harbour.pk).parent == world.south
    south = Unit.objects.get(pk=world.south.pk)
    assert Unit.objects.get(pk=world.harbour.pk) in Unit.objects.within(south)


def test_an_open_unit_is_not_founded_again_nor_below_a_closed_one(world):
    with pytest.raises(Refused, match="Harbour is open"):
        do(refound_unit, unit_id=world.harbour.pk, by=world.una, at=world.at)
    merged(world.harbour, world.hill, by=world.una, at=world.at)
    merged(world.north, world.south, by=world.una, at=world.at + timedelta(days=1))
    later = world.at + timedelta(days=2)
    with pytest.raises(Refused, match="North was closed"):
        do(refound_unit, unit_id=world.harbour.pk, by=world.una, at=later)
    with pytest.raises(Refused, match=r"You hold no office|There is no such"):
        do(refound_unit, unit_id=world.north.pk, by=world.bo, at=later)
