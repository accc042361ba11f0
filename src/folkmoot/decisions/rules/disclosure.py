"""What is shown of a private figure: how many members acknowledged a decision.

Every member counts for ever in the group where the decision first reached them, so a transfer, a move or a closure
changes no figure. Each group publishes one number: a multiple of five, which at least that many have acknowledged, and
which at least five of the members who remain have not added to. All that anybody above a cell is shown is a sum of these
numbers over whole groups; so is every difference between levels, neighbours and days.
`docs/decisions/0005-private-figures.md` says against whom this holds, why, and where it ends.
"""

from dataclasses import dataclass

import numpy as np

from folkmoot.decisions.rules.groups import is_large_enough
from folkmoot.decisions.rules.rollup import Bools, Ints, Tree, followed, subtree_sums
from folkmoot.decisions.rules.thresholds import MINIMUM_GROUP, SMALLEST

# Groups below this size publish once a day, so that nobody can set a change beside an evening's meeting.
SMALLEST_PUBLISHED_BETWEEN_DAYS = 100


@dataclass(frozen=True)
class Counted:
    """One group as it is: who can still acknowledge or has, the most of them in one cell, acknowledgements made."""

    remaining: int
    largest: int
    made: int


@dataclass(frozen=True)
class Published:
    """What one group shows, and how many acknowledgements had been made when that was settled."""

    value: int = 0
    settled: int = 0


@dataclass(frozen=True, eq=False)
class CountedAll:
    """`Counted` for every group, and how many members were ever addressed in it."""

    addressed: Ints
    remaining: Ints
    largest: Ints
    made: Ints


@dataclass(frozen=True, eq=False)
class PublishedAll:
    """`Published` for every group."""

    value: Ints
    settled: Ints


@dataclass(frozen=True, eq=False)
class Figures:
    """What is shown of each unit; where `shown` is false, its members are counted in unit `shown_at` (-1: nowhere).

    At least `value` of `addressed` members acknowledged. `ceiling` is the most that could be shown if all had.
    """

    value: Ints
    addressed: Ints
    ceiling: Ints
    shown: Bools
    shown_at: Ints


def publish(before: Published, counted: Counted) -> Published:
    """Settle what a group shows next: nothing new until five have freshly acknowledged, or withdrawn.

    What does not fit under the ceiling is given up: were it kept, members who join later would lift the ceiling and so
    tell that everybody before them had acknowledged.
    """
    fresh = counted.made - before.settled
    step = _in_fives(abs(fresh))
    if fresh < 0:
        return Published(max(0, before.value - step), before.settled - step)
    room = max(0, ceiling_of(counted) - before.value)
    if step > room:
        return Published(before.value + room, counted.made)
    return Published(before.value + step, before.settled + step)


def ceiling_of(counted: Counted) -> int:
    """Return the most that a group may show: five fewer than remain, rounded down, and 0 if it is too small."""
    outside_largest_cell = counted.remaining - counted.largest
    if counted.remaining < MINIMUM_GROUP or outside_largest_cell < SMALLEST:
        return 0
    return _in_fives(counted.remaining - SMALLEST)


def unpublished(groups: Ints) -> PublishedAll:
    """Return what the groups show when a decision has just been conveyed: nothing."""
    size = int(groups.max()) + 1
    return PublishedAll(np.zeros(size, np.int64), np.zeros(size, np.int64))


def publish_all(before: PublishedAll, counted: CountedAll, *, due: Bools) -> PublishedAll:
    """Settle what each group that is `due` shows next, as `publish` does for one."""
    fresh = np.where(due, counted.made - before.settled, 0)
    step = np.sign(fresh) * _in_fives_all(np.abs(fresh))
    room = np.maximum(0, ceilings_of(counted) - before.value)
    value = np.maximum(0, before.value + np.minimum(step, room))
    settled = np.where(step > room, counted.made, before.settled + step)
    return PublishedAll(value, settled)


def ceilings_of(counted: CountedAll) -> Ints:
    """Return `ceiling_of` for every group."""
    open_ = is_large_enough(counted.remaining, counted.largest)
    return np.where(open_, _in_fives_all(counted.remaining - SMALLEST), 0)


