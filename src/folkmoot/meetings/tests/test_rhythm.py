from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.bylaws.rules.clauses import MeetingFrequency, Provision
from folkmoot.bylaws.rules.kinds import Every, Meeting
from folkmoot.meetings.rules.rhythm import DAYS_MOST, Rhythm, asked_how_often, days_at

SINCE = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("rhythm", "first", "expected"),
    [
        (Rhythm.WEEKLY, date(2026, 3, 3), ["03-03", "03-10", "03-17", "03-24", "03-31"]),
        (Rhythm.FORTNIGHTLY, date(2026, 3, 3), ["03-03", "03-17", "03-31"]),
        (Rhythm.MONTHLY, date(2026, 1, 6), ["01-06", "02-03", "03-03"]),
        (Rhythm.MONTHLY, date(2026, 1, 29), ["01-29", "02-26", "03-26"]),
        (Rhythm.MONTHLY, date(2026, 1, 28), ["01-28", "02-25", "03-25"]),
        (Rhythm.QUARTERLY, date(2026, 1, 1), ["01-01"]),
        (Rhythm.YEARLY, date(2026, 3, 31), ["03-31"]),
        (Rhythm.MONTHLY, date(2026, 4, 1), []),
    ],
)
def test_days_are_proposed_at_a_rhythm_until_a_day(rhythm: Rhythm, first: date, expected: list[str]) -> None:
    assert [f"{day:%m-%d}" for day in days_at(rhythm, first, date(2026, 3, 31))] == expected


@given(st.sampled_from(Rhythm), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_proposed_days_rise_and_keep_the_weekday_of_the_first(rhythm: Rhythm, first: date) -> None:
    days = days_at(rhythm, first, first + timedelta(days=3660))
    assert days == sorted(set(days))
    assert days[0] == first
    assert {day.weekday() for day in days} == {first.weekday()}
    assert len(days) <= DAYS_MOST


@pytest.mark.parametrize(
    ("times", "every", "rhythm"),
    [
        (1, Every.WEEK, Rhythm.WEEKLY),
        (2, Every.WEEK, Rhythm.WEEKLY),
        (1, Every.MONTH, Rhythm.MONTHLY),
        (2, Every.MONTH, Rhythm.FORTNIGHTLY),
        (3, Every.MONTH, Rhythm.WEEKLY),
        (1, Every.QUARTER, Rhythm.QUARTERLY),
        (2, Every.QUARTER, Rhythm.MONTHLY),
        (1, Every.HALF_YEAR, Rhythm.HALF_YEARLY),
        (1, Every.YEAR, Rhythm.YEARLY),
        (5, Every.YEAR, Rhythm.MONTHLY),
    ],
)
def test_the_rarest_rhythm_is_proposed_that_does_what_is_asked(
    times: int, every: Every, rhythm: Rhythm
) -> None:
    clause = MeetingFrequency(Meeting.GENERAL, times, every)
    provision = Provision("2.1", clause, 1, SINCE)
    assert asked_how_often([provision], Meeting.GENERAL, "local") == (provision, rhythm)
    assert asked_how_often([provision], Meeting.REVIEW, "local") is None
