"""By when a decision is to be read at each level, in that unit's own time.

Times are half-open: what happens at the deadline is late. Days are clear days: neither the day of conveying counts nor
the one on which the deadline falls.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused

MOST_DAYS = 366
# From so few days before a last day on, what is to be done by then is called due.
NEAR_DAYS = 3


@dataclass(frozen=True)
class Days:
    """So many clear days after conveying."""

    count: int


@dataclass(frozen=True)
class Until:
    """Through the whole of this date."""

    last_on: date


Limit = Days | Until


@dataclass(frozen=True)
class LevelLimit:
    """The last day for one level: `field` is what a refusal of it names, `rank` tells levels from the top down."""

    field: str
    level: str
    rank: int
    last_on: date


class State(StrEnum):
    """Where a moment lies against a deadline."""

    NONE = "none"
    OPEN = "open"
    PASSED = "passed"


def must_be_possible(limit: LevelLimit, *, conveyed_at: datetime, zone: ZoneInfo) -> None:
    """Require a deadline that leaves at least one clear day, and at most a year and a day.

    :raises Refused: if it leaves fewer or more.
    """
    days = _clear_days(Until(limit.last_on), conveyed_at.astimezone(zone).date())
    if days < 1:
        raise Refused(
            _("The last day for %(level)s leaves no day to read it. Choose a later one.")
            % {"level": limit.level},
            field=limit.field,
        )
    if days > MOST_DAYS:
        raise Refused(
            _("The last day for %(level)s is %(days)d days away. Choose one at most %(most)d days away.")
            % {"level": limit.level, "days": days, "most": MOST_DAYS},
            field=limit.field,
        )


def must_go_down(limits: Sequence[LevelLimit]) -> None:
    """Require that no level is to have read something before a level above it, from which it comes.

    :raises Refused: if one is; the refusal names the lower level.
    """
    latest: LevelLimit | None = None
    for limit in sorted(limits, key=lambda each: each.rank):
        if latest is not None and limit.last_on < latest.last_on:
            raise Refused(
                _(
                    "The last day for %(level)s is before that for %(above)s, %(day)s, from whom it comes to them. "
                    "Choose that day or a later one."
                )
                % {"level": limit.level, "above": latest.level, "day": formats.date_format(latest.last_on)},
                field=limit.field,
            )
        latest = limit


def deadline_at(limit: Limit, *, conveyed_at: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment, in UTC, at which reading in time is over: a midnight in `zone`."""
    conveyed_on = conveyed_at.astimezone(zone).date()
    return start_of_day(conveyed_on + timedelta(days=_clear_days(limit, conveyed_on) + 1), zone)


def state_of(now: datetime, deadline: datetime | None) -> State:
    """Tell whether there is a deadline and whether it has passed: at the deadline itself it has."""
    if deadline is None:
        return State.NONE
    return State.OPEN if now < deadline else State.PASSED


def start_of_day(on: date, zone: ZoneInfo) -> datetime:
    """Return the first moment of a date in `zone`, in UTC."""
    # Where a clock change skips midnight, fold 0 reads it with the offset before, which is the day's first moment too.
    return datetime.combine(on, time(), zone).astimezone(UTC)


def _clear_days(limit: Limit, conveyed_on: date) -> int:
    return limit.count if isinstance(limit, Days) else (limit.last_on - conveyed_on).days