def due(counted: CountedAll, *, is_new_day: bool) -> Bools:
    """Return which groups publish now: all once a day, in between only those of 100 members or more."""
    return (counted.addressed >= SMALLEST_PUBLISHED_BETWEEN_DAYS) | is_new_day


def count_groups(
    tree: Tree, groups: Ints, *, addressed: Ints, left: Ints, made: Ints, size: int
) -> CountedAll:
    """Add up the units of each of `size` groups, from counters kept where the decision first reached each member.

    `addressed` only ever grows; `left` of them may acknowledge no longer, because they left the organisation or the
    audience; `made` acknowledged, wherever they are now.
    """
    remaining = addressed - left
    largest = np.zeros(size, np.int64)
    np.maximum.at(largest, groups, np.where(tree.cells, remaining, 0))
    sums = [_by_group(groups, column, size) for column in (addressed, remaining, made)]
    return CountedAll(addressed=sums[0], remaining=sums[1], largest=largest, made=sums[2])


def figures(
    tree: Tree, groups: Ints, addressed: Ints, counted: CountedAll, published: PublishedAll
) -> Figures:
    """Show each unit that is no cell and whose members are exactly those of whole groups.

    Safe on any tree of the same units, today's or the one of the day it was conveyed: a unit that a group reaches
    across is not shown.
    """
    first, last = _spans(groups, len(published.value))
    ceilings = ceilings_of(counted)
    # A value that was published stays published, even if members left since and the group would now be too small.
    is_open = (ceilings > 0) | (published.value > 0)
    value, ceiling, opened = (
        _at_first(column, first, tree) for column in (published.value, ceilings, is_open.astype(np.int64))
    )
    shown = ~tree.cells & _is_whole(tree, groups, first, last) & (opened > 0)
    return Figures(
        value=np.where(shown, value, 0),
        addressed=subtree_sums(addressed, tree.ends),
        ceiling=np.where(shown, ceiling, 0),
        shown=shown,
        shown_at=_shown_at(tree, shown),
    )


def _in_fives(number: int) -> int:
    return number // SMALLEST * SMALLEST


def _in_fives_all(numbers: Ints) -> Ints:
    return numbers // SMALLEST * SMALLEST


def _by_group(groups: Ints, column: Ints, size: int) -> Ints:
    sums = np.zeros(size, np.int64)
    np.add.at(sums, groups, column)
    return sums


def _spans(groups: Ints, size: int) -> tuple[Ints, Ints]:
    """Return the positions of each group's first and last unit; a group without units is nowhere (-1)."""
    places = np.arange(len(groups))
    first, last = np.full(size, len(groups)), np.full(size, -1)
    np.minimum.at(first, groups, places)
    np.maximum.at(last, groups, places)
    return np.where(last < 0, -1, first), last


def _at_first(column: Ints, first: Ints, tree: Tree) -> Ints:
    """Sum a column of groups over every unit, each group at its first unit: right wherever the groups are whole."""
    there = first >= 0
    placed = np.zeros(len(tree), np.int64)
    placed[first[there]] = column[there]
    return subtree_sums(placed, tree.ends)


def _is_whole(tree: Tree, groups: Ints, first: Ints, last: Ints) -> Bools:
    places = np.arange(len(tree))
    low = _over_subtrees(np.minimum, first[groups], tree.ends)
    high = _over_subtrees(np.maximum, last[groups], tree.ends)
    return (low >= places) & (high < tree.ends)


def _over_subtrees(least_or_most: np.ufunc, column: Ints, ends: Ints) -> Ints:
    # reduceat takes slices as pairs of positions, and every second result is the slice in between, which nobody asked
    # for; the column is one longer so that an end after the last unit is a position too.
    pairs = np.column_stack((np.arange(len(ends)), ends)).ravel()
    reduced: Ints = least_or_most.reduceat(np.append(column, column[-1:]), pairs)[::2]
    return reduced


def _shown_at(tree: Tree, shown: Bools) -> Ints:
    holder = np.where(shown, np.arange(len(tree)), tree.parents)
    holder[0] = 0
    at = followed(holder)
    return np.where(shown[at], at, -1)
