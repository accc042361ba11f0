"""Whom the work of a unit can be offered, as those see it who offer it: nobody is named whom they do not see anyway."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from folkmoot.access.policy import units_where
from folkmoot.kernel.sight import Asking
from folkmoot.meetings.queries.meetings import seen_by
from folkmoot.meetings.queries.running import present_now, version_seen
from folkmoot.people.models import Account, Membership, Person, Term
from folkmoot.units.models import Unit
from folkmoot.work.models import Assignment
from folkmoot.work.queries.lists import GIVING

NAMES = "people.see_members"
CHOICES = 200


@dataclass(frozen=True)
class Askable:
    """Whom the work of a unit can be offered, and of how many it cannot be asked here, as they have no account to answer with."""

    people: Sequence[Person]
    unreached: int


def people_to_ask(unit: Unit, person: Person, *, at: datetime) -> Askable:
    """Return those at home in `unit` whom `person` sees by name, and its officers; the first two hundred by name."""
    seen = units_where(person, NAMES, at=at).order_by().values("pk")
    homes = Membership.objects.current(at).at_home_in(unit).filter(unit__in=seen)
    officers = Term.objects.current(at).filter(unit=unit)
    chosen = Q(pk__in=homes.values("person")) | Q(pk__in=officers.values("person"))
    found = list(Person.objects.filter(chosen).in_order()[:CHOICES])
    reached = with_account(each.pk for each in found)
    return Askable([each for each in found if each.pk in reached], len(found) - len(reached))


def with_account(people: Iterable[UUID]) -> set[UUID]:
    """Return those of these who can sign in, and so find what they are asked."""
    accounts = Account.objects.filter(person__in=list(people), is_active=True)
    return set(accounts.values_list("person", flat=True))


def officers_known(asking: Asking) -> set[UUID]:
    """Return the officers of the unit whose work the act is about, to whoever offers it: everybody sees who holds its offices."""
    named = asking.given.get("assignment_id")
    if named is None:
        return set()
    giving = units_where(asking.to, GIVING, at=asking.at).order_by().values("pk")
    units = Assignment.objects.filter(pk=named, unit__in=giving).values("unit")
    terms = Term.objects.current(asking.at).filter(unit__in=units, person__in=asking.ids)
    return set(terms.values_list("person", flat=True))


def present_known(asking: Asking) -> set[UUID]:
    """Return those with a vote who are at the meeting that the act is about now, to whoever runs it."""
    named = asking.given.get("meeting_id")
    if named is None or version_seen(named, asking.to, at=asking.at) is None:
        return set()
    meeting = seen_by(asking.to, at=asking.at).filter(pk=named).first()
    return set() if meeting is None else present_now(meeting, at=asking.at) & set(asking.ids)
