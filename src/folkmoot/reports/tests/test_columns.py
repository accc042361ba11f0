from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.reports.rules.columns import (
    SENT,
    Column,
    Total,
    columns_of,
    empty,
    figures_of,
    joined,
    packed,
    plan_of,
    quartiles_of,
    rolled_up,
    unpacked,
    with_cells,
)
from folkmoot.reports.rules.definition import Definition
from folkmoot.reports.rules.tree import children_in, pieces_of, tree_from
from folkmoot.reports.rules.values import LARGEST, Kept
from folkmoot.reports.tests.forms import INDICATORS

figures = st.lists(st.none() | st.integers(-LARGEST, LARGEST), max_size=60)


def column_of(cells) -> Column:
    return with_cells(empty(len(cells)), dict(enumerate(cells)))


@given(figures.filter(bool))
def test_a_column_is_read_as_it_was_kept(cells) -> None:
    column = column_of(cells)
    read = unpacked(*packed(column), len(cells))
    assert [
        v if p else None for v, p in zip(read.values.tolist(), read.present.tolist(), strict=True)
    ] == cells


@pytest.mark.parametrize(
    ("largest", "width"),
    [(0, 1), (127, 1), (-128, 1), (128, 2), (-129, 2), (2**15, 4), (2**31, 8), (LARGEST, 8)],
)
def test_a_column_is_kept_in_the_narrowest_integers_that_hold_it(largest, width) -> None:
    values, presence = packed(column_of([1, largest, None]))
    assert (len(values), len(presence)) == (3 * width, 1)


@given(figures)
def test_what_is_missing_is_in_no_sum_and_in_no_count(cells) -> None:
    there = [each for each in cells if each is not None]
    assert column_of(cells).total == Total(sum(there), len(there))


@given(st.lists(figures, max_size=4))
def test_pieces_that_are_joined_are_the_whole(pieces) -> None:
    whole = joined(column_of(each) for each in pieces)
    assert whole.total == sum((column_of(each).total for each in pieces), Total())


def test_each_kind_of_figure_fills_its_columns() -> None:
    definition = Definition(INDICATORS)
    assert [code for each in INDICATORS for code in columns_of(each)] == [
        "visits", "dues", "hours", "voted/part", "voted/whole", "has_room", "paper=wall", "paper=none",
    ]  # fmt: skip
    values: dict[str, Kept] = {"visits": 3, "dues": 12050, "voted": [7, 9], "has_room": True, "paper": "none"}
    assert figures_of(plan_of(definition), values, is_in_time=False) == {
        SENT: 0, "visits": 3, "dues": 12050, "voted/part": 7, "voted/whole": 9, "has_room": 1, "paper=wall": 0, "paper=none": 1,
    }  # fmt: skip


@st.composite
def trees(draw):
    """A tree as parents by number; the parent of 0 is None."""
    size = draw(st.integers(1, 40))
    return [None] + [draw(st.integers(0, each - 1)) for each in range(1, size)]


def uuid(number: int) -> UUID:
    # Neither in the order of the tree nor in the reverse.
    return UUID(int=(number * 7919 + 13) % 1009)


@given(trees(), st.data())
def test_the_sums_of_every_subtree_are_those_of_brute_force(parents, data) -> None:
    size = len(parents)
    edges = [(uuid(unit), None if above is None else uuid(above)) for unit, above in enumerate(parents)]
    tree = tree_from(data.draw(st.permutations(edges)), {uuid(each): "cell" for each in range(size)})
    assert sorted(tree.units) == sorted(unit for unit, _parent in edges)
    reported = {uuid(unit): data.draw(st.none() | st.integers(-9, 9)) for unit in range(size)}
    sums, counts = rolled_up(column_of([reported[unit] for unit in tree.units]), tree.ends)
    above = dict(edges)
    expected = {unit: [0, 0] for unit in above}
    for unit, figure in reported.items():
        at = unit if figure is not None else None
        while at is not None:
            expected[at][0] += figure
            expected[at][1] += 1
            at = above[at]
    found = zip(sums.tolist(), counts.tolist(), strict=True)
    assert dict(zip(tree.units, map(list, found), strict=True)) == expected
    start = data.draw(st.integers(0, size - 1))
    below = children_in(tree.depths, start=start, end=int(tree.ends[start]))
    assert {tree.units[place] for place in below} == {unit for unit, at in edges if at == tree.units[start]}


def test_the_same_tree_is_the_same_whatever_order_it_is_read_in() -> None:
    edges = [(uuid(0), None), (uuid(1), uuid(0)), (uuid(2), uuid(0)), (uuid(3), uuid(1))]
    kinds = {uuid(each): "cell" for each in range(4)}
    assert tree_from(edges, kinds).digest == tree_from(edges[::-1], kinds).digest
    assert tree_from(edges, kinds).digest != tree_from(edges, kinds | {uuid(3): "hut"}).digest
    moved = [*edges[:3], (uuid(3), uuid(2))]
    assert tree_from(edges, kinds).digest != tree_from(moved, kinds).digest


def test_whatever_hung_on_nothing_hangs_on_the_top_and_is_counted_there() -> None:
    tree = tree_from([(uuid(0), None), (uuid(3), uuid(8))], {uuid(0): "union", uuid(3): "cell"})
    assert (tree.units, tree.depths.tolist(), tree.kind_codes) == (
        [uuid(0), uuid(3)],
        [0, 1],
        ["cell", "union"],
    )


def test_where_there_is_no_organisation_yet_there_is_no_tree() -> None:
    tree = tree_from([], {})
    assert (tree.units, tree.ends.tolist(), list(pieces_of(0))) == ([], [], [])
    assert np.array_equal(joined(iter(())).values, np.zeros(0))


@pytest.mark.parametrize(
    ("cells", "quartiles"),
    [
        ([], []),
        ([None], []),
        ([7], [7] * 5),
        ([3, None, 1], [1, 1, 1, 1, 3]),
        ([5, 4, None, 3, 2, 1], [1, 2, 3, 4, 5]),
        ([9, 8, 7, 6, 5, 4, 3, 2, 1], [1, 3, 5, 7, 9]),
    ],
)
def test_the_middle_is_what_some_unit_reported_and_what_is_missing_is_not_among_it(cells, quartiles) -> None:
    assert quartiles_of(column_of(cells)) == quartiles
