from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.decisions.rules.deadlines import (
    Days,
    LevelLimit,
    Limit,
    State,
    Until,
    deadline_at,
    must_be_possible,
    must_go_down,
    start_of_day,
    state_of,
)
from folkmoot.kernel.errors import Refused

PARIS, TOKYO = ZoneInfo("Europe/Paris"), ZoneInfo("Asia/Tokyo")
# Half past eleven in the evening of 2 March in Paris, and the morning of the 3rd in Tokyo.
CONVEYED_AT = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
NO_DAY = "The last day for level 3 leaves no day to read it. Choose a later one."
TOO_FAR = "The last day for level 3 is 367 days away. Choose one at most 366 days away."


@pytest.mark.parametrize(
    ("limit", "zone", "deadline"),
    [
        (Days(1), PARIS, datetime(2026, 3, 3, 23, tzinfo=UTC)),
        (Days(7), PARIS, datetime(2026, 3, 9, 23, tzinfo=UTC)),
        (Days(7), TOKYO, datetime(2026, 3, 10, 15, tzinfo=UTC)),
        # The clocks go forward on 29 March: the midnight after is an hour earlier in UTC.
        (Days(27), PARIS, datetime(2026, 3, 29, 22, tzinfo=UTC)),
        (Until(date(2026, 3, 9)), PARIS, datetime(2026, 3, 9, 23, tzinfo=UTC)),
        (Until(date(2026, 3, 9)), TOKYO, datetime(2026, 3, 9, 15, tzinfo=UTC)),
    ],
)
def test_a_deadline_is_a_midnight_of_the_unit(limit: Limit, zone: ZoneInfo, deadline: datetime) -> None:
    assert deadline_at(limit, conveyed_at=CONVEYED_AT, zone=zone) == deadline


@pytest.mark.parametrize(
    ("on", "zone", "first"),
    [
        # Beirut's clocks skip the first hour of 29 March 2026; Havana's repeat it on 1 November.
        (date(2026, 3, 29), "Asia/Beirut", datetime(2026, 3, 28, 22, tzinfo=UTC)),
        (date(2026, 11, 1), "America/Havana", datetime(2026, 11, 1, 4, tzinfo=UTC)),
    ],
)
def test_a_day_begins_once_even_when_the_clocks_change_at_midnight(
    on: date, zone: str, first: datetime
) -> None:
    begins = start_of_day(on, ZoneInfo(zone))
    assert begins == first
    assert begins.astimezone(ZoneInfo(zone)).date() == on
    assert (begins - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date() == on - timedelta(days=1)


@pytest.mark.parametrize(("seconds", "state"), [(-1, State.OPEN), (0, State.PASSED), (1, State.PASSED)])
def test_at_the_deadline_itself_it_has_passed(seconds: int, state: State) -> None:
    deadline = CONVEYED_AT + timedelta(days=7)
    assert state_of(deadline + timedelta(seconds=seconds), deadline) is state


def test_without_a_deadline_there_is_none_to_pass() -> None:
    assert state_of(CONVEYED_AT, None) is State.NONE


def level(last_on: date, *, rank: int = 3) -> LevelLimit:
    return LevelLimit(f"deadlines.{rank}", f"level {rank}", rank, last_on)


@pytest.mark.parametrize(
    ("last_on", "sentence"),
    [(date(2027, 3, 4), TOO_FAR), (date(2026, 3, 2), NO_DAY), (date(2026, 2, 28), NO_DAY)],
)
def test_a_deadline_leaves_a_day_to_read_and_at_most_a_year(last_on: date, sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        must_be_possible(level(last_on), conveyed_at=CONVEYED_AT, zone=PARIS)
    assert (str(refusal.value), refusal.value.field) == (sentence, "deadlines.3")


@pytest.mark.parametrize("last_on", [date(2026, 3, 3), date(2027, 3, 3)])
def test_a_possible_deadline_is_accepted(last_on: date) -> None:
    must_be_possible(level(last_on), conveyed_at=CONVEYED_AT, zone=PARIS)


def test_a_level_that_would_read_before_the_one_above_it_is_named() -> None:
    with pytest.raises(Refused) as refusal:
        must_go_down([level(date(2026, 4, 1)), level(date(2026, 4, 2), rank=1)])
    assert (str(refusal.value), refusal.value.field) == (
        (
            "The last day for level 3 is before that for level 1, 2 April 2026, from whom it comes to them. "
            "Choose that day or a later one."
        ),
        "deadlines.3",
    )


@given(st.lists(st.integers(0, 5).map(lambda days: date(2026, 4, 1) + timedelta(days=days)), max_size=5))
def test_days_are_refused_exactly_if_they_do_not_go_down(days: list[date]) -> None:
    limits = [level(day, rank=rank) for rank, day in enumerate(days)]
    if days == sorted(days):
        must_go_down(limits[::-1])
    else:
        with pytest.raises(Refused):
            must_go_down(limits[::-1])
