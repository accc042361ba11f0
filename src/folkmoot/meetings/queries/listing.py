"""Meetings as programs are shown them: a page of those that somebody sees, each with its agenda."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from folkmoot.access.policy import units_where
from folkmoot.meetings.models import AgendaItem, Meeting, MeetingQuerySet
from folkmoot.meetings.queries.meetings import items_of, seen_by
from folkmoot.meetings.rules.permissions import WHERE
from folkmoot.people.models import Person
from folkmoot.units.models import Unit, UnitQuerySet


@dataclass(frozen=True)
class MeetingShown:
    """A meeting with its agenda; `place` is "" to whoever is not told where it is."""

    meeting: Meeting
    place: str
    items: Sequence[AgendaItem]


def meetings_listed(person: Person, units: UnitQuerySet, *, at: datetime) -> MeetingQuerySet:
    """Return the meetings that `person` sees of those of `units`, the one that was called last first."""
    return seen_by(person, at=at).in_units(units).order_by("-pk")


def with_agendas(meetings: Sequence[Meeting], person: Person, *, at: datetime) -> list[MeetingShown]:
    """Return meetings that `person` sees, each with its agenda and as much of its place as they are told; two questions."""
    told = units_where(person, WHERE, at=at).filter(pk__in=[each.unit_id for each in meetings])
    places = set(told.values_list("pk", flat=True))
    agendas: dict[UUID, list[AgendaItem]] = {each.pk: [] for each in meetings}
    for item in items_of(agendas, person.languages, at=at):
        agendas[item.meeting_id].append(item)
    return [
        MeetingShown(each, each.place if each.unit_id in places else "", agendas[each.pk])
        for each in meetings
    ]


def held_lately(unit: Unit, *, at: datetime) -> MeetingQuerySet:
    """Return the meetings of a unit that were opened by the moment `at`, the latest first: where something was adopted."""
    return Meeting.objects.filter(unit=unit, sitting__opened_at__lte=at).order_by("-begins_at", "-pk")
