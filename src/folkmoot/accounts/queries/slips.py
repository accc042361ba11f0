"""Printed slips: the open one, and those about which something is to be done."""

from datetime import datetime

from django.db.models import QuerySet

from folkmoot.accounts.models import (
    Slip,
)
from folkmoot.people.models import Person


def open_slip_of(person: Person) -> Slip | None:
    """Return the slip of `person` that is neither used nor taken back, with the officers who had a hand in it, or None."""
    slip: Slip | None = (
        Slip.objects.open().filter(person=person).select_related("printed_by", "seen_by").first()
    )
    return slip


def last_slip_of(person: Person) -> Slip | None:
    """Return the slip of `person` that was printed last, whatever became of it, or None."""
    slip: Slip | None = Slip.objects.filter(person=person).order_by("-printed_at", "-pk").first()
    return slip


def expired_slips(at: datetime) -> QuerySet[Slip]:
    """Return the slips that are open and have expired at the moment `at`, the oldest first."""
    expired: QuerySet[Slip] = Slip.objects.open().filter(expires_at__lte=at).order_by("expires_at", "pk")
    return expired


def untold_slips(*, limit: int) -> list[Slip]:
    """Return up to `limit` confirmed slips of which the member was not told yet, the oldest first."""
    untold = Slip.objects.filter(seen_by__isnull=False, told_at=None).select_related("person")
    return list(untold.order_by("seen_at", "pk")[:limit])
