"""When a meeting is: a day and an hour by the clocks of its unit, and for how long."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused

SHORTEST, LONGEST = 5, 24 * 60
# Nobody plans further ahead; a year that was mistyped is.
MOST_YEARS = 10
_HOUR = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


@dataclass(frozen=True)
class When:
    """The half-open time [begins_at, ends_at) of a meeting."""

    begins_at: datetime
    ends_at: datetime


def when_of(day: date, begins: str, minutes: int, *, zone: ZoneInfo, at: datetime) -> When:
    """Return from when to when a meeting is that begins on a `day` at an hour such as "19:00" by the clocks of `zone`.

    :raises Refused: if there is no such hour on that day, it is past or more than ten years away, or the meeting would be
        shorter than five minutes or longer than a day.
    """
    if not SHORTEST <= minutes <= LONGEST:
        raise Refused(_("A meeting lasts from 5 minutes to 24 hours."), field="minutes")
    if day.year > at.year + MOST_YEARS:
        raise Refused(_("This day is more than ten years away. Choose an earlier one."), field="day")
    begins_at = _moment(day, _hour(begins), zone)
    if begins_at <= at:
        raise Refused(
            _("%(day)s, %(hour)s is past. Choose a later time.")
            % {"day": date_format(day), "hour": begins.strip()},
            field="begins" if day == at.astimezone(zone).date() else "day",
        )
    return When(begins_at, begins_at + timedelta(minutes=minutes))


def moment_at(day: date, hour: str, zone: ZoneInfo, *, field: str) -> datetime:
    """Return the moment of an hour such as "19:00" on a `day` by the clocks of `zone`.

    :raises Refused: naming `field`, if there is no such hour on that day.
    """
    try:
        return _moment(day, _hour(hour), zone)
    except Refused as refusal:
        raise Refused(refusal.sentence, field=field) from None


def _hour(given: str) -> time:
    found = _HOUR.fullmatch(given.strip())
    if found is None:
        raise Refused(_("“%(hour)s” is no time of day. Write it as 19:00.") % {"hour": given}, field="begins")
    return time(int(found[1]), int(found[2]))


def _moment(day: date, hour: time, zone: ZoneInfo) -> datetime:
    local = datetime.combine(day, hour, zone)
    moment = local.astimezone(UTC)
    # In spring an hour is left out; of the one that autumn repeats, the first is meant.
    if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Refused(
            _("On %(day)s clocks go forward, and there is no %(hour)s. Choose another time.")
            % {"day": date_format(day), "hour": f"{hour:%H:%M}"},
            field="begins",
        )
    return moment
