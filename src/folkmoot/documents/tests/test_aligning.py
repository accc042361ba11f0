"""Which point became which is found within a bounded time, whatever the points say."""

import time

from folkmoot.documents.rules.aligning import Side, aligned
from folkmoot.documents.rules.comparing import Steps
from folkmoot.documents.rules.marked_points import Change, changed_points, marked_points
from folkmoot.documents.rules.points import points_as_written


def same(count: int) -> list[Side]:
    return [Side(str(number), ("x",)) for number in range(count)]


def uneven(count: int) -> list[Side]:
    """Points that say the same in ever shorter rows, each behind one of its own words."""
    row = int((2 * count) ** 0.5)
    sides: list[Side] = []
    while row > 0:
        sides += [Side(str(len(sides) + each), ("x",)) for each in range(row)]
        sides.append(Side(str(len(sides)), (f"y{row}",)))
        row -= 1
    return sides[:count]


def test_two_thousand_points_of_the_same_words_are_paired_at_once() -> None:
    before, after = same(2_000), uneven(2_000)
    begun = time.process_time()
    pairs = aligned(before, after)
    assert time.process_time() - begun < 2
    assert [old for old, _new in pairs if old is not None] == list(range(2_000))
    assert [new for _old, new in pairs if new is not None] == list(range(2_000))


def test_of_as_many_the_one_that_changed_is_found() -> None:
    before, after = same(2_000), same(2_000)
    after[900] = Side("900", ("y",))
    assert aligned(before, after) == [(each, each) for each in range(2_000)]
    after[900:900] = [Side("899+", ("z",))]
    assert aligned(before, after)[899:903] == [(899, 899), (None, 900), (900, 901), (901, 902)]


def test_what_lies_between_points_that_stayed_is_compared_within_one_bound_for_all() -> None:
    before, after = [], []
    for part in range(60):
        stayed = Side(f"s{part}", (f"stayed{part}",))
        before += [stayed, *(Side(f"{part}.{each}", (f"a{part}", f"b{each}")) for each in range(70))]
        after += [stayed, *(Side(f"{part}.{each}", (f"c{part}", f"b{each}")) for each in range(70))]
    begun = time.process_time()
    assert aligned(before, after) == [(each, each) for each in range(60 * 71)]
    assert time.process_time() - begun < 4


def test_the_points_that_changed_are_those_that_are_marked_among_all() -> None:
    before = points_as_written("1. The loft is white.\n2. Bo buys the paint.\n3. Eve pays.")
    after = points_as_written("1. The loft is blue.\n2. Eve pays.\n3. It is done in May.")
    changed = changed_points(before, after, within=Steps(100_000))
    assert changed == [each for each in marked_points(before, after) if each.change]
    assert [each.change for each in changed] == [
        Change.CHANGED,
        Change.STRUCK,
        Change.RENUMBERED,
        Change.ADDED,
    ]
