import numpy as np
import pytest
from hypothesis import given

from folkmoot.decisions.rules.rollup import levels_of, reach, subtree_sums, tree_of
from folkmoot.decisions.tests.trees import small_trees
from folkmoot.units.rules.paths import depth_of, parent_of

Grown = tuple[list[str], list[bool], list[int]]


@given(small_trees())
def test_columns_of_a_tree_say_what_its_paths_say(grown: Grown) -> None:
    paths, cells, _ = grown
    tree = tree_of(paths, cells)
    parents = [paths.index(parent_of(path)) if parent_of(path) else -1 for path in paths]
    assert tree.parents.tolist() == parents
    assert [end - place for place, end in enumerate(tree.ends)] == [
        sum(other.startswith(path) for other in paths) for path in paths
    ]
    assert levels_of(tree).tolist() == [depth_of(path) - 1 for path in paths]
    assert (tree.cells.tolist(), len(tree)) == (cells, len(paths))


@given(small_trees())
def test_every_subtree_is_summed(grown: Grown) -> None:
    paths, cells, addressed = grown
    assert subtree_sums(addressed, tree_of(paths, cells).ends).tolist() == [
        sum(number for other, number in zip(paths, addressed, strict=True) if other.startswith(path))
        for path in paths
    ]


def test_a_subtree_may_begin_anywhere() -> None:
    tree = tree_of(["00000007", "000000070000", "000000070003"], [False, True, True])
    assert (tree.parents.tolist(), tree.ends.tolist()) == ([-1, 0, 0], [3, 2, 3])


def test_sums_stay_exact_where_floating_point_would_not() -> None:
    assert subtree_sums([2**53, 1], np.array([2, 2])).tolist() == [2**53 + 1, 1]


@pytest.mark.parametrize(
    "paths",
    [
        ["0000", "00000001", "00000000"],
        ["0000", "00000000", "00000000"],
        ["0000", "00000000", "000000010000"],
        ["0000", "0001"],
        ["00000000", "00000001"],
    ],
)
def test_what_is_not_one_subtree_in_order_is_an_error(paths: list[str]) -> None:
    with pytest.raises(ValueError, match="out of order or has no parent here"):
        tree_of(paths, [False] * len(paths))


def test_cells_are_reached_at_every_level() -> None:
    tree = tree_of(["0000", "00000000", "00000001", "000000010000"], [False, True, False, True])
    found = reach(
        tree, addressed=np.array([True, True, True, False]), reached=np.array([True, True, False, True])
    )
    assert (found.reached.tolist(), found.addressed.tolist()) == ([1, 1, 0, 0], [1, 1, 0, 0])
