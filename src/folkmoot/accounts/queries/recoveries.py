"""Removals of lost passkeys that wait."""

from datetime import datetime
from uuid import UUID

from folkmoot.accounts.models import (
    Recovery,
)
from folkmoot.accounts.rules.waiting import WAIT, due_at
from folkmoot.people.models import Person


def open_recovery_of(person: Person) -> Recovery | None:
    """Return the removal of lost passkeys that waits for `person`, with the officers who asked for it, or None."""
    open_ones = Recovery.objects.open().filter(person=person)
    found: Recovery | None = open_ones.select_related("asked_by", "confirmed_by").first()
    return found


def recovery_due_at(recovery: Recovery) -> datetime | None:
    """Return the moment from which the passkeys are removed, or None while it is not confirmed, or the member not told."""
    if recovery.confirmed_at is None:
        return None
    return due_at(recovery.told_at)


def due_recoveries(at: datetime, skip: int, limit: int) -> list[UUID]:
    """Return up to `limit` confirmed removals that have waited long enough at `at`, the oldest first, after `skip`."""
    ready = Recovery.objects.open().filter(confirmed_at__lte=at - WAIT, told_at__lte=at - WAIT)
    return list(ready.order_by("confirmed_at", "pk").values_list("pk", flat=True)[skip : skip + limit])


def untold_recoveries(*, limit: int) -> list[Recovery]:
    """Return up to `limit` confirmed removals of which the member was not told yet, the oldest first."""
    untold = Recovery.objects.open().filter(confirmed_at__isnull=False, told_at=None)
    named = untold.select_related("person", "asked_by", "confirmed_by")
    return list(named.order_by("confirmed_at", "pk")[:limit])
