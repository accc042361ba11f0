"""Who we are to push services: a key of this installation, and a word signed with it (VAPID, RFC 8292)."""

import json
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from folkmoot.kernel.files import write_once
from folkmoot.notices.rules.encryption import point_of, written

# A day is the longest that push services take; clocks differ.
_GOOD_FOR = timedelta(hours=12)
_HALF = 32


def public_key() -> str:
    """Return the key by which browsers let this installation alone push to them."""
    return written(point_of(_key(settings.DATA).public_key()))


def authorization(origin: str, *, at: datetime) -> str:
    """Return the header that tells the push service at `origin` who pushes."""
    claims = {"aud": origin, "exp": int((at + _GOOD_FOR).timestamp()), "sub": _whom_to_ask()}
    text = f"{_part({'typ': 'JWT', 'alg': 'ES256'})}.{_part(claims)}"
    first, second = decode_dss_signature(_key(settings.DATA).sign(text.encode(), ECDSA(SHA256())))
    signature = written(first.to_bytes(_HALF) + second.to_bytes(_HALF))
    return f"vapid t={text}.{signature}, k={public_key()}"


def _whom_to_ask() -> str:
    # A service that has a complaint asks here; it says no more than the endpoint's own origin and our mail say.
    https: bool = settings.PUBLIC_URL.startswith("https:")
    return str(settings.PUBLIC_URL) if https else f"mailto:{settings.DEFAULT_FROM_EMAIL}"


def _part(facts: dict[str, object]) -> str:
    return written(json.dumps(facts, separators=(",", ":")).encode())


@lru_cache(maxsize=1)
def _key(folder: Path) -> EllipticCurvePrivateKey:
    path = folder / "push-key.pem"
    if not path.exists():
        write_once(path, _new_key())
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, EllipticCurvePrivateKey):
        message = f"{path} holds no key on the curve P-256"
        raise TypeError(message)
    return key


def _new_key() -> bytes:
    return generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
