"""When somebody's next digest is looked after: by day on their own clocks, spread so that not everybody's comes at once."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo


class Often(StrEnum):
    """How often somebody wants to be told that there is something new."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"


# What holds for those who never chose.
USUAL = Often.WEEKLY
# "At once" is no sooner, so that several things conveyed after each other are one mail.
SOON = timedelta(minutes=10)
_MORNING, _EVENING = time(7), time(21)
_FIRST = time(8)
_SPREAD_SECONDS = 2 * 3600
_WEEK = 7


def next_slot(often: Often, *, after: datetime, zone: ZoneInfo, person_id: UUID) -> datetime | None:
    """Return the first moment later than `after` at which this person's news are looked at; None if they want no mail.

    Daily and weekly slots lie between 8 and 10 o'clock, always at the person's own minute and weekday.
    """
    if often is Often.OFF:
        return None
    if often is Often.AT_ONCE:
        soon = after + SOON
        return soon if is_by_day(soon, zone) else next_morning(after=soon, zone=zone, person_id=person_id)
    if often is Often.DAILY:
        return next_morning(after=after, zone=zone, person_id=person_id)
    return _next_weekly(after, zone, person_id)


def next_morning(*, after: datetime, zone: ZoneInfo, person_id: UUID) -> datetime:
    """Return the person's own minute of the next morning that begins later than `after`."""
    today = after.astimezone(zone).date()
    slot = _slot_on(today, zone, person_id)
    return slot if slot > after else _slot_on(today + timedelta(days=1), zone, person_id)


def is_by_day(at: datetime, zone: ZoneInfo) -> bool:
    """Return whether nobody is woken at the moment `at`: from 7 until just before 21 o'clock."""
    return _MORNING <= at.astimezone(zone).time() < _EVENING


def _next_weekly(after: datetime, zone: ZoneInfo, person_id: UUID) -> datetime:
    slot = next_morning(after=after, zone=zone, person_id=person_id)
    day = slot.astimezone(zone).date()
    # The bits that choose the weekday are not those that choose the minute.
    wanted = person_id.int // _SPREAD_SECONDS % _WEEK
    return _slot_on(day + timedelta(days=(wanted - day.weekday()) % _WEEK), zone, person_id)


def _slot_on(day: date, zone: ZoneInfo, person_id: UUID) -> datetime:
    # The low bits of an id are random, and the same for good.
    seconds = person_id.int % _SPREAD_SECONDS
    return datetime.combine(day, _FIRST, tzinfo=zone) + timedelta(seconds=seconds)
