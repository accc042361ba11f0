"""The relay: one process gives committed entries their place in the chain, and signs the head."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from folkmoot.kernel.ledger import GENESIS, hash_of
from folkmoot.kernel.models import Cursor, Entry, SignedHead
from folkmoot.kernel.signing import HeadLog, Signer

BATCH = 500
# Any number will do, as long as nothing else in this database uses it.
_RELAY_LOCK = 0x666F6C6B


@dataclass(frozen=True)
class Subscriber:
    """Someone who reads the ledger by position: must do no harm when handed the same entries again."""

    name: str
    events: frozenset[str]
    receive: Callable[[Sequence[Entry]], None]


def chain_waiting(*, at: datetime, signer: Signer, heads: HeadLog) -> int:
    """Chain up to 500 committed entries, oldest first, sign the new head, and return how many there were."""
    with transaction.atomic():
        _be_the_only_relay()
        position, previous = head()
        waiting = list(Entry.objects.filter(position=None).order_by("id")[:BATCH])
        for position, entry in enumerate(waiting, start=position + 1):  # noqa: B020  -- goes on from the head
            entry.position = position
            entry.hash = previous = hash_of(entry, position=position, previous=previous)
        Entry.objects.bulk_update(waiting, ["position", "hash"], batch_size=100)
        if waiting:
            signed = SignedHead(position=position, hash=previous, signed_at=at)
            signed.signature = signer.sign(position, previous)
            signed.save(force_insert=True)
    if waiting:
        # Outside the database on purpose: whoever cuts the table's tail must also cut this file.
        heads.append(signed)
    return len(waiting)


def head() -> tuple[int, str]:
    """Return the position and hash of the last chained entry, or 0 and the hash that the chain begins with."""
    last = (
        Entry.objects.filter(position__isnull=False)
        .order_by("-position")
        .values_list("position", "hash")
        .first()
    )
    return (last[0] or 0, last[1]) if last else (0, GENESIS)


def feed(subscriber: Subscriber) -> int:
    """Hand `subscriber` up to 500 entries it has not had, move its cursor with them, and return how many it passed."""
    with transaction.atomic():
        cursor, _created = Cursor.objects.get_or_create(subscriber=subscriber.name)
        entries = list(Entry.objects.filter(position__gt=cursor.position).order_by("position")[:BATCH])
        if not entries:
            return 0
        subscriber.receive([entry for entry in entries if entry.event in subscriber.events])
        Cursor.objects.filter(pk=cursor.pk).update(position=entries[-1].position)
    return len(entries)


def _be_the_only_relay() -> None:
    # SQLite's IMMEDIATE transaction is already exclusive; on PostgreSQL a second relay would number entries twice.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_RELAY_LOCK])
