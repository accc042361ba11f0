"""Where somebody belongs, and whether they sign in."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet

from folkmoot.kernel.prepared import prepared
from folkmoot.people.models import Account, Membership, Person
from folkmoot.units.models import Unit


def has_account(person_id: UUID) -> bool:
    """Return whether a person signs in."""
    return bool(Account.objects.filter(person=person_id).exists())


def home_of(person: Person, *, at: datetime) -> Unit | None:
    """Return the cell to which `person` belongs at the moment `at`, or None.

    Of several, the one that answers for them: whoever leads an affiliated organisation lets nobody in as somebody else's member.
    """
    return next(iter(homes_of(person, at=at)), None)


def homes_of(person: Person, *, at: datetime) -> list[Unit]:
    """Return the cells to which `person` belongs at the moment `at`: the one that answers for them first."""
    return [membership.unit for membership in _homes(person=person.pk, at=at)]


# Every first screen asks it.
@prepared
def _homes(*, person: UUID, at: datetime) -> QuerySet[Membership]:
    homes: QuerySet[Membership] = Membership.objects.current(at).filter(person=person)
    return homes.select_related("unit").order_by(F("circle").asc(nulls_first=True), "pk")
