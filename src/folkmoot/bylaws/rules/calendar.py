"""Spans of the calendar, half-open: a span begins on its first day and ends before the first day of the next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from folkmoot.bylaws.rules.kinds import Every

_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}
_WEEK = 7
_YEAR = 12


@dataclass(frozen=True)
class Period:
    """The days from `first` on and before `until`."""

    first: date
    until: date

    @property
    def last(self) -> date:
        """The last day in it."""
        return self.until - timedelta(days=1)

    def has(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day < self.until


def span_around(day: date, every: Every) -> Period:
    """Return the span of the calendar that `day` lies in; weeks begin on Monday (ISO 8601)."""
    if every is Every.WEEK:
        first = day - timedelta(days=day.weekday())
        return Period(first, first + timedelta(days=_WEEK))
    months = _MONTHS[every]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(first, months_later(first, months))


def spans_ending_in(period: Period, every: Every) -> Iterator[Period]:
    """Yield the spans whose last day lies in `period`, the earliest first: what has to be done in them is due there."""
    span = span_around(period.first, every)
    while span.last < period.until:
        yield span
        span = span_around(span.until, every)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of that month where it is shorter."""
    years, month = divmod(day.month - 1 + months, _YEAR)
    first = date(day.year + years, month + 1, 1)
    length = ((first + timedelta(days=31)).replace(day=1) - first).days
    return first.replace(day=min(day.day, length))
