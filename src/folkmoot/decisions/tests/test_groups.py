import numpy as np
import pytest
from hypothesis import given

from folkmoot.decisions.rules.groups import is_large_enough, partition
from folkmoot.decisions.rules.rollup import tree_of
from folkmoot.decisions.rules.thresholds import MINIMUM_GROUP, SMALLEST
from folkmoot.decisions.tests.trees import small_trees
from folkmoot.units.rules.paths import depth_of, parent_of

Grown = tuple[list[str], list[bool], list[int]]


def groups_of(grown: Grown) -> list[int]:
    paths, cells, addressed = grown
    return [int(number) for number in partition(tree_of(paths, cells), np.array(addressed))]


class ByHand:
    """Draws the groups again as one would explain them, one unit at a time."""

    def __init__(self, grown: Grown) -> None:
        paths, cells, addressed = grown
        self.top = paths[0]
        self.is_cell = dict(zip(paths, cells, strict=True))
        self.size_of = dict(zip(paths, addressed, strict=True))
        self.pools: dict[str, set[str]] = {}
        for path in paths:
            self.pools.setdefault(self.head_of(path), set()).add(path)
        self.closed: dict[str, tuple[int, int, str]] = {}
        self.joining: dict[str, str] = {}

    def drawn(self) -> list[set[str]]:
        for head in sorted(self.pools, key=lambda path: (-depth_of(path), path)):
            self.settle(head)
        for head, other in self.joining.items():
            self.pour(head, other)
        return [pool for pool in self.pools.values() if pool]

    def settle(self, head: str) -> None:
        pool = self.pools[head]
        nearest = min((rank for other, rank in self.closed.items() if other.startswith(head)), default=None)
        if self.may_be_shown(pool):
            self.closed[head] = (depth_of(head), self.size(pool), head)
        elif self.size(pool) and nearest:
            self.joining[head] = nearest[2]
        elif self.size(pool) and head != self.top:
            self.pour(head, self.head_of(parent_of(head)))

    def pour(self, head: str, other: str) -> None:
        self.pools[other] |= self.pools[head]
        self.pools[head] = set()

    def head_of(self, path: str) -> str:
        while self.is_cell[path] and path != self.top:
            path = parent_of(path)
        return path

    def size(self, units: set[str]) -> int:
        return sum(self.size_of[unit] for unit in units)

    def may_be_shown(self, units: set[str]) -> bool:
        largest = max((self.size_of[unit] for unit in units if self.is_cell[unit]), default=0)
        return self.size(units) >= MINIMUM_GROUP and self.size(units) - largest >= SMALLEST


@given(small_trees())
def test_groups_are_those_one_would_draw_by_hand(grown: Grown) -> None:
    numbers = groups_of(grown)
    found = [
        {path for path, its in zip(grown[0], numbers, strict=True) if its == number}
        for number in set(numbers)
    ]
    assert sorted(map(sorted, found)) == sorted(map(sorted, ByHand(grown).drawn()))


@given(small_trees())
def test_every_group_with_members_may_be_shown_unless_the_whole_audience_may_not(grown: Grown) -> None:
    _, cells, addressed = grown
    numbers = np.array(groups_of(grown))
    for number in set(numbers.tolist()):
        inside = np.flatnonzero(numbers == number)
        size = sum(addressed[place] for place in inside)
        outside = size - max((addressed[place] for place in inside if cells[place]), default=0)
        assert size == 0 or (size >= MINIMUM_GROUP and outside >= SMALLEST) or size == sum(addressed)


@given(small_trees())
def test_groups_are_numbered_in_order_of_their_first_unit(grown: Grown) -> None:
    numbers = groups_of(grown)
    assert list(dict.fromkeys(numbers)) == list(range(max(numbers) + 1))


FEDERATION = {
    "0000": 0,  # the federation
    "00000000": 0,  # North
    "000000000000": 0,  # Coast, a district of North, and its cells
    "0000000000000000": 12,
    "0000000000000001": 12,
    "000000000001": 0,  # Moor, the other
    "0000000000010000": 9,
    "0000000000010001": 16,
    "00000001": 0,  # South, with cells of its own
    "000000010000": 30,
    "000000010001": 30,
}


@pytest.mark.parametrize(
    ("changed", "groups"),
    [
        ({}, [0, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]),
        # Moor is too small: it is counted with Coast, and so is whoever comes to be directly below North.
        ({"0000000000010001": 3}, [0, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2]),
        # Both are: they are counted together, as North.
        ({"0000000000010001": 3, "0000000000000001": 2}, [0, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2]),
        # Even together: they are counted with South, whose group is the nearest to the federation.
        (
            {"0000000000010001": 0, "0000000000000001": 0, "0000000000010000": 2},
            [0] * 11,
        ),
        # Coast is one cell and four others: it is counted with Moor.
        ({"0000000000000000": 40, "0000000000000001": 4}, [0, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2]),
        # Nobody is addressed in Moor: nothing needs to be hidden.
        ({"0000000000010000": 0, "0000000000010001": 0}, [0, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]),
        # Three officers of North itself are counted with the smaller of its districts.
        ({"00000000": 3}, [0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3]),
    ],
)
def test_what_is_too_small_is_counted_with_the_nearest(changed: dict[str, int], groups: list[int]) -> None:
    addressed = {**FEDERATION, **changed}
    below = [any(other.startswith(path) and other != path for other in addressed) for path in addressed]
    assert groups_of((list(addressed), [not has for has in below], list(addressed.values()))) == groups


def test_a_club_of_one_cell_is_one_group_that_is_never_shown() -> None:
    assert groups_of((["0000"], [True], [60])) == [0]
    assert is_large_enough(np.array([60]), np.array([60])).tolist() == [False]
