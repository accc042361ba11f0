"""Whose membership ended so long ago that it is to be forgotten."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from folkmoot.people.models import Membership, Person, Term

YEARS = 10


def years_before(at: datetime, years: int) -> datetime:
    """Return the same day and time `years` earlier; 29 February becomes the 28th."""
    try:
        return at.replace(year=at.year - years)
    except ValueError:
        return at.replace(year=at.year - years, day=28)


def begun_to_be_forgotten(at: datetime) -> "QuerySet[Any]":
    """Return the memberships that ended ten years before the moment `at`, or earlier."""
    memberships: QuerySet[Any] = Membership.objects.filter(ended_at__lte=years_before(at, YEARS))
    return memberships


def people_long_gone(at: datetime) -> "QuerySet[Any]":
    """Return the ids of those whose last membership ended ten years before `at` or earlier, and who hold no office."""
    theirs = Membership.objects.filter(person=OuterRef("pk"))
    later = theirs.filter(Q(ended_at=None) | Q(ended_at__gt=years_before(at, YEARS)))
    in_office = Term.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at), person=OuterRef("pk"))
    # From the index of what has ended: in the order of people, all who are members would be walked through.
    ended = begun_to_be_forgotten(at).order_by().values("person")
    gone = Person.objects.filter(~Exists(later), ~Exists(in_office), pk__in=ended, erased_at=None)
    return gone.order_by("pk").values_list("pk", flat=True)


def is_member_or_officer(person_id: UUID, *, at: datetime) -> bool:
    """Return whether this person has a membership or an office that has not ended at the moment `at`."""
    terms = Term.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at), person=person_id)
    return bool(Membership.objects.open().filter(person=person_id).exists() or terms.exists())
