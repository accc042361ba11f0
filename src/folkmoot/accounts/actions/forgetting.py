"""Forgetting what has served its time."""

from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from folkmoot.accounts.models import ContactChange, Recovery, Slip, ThrottleRow
from folkmoot.people.models import ContactChannel


def forget_expired_rows(at: datetime, *, limit: int) -> int:
    """Delete up to `limit` expired sessions with their place in the list, and expired counters; return how many sessions."""
    keys = list(
        Session.objects.filter(expire_date__lt=at)
        .order_by("expire_date", "pk")
        .values_list("pk", flat=True)[:limit]
    )
    UserSession.objects.filter(session_key__in=keys).delete()
    Session.objects.filter(pk__in=keys).delete()
    ThrottleRow.objects.filter(expires__lt=at).delete()
    return len(keys)


def forget_lost_places(*, limit: int) -> int:
    """Delete up to `limit` places in the list whose session is gone, and return how many there were."""
    alive = Session.objects.filter(pk=OuterRef("session_key"))
    lost = list(
        UserSession.objects.filter(~Exists(alive)).order_by("pk").values_list("pk", flat=True)[:limit]
    )
    UserSession.objects.filter(pk__in=lost).delete()
    return len(lost)


def forget_addresses(person_id: UUID, limit: int) -> int:
    """Delete up to `limit` addresses of somebody who was erased, with the changes of each; return how many."""
    ids = list(
        ContactChannel.objects.filter(person=person_id).order_by("pk").values_list("pk", flat=True)[:limit]
    )
    ContactChange.objects.filter(channel__in=ids).delete()
    ContactChannel.objects.filter(pk__in=ids).delete()
    return len(ids)


def forget_slips(person_id: UUID, limit: int) -> int:
    """Delete up to `limit` slips of somebody who was erased, and return how many."""
    ids = list(Slip.objects.filter(person=person_id).order_by("pk").values_list("pk", flat=True)[:limit])
    Slip.objects.filter(pk__in=ids).delete()
    return len(ids)


def forget_recoveries(person_id: UUID, limit: int) -> int:
    """Delete up to `limit` removals of passkeys of somebody who was erased, and return how many."""
    ids = list(Recovery.objects.filter(person=person_id).order_by("pk").values_list("pk", flat=True)[:limit])
    Recovery.objects.filter(pk__in=ids).delete()
    return len(ids)
