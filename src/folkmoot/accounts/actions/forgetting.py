"""Forgetting what has served its time."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from folkmoot.accounts.models import ContactChange, ThrottleRow, Token
from folkmoot.people.models import ContactChannel

# Long enough to ask who changed an address, short enough not to keep former addresses for ever.
_CHANGES_KEPT = timedelta(days=365)
_TOKENS_KEPT = timedelta(days=365)


def forget_expired_rows(at: datetime, *, limit: int) -> int:
    """Delete up to `limit` expired sessions with their place in the list, and expired counters; return how many sessions.

    Former addresses, changes of address and tokens are kept for a year after their end.
    """
    keys = list(
        Session.objects.filter(expire_date__lt=at)
        .order_by("expire_date", "pk")
        .values_list("pk", flat=True)[:limit]
    )
    UserSession.objects.filter(session_key__in=keys).delete()
    Session.objects.filter(pk__in=keys).delete()
    ThrottleRow.objects.filter(expires__lt=at).delete()
    ContactChange.objects.filter(ended_at__lt=at - _CHANGES_KEPT).delete()
    ContactChannel.objects.filter(ended_at__lt=at - _CHANGES_KEPT, change=None).delete()
    Token.objects.filter(expires_at__lt=at - _TOKENS_KEPT).delete()
    return len(keys)


def forget_lost_places(*, limit: int) -> int:
    """Delete up to `limit` places in the list whose session is gone, and return how many there were."""
    alive = Session.objects.filter(pk=OuterRef("session_key"))
    lost = list(
        UserSession.objects.filter(~Exists(alive)).order_by("pk").values_list("pk", flat=True)[:limit]
    )
    UserSession.objects.filter(pk__in=lost).delete()
    return len(lost)
