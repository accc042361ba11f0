"""What is told of meetings: those called, postponed or cancelled since somebody's news were looked at.

Nothing is written for anybody, and it is the same whether or not they looked at a call: nothing says that they did.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, Q, Value

from folkmoot.meetings.models import Meeting, MeetingQuerySet
from folkmoot.meetings.queries.meetings import meetings_at
from folkmoot.people.models import Membership, Term
from folkmoot.units.rules import paths


@dataclass(frozen=True)
class _Places:
    """The paths of the units whose meetings are for somebody: their own, and those above their homes."""

    own: frozenset[str]
    above: frozenset[str]

    def has(self, meeting: Meeting) -> bool:
        path = meeting.unit.path
        return path in self.own or (path in self.above and meeting.is_for_all)


_NOWHERE = _Places(frozenset(), frozenset())


def count_called(since: Mapping[UUID, datetime], until: datetime) -> dict[UUID, int]:
    """Return for each person how often meetings for them were called or changed after their own moment and by `until`.

    What was called at once, as a year's plan, is told once. Two questions, however many people.
    """
    told = called_for(since, until)
    return {
        person: len({(each.unit_id, each.told_at) for each in meetings}) for person, meetings in told.items()
    }


def called_for(since: Mapping[UUID, datetime], until: datetime) -> dict[UUID, list[Meeting]]:
    """Return for each person the meetings to come that count_called counts, cancelled ones too, the next one first."""
    places = _places_of(since, until)
    found = list(_told(places.values(), min(since.values(), default=until), until))
    return {
        person: list(_late(found, places.get(person, _NOWHERE), moment)) for person, moment in since.items()
    }


def _late(meetings: Collection[Meeting], places: _Places, moment: datetime) -> Iterator[Meeting]:
    return (each for each in meetings if each.told_at > moment and places.has(each))


def _told(places: Collection[_Places], since: datetime, until: datetime) -> MeetingQuerySet:
    own, above = (sorted(frozenset().union(*parts)) for parts in _parts(places))
    late = Q()
    for moment in ("called_at", "postponed_at", "cancelled_at"):
        late |= Q((f"{moment}__gt", since), (f"{moment}__lte", until))
    return meetings_at(own=own, above=above).upcoming(until).filter(late).soonest_first()


def _parts(places: Collection[_Places]) -> tuple[list[frozenset[str]], list[frozenset[str]]]:
    return [each.own for each in places], [each.above for each in places]


def _places_of(people: Collection[UUID], at: datetime) -> dict[UUID, _Places]:
    homes = Membership.objects.current(at).filter(person__in=people).annotate(home=_said(is_home=True))
    terms = Term.objects.current(at).filter(person__in=people).annotate(home=_said(is_home=False))
    wanted = ("person", "unit__path", "home")
    own: dict[UUID, set[str]] = {}
    above: dict[UUID, set[str]] = {}
    for person, path, is_home in homes.values_list(*wanted).union(terms.values_list(*wanted)):
        own.setdefault(person, set()).add(path)
        if is_home:
            above.setdefault(person, set()).update(paths.ancestors_of(path))
    return {person: _Places(frozenset(of), frozenset(above.get(person, ()))) for person, of in own.items()}


def _said(*, is_home: bool) -> Value:
    return Value(is_home, output_field=BooleanField())
