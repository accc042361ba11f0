from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.consultations.rules.period import Period, extended_end, last_day_of, period_between
from folkmoot.kernel.errors import Refused

PARIS = ZoneInfo("Europe/Paris")
AT = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("opens_on", "last_on", "opens_at", "ends_at"),
    [
        (None, date(2026, 3, 16), AT, datetime(2026, 3, 16, 23, tzinfo=UTC)),
        (TODAY, date(2026, 3, 3), AT, datetime(2026, 3, 3, 23, tzinfo=UTC)),
        # The clocks go forward on the 29th.
        (
            date(2026, 3, 20),
            date(2026, 4, 1),
            datetime(2026, 3, 19, 23, tzinfo=UTC),
            datetime(2026, 4, 1, 22, tzinfo=UTC),
        ),
    ],
)
def test_it_begins_with_a_day_or_now_and_ends_when_a_day_is_over(
    opens_on, last_on, opens_at, ends_at
) -> None:
    assert period_between(opens_on, last_on, at=AT, zone=PARIS) == Period(opens_at, ends_at)


@pytest.mark.parametrize(
    ("opens_on", "last_on", "field"),
    [
        (date(2026, 3, 1), date(2026, 3, 16), "opens_on"),
        (date(2027, 3, 4), date(2027, 3, 16), "opens_on"),
        (TODAY, TODAY, "last_on"),
        (TODAY, date(2026, 3, 1), "last_on"),
        (TODAY, date(2027, 3, 4), "last_on"),
    ],
)
def test_days_that_do_not_fit_are_refused_by_their_field(opens_on, last_on, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        period_between(opens_on, last_on, at=AT, zone=PARIS)
    assert refusal.value.field == field


def test_it_is_made_longer_to_the_end_of_a_later_day_alone() -> None:
    period = period_between(None, date(2026, 3, 16), at=AT, zone=PARIS)
    assert extended_end(date(2026, 3, 17), period, zone=PARIS) == datetime(2026, 3, 17, 23, tzinfo=UTC)
    for last_on in (date(2026, 3, 16), date(2027, 3, 4)):
        with pytest.raises(Refused):
            extended_end(last_on, period, zone=PARIS)


@given(
    days=st.integers(1, 366),
    zone=st.sampled_from(["Europe/Paris", "Asia/Kolkata", "America/Havana", "Pacific/Apia"]),
)
def test_the_last_day_is_the_one_that_was_given(days: int, zone: str) -> None:
    here = ZoneInfo(zone)
    last_on = AT.astimezone(here).date() + timedelta(days=days)
    assert last_day_of(period_between(None, last_on, at=AT, zone=here).ends_at, here) == last_on
