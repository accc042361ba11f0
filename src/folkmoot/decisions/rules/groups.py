"""Which members are counted together: the disclosure groups of one decision.

A group is what "the cells directly below one unit" becomes once everything too small has been joined to something near.
It is drawn by public facts alone, when the decision is conveyed, and never drawn again: figures are only ever shown for
whole groups, so a group that could change would be a difference somebody can take. A unit founded later is for ever
counted with the nearest unit it was founded below that was there.
"""

import numpy as np

from folkmoot.decisions.rules.rollup import Bools, Ints, Tree, followed, levels_of
from folkmoot.decisions.rules.thresholds import MINIMUM_GROUP, SMALLEST

# How a pool chooses the group it joins: the level before the size before the position, packed into one integer.
_SIZE_BITS, _PLACE_BITS = 31, 24
_NONE = np.iinfo(np.int64).max


def partition(tree: Tree, addressed: Ints) -> Ints:
    """Give every unit the number of its group, from how many members are addressed in each unit itself.

    Numbers run from 0 without gaps, in order of each group's first unit. A group that is not empty has at least
    `MINIMUM_GROUP` members with at least `SMALLEST` of them outside its largest cell, unless the whole audience has not.
    """
    basic = _basic_groups(tree)
    joins = _Pools(tree, basic, addressed).joins()
    return _numbered(followed(joins)[basic])


def is_large_enough(size: Ints, largest: Ints) -> Bools:
    """Return which groups may be shown: `size` members, of whom `largest` in one cell."""
    return (size >= MINIMUM_GROUP) & (size - largest >= SMALLEST)


def _basic_groups(tree: Tree) -> Ints:
    """Return for each unit the nearest one, itself or above, that is no cell (the first unit if all are)."""
    above = np.where(tree.cells, tree.parents, np.arange(len(tree)))
    above[0] = 0
    return followed(above)


def _numbered(labels: Ints) -> Ints:
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[inverse]


class _Pools:
    """Works upwards, a level at a time: what is too small below a unit pools with what is directly below that unit.

    A pool that is large enough is a group. One that is not goes up with all that is below the unit, or, if some of that
    is a group already, joins the one nearest to the unit, the smallest, the first: the least that hiding it costs.
    """

    def __init__(self, tree: Tree, basic: Ints, addressed: Ints) -> None:
        self._levels = levels_of(tree)
        self._heads = np.flatnonzero(basic == np.arange(len(tree)))
        self._above = np.where(tree.parents >= 0, basic[tree.parents], -1)
        self._size = np.zeros(len(tree), np.int64)
        np.add.at(self._size, basic, addressed)
        self._largest = np.zeros(len(tree), np.int64)
        np.maximum.at(self._largest, basic, np.where(tree.cells, addressed, 0))
        self._nearest = np.full(len(tree), _NONE)
        self._joins = np.arange(len(tree))

    def joins(self) -> Ints:
        """Return for each head of a basic group the head whose group it is in, or the next one on the way there."""
        for level in np.unique(self._levels[self._heads])[::-1]:
            self._settle(self._heads[self._levels[self._heads] == level])
        return self._joins

    def _settle(self, heads: Ints) -> None:
        whole = is_large_enough(self._size[heads], self._largest[heads])
        self._close(heads[whole])
        small = heads[~whole & (self._size[heads] > 0)]
        lonely = self._nearest[small] == _NONE
        self._absorb(small[~lonely])
        self._lift(small[lonely & (self._above[small] >= 0)])
        above = self._above[heads]
        np.minimum.at(self._nearest, above[above >= 0], self._nearest[heads[above >= 0]])

    def _close(self, heads: Ints) -> None:
        size = np.minimum(self._size[heads], (1 << _SIZE_BITS) - 1)
        rank = ((self._levels[heads] << _SIZE_BITS | size) << _PLACE_BITS) | heads
        self._nearest[heads] = np.minimum(self._nearest[heads], rank)

    def _absorb(self, heads: Ints) -> None:
        self._joins[heads] = self._nearest[heads] & ((1 << _PLACE_BITS) - 1)

    def _lift(self, heads: Ints) -> None:
        above = self._above[heads]
        self._joins[heads] = above
        np.add.at(self._size, above, self._size[heads])
        np.maximum.at(self._largest, above, self._largest[heads])
