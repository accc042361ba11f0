"""Identifiers that whoever acts can make without asking anybody."""

import secrets
import time
from uuid import UUID, uuid5

_VERSION_AND_VARIANT = (7 << 76) | (0b10 << 62)


def new_id() -> UUID:
    """Return a new UUIDv7: 48 bits of Unix milliseconds, then 74 random bits (RFC 9562 §5.7)."""
    return _uuid7(time.time_ns() // 1_000_000)


def private_id() -> UUID:
    """Return an id that tells nothing of when it was made, for rows of private acts."""
    return UUID(int=secrets.randbits(128) & ~(0xF << 76) & ~(0b11 << 62) | (4 << 76) | (0b10 << 62))


def derived_id(namespace: UUID, name: str) -> UUID:
    """Return the same id for the same `name` in `namespace`, so that a repeated batch is one batch."""
    return uuid5(namespace, name)


def _uuid7(milliseconds: int) -> UUID:
    high = secrets.randbits(12)
    low = secrets.randbits(62)
    return UUID(int=(milliseconds << 80) | (high << 64) | low | _VERSION_AND_VARIANT)
