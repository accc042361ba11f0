"""What a session leaves in the database: a key of which no cookie can be made, and contents that the cookie alone opens."""

import hmac
import secrets
from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_ROW = b"folkmoot.accounts.session.row:"
_SEAL = b"folkmoot.accounts.session.seal:"
# As long as the columns of the two tables: 160 bits.
_LENGTH = 40
_NONCE_BYTES = 12


class NotSealedHere(Exception):
    """What was read was not sealed with the key of this session, or is not as it was."""


def row_key(session_key: str) -> str:
    """Return by which key the rows of the session are found whose cookie says `session_key`."""
    return _derived(_ROW, session_key).hex()[:_LENGTH]


def seal(contents: bytes, session_key: str) -> str:
    """Return `contents` as they are kept: neither the database nor the secret key opens them without the cookie."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = _box(session_key).encrypt(nonce, contents, None)
    return b64encode(nonce + sealed).decode()


def unseal(kept: str, session_key: str) -> bytes:
    """Return what `seal` was given.

    :raises NotSealedHere: if it was sealed for another session, or is not as it was.
    """
    try:
        sealed = b64decode(kept, validate=True)
        return _box(session_key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
    except (InvalidTag, ValueError) as error:
        raise NotSealedHere from error


def _box(session_key: str) -> AESGCM:
    return AESGCM(_derived(_SEAL, session_key))


def _derived(purpose: bytes, session_key: str) -> bytes:
    # A session's key has 165 random bits, so that a fast hash is enough; keyed, so that a row cannot be written either.
    return hmac.digest(settings.SECRET_KEY.encode(), purpose + session_key.encode(), "sha256")
