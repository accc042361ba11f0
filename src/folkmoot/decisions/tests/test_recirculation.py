"""The rule alone: when a round is on, and which point is in focus."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.decisions.rules.recirculation import (
    FIRST_DAYS,
    LASTS,
    MOST_YEARS,
    YEAR_DAYS,
    Rhythm,
    Round,
    in_focus,
    round_at,
    spans_on,
)

CONVEYED = datetime(2026, 1, 10, 18, 0, tzinfo=UTC)
SECONDS = st.timedeltas(timedelta(days=-2), timedelta(days=(MOST_YEARS + 2) * YEAR_DAYS))


@pytest.mark.parametrize(
    ("rhythm", "days", "number"),
    [
        ("usual", 0, None),
        ("usual", 29, None),
        ("usual", 30, 1),
        ("usual", 43, 1),
        ("usual", 44, None),
        ("usual", 90, 2),
        ("usual", 180, 3),
        ("usual", 365, 4),
        ("usual", 730, 5),
        ("often", 7, 1),
        ("often", 30, 2),
        ("often", 270, 6),
        ("often", 366, 7),
        ("yearly", 30, None),
        ("yearly", 365, 1),
        ("yearly", 365 * MOST_YEARS, MOST_YEARS),
        ("yearly", 365 * (MOST_YEARS + 1), None),
        ("never", 365, None),
    ],
)
def test_a_decision_comes_back_in_rounds(rhythm: str, days: int, number: int | None) -> None:
    found = round_at(Rhythm(rhythm), conveyed_at=CONVEYED, at=CONVEYED + timedelta(days=days))
    assert (found.number if found else None) == number


def test_a_round_begins_at_a_moment_and_is_over_at_another() -> None:
    begun_at = CONVEYED + timedelta(days=30)
    just = timedelta(microseconds=1)
    for at, found in (
        (begun_at - just, None),
        (begun_at, Round(1, begun_at)),
        (begun_at + LASTS - just, Round(1, begun_at)),
        (begun_at + LASTS, None),
    ):
        assert round_at(Rhythm.USUAL, conveyed_at=CONVEYED, at=at) == found


@pytest.mark.parametrize("rhythm", FIRST_DAYS)
def test_no_two_rounds_are_ever_on_at_once(rhythm: Rhythm) -> None:
    begins = [*FIRST_DAYS[rhythm], *(YEAR_DAYS * year for year in range(1, MOST_YEARS + 1))]
    gaps = [later - earlier for earlier, later in pairwise(begins)]
    assert min(gaps, default=YEAR_DAYS) >= LASTS.days


@given(st.sampled_from(Rhythm), SECONDS)
def test_ranges_of_conveying_say_the_same_as_the_rule(rhythm: Rhythm, later: timedelta) -> None:
    at = CONVEYED + later
    is_on = any(after < CONVEYED <= until for after, until in spans_on(rhythm, at=at))
    assert is_on == (round_at(rhythm, conveyed_at=CONVEYED, at=at) is not None)


@given(st.sampled_from(Rhythm), st.lists(SECONDS, min_size=2, max_size=2))
def test_rounds_only_ever_go_on(rhythm: Rhythm, moments: list[timedelta]) -> None:
    first, second = (round_at(rhythm, conveyed_at=CONVEYED, at=CONVEYED + later) for later in sorted(moments))
    if first and second:
        assert (first.number, first.begun_at) <= (second.number, second.begun_at)


@given(st.integers(1, 40), st.lists(st.text(min_size=1, max_size=3), max_size=7, unique=True))
def test_every_point_has_its_turn_and_none_comes_twice_in_a_row(number: int, points: list[str]) -> None:
    turns = [in_focus(number + later, points) for later in range(len(points))]
    assert sorted(filter(None, turns)) == sorted(points)
    assert in_focus(number, []) is None
