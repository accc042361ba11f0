"""From when to when people are asked: half-open, and it ends with a day of the body's own clocks."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _

from folkmoot.decisions.rules.deadlines import start_of_day
from folkmoot.kernel.errors import Refused

MOST_DAYS = 366


@dataclass(frozen=True)
class Period:
    """The half-open time [opens_at, ends_at)."""

    opens_at: datetime
    ends_at: datetime


def period_between(opens_on: date | None, last_on: date, *, at: datetime, zone: ZoneInfo) -> Period:
    """Return the period from a day, now if it is today or none, until a last day is over.

    :raises Refused: if it begins before today, or does not leave the day after the first, or lasts for over a year.
    """
    today = at.astimezone(zone).date()
    first = opens_on or today
    if first < today:
        raise Refused(
            _("%(day)s is past. Choose today or a later day.") % {"day": formats.date_format(first)},
            field="opens_on",
        )
    if (first - today).days > MOST_DAYS:
        raise Refused(_("This day is more than a year away. Choose an earlier one."), field="opens_on")
    _must_leave_time(first, last_on)
    opens_at = at if first == today else start_of_day(first, zone)
    return Period(opens_at, end_of_day(last_on, zone))


def extended_end(last_on: date, period: Period, *, zone: ZoneInfo) -> datetime:
    """Return the moment at which a period ends that is made longer, to the end of a later day.

    :raises Refused: if the day is no later than the one on which it ends, or more than a year from its first.
    """
    if last_on <= last_day_of(period.ends_at, zone):
        raise Refused(
            _("It lasts until %(day)s already. Choose a later day.")
            % {"day": formats.date_format(last_day_of(period.ends_at, zone))},
            field="last_on",
        )
    _must_leave_time(period.opens_at.astimezone(zone).date(), last_on)
    return end_of_day(last_on, zone)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Return the first moment after a day in `zone`, in UTC."""
    return start_of_day(day + timedelta(days=1), zone)


def last_day_of(ends_at: datetime, zone: ZoneInfo) -> date:
    """Return the last day of which some moment lies before `ends_at`."""
    return (ends_at - timedelta(microseconds=1)).astimezone(zone).date()


def _must_leave_time(first: date, last_on: date) -> None:
    days = (last_on - first).days
    if days < 1:
        raise Refused(
            _("The last day leaves people no day to think about it. Choose one after %(day)s.")
            % {"day": formats.date_format(first)},
            field="last_on",
        )
    if days > MOST_DAYS:
        raise Refused(
            _("A consultation lasts for a year at most. Choose an earlier last day."), field="last_on"
        )
