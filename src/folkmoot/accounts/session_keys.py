"""What is derived from a session's key: by it rows are found, of which no cookie can be made."""

import hmac

from django.conf import settings

_ROW = b"folkmoot.accounts.session.row:"
# As long as the columns of the two tables: 160 bits.
_LENGTH = 40


def row_key(session_key: str) -> str:
    """Return by which key the rows of the session are found whose cookie says `session_key`."""
    return derived(_ROW, session_key).hex()[:_LENGTH]


def derived(purpose: bytes, session_key: str) -> bytes:
    """Return what `session_key` gives for a purpose, 32 bytes."""
    # A session's key has 165 random bits, so that a fast hash is enough; keyed, so that a row cannot be written either.
    return hmac.digest(settings.SECRET_KEY.encode(), purpose + session_key.encode(), "sha256")
