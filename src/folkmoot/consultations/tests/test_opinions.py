"""Against whoever knows the figures, the tree, the rules and the members, but not who thinks what."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.consultations.rules.opinions import Opinion
from folkmoot.consultations.rules.shown import shown_of_groups
from folkmoot.decisions.rules.disclosure import CountedAll, ceilings_of

OPINIONS = len(Opinion)


@st.composite
def groups(draw: st.DrawFn) -> tuple[list[int], int]:
    """How many of one group hold each opinion, and how many members it has."""
    held = draw(st.lists(st.integers(0, 60), min_size=OPINIONS, max_size=OPINIONS))
    return held, sum(held) + draw(st.integers(0, 40))


def counted(members: int, largest: int = 0) -> CountedAll:
    one = np.array([members])
    return CountedAll(addressed=one, remaining=one, largest=np.array([largest]), made=one * 0)


def shown(held: list[int], members: int, largest: int = 0) -> list[int]:
    return [int(each) for each in shown_of_groups(np.array([held]).T, counted(members, largest))[:, 0]]


def test_what_is_shown_of_a_group() -> None:
    assert shown([12, 4, 5, 0], 40) == [10, 0, 5, 0]
    assert shown([0, 0, 20, 0], 20) == [0, 0, 15, 0]
    # What goes beyond the ceiling is taken from the opinion that most hold, the first of these.
    assert shown([10, 10, 0, 0], 20) == [5, 10, 0, 0]
    assert shown([5, 10, 5, 0], 20) == [5, 5, 5, 0]


def test_a_group_that_is_too_small_or_one_cell_shows_nothing() -> None:
    assert shown([10, 9, 0, 0], 19) == [0, 0, 0, 0]
    assert shown([10, 10, 10, 0], 40, largest=36) == [0, 0, 0, 0]


@given(groups())
def test_numbers_are_fives_that_at_least_so_many_hold_and_five_members_are_in_none(group) -> None:
    held, members = group
    told = shown(held, members)
    assert all(number % 5 == 0 and 0 <= number <= least for number, least in zip(told, held, strict=True))
    assert sum(told) <= max(0, members - 5)
    assert sum(told) <= ceilings_of(counted(members))[0]


@given(groups())
def test_any_five_members_may_have_said_nothing_on_any_point(group) -> None:
    """The others alone hold what is shown, and that shows the same: whoever the five are, for all points at once."""
    held, members = group
    told = shown(held, members)
    if sum(told):
        assert members - 5 >= sum(told)
        assert shown(told, members) == told


@given(groups(), st.integers(0, OPINIONS - 1))
def test_any_four_members_may_all_have_held_one_opinion(group, opinion: int) -> None:
    held, members = group
    told = shown(held, members)
    if sum(told):
        other = [number + 4 * (place == opinion) for place, number in enumerate(told)]
        assert sum(other) <= members
        assert shown(other, members) == told
