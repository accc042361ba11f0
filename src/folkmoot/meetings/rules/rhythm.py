"""The days of a year's meetings, proposed at a rhythm: what the bylaws ask, or more often."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.bylaws.rules.calendar import months_later
from folkmoot.bylaws.rules.clauses import MeetingFrequency, Provision, Subject
from folkmoot.bylaws.rules.kinds import Every, Kind, Meeting
from folkmoot.bylaws.rules.resolving import resolved

DAYS_MOST = 60
_WEEK = 7
_LAST = 4


class Rhythm(StrEnum):
    """How often a unit means to meet."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


RHYTHMS: Mapping[Rhythm, str | Promise] = {
    Rhythm.WEEKLY: _("every week"),
    Rhythm.FORTNIGHTLY: _("every two weeks"),
    Rhythm.MONTHLY: _("every month"),
    Rhythm.QUARTERLY: _("every quarter"),
    Rhythm.HALF_YEARLY: _("every half-year"),
    Rhythm.YEARLY: _("every year"),
}
_MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.HALF_YEARLY: 6, Rhythm.YEARLY: 12}
# How often in a year, from the rarest; a span of the calendar never has fewer days of a rhythm than these say.
_A_YEAR = {
    Rhythm.YEARLY: 1,
    Rhythm.HALF_YEARLY: 2,
    Rhythm.QUARTERLY: 4,
    Rhythm.MONTHLY: 12,
    Rhythm.FORTNIGHTLY: 26,
    Rhythm.WEEKLY: 52,
}
_SPANS_A_YEAR = {Every.YEAR: 1, Every.HALF_YEAR: 2, Every.QUARTER: 4, Every.MONTH: 12, Every.WEEK: 52}


def days_at(rhythm: Rhythm, first: date, until: date) -> list[date]:
    """Return the days from `first` to `until`, both included, at a rhythm; at most sixty.

    By months they fall on the same weekday of the month, such as the first Tuesday; a fifth one is taken as the last.
    """
    found: list[date] = []
    for day in _days(rhythm, first):
        if day > until or len(found) == DAYS_MOST:
            break
        found.append(day)
    return found


def asked_how_often(
    provisions: Sequence[Provision], kind: Meeting, unit_kind: str
) -> tuple[Provision, Rhythm] | None:
    """Return how often the `provisions` that hold ask for a meeting of a kind, and the rarest rhythm that does it; or None."""
    found = resolved(provisions, Subject(Kind.FREQUENCY, meeting=kind), unit_kind)
    if found is None or not isinstance(found.clause, MeetingFrequency):
        return None
    a_year = found.clause.times * _SPANS_A_YEAR[found.clause.every]
    fitting = (rhythm for rhythm, times in _A_YEAR.items() if times >= a_year)
    return found, next(fitting, Rhythm.WEEKLY)


def _days(rhythm: Rhythm, first: date) -> Iterator[date]:
    nth, steps = (first.day - 1) // _WEEK, 0
    while True:
        if rhythm in _MONTHS:
            month = months_later(first.replace(day=1), steps * _MONTHS[rhythm])
            yield _weekday_of(month, first.weekday(), nth)
        else:
            yield first + timedelta(days=steps * _WEEK * (2 if rhythm is Rhythm.FORTNIGHTLY else 1))
        steps += 1


def _weekday_of(month: date, weekday: int, nth: int) -> date:
    """Return the nth `weekday` of the month that begins on `month`, counted from 0; of the fifth, the last."""
    if nth == _LAST:
        end = months_later(month, 1) - timedelta(days=1)
        return end - timedelta(days=(end.weekday() - weekday) % _WEEK)
    return month + timedelta(days=(weekday - month.weekday()) % _WEEK + nth * _WEEK)
