from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.decisions.rules.disclosure import (
    Counted,
    CountedAll,
    Published,
    PublishedAll,
    ceiling_of,
    ceilings_of,
    count_groups,
    due,
    figures,
    publish,
    publish_all,
    unpublished,
)
from folkmoot.decisions.rules.groups import partition
from folkmoot.decisions.rules.rollup import Ints, tree_of
from folkmoot.decisions.rules.thresholds import percent_at_least
from folkmoot.decisions.tests.trees import small_trees


@pytest.mark.parametrize(
    ("remaining", "largest", "ceiling"),
    [
        (19, 1, 0),
        (20, 1, 15),
        (24, 1, 15),
        (25, 1, 20),
        (100, 95, 95),
        (100, 96, 0),
        (20, 15, 15),
        (20, 16, 0),
        (0, 0, 0),
    ],
)
def test_a_group_shows_at_most_all_but_five_and_nothing_if_it_is_small_or_nearly_one_cell(
    remaining: int, largest: int, ceiling: int
) -> None:
    assert ceiling_of(Counted(remaining, largest, made=0)) == ceiling


@pytest.mark.parametrize(
    ("before", "made", "after"),
    [
        (Published(0, 0), 4, Published(0, 0)),
        (Published(0, 0), 5, Published(5, 5)),
        (Published(0, 0), 14, Published(10, 10)),
        (Published(10, 10), 14, Published(10, 10)),
        (Published(10, 10), 15, Published(15, 15)),
        # Forty remain: 35 is the most. What is over is given up.
        (Published(30, 30), 35, Published(35, 35)),
        (Published(30, 30), 40, Published(35, 40)),
        (Published(35, 40), 44, Published(35, 40)),
        (Published(50, 50), 60, Published(50, 60)),
        # Withdrawn.
        (Published(10, 10), 6, Published(10, 10)),
        (Published(10, 10), 5, Published(5, 5)),
        (Published(10, 10), 0, Published(0, 0)),
        (Published(35, 40), 29, Published(25, 30)),
        (Published(5, 40), 20, Published(0, 20)),
    ],
)
def test_a_figure_moves_in_fives_of_fresh_acknowledgements(
    before: Published, made: int, after: Published
) -> None:
    assert publish(before, Counted(remaining=40, largest=10, made=made)) == after


