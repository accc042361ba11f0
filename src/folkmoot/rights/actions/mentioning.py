"""Noting which entries of the ledger were made by a person or name one, so that theirs are found at once."""

from collections.abc import Iterable, Sequence

from folkmoot.kernel.batches import batched
from folkmoot.kernel.inserting import insert_new
from folkmoot.kernel.models import Entry
from folkmoot.kernel.relay import Subscriber, feed
from folkmoot.rights.models import Mention
from folkmoot.rights.queries.naming import ids_in, people_among

# Entries read at once, and so many ids in them end the batch: an import names a thousand people in one entry.
ENTRIES = 200
IDS = 1_000
# Each piece is written by itself: one that is written again does no harm.
ROWS = 500


def note_mentions(entries: Sequence[Entry]) -> None:
    """Note the people of some entries, in pieces that are each a transaction; what is noted already stays as it is."""
    for piece in batched(_mentions(entries), ROWS):
        insert_new(piece)


def note_all_mentions() -> None:
    """Note the people of all entries that are chained, for what cannot wait until the worker does."""
    while feed(MENTIONS):
        pass


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


MENTIONS = Subscriber(
    "rights.mentions", None, note_mentions, most=ENTRIES, enough=_enough, commits_itself=True
)
