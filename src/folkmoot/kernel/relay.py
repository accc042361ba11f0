"""The relay: one process gives committed entries their place in the chain, and signs the head."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from folkmoot.kernel.ledger import GENESIS, hash_of
from folkmoot.kernel.models import Cursor, Entry, SignedHead
from folkmoot.kernel.signing import HeadLog, Signer

# So many are read at once, and so many chained in one transaction: it holds up every other writer on SQLite.
BATCH = 500
CHAINED_AT_ONCE = 100
# Any number will do, as long as nothing else in this database uses it.
_RELAY_LOCK = 0x666F6C6B


def _all_of_them(entries: Sequence[Entry]) -> Sequence[Entry]:
    return entries


@dataclass(frozen=True)
class Subscriber:
    """Someone who reads the ledger by position: must do no harm when handed the same entries again.

    `events` are those it is handed, None for all. Of at most `most` entries it takes what is `enough`, one at least.
    Where it `commits_itself`, what it writes is too much for one transaction: its cursor moves once all is written.
    """

    name: str
    events: frozenset[str] | None
    receive: Callable[[Sequence[Entry]], None]
    most: int = BATCH
    enough: Callable[[Sequence[Entry]], Sequence[Entry]] = _all_of_them
    commits_itself: bool = False


def chain_waiting(*, at: datetime, signer: Signer, heads: HeadLog) -> int:
    """Chain up to CHAINED_AT_ONCE committed entries, oldest first, sign the new head, and return how many there were."""
    with transaction.atomic():
        _be_the_only_relay()
        position, previous = head()
        waiting = list(Entry.objects.filter(position=None).order_by("id")[:CHAINED_AT_ONCE])
        for position, entry in enumerate(waiting, start=position + 1):  # noqa: B020  -- goes on from the head
            entry.position = position
            entry.hash = previous = hash_of(entry, position=position, previous=previous)
        _write_places(waiting)
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
    """Hand `subscriber` the next entries it has not had, move its cursor past them, and return how many it passed."""
    if subscriber.commits_itself:
        return _fed(subscriber)
    with transaction.atomic():
        return _fed(subscriber)


def _fed(subscriber: Subscriber) -> int:
    cursor, _created = Cursor.objects.get_or_create(subscriber=subscriber.name)
    following = Entry.objects.filter(position__gt=cursor.position).order_by("position")
    entries = subscriber.enough(list(following[: subscriber.most]))
    if not entries:
        return 0
    wanted = subscriber.events
    subscriber.receive([entry for entry in entries if wanted is None or entry.event in wanted])
    # Only from where it was read: of two that were handed the same, one moves it.
    Cursor.objects.filter(pk=cursor.pk, position=cursor.position).update(position=entries[-1].position)
    return len(entries)


def _write_places(entries: Sequence[Entry]) -> None:
    # One statement, prepared once: `bulk_update` writes a CASE with a branch for every entry, and takes ten times as long.
    key = Entry._meta.pk  # noqa: SLF001  -- Django's documented Model API
    rows = [
        (entry.position, entry.hash, key.get_db_prep_value(entry.pk, connection=connection))
        for entry in entries
    ]
    with connection.cursor() as cursor:
        cursor.executemany("update kernel_entry set position = %s, hash = %s where id = %s", rows)


def _be_the_only_relay() -> None:
    # SQLite's IMMEDIATE transaction is already exclusive; on PostgreSQL a second relay would number entries twice.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_RELAY_LOCK])
