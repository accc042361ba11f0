"""The ledger: audit trail, outbox and feed in one. `record` writes; `relay` chains; `verify` checks."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from folkmoot.kernel.acts import Actor, running
from folkmoot.kernel.canonical import canonical_json, digest_of
from folkmoot.kernel.models import Entry, PersonalPayload

GENESIS = "0" * 64


@dataclass(frozen=True)
class Event:
    """Something that happened: a frozen dataclass named in the past tense, holding ids and plain values."""


def record(
    event: Event, *, by: Actor | None, at: datetime, personal: Mapping[str, object] | None = None
) -> None:
    """Enter `event` in the ledger, in the transaction of the act that is running.

    What names or describes a person goes in `personal`: it is kept beside the ledger and can be erased; the
    entry holds only its salted hash.

    :raises LookupError: if no act is running, or the running act is private and so may leave no entry.
    """
    current = running()
    if current.is_private:
        message = f"{current.act} is a private act and leaves no entry of its own"
        raise LookupError(message)
    entry = Entry(
        event=type(event).__name__,
        act=current.act,
        act_id=current.act_id,
        by=None if by is None else by.pk,
        via=current.via,
        at=at,
        payload=canonical_json(asdict(event)),
    )
    if personal is not None:
        entry.personal_hash = _keep_apart(entry, personal)
    entry.save(force_insert=True)


def hash_of(entry: Entry, *, position: int, previous: str) -> str:
    """Return the hash that binds `entry` to its position and to the hash of the entry before it."""
    return digest_of(
        canonical_json(
            [
                previous,
                position,
                entry.id,
                entry.event,
                entry.act,
                entry.act_id,
                entry.by,
                entry.via,
                entry.at,
                entry.payload,
                entry.personal_hash,
            ]
        )
    )


def personal_hash_of(salt: str, payload: str) -> str:
    """Return the hash that the chain keeps of a personal payload; without the salt it cannot be guessed."""
    return digest_of(f"{salt}:{payload}")


def _keep_apart(entry: Entry, personal: Mapping[str, object]) -> str:
    salt, payload = secrets.token_hex(32), canonical_json(personal)
    PersonalPayload.objects.create(entry_id=entry.id, salt=salt, payload=payload)
    return personal_hash_of(salt, payload)
