"""Somebody who sees everything that is published, at every level and time, tries every difference they can form."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, product

import numpy as np
import pytest

from folkmoot.decisions.rules.thresholds import MINIMUM_GROUP
from folkmoot.decisions.tests.private_world import Item, PrivateWorld

SEEDS = range(25)


@pytest.fixture(scope="module")
def worlds() -> list[PrivateWorld]:
    lived = [PrivateWorld(seed) for seed in SEEDS]
    for world in lived:
        world.live(days=10)
    return lived


def test_no_difference_between_levels_neighbours_or_trees_tells_of_fewer_than_five(
    worlds: list[PrivateWorld],
) -> None:
    assert [found for world in worlds for found in differences(world.shown) if tells(*found)] == []


def test_the_same_differences_of_exact_figures_tell_of_fewer_than_five_in_every_other_world(
    worlds: list[PrivateWorld],
) -> None:
    betrayed = [world for world in worlds if any(tells(*found) for found in differences(world.exact))]
    assert len(betrayed) > len(SEEDS) / 2


def test_no_change_between_two_moments_tells_of_fewer_than_five(worlds: list[PrivateWorld]) -> None:
    assert [found for world in worlds for found in changes(world.shown) if is_narrow(*found)] == []


def test_the_same_changes_of_exact_figures_tell_of_fewer_than_five_in_every_world(
    worlds: list[PrivateWorld],
) -> None:
    assert all(any(is_narrow(*found) for found in changes(world.exact)) for world in worlds)


def test_the_worlds_are_worth_attacking(worlds: list[PrivateWorld]) -> None:
    # Something is shown in most of them, at several levels, and it changes.
    shown = [{(item.unit, item.low) for item in world.shown if item.low} for world in worlds]
    assert sum(len({unit for unit, _ in items}) > 1 for items in shown) > len(SEEDS) / 2
    assert sum(len(items) > 5 for items in shown) > len(SEEDS) / 2


def test_no_combination_of_figures_whatever_tells_two_members_of_a_group_apart(
    worlds: list[PrivateWorld],
) -> None:
    # Rows are figures, columns people. Who shares a group has the same column, so every sum of figures with whatever
    # weights gives them the same weight: what can be isolated is whole groups. (Figures of one moment: between moments
    # people join, and what changes tell is the matter of the tests above and of any-five-people in test_disclosure.)
    for world in worlds:
        matrix = np.array(
            [[item.people >> who & 1 for item in world.shown] for who in range(len(world.members))]
        )
        for group in set(world.groups.values()):
            rows = [who for who, member in enumerate(world.members) if world.groups[member.origin] == group]
            since_all_were_there = [item.moment >= world.moment for item in world.shown]
            columns = (
                {tuple(row) for row in matrix[rows][:, since_all_were_there].tolist()} if rows else set()
            )
            assert len(columns) <= 1
            assert world.published.value[group] == 0 or len(rows) >= MINIMUM_GROUP


@pytest.fixture
def world() -> PrivateWorld:
    """Return one in which three levels show figures and nobody has moved yet."""
    still = PrivateWorld(11)
    for _ in range(8):
        still.acknowledge()
        still.publish(is_new_day=True)
    return still


def test_a_member_who_is_moved_in_and_out_moves_no_figure(world: PrivateWorld) -> None:
    one = next(member for member in world.members if member.home and member.has_acknowledged)
    home = one.home
    elsewhere = next(cell for cell in world.cells if world.above[cell] != world.above[one.origin])
    shown, exact = set(), set()
    for cell in [elsewhere, home] * 6:
        one.home = cell
        world.publish(is_new_day=True)
        shown.add(told(world.shown_over(world.above)))
        exact.add(told(world.exact_now()))
    assert (len(shown), len(exact)) == (1, 2)


def test_a_cell_that_is_moved_changes_no_figure_and_takes_none_along(world: PrivateWorld) -> None:
    cell = max(world.cells, key=lambda cell: sum(member.origin == cell for member in world.members))
    conveyed, current, exact = (
        told(world.shown_over(world.founded_below)),
        dict(told(world.shown_over(world.above))),
        dict(told(world.exact_now())),
    )
    world.above[cell] = next(
        unit for unit in world.above if unit not in world.cells and unit != world.above[cell]
    )
    world.publish(is_new_day=True)
    assert told(world.shown_over(world.founded_below)) == conveyed
    still_shown = dict(told(world.shown_over(world.above)))
    assert still_shown == {unit: current[unit] for unit in still_shown}
    assert len(still_shown) < len(current)
    assert dict(told(world.exact_now())) != exact


def told(items: Iterable[Item]) -> tuple[tuple[int, int], ...]:
    return tuple((item.unit, item.low) for item in items)


def differences(items: list[Item]) -> Iterator[tuple[int, int, int]]:
    """Yield for every set of people that is told of, or is left when others are taken away, its size and bounds."""
    moments: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        moments[item.moment].append(item)
    for together in moments.values():
        for item in together:
            yield item.people.bit_count(), item.low, item.high
            yield _without(item, _largest_inside(item, together))
        for larger, smaller in product(together, together):
            if larger.people != smaller.people and smaller.people & ~larger.people == 0:
                yield _without(larger, [smaller])


def _without(item: Item, taken: list[Item]) -> tuple[int, int, int]:
    rest = item.people.bit_count() - sum(part.people.bit_count() for part in taken)
    return rest, item.low - sum(part.high for part in taken), item.high - sum(part.low for part in taken)


def _largest_inside(item: Item, together: list[Item]) -> list[Item]:
    taken: list[Item] = []
    covered = 0
    for part in sorted(together, key=lambda part: -part.people.bit_count()):
        inside = part.people != item.people and part.people & ~item.people == 0
        if inside and part.people & covered == 0:
            taken.append(part)
            covered |= part.people
    return taken


def tells(size: int, low: int, high: int) -> bool:
    """Return whether it is certain that all but fewer than five of so many did, or that fewer than four did."""
    return size > 0 and (low > max(0, size - 5) or high < min(4, size))


def changes(items: list[Item]) -> Iterator[tuple[int, int]]:
    """Yield for every two moments of one unit the people told of at either, and by how many they differ."""
    units: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        units[item.unit].append(item)
    for told in units.values():
        for one, other in combinations(told, 2):
            yield (one.people | other.people).bit_count(), abs(other.low - one.low)


def is_narrow(size: int, change: int) -> bool:
    return 0 < change < 5 or change > max(0, size - 5)
