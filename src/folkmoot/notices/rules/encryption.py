"""What is pushed is sealed for one browser: a push service that carries it reads nothing (RFC 8291, RFC 8188)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_RECORD = 4096
_LAST_RECORD = b"\x02"


def sealed_for(
    text: bytes,
    *,
    public_key: bytes,
    secret: bytes,
    once: EllipticCurvePrivateKey,
    salt: bytes,
    size: int = 0,
) -> bytes:
    """Seal `text` for the browser with this key and secret, by a key that is used `once` and 16 random bytes of salt.

    What is shorter than `size` bytes is filled up to it, so that its length does not tell what it says.
    """
    its = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public_key)
    ours = point_of(once.public_key())
    shared = _derived(once.exchange(ECDH(), its), secret, b"WebPush: info\0" + public_key + ours, 32)
    key = _derived(shared, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(shared, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + _RECORD.to_bytes(4) + bytes([len(ours)]) + ours
    return head + AESGCM(key).encrypt(nonce, (text + _LAST_RECORD).ljust(size, b"\0"), None)


def point_of(key: EllipticCurvePublicKey) -> bytes:
    """Return a public key as 65 bytes, as browsers write it."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def is_point(written: bytes) -> bool:
    """Return whether these 65 bytes are a key on the curve, and not only as long as one."""
    try:
        return len(point_of(EllipticCurvePublicKey.from_encoded_point(SECP256R1(), written))) == len(written)
    except ValueError:
        return False


def bytes_of(written: str) -> bytes:
    """Return what base64url says, with its padding or without; nothing, if it is none."""
    try:
        return urlsafe_b64decode(written.rstrip("=") + "=" * (-len(written.rstrip("=")) % 4))
    except ValueError:
        return b""


def written(content: bytes) -> str:
    """Return bytes as base64url without padding."""
    return urlsafe_b64encode(content).decode().rstrip("=")


def _derived(key: bytes, salt: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, purpose).derive(key)
