"""What only we can have written: links that stop mail, and the ids of our messages."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare, salted_hmac

_LINK = "folkmoot.notices.link"
_MESSAGE = "folkmoot.notices.message"
_CALENDAR = "folkmoot.notices.calendar"
_LENGTH = 32
_SECRET_BYTES = 32


def token_of(person_id: UUID) -> str:
    """Return the token that stands for a person in a link of their mail; it does not age, as mail is kept for years."""
    return _signer().sign(urlsafe_b64encode(person_id.bytes).decode().rstrip("="))


def person_id_in(token: str) -> UUID | None:
    """Return the person that a token of ours stands for, or None."""
    try:
        return UUID(bytes=urlsafe_b64decode(_signer().unsign(token) + "=="))
    except (BadSignature, ValueError):
        return None


def new_secret() -> str:
    """Return a new secret of 256 random bits for a calendar's address."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def hash_of_secret(secret: str) -> str:
    """Return what is kept of a calendar's secret."""
    return salted_hmac(_CALENDAR, secret, algorithm="sha256").hexdigest()


def message_id(address: str, slot: datetime) -> str:
    """Return the Message-ID of the mail that goes to `address` for the time `slot`: the same whenever it is sent again.

    Mail servers can drop a repeat by it, and a report that returns it proves that the mail was ours.
    """
    stamp = f"{round(slot.timestamp()):x}"
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{stamp}.{_mark(address, stamp)}@{domain}>"


def sent_at(message_id: str, address: str) -> datetime | None:
    """Return for which time the mail with this Message-ID went to `address`; None if it is not one of ours."""
    stamp, _dot, mark = message_id.strip("<> ").rpartition("@")[0].partition(".")
    if not constant_time_compare(mark, _mark(address, stamp)):
        return None
    return datetime.fromtimestamp(int(stamp, 16), UTC)


def _mark(address: str, stamp: str) -> str:
    return salted_hmac(_MESSAGE, f"{address} {stamp}", algorithm="sha256").hexdigest()[:_LENGTH]


def _signer() -> Signer:
    return Signer(salt=_LINK, sep=".")
