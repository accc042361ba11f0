"""Who opened a person's record: pages of theirs, and lists in which they may have stood."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from folkmoot.access.holdings import Rows
from folkmoot.people.models import Membership, Person
from folkmoot.rights.models import Opening
from folkmoot.units.rules import paths

KEPT = timedelta(days=180)
PAGE = 50


@dataclass(frozen=True)
class OpeningsPage:
    """A page of openings, and the key to ask for the next one with ("" at the end)."""

    openings: Sequence[Opening]
    following: str


def openings_of(person: Person) -> "QuerySet[Opening]":
    """Return the openings of the record of `person`, the latest first: of their page, and of lists of their units.

    A list counts on the days on which their cell belonged to its unit as the tree hangs today.
    """
    chosen = Q(person=person)
    stays: Any = Membership.objects.filter(person=person).order_by("started_at", "pk")
    for path, started_at, ended_at in stays.values_list("unit__path", "started_at", "ended_at"):
        listed = Q(person=None, unit__path__in=paths.ancestors_of(path), day__gte=_day_before(started_at))
        chosen |= listed if ended_at is None else listed & Q(day__lte=_day_after(ended_at))
    found: QuerySet[Opening] = Opening.objects.filter(chosen).newest_first()
    return found.select_related("office", "held_in", "unit")


def openings_page(person: Person, *, after: str = "") -> OpeningsPage:
    """Return the page of openings that follows the key `after`, 50 at a time; two queries."""
    day, pk = _key(after)
    found = openings_of(person)
    if day is not None:
        found = found.filter(Q(day__lt=day) | Q(day=day, pk__gt=pk))
    rows = list(found[: PAGE + 1])
    shown = rows[:PAGE]
    following = f"{shown[-1].day.isoformat()}~{shown[-1].pk}" if len(rows) > PAGE else ""
    return OpeningsPage(shown, following)


def old_openings(at: datetime) -> "QuerySet[Opening]":
    """Return the openings that are older than 180 days at the moment `at`."""
    return Opening.objects.filter(day__lt=(at - KEPT).date())


def read(person: Person, columns: Sequence[str]) -> Rows:
    """Yield the openings of the record of `person` as rows of these columns."""
    yield from openings_of(person).values_list(*columns).iterator(1000)


# Days are written by the clocks of the unit, which are at most 14 hours from those of UTC.
def _day_before(moment: datetime) -> date:
    return (moment - timedelta(hours=14)).date()


def _day_after(moment: datetime) -> date:
    return (moment + timedelta(hours=14)).date()


def _key(after: str) -> tuple[date | None, UUID | None]:
    day, _mark, pk = after.partition("~")
    try:
        return date.fromisoformat(day), UUID(pk)
    except ValueError:
        return None, None
