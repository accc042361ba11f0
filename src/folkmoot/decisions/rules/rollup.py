"""A tree as columns, one entry a unit in order of path, and the sums of every subtree in it.

Sorted by path, each subtree is a slice: unit `i` and all below it are `[i, ends[i])`. So the sums of all subtrees
are one running total and one subtraction, and stay exact because everything is counted in 64-bit integers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from folkmoot.units.rules.paths import depth_of, parent_of

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Tree:
    """The units of one audience; unit 0 is the one it is addressed to.

    `ends` and `parents` are positions in the same columns (the parent of unit 0 is -1); `cells` marks members' homes.
    """

    ends: Ints
    parents: Ints
    cells: Bools

    def __len__(self) -> int:
        """Return how many units there are."""
        return len(self.ends)


@dataclass(frozen=True, eq=False)
class Reach:
    """For every unit, how many cells below it (itself included) are addressed, and how many of them are reached."""

    reached: Ints
    addressed: Ints


def tree_of(paths: Sequence[str], cells: Sequence[bool] | Bools) -> Tree:
    """Build the columns of one subtree from its sorted paths.

    :raises ValueError: if the paths are not one whole subtree in order: each after the one before, none without its
        parent.
    """
    depths = np.fromiter(map(depth_of, paths), np.int64, len(paths))
    parents = parents_of(depths)
    _must_be_a_subtree(paths, parents.tolist())
    return Tree(ends_of(depths), parents, np.asarray(cells, np.bool_))


def ends_of(depths: Ints) -> Ints:
    """Return for each unit the position after the last one below it, from depths in order of path."""
    ends = np.full(len(depths), len(depths), np.int64)
    for depth in np.unique(depths):
        here = np.flatnonzero(depths == depth)
        stops = np.append(np.flatnonzero(depths <= depth), len(depths))
        ends[here] = stops[np.searchsorted(stops, here) + 1]
    return ends


def parents_of(depths: Ints) -> Ints:
    """Return for each unit the position of the one above it, -1 for the first, from depths in order of path."""
    parents = np.full(len(depths), -1, np.int64)
    for depth in np.unique(depths)[1:]:
        here = np.flatnonzero(depths == depth)
        above = np.flatnonzero(depths < depth)
        parents[here] = above[np.searchsorted(above, here) - 1]
    return parents


def levels_of(tree: Tree) -> Ints:
    """Return how many units lie above each: 0 for the first."""
    levels = np.zeros(len(tree), np.int64)
    at = tree.parents
    while (below := at >= 0).any():
        levels += below
        at = np.where(below, tree.parents[at], -1)
    return levels


def followed(pointers: Ints) -> Ints:
    """Follow pointers until each rests on one that points to itself: in as many rounds as the longest way has bits."""
    while not np.array_equal(further := pointers[pointers], pointers):
        pointers = further
    return pointers


def subtree_sums(values: npt.ArrayLike, ends: Ints) -> Ints:
    """Sum one column over every unit and all below it, exactly."""
    total = np.zeros(len(ends) + 1, np.int64)
    np.cumsum(np.asarray(values, np.int64), out=total[1:])
    return total.take(ends, mode="clip") - total[:-1]


def reach(tree: Tree, *, addressed: Bools, reached: Bools) -> Reach:
    """Count the cells that were addressed and, of these, the ones where it was conveyed, at every level."""
    asked = tree.cells & addressed
    return Reach(subtree_sums(asked & reached, tree.ends), subtree_sums(asked, tree.ends))


def _must_be_a_subtree(paths: Sequence[str], parents: list[int]) -> None:
    for number, path in enumerate(paths[1:], start=1):
        if path <= paths[number - 1] or paths[parents[number]] != parent_of(path):
            raise ValueError(f"{path!r} is out of order or has no parent here")
