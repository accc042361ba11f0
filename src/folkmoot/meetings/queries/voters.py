"""Who has a vote at a meeting: the members of its unit, and at a committee's those who hold an office in it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from folkmoot.bylaws.rules.kinds import Meeting as Kind
from folkmoot.meetings.models import Meeting
from folkmoot.people.models import Membership, Person, PersonQuerySet, Term
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths


def voters(meeting: Meeting, *, at: datetime) -> PersonQuerySet:
    """Return those who have a vote at `meeting` at the moment `at`, present or not."""
    return Person.objects.filter(pk__in=_places(meeting, at).values("person"))


def voters_among(people: Collection[UUID], meeting: Meeting, *, at: datetime) -> set[UUID]:
    """Return those of `people` who have a vote at `meeting` at the moment `at`: one question."""
    found = _places(meeting, at).filter(person__in=people).values_list("person", flat=True)
    return set(found.distinct())


def count_voters(meeting: Meeting, *, at: datetime) -> int:
    """Return how many have a vote at `meeting` at the moment `at`, each once."""
    return int(_places(meeting, at).values("person").distinct().count())


def _places(meeting: Meeting, at: datetime) -> "QuerySet[Any]":
    if meeting.kind == Kind.COMMITTEE:
        terms: QuerySet[Any] = Term.objects.current(at).filter(unit=meeting.unit_id)
        return terms
    # Belonging flows up the tree: whoever is at home below is a member here.
    homes: QuerySet[Any] = Membership.objects.current(at).filter(unit__in=_below(meeting.unit))
    return homes


def _below(unit: Unit) -> "QuerySet[Unit]":
    low, high = paths.range_of(unit.path)
    return Unit.objects.filter(path__gte=low, path__lt=high).order_by()
