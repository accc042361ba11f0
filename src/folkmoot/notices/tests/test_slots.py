from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.notices.rules.slots import SOON, Often, is_by_day, next_morning, next_slot

PARIS = ZoneInfo("Europe/Paris")
PERSON = UUID(int=0)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  -- bounds are naive
zones = st.sampled_from(
    [
        ZoneInfo(name)
        for name in ("UTC", "Europe/Paris", "Asia/Kathmandu", "Pacific/Apia", "America/Sao_Paulo")
    ]
)
people = st.uuids()
DAY = timedelta(days=1)
# A clock that is put forward or back.
CHANGE = timedelta(hours=1)


@pytest.mark.parametrize(
    ("often", "after", "expected"),
    [
        (Often.OFF, "2026-03-02T12:00", None),
        (Often.AT_ONCE, "2026-03-02T12:00", "2026-03-02T12:10"),
        (Often.AT_ONCE, "2026-03-02T20:49", "2026-03-02T20:59"),
        (Often.AT_ONCE, "2026-03-02T20:50", "2026-03-03T08:00"),
        (Often.AT_ONCE, "2026-03-02T06:49", "2026-03-02T08:00"),
        (Often.DAILY, "2026-03-02T07:59", "2026-03-02T08:00"),
        (Often.DAILY, "2026-03-02T08:00", "2026-03-03T08:00"),
        # 2 March 2026 is a Monday, the weekday of this person.
        (Often.WEEKLY, "2026-03-02T07:59", "2026-03-02T08:00"),
        (Often.WEEKLY, "2026-03-02T08:00", "2026-03-09T08:00"),
        # The clocks go forward on the 29th.
        (Often.DAILY, "2026-03-28T12:00", "2026-03-29T08:00"),
    ],
)
def test_news_are_looked_at_when_somebody_asked_for_it(often, after, expected) -> None:
    moment = datetime.fromisoformat(after).replace(tzinfo=PARIS)
    slot = next_slot(often, after=moment, zone=PARIS, person_id=PERSON)
    assert (slot and slot.isoformat()[:16]) == expected


def slot_of(often: Often, *, after: datetime, zone: ZoneInfo, person_id: UUID) -> datetime:
    slot = next_slot(often, after=after, zone=zone, person_id=person_id)
    assert slot is not None
    return slot.astimezone(zone)


@given(moments, zones, people, st.sampled_from([Often.DAILY, Often.WEEKLY]))
def test_a_slot_lies_ahead_in_the_morning_and_within_its_period(after, zone, person_id, often) -> None:
    slot = slot_of(often, after=after, zone=zone, person_id=person_id)
    most = (DAY if often is Often.DAILY else 7 * DAY) + CHANGE
    # Samoa left out a whole day in 2011, before these; nothing longer than an hour is skipped here.
    assert timedelta(0) < slot - after <= most
    assert 8 <= slot.hour < 10


@given(moments, zones, people)
def test_a_person_keeps_their_minute_and_their_weekday(after, zone, person_id) -> None:
    first = slot_of(Often.WEEKLY, after=after, zone=zone, person_id=person_id)
    second = slot_of(Often.WEEKLY, after=first, zone=zone, person_id=person_id)
    daily = slot_of(Often.DAILY, after=first, zone=zone, person_id=person_id)
    assert (second.date() - first.date(), second.time()) == (7 * DAY, first.time())
    assert (daily.date() - first.date(), daily.time()) == (DAY, first.time())


@given(moments, zones, people)
def test_at_once_is_soon_and_by_day(after, zone, person_id) -> None:
    slot = slot_of(Often.AT_ONCE, after=after, zone=zone, person_id=person_id)
    assert slot - after >= SOON
    assert slot - after <= DAY + SOON + CHANGE
    assert is_by_day(slot, zone)


@given(moments, zones, people)
def test_the_next_morning_never_wakes_anybody(after, zone, person_id) -> None:
    assert is_by_day(next_morning(after=after, zone=zone, person_id=person_id), zone)


def test_weekly_digests_are_spread_over_the_week_and_the_morning() -> None:
    monday = datetime(2026, 3, 1, 12, tzinfo=UTC)
    slots = [
        slot_of(Often.WEEKLY, after=monday, zone=PARIS, person_id=UUID(int=number * 7_919))
        for number in range(7_000)
    ]
    by_day = [sum(slot.weekday() == day for slot in slots) for day in range(7)]
    assert min(by_day) > 900
    assert len({slot.time() for slot in slots}) > 3_000
