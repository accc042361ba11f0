"""Keeps the list of sessions true: whoever is signed in is on it, under the session's present key.

Signing in, by whatever way, and changing a password give a session a new key. Looking at the key after each answer
covers them all, so there is no session that its owner cannot see and end, and none that live streams do not know.
"""

from collections.abc import Callable
from typing import Any, cast

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse

from folkmoot.access.requests import SignedInRequest
from folkmoot.accounts.actions.devices import note_device
from folkmoot.accounts.rules.devices import device_of
from folkmoot.accounts.session_keys import row_key
from folkmoot.people.models import Account

_LISTED_AS = "listed_as"
# The table wants an IP address; this one says "not specified" (RFC 4291 §2.5.2).
_NO_ADDRESS = "::"


class ListedSessionsMiddleware:
    """Lists a session that is signed in and not yet listed under its key."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then list."""
        response = self.get_response(request)
        # A page that never looked at the session must not pay for reading it.
        if request.session.accessed and isinstance(request.user, Account):
            _list(request, request.user)
        return response


def _list(request: HttpRequest, account: Account) -> None:
    session = request.session
    place = row_key(session.session_key or "")
    if session.get(_LISTED_AS) == place:
        return
    UserSession.objects.filter(session_key=session.get(_LISTED_AS, "")).delete()
    listed = _listed(request, account)
    UserSession.objects.update_or_create(session_key=place, defaults=listed)
    session[_LISTED_AS] = place
    note_device(account, listed["user_agent"], at=listed["last_seen_at"])


def _listed(request: HttpRequest, account: Account) -> dict[str, Any]:
    # The day is enough to recognise a device by; the minute would say when somebody reads.
    day = cast("SignedInRequest", request).at.replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        "user": account,
        "ip": _NO_ADDRESS,
        "user_agent": device_of(request.headers.get("User-Agent", "")),
        "created_at": day,
        "last_seen_at": day,
    }
