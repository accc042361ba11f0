"""Noting which entries of the ledger were made by a person or name one, so that theirs are found at once."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from folkmoot.kernel.batches import batched
from folkmoot.kernel.inserting import insert_new
from folkmoot.kernel.models import Cursor, Entry
from folkmoot.rights.models import Mention
from folkmoot.rights.queries.naming import ids_in, people_among

_READER = "rights.mentions"
# Entries read at once, and so many ids in them end the batch: an import names a thousand people in one entry.
ENTRIES = 200
IDS = 1_000
# Each piece is written by itself: one that is written again does no harm.
ROWS = 500


def note_mentions(at: datetime) -> bool:  # noqa: ARG001  -- every job is told when
    """Note the people of the next entries of the ledger, and return whether there were any.

    Rows are written before the cursor moves, in pieces that are each a transaction: a worker that was killed writes the
    last ones again.
    """
    cursor, _is_new = Cursor.objects.get_or_create(subscriber=_READER)
    reached = cursor.position
    entries = _enough(Entry.objects.filter(position__gt=reached).order_by("position")[:ENTRIES])
    if not entries:
        return False
    for piece in batched(_mentions(entries), ROWS):
        insert_new(piece)
    Cursor.objects.filter(subscriber=_READER, position=reached).update(position=entries[-1].position)
    return True


def _enough(entries: Iterable[Entry]) -> list[Entry]:
    taken: list[Entry] = []
    count = 0
    for entry in entries:
        count += len(ids_in(entry.payload))
        if taken and count > IDS:
            break
        taken.append(entry)
    return taken


def _mentions(entries: Sequence[Entry]) -> list[Mention]:
    named = {entry.pk: ids_in(entry.payload) for entry in entries}
    doers = {entry.by for entry in entries if entry.by}
    people = people_among(doers.union(*named.values()))
    return [
        Mention(person_id=person_id, entry_id=entry.pk, is_about=person_id in named[entry.pk])
        for entry in entries
        for person_id in sorted(people & (named[entry.pk] | ({entry.by} if entry.by else set())))
    ]
