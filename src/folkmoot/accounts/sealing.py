"""The contents of a session as the database keeps them: the cookie alone opens them."""

import secrets
from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from folkmoot.accounts.session_keys import derived

_SEAL = b"folkmoot.accounts.session.seal:"
_NONCE_BYTES = 12


class NotSealedHere(Exception):
    """What was read was not sealed with the key of this session, or is not as it was."""


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
    return AESGCM(derived(_SEAL, session_key))
