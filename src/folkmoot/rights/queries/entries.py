"""What the ledger has of a person: what they did, and what was done about them."""

import json
from collections.abc import Container, Iterator, Mapping, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from folkmoot.access.holdings import Rows
from folkmoot.kernel.batches import batched
from folkmoot.kernel.models import Entry, PersonalPayload
from folkmoot.people.models import Person
from folkmoot.rights.models import Mention
from folkmoot.rights.queries.naming import ids_in, people_among

_BATCH = 500


def entries_of(person: Person, paths: Sequence[str]) -> Rows:
    """Yield the entries that `person` made or that name them, the oldest first; nobody else's id is in them."""
    for batch in _batches(Mention.objects.filter(person=person)):
        named = people_among({pk for entry in batch for pk in ids_in(entry.payload)})
        strangers = {str(pk) for pk in named - {person.pk}}
        for entry in batch:
            told = {
                "at": entry.at,
                "event": entry.event,
                "by": _doer(entry, person),
                "payload": without(json.loads(entry.payload), strangers),
            }
            yield [told[path] for path in paths]


def personal_parts_of(person: Person, paths: Sequence[str]) -> Rows:
    """Yield what entries say of `person` by name; what names others too is told in their stead by the entry alone."""
    for batch in _batches(Mention.objects.filter(person=person, is_about=True)):
        own = {entry.pk: entry for entry in batch if entry.personal_hash}
        strangers = people_among({pk for entry in own.values() for pk in ids_in(entry.payload)}) - {person.pk}
        alone = {pk: entry for pk, entry in own.items() if not strangers & ids_in(entry.payload)}
        for kept in PersonalPayload.objects.filter(entry_id__in=alone).order_by("entry_id"):
            told = {"entry_id": alone[kept.entry_id].event, "payload": json.loads(kept.payload)}
            yield [told[path] for path in paths]


def without(told: object, strangers: Container[str]) -> object:
    """Return a payload without the ids of `strangers`, however deep they lie."""

    def is_hidden(value: object) -> bool:
        return isinstance(value, str) and value in strangers

    if isinstance(told, Mapping):
        return {key: without(value, strangers) for key, value in told.items() if not is_hidden(value)}
    if isinstance(told, list):
        return [without(value, strangers) for value in told if not is_hidden(value)]
    return told


def _batches(mentions: "QuerySet[Mention]") -> Iterator[list[Entry]]:
    found = mentions.order_by("entry_id").values_list("entry_id", flat=True)
    for ids in batched(found.iterator(_BATCH), _BATCH):
        yield list(Entry.objects.filter(pk__in=ids).order_by("id"))


def _doer(entry: Entry, person: Person) -> str:
    if entry.by == person.pk:
        return _("myself")
    return _("the program or its operator") if entry.by is None else _("an officer")
