"""New addresses that wait."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from folkmoot.accounts.models import (
    ContactChange,
    ContactChangeQuerySet,
)
from folkmoot.accounts.rules.waiting import WAIT, due_at
from folkmoot.kernel.prepared import prepared
from folkmoot.people.models import Person


@dataclass(frozen=True)
class PendingChange:
    """A new address that waits: what the member sees of it."""

    id: UUID
    address: str
    entered_by: str
    entered_at: datetime
    due_at: datetime | None


def pending_change_of(person: Person) -> PendingChange | None:
    """Return the new address that waits to be used for `person`, or None."""
    change = next(iter(_open_changes(person=person.pk)), None)
    if change is None:
        return None
    return PendingChange(
        id=change.pk,
        address=change.channel.value,
        entered_by="" if change.entered_by is None else change.entered_by.name,
        entered_at=change.entered_at,
        due_at=due_at(change.told_at),
    )


@prepared
def _open_changes(*, person: UUID) -> ContactChangeQuerySet:
    changes: ContactChangeQuerySet = ContactChange.objects.open()
    return changes.filter(person=person).select_related("channel", "entered_by").order_by("pk")[:1]


def due_changes(at: datetime, skip: int, limit: int) -> list[UUID]:
    """Return up to `limit` changes that have waited long enough at the moment `at`, the oldest first, after `skip`."""
    changes: ContactChangeQuerySet = ContactChange.objects.open()
    told_in_time = changes.told_by(at - WAIT)
    return list(told_in_time.order_by("entered_at", "pk").values_list("pk", flat=True)[skip : skip + limit])


def untold_changes(*, limit: int) -> list[ContactChange]:
    """Return up to `limit` changes of which the member has not been told, the oldest first."""
    changes: ContactChangeQuerySet = ContactChange.objects.untold()
    return list(
        changes.select_related("channel", "entered_by", "person").order_by("entered_at", "pk")[:limit]
    )
