import random
from datetime import timedelta

import pytest

from folkmoot.kernel.errors import Refused
from folkmoot.structure.actions.closing import close_unit
from folkmoot.structure.actions.founding import found_unit
from folkmoot.structure.actions.moving import move_unit
from folkmoot.structure.queries import tree_as_of, units_out_of_reach
from folkmoot.structure.tests.acting import do
from folkmoot.units.models import Unit, UnitKind
from folkmoot.units.rules import paths

ACTS = 60


@pytest.fixture
def deep(world):
    for rank, code in enumerate(("group", "team", "pair"), start=4):
        UnitKind.objects.create(code=code, name=code, plural=code, rank=rank, is_cell=False)
    return world


def somebody_acts(rng, world, parents, number, at):
    """Do a random act, and keep in `parents` what it must have done."""
    unit, other = rng.choice(list(parents)), rng.choice(list(parents))
    kind = rng.choice(["region", "local", "group", "team", "pair"])
    match rng.choice(["found", "found", "move", "move", "move", "close"]):
        case "found":
            given = {"parent_id": unit, "kind": kind, "name": f"U{number}", "code": f"u{number}"}
            parents[do(found_unit, **given, by=world.una, at=at)] = unit
        case "move":
            do(move_unit, unit_id=unit, to_parent_id=other, by=world.una, at=at)
            parents[unit] = other
        case "close":
            do(close_unit, unit_id=unit, by=world.una, at=at)
            del parents[unit]


def parents_by_path():
    units = {unit.path: unit.pk for unit in Unit.objects.open()}
    return {pk: units.get(paths.parent_of(path)) for path, pk in units.items()}


def below(parents, top):
    found = {top}
    while more := {pk for pk, parent in parents.items() if parent in found} - found:
        found |= more
    return found


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_founded_moved_and_closed_paths_parents_and_history_agree(deep, seed):
    rng = random.Random(seed)  # noqa: S311  -- picks acts, guards nothing
    parents = dict(Unit.objects.values_list("pk", "parent"))
    history, refused, given_paths = {}, 0, set()
    for number in range(ACTS):
        at = deep.at + timedelta(hours=number)
        try:
            somebody_acts(rng, deep, parents, number, at)
        except Refused:
            refused += 1
        history[at] = dict(parents)
        given_paths |= set(Unit.objects.values_list("path", flat=True))
    assert parents_by_path() == parents
    assert dict(Unit.objects.open().values_list("pk", "parent")) == parents
    for unit in Unit.objects.open():
        within = set(Unit.objects.within(unit).open().values_list("pk", flat=True))
        assert within == below(parents, unit.pk)
    for at, then in history.items():
        assert dict(tree_as_of(at)) == then
    assert 0 < refused < ACTS
    assert len(given_paths) >= Unit.objects.count()


def test_before_a_unit_was_founded_it_is_not_in_the_tree(world):
    later = world.at + timedelta(days=1)
    pk = do(
        found_unit, parent_id=world.north.pk, kind="local", name="Quay", code="quay", by=world.ada, at=later
    )
    before = {unit.pk: unit.parent_id for unit in world.units.values()}
    assert dict(tree_as_of(world.at)) == before
    assert dict(tree_as_of(later)) == {**before, pk: world.north.pk}


@pytest.mark.parametrize(
    ("who", "under", "outside"),
    [
        ("una", "union", []),
        ("una", "north", ["Union", "South", "Vale"]),
        ("ada", "union", ["Union", "South", "Vale"]),
        ("bo", "union", ["Union", "North", "Harbour", "Hill", "South", "Vale"]),
        (None, "union", []),
        (None, "south", ["Union", "North", "Harbour", "Hill"]),
    ],
)
def test_units_out_of_reach_are_found_by_sets(world, who, under, outside, django_assert_max_num_queries):
    ids = [unit.pk for unit in world.units.values()]
    by = who and getattr(world, who)
    with django_assert_max_num_queries(2 if who is None else 3):
        found = units_out_of_reach(
            ids, "structure.move_unit", under=getattr(world, under), by=by, at=world.at
        )
    assert [unit.name for unit in found] == outside
