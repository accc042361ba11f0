"""Which spans reports are about, from when on they can be sent, and until when they are in time."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.bylaws.rules.calendar import Period, months_later, span_around
from folkmoot.bylaws.rules.kinds import Every
from folkmoot.kernel.errors import Refused

EVERY = (Every.MONTH, Every.QUARTER, Every.YEAR)
DUE_MOST = 180
# What a calendar can reckon with on both sides of a day, and nobody misses.
YEARS = range(1900, 3000)
# So many periods are rolled up at once when a form is opened late, and so many years ahead is no slip of the pen.
BACK_MOST = 24
AHEAD_YEARS = 2
SHOWN = 12


def period_of(first: date, every: str) -> Period:
    """Return the span that begins on `first`.

    :raises Refused: if none does, or the year is not one of ours.
    """
    if first.year not in YEARS:
        raise Refused(
            _("Periods are counted from the year %(first)s to %(last)s. Choose one of them.")
            % {"first": YEARS[0], "last": YEARS[-1]},
            field="first",
        )
    span = span_around(first, Every(every))
    if span.first != first:
        raise Refused(
            _("No period begins on this day. Choose the first day of one: %(day)s.")
            % {"day": date_format(span.first)},
            field="first",
        )
    return span


def period_before(period: Period, every: str) -> Period:
    """Return the span right before."""
    return span_around(period.first - timedelta(days=1), Every(every))


def period_after(period: Period, every: str) -> Period:
    """Return the span right after."""
    return span_around(period.until, Every(every))


def must_begin_near(period: Period, every: str, today: date) -> None:
    """Let a form begin to ask within some periods of today: each that is over is added up, over the units there were.

    :raises Refused: if `period` is longer ago, or further ahead.
    """
    *_later, earliest = periods_back(today, every, since=date.min, most=BACK_MOST)
    latest = months_later(today, 12 * AHEAD_YEARS)
    if not earliest.first <= period.first <= latest:
        raise Refused(
            _(
                "A form begins to ask on %(earliest)s at the earliest, and on %(latest)s at the latest. Choose a period between"
                " them."
            )
            % {"earliest": date_format(earliest.first), "latest": date_format(latest)},
            field="first",
        )


def due_on(period: Period, days: int) -> date:
    """Return the last day on which a report on `period` is in time."""
    return period.last + timedelta(days=days)


def periods_back(today: date, every: str, *, since: date, most: int = SHOWN) -> Iterator[Period]:
    """Yield the spans from the one that goes on today back to `since`, `most` at the most."""
    span = span_around(today, Every(every))
    for _number in range(most):
        if span.first < since:
            return
        yield span
        span = period_before(span, every)


def periods_over(today: date, every: str, *, since: date, until: date | None) -> Iterator[Period]:
    """Yield the spans from `since` on and before `until` that may be over somewhere on `today`, the first one first."""
    span = span_around(since, Every(every))
    while span.last <= today and (until is None or span.first < until):
        yield span
        span = span_around(span.until, Every(every))


def end_of(period: Period, zone: str) -> datetime:
    """Return the moment at which a span is over by the clocks of a place."""
    return datetime.combine(period.until, time.min, ZoneInfo(zone)).astimezone(UTC)


def must_be_over(period: Period, today: date) -> None:
    """Let a report be sent only when what it is about is over.

    :raises Refused: if it goes on.
    """
    if today < period.until:
        raise Refused(
            _("The period is not over. Keep what you have; from %(day)s on you can send it.")
            % {"day": date_format(period.until)}
        )
