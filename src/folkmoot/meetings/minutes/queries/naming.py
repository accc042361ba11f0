"""Who may be named in the minutes of a meeting: those who were there or moved something, by numbers that they keep."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Q

from folkmoot.meetings.minutes.models import Minutes, MinutesName
from folkmoot.meetings.models import Presence, Sitting
from folkmoot.meetings.motions.queries.motions import movers_at
from folkmoot.people.models import Person


def names_in(minutes: Minutes) -> dict[int, str]:
    """Return the names to which texts of these minutes refer, by number; of who was erased, ""."""
    rows = MinutesName.objects.filter(minutes=minutes).select_related("person")
    return {row.number: _name(row.person) for row in rows}


def people_of(sitting: Sitting, minutes: Minutes) -> dict[int, Person]:
    """Return those who were at a meeting or moved something there, by the numbers that they have in its minutes or are free.

    These are two questions.
    """
    kept = dict(
        MinutesName.objects.filter(minutes=minutes, person__isnull=False).values_list("person", "number")
    )
    taken = set(MinutesName.objects.filter(minutes=minutes).values_list("number", flat=True))
    there = Presence.objects.filter(meeting=sitting.meeting_id, person__isnull=False).values("person")
    ids = [*kept, sitting.chair_id, sitting.minute_taker_id]
    # Whoever moved something is named, and may not have been there.
    moved = movers_at(sitting.meeting).values("person")
    people = Person.objects.filter(Q(pk__in=ids) | Q(pk__in=there) | Q(pk__in=moved))
    return _numbered(people.filter(erased_at=None).order_by("pk"), kept, taken)


def _numbered(people: Iterable[Person], kept: Mapping[UUID, int], taken: set[int]) -> dict[int, Person]:
    following = max(taken, default=-1) + 1
    found: dict[int, Person] = {}
    for person in people:
        if person.pk in kept:
            found[kept[person.pk]] = person
        else:
            found[following] = person
            following += 1
    return found


def _name(person: Person | None) -> str:
    return person.name if person is not None and person.erased_at is None else ""
