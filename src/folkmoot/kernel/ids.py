"""Identifiers that whoever acts can make without asking anybody."""

import secrets
import time
from datetime import datetime
from uuid import UUID, uuid5

from django.utils.crypto import salted_hmac

_VERSION_AND_VARIANT = (7 << 76) | (0b10 << 62)


def new_id() -> UUID:
    """Return a new UUIDv7: 48 bits of Unix milliseconds, 12 of their 4,096ths, then 62 random bits (RFC 9562 §5.7, §6.2).

    Ids made one after the other in a process are so in order, as the entries of one act have to be.
    """
    milliseconds, nanoseconds = divmod(time.time_ns(), 1_000_000)
    return _uuid7(milliseconds, nanoseconds * 4_096 // 1_000_000)


def least_id_at(moment: datetime) -> UUID:
    """Return the id before which all are that `new_id` made before `moment`."""
    return UUID(int=int(moment.timestamp() * 1_000) << 80)


def as_id(text: str) -> UUID | None:
    """Return the id that a text is, as it comes in an address or a key; None if it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def private_id() -> UUID:
    """Return an id that tells nothing of when it was made, for rows of private acts."""
    return UUID(int=secrets.randbits(128) & ~(0xF << 76) & ~(0b11 << 62) | (4 << 76) | (0b10 << 62))


def derived_id(namespace: UUID, name: str) -> UUID:
    """Return the same id for the same `name` in `namespace`, which anybody can work out: for rows, never for acts."""
    return uuid5(namespace, name)


def keyed_id(namespace: UUID, name: str) -> UUID:
    """Return the same id for the same `name` in `namespace`, which only this installation can work out.

    For acts that are repeated until they are done. Whoever could tell the id of one beforehand would send it with an act of
    their own, and it would be refused for ever. With another secret key the ids are others, which repeats nothing: each such
    act also looks at the rows for whether it is still due.
    """
    said = f"{namespace}|{name}"
    return UUID(bytes=salted_hmac("folkmoot.kernel.ids", said, algorithm="sha256").digest()[:16], version=4)


def _uuid7(milliseconds: int, parts: int) -> UUID:
    return UUID(int=(milliseconds << 80) | (parts << 64) | secrets.randbits(62) | _VERSION_AND_VARIANT)