counts = st.builds(
    lambda remaining, share, made: Counted(remaining, remaining * share // 8, made),
    st.integers(0, 130),
    st.integers(0, 8),
    st.integers(0, 130),
)
publications = st.builds(
    lambda fives, over, under: Published(5 * fives, 5 * fives + over - under),
    st.integers(0, 25),
    st.integers(0, 20),
    st.integers(0, 4),
)


@given(st.lists(st.tuples(publications, counts, st.booleans()), min_size=1))
def test_all_groups_at_once_publish_what_each_would_alone(
    rows: list[tuple[Published, Counted, bool]],
) -> None:
    before = PublishedAll(column(row[0].value for row in rows), column(row[0].settled for row in rows))
    remaining, largest, made = (
        column(getattr(row[1], name) for row in rows) for name in ("remaining", "largest", "made")
    )
    counted = CountedAll(addressed=remaining, remaining=remaining, largest=largest, made=made)
    after = publish_all(before, counted, due=np.array([row[2] for row in rows]))
    alone = [publish(before, counted) if is_due else before for before, counted, is_due in rows]
    assert after.value.tolist() == [one.value for one in alone]
    assert after.settled.tolist() == [one.settled for one in alone]
    assert ceilings_of(counted).tolist() == [ceiling_of(row[1]) for row in rows]


def column(numbers: Iterable[int]) -> Ints:
    return np.array(list(numbers), np.int64)


@dataclass
class Somebody:
    joined: int
    left: int | None = None
    has_acknowledged: bool = False


@dataclass
class Lived:
    """One group over some days: its people, the members who remained each day, and what was published."""

    people: list[Somebody]
    remaining: list[int] = field(default_factory=list)
    shown: list[Published] = field(default_factory=list)


@st.composite
def lives(draw: st.DrawFn) -> Lived:
    lived = Lived([Somebody(0) for _ in range(draw(st.integers(15, 40)))])
    published = Published()
    for day in range(draw(st.integers(1, 10))):
        lived.people += [Somebody(day) for _ in range(draw(st.integers(0, 12)))]
        present = [person for person in lived.people if person.left is None]
        # The longest there go first, so that in the end nobody may be left who was there when it began.
        for person in present[: draw(st.integers(0, 12))]:
            person.left = day
        staying = [person for person in present if person.left is None]
        for person in draw(st.permutations(staying))[: draw(st.integers(0, len(staying)))]:
            person.has_acknowledged = True
        made = sum(person.has_acknowledged for person in lived.people)
        published = publish(published, Counted(len(staying), min(len(staying), 1), made))
        lived.remaining.append(len(staying))
        lived.shown.append(published)
    return lived


@given(lives(), st.data())
def test_any_five_people_may_be_those_who_have_not_acknowledged_and_any_four_those_who_have(
    lived: Lived, data: st.DataObject
) -> None:
    # What anybody can know: who was there when, and every figure. For whomever they suspect there is another world in
    # which all of that is the same, and none of the five acknowledged; and one in which four of them did at once.
    suspects = data.draw(st.permutations(range(len(lived.people))))[:5]
    others = acknowledged_by_others(lived, set(suspects))
    values = [published.value for published in lived.shown]
    assert values_of(lived, others) == values
    at_once = [lived.people[who].joined for who in suspects[:4]]
    assert values_of(lived, others + at_once) == values


def values_of(lived: Lived, days_of_acknowledging: list[int]) -> list[int]:
    published, values = Published(), []
    for day, remaining in enumerate(lived.remaining):
        made = sum(on <= day for on in days_of_acknowledging)
        published = publish(published, Counted(remaining, min(remaining, 1), made))
        values.append(published.value)
    return values


def acknowledged_by_others(lived: Lived, suspects: set[int]) -> list[int]:
    """Find for every acknowledgement that was published another person who was there on that day (Kuhn's matching)."""
    values = [0, *(published.value for published in lived.shown)]
    days = [day for day in range(len(lived.shown)) for _ in range(values[day + 1] - values[day])]
    given_to: dict[int, int] = {}

    def place(number: int, tried: set[int]) -> bool:
        for who, person in enumerate(lived.people):
            was_there = person.joined <= days[number] and (person.left is None or person.left > days[number])
            if was_there and who not in suspects and who not in tried:
                tried.add(who)
                if who not in given_to or place(given_to[who], tried):
                    given_to[who] = number
                    return True
        return False

    assert all(place(number, set()) for number in range(len(days)))
    return [days[number] for number in given_to.values()]


@given(lives())
def test_what_is_shown_is_true_and_never_falls_while_nobody_withdraws(lived: Lived) -> None:
    values = [published.value for published in lived.shown]
    assert values == sorted(values)
    assert values[-1] <= sum(person.has_acknowledged for person in lived.people)


def test_one_person_who_acknowledges_and_withdraws_again_and_again_moves_it_once() -> None:
    published, values = Published(), []
    for made in [4, 5] * 6:
        published = publish(published, Counted(remaining=30, largest=10, made=made))
        values.append(published.value)
    assert values == [0] + 11 * [5]


def test_members_who_join_do_not_lift_a_figure_by_what_others_did_before() -> None:
    full = publish(Published(), Counted(remaining=20, largest=10, made=20))
    assert full.value == 15
    joined = publish(full, Counted(remaining=30, largest=10, made=20))
    assert joined.value == 15
    assert publish(joined, Counted(remaining=30, largest=10, made=25)).value == 20


def test_members_who_leave_take_nothing_away_and_hold_the_next_step_back() -> None:
    before = Published(15, 15)
    assert publish(before, Counted(remaining=17, largest=5, made=15)) == before
    assert publish(before, Counted(remaining=24, largest=5, made=20)).value == 15


def test_smaller_groups_are_due_once_a_day() -> None:
    counted = CountedAll(
        addressed=column([99, 100, 101]),
        remaining=column([0] * 3),
        largest=column([0] * 3),
        made=column([0] * 3),
    )
    assert due(counted, is_new_day=False).tolist() == [False, True, True]
    assert due(counted, is_new_day=True).tolist() == [True, True, True]


@pytest.mark.parametrize(
    ("value", "addressed", "percent"), [(0, 0, None), (0, 30, 0), (15, 20, 75), (20, 30, 66), (995, 1000, 99)]
)
def test_a_share_is_rounded_down(value: int, addressed: int, percent: int | None) -> None:
    assert percent_at_least(value, addressed) == percent


@given(small_trees(), st.data())
def test_a_unit_is_shown_if_it_is_no_cell_and_no_group_reaches_across_its_edge(
    grown: tuple[list[str], list[bool], list[int]], data: st.DataObject
) -> None:
    paths, cells, addressed = grown
    tree = tree_of(paths, cells)
    some = data.draw(st.permutations(addressed)) if data.draw(st.booleans()) else addressed
    groups = partition(tree, column(some))
    made = column(number * 3 // 4 for number in addressed)
    left = column(number // 8 for number in addressed)
    size = int(groups.max()) + 1
    counted = count_groups(tree, groups, addressed=column(addressed), left=left, made=made, size=size)
    published = publish_all(unpublished(groups), counted, due=due(counted, is_new_day=True))
    shown = figures(tree, groups, column(addressed), counted, published)
    for place, path in enumerate(paths):
        inside = {other for other, its in enumerate(paths) if its.startswith(path)}
        within = {group for group in range(size) if set(np.flatnonzero(groups == group)) <= inside}
        is_whole = {int(groups[other]) for other in inside} == within
        is_open = any(ceilings_of(counted)[group] > 0 for group in within)
        assert bool(shown.shown[place]) == (not cells[place] and is_whole and is_open)
        totals = [int(sum(of[group] for group in within)) for of in (published.value, ceilings_of(counted))]
        assert [shown.value[place], shown.ceiling[place]] == (totals if shown.shown[place] else [0, 0])
        assert shown.addressed[place] == sum(addressed[other] for other in inside)
        above = [other for other, its in enumerate(paths) if path.startswith(its) and shown.shown[other]]
        assert shown.shown_at[place] == max(above, default=-1)


def test_units_are_added_up_by_group_and_the_largest_cell_is_of_those_who_remain() -> None:
    tree = tree_of(
        ["0000", "00000000", "00000001", "000000010000", "000000010001"], [False, True, False, True, True]
    )
    counted = count_groups(
        tree,
        column([0, 0, 1, 1, 1]),
        addressed=column([50, 9, 60, 30, 25]),
        left=column([1, 2, 3, 10, 1]),
        made=column([7, 8, 9, 10, 11]),
        size=3,
    )
    assert counted.addressed.tolist() == [59, 115, 0]
    assert counted.remaining.tolist() == [56, 101, 0]
    assert counted.largest.tolist() == [7, 24, 0]
    assert counted.made.tolist() == [15, 30, 0]


def test_what_was_shown_of_a_group_stays_shown_when_so_many_left_that_it_could_not_begin() -> None:
    tree = tree_of(["0000", "00000000", "00000001"], [False, True, True])
    groups, addressed = partition(tree, column([0, 10, 10])), column([0, 10, 10])
    before = PublishedAll(column([5]), column([5]))
    counted = count_groups(
        tree, groups, addressed=addressed, left=column([0, 5, 5]), made=column([0, 2, 3]), size=1
    )
    after = publish_all(before, counted, due=due(counted, is_new_day=True))
    shown = figures(tree, groups, addressed, counted, after)
    assert (shown.shown.tolist(), shown.value.tolist()) == ([True, False, False], [5, 0, 0])
