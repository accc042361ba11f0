"""Where somebody is signed in, and who is with which key."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet

from folkmoot.accounts.models import (
    Device,
)
from folkmoot.accounts.session_keys import row_key
from folkmoot.kernel.prepared import padded, prepared
from folkmoot.people.models import Account

_SESSION_KEY = re.compile(r"[a-z0-9]{1,40}")


def sessions_of(account: Account, at: datetime) -> list[UserSession]:
    """Return the sessions in which `account` is signed in at the moment `at`, the newest day first."""
    listed = UserSession.objects.filter(_is_alive(at), user=account)
    return list(listed.order_by("-created_at", "-pk"))


def listed_session(session_key: str) -> int | None:
    """Return under which number the session with this key stands on its owner's list, or None."""
    listed = UserSession.objects.filter(session_key=row_key(session_key))
    number: int | None = listed.values_list("pk", flat=True).first()
    return number


def people_of_sessions(session_keys: Sequence[str], at: datetime) -> Mapping[str, UUID]:
    """Return who is signed in with each of `session_keys` at the moment `at`; ended and unknown ones are left out."""
    # Anything else in a cookie is no key of ours, and may be what a database refuses to be asked.
    keys = {row_key(key): key for key in session_keys if _SESSION_KEY.fullmatch(key)}
    return {keys[row]: person for row, person in _people_of(keys=padded(list(keys)), at=at)}


@prepared
def _people_of(*, keys: Sequence[str], at: datetime) -> QuerySet[Any, Any]:
    listed = UserSession.objects.filter(_is_alive(at), session_key__in=keys, user__is_active=True)
    rows: QuerySet[Any, Any] = listed.order_by("pk").values_list("session_key", "user__person_id")
    return rows


def untold_devices(*, limit: int) -> list[Device]:
    """Return up to `limit` new families of devices of which their owner was not told yet, the oldest first."""
    untold = Device.objects.filter(is_told=False).select_related("account__person")
    return list(untold.order_by("pk")[:limit])


def _is_alive(at: datetime) -> Exists:
    return Exists(Session.objects.filter(pk=OuterRef("session_key"), expire_date__gt=at))
