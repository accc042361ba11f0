"""Slowing guessing down without letting anybody keep somebody else out.

What is tried for an address is counted by the network it comes from, so that a stranger uses up their own tries and not
the member's; and wider by the address alone, for those who come from many networks. A device on which that very member
signed in before is counted by itself, and together with the others of theirs: each sign-in makes one. With a new password
none is known any more, until its next sign-in.
"""

import hmac
import secrets

from allauth.core.internal.ratelimit import RateLimitUsage, get_ip
from allauth.core.internal.ratelimit import consume as consume_rates
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from folkmoot.accounts.rules.addresses import normal
from folkmoot.people.models import Account

COOKIE = "known"
_APP = "allauth.account"
_YEAR_SECONDS = 365 * 24 * 3600


def take_try(request: HttpRequest, action: str, email: str) -> RateLimitUsage | None:
    """Return one try of `action` for the address `email`, which can be given back, or None if there were too many."""
    address = normal(email)
    known = _known_device(request, address)
    here = take_try_here(request, action, address, known=known)
    if here is None:
        return None
    everywhere = f"{action}_known" if known else action
    wide: RateLimitUsage | None = consume_rates(request, app=_APP, action=everywhere, key=address)
    if wide is None:
        here.rollback()
        return None
    return RateLimitUsage([*here.usage, *wide.usage])


def take_try_here(request: HttpRequest, action: str, key: str, *, known: str = "") -> RateLimitUsage | None:
    """Return one try from this network, or from the `known` device, or None if there were too many."""
    place = f"device:{known}" if known else f"network:{get_ip(request)}"
    usage: RateLimitUsage | None = consume_rates(
        request, app=_APP, action=f"{action}_here", key=f"{place}:{key}"
    )
    return usage


def remember_device(answer: HttpResponse, account: Account) -> None:
    """Have the browser keep that `account` signed in here; it says nothing of whose it is, and opens nothing."""
    device = secrets.token_hex(16)
    answer.set_cookie(
        COOKIE,
        f"{device}.{_mark(device, account)}",
        max_age=_YEAR_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known_device(request: HttpRequest, address: str) -> str:
    device, _dot, mark = request.COOKIES.get(COOKIE, "").partition(".")
    account = Account.objects.filter(email=address).first() if mark else None
    is_known = account is not None and hmac.compare_digest(mark.encode(), _mark(device, account).encode())
    return device if is_known else ""


def _mark(device: str, account: Account) -> str:
    said = f"{device}:{account.pk}:{account.get_session_auth_hash()}"
    return salted_hmac("accounts.slowing", said, algorithm="sha256").hexdigest()
