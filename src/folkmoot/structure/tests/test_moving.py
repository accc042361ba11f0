import json
from datetime import timedelta

import pytest

from conftest import make_unit
from folkmoot.kernel.errors import Refused
from folkmoot.structure import interfaces
from folkmoot.structure.actions.founding import found_unit
from folkmoot.structure.actions.moving import move_unit
from folkmoot.structure.tests.acting import do, entries
from folkmoot.units.models import ParentEdge, Unit, UnitKind


def paths_by_name():
    return dict(Unit.objects.values_list("name", "path"))


def test_a_unit_moves_with_all_below_it(world):
    room = UnitKind.objects.create(code="room", name="room", plural="rooms", rank=4, is_cell=False)
    do(
        found_unit,
        parent_id=world.harbour.pk,
        kind=room.code,
        name="Hall",
        code="hall",
        by=world.una,
        at=world.at,
    )
    later = world.at + timedelta(days=3)
    do(move_unit, unit_id=world.harbour.pk, to_parent_id=world.south.pk, by=world.una, at=later)
    south = world.units["south"].path
    assert paths_by_name() == {
        "Union": "0000",
        "North": "00000000",
        "South": south,
        "Hill": "000000000001",
        "Vale": south + "0000",
        "Harbour": south + "0001",
        "Hall": south + "00010000",
    }
    assert Unit.objects.get(name="Harbour").parent_id == world.south.pk
    assert list(
        ParentEdge.objects.filter(unit=world.harbour).order_by("started_at").values_list("parent", "ended_at")
    ) == [(world.north.pk, later), (world.south.pk, None)]
    event, payload = entries()[-1]
    assert (event, json.loads(payload)) == (
        "UnitMoved",
        {
            "unit_id": str(world.harbour.pk),
            "from_parent_id": str(world.north.pk),
            "to_parent_id": str(world.south.pk),
        },
    )


def test_a_freed_path_is_never_given_again(world):
    freed = world.units["hill"].path
    do(move_unit, unit_id=world.hill.pk, to_parent_id=world.south.pk, by=world.una, at=world.at)
    do(
        found_unit,
        parent_id=world.north.pk,
        kind="local",
        name="Quay",
        code="quay",
        by=world.ada,
        at=world.at,
    )
    do(move_unit, unit_id=world.hill.pk, to_parent_id=world.north.pk, by=world.una, at=world.at)
    assert not Unit.objects.filter(path=freed).exists()
    assert Unit.objects.get(name="Hill").path == world.units["north"].path + "0003"


def test_two_moves_at_one_moment_leave_one_edge(world):
    for parent in (world.south, world.north, world.south):
        do(move_unit, unit_id=world.hill.pk, to_parent_id=parent.pk, by=world.una, at=world.at)
    edges = ParentEdge.objects.filter(unit=world.hill).order_by("started_at")
    assert list(edges.values_list("parent", "ended_at")) == [
        (world.north.pk, world.at),
        (world.south.pk, None),
    ]


@pytest.mark.parametrize(
    ("unit", "to", "sentence"),
    [
        ("union", "north", "Union is the whole organisation"),
        ("north", "north", "North cannot move below North, which is part of it"),
        ("north", "hill", "North cannot move below Hill, which is part of it"),
        ("north", "south", "A region cannot be below a region"),
        ("hill", "vale", "A local cannot be below a local"),
        ("hill", "north", "Hill is already below North"),
    ],
)
def test_a_move_that_would_break_the_tree_is_refused(world, unit, to, sentence):
    before = paths_by_name()
    with pytest.raises(Refused, match=sentence):
        do(
            move_unit,
            unit_id=getattr(world, unit).pk,
            to_parent_id=getattr(world, to).pk,
            by=world.una,
            at=world.at,
        )
    assert paths_by_name() == before
    assert entries() == []


@pytest.mark.parametrize("who", ["ada", "bo", "dee", "max"])
def test_a_move_needs_an_office_above_both_places(world, who):
    with pytest.raises(Refused, match=r"You hold no office that may do this in|There is no such unit"):
        do(move_unit, unit_id=world.hill.pk, to_parent_id=world.south.pk, by=getattr(world, who), at=world.at)


def test_a_closed_unit_takes_no_others(world):
    Unit.objects.filter(pk=world.south.pk).update(closed_at=world.at)
    with pytest.raises(Refused, match="South was closed"):
        do(move_unit, unit_id=world.hill.pk, to_parent_id=world.south.pk, by=world.una, at=world.at)


def test_those_who_follow_moves_are_told_in_the_same_transaction(world):
    told = []

    def follow(*moved):
        told.append(moved)
        if len(told) == 2:
            raise Refused("The figures of Hill are being frozen. Try again in a minute.")

    interfaces.followers_of_moves.append(follow)
    try:
        do(move_unit, unit_id=world.hill.pk, to_parent_id=world.south.pk, by=world.una, at=world.at)
        moved = paths_by_name()
        with pytest.raises(Refused, match="being frozen"):
            do(move_unit, unit_id=world.hill.pk, to_parent_id=world.north.pk, by=world.una, at=world.at)
    finally:
        interfaces.followers_of_moves.remove(follow)
    assert told[0] == (world.hill.pk, world.north.pk, world.south.pk, world.at)
    assert paths_by_name() == moved


def test_what_lies_below_is_not_moved_deeper_than_twelve_levels_either(world):
    kinds = [
        UnitKind.objects.create(code=f"k{n}", name=f"k{n}", plural=f"k{n}", rank=100 + n, is_cell=False)
        for n in range(13)
    ]
    bottom = low = world.union
    for kind in kinds[:5]:
        bottom = make_unit(f"High {kind.code}", kind, bottom)
    for kind in kinds[5:]:
        low = make_unit(f"Low {kind.code}", kind, low)
    top = Unit.objects.get(name="Low k5")
    with pytest.raises(Refused, match="at most 12 levels deep"):
        do(move_unit, unit_id=top.pk, to_parent_id=bottom.pk, by=world.una, at=world.at)
    assert Unit.objects.get(pk=top.pk).path == top.path
