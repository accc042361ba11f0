"""A person's own reading list, and decisions put together to be printed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from folkmoot.decisions.queries.searching import readable_among
from folkmoot.documents.collecting import readings_of
from folkmoot.documents.queries import Reading
from folkmoot.library.models import ListedDocument
from folkmoot.people.models import Person

# So many decisions make one printed collection.
MOST_PRINTED = 100


@dataclass(frozen=True)
class Part:
    """One decision of a collection: the decision as it is shown to its reader, and its words."""

    decision: Any
    reading: Reading


def listed_among(person: Person, documents: Iterable[UUID]) -> frozenset[UUID]:
    """Return which of these documents are on the reading list of `person`."""
    listed = ListedDocument.objects.of(person).filter(document__in=list(documents))
    return frozenset(listed.values_list("document", flat=True))


def reading_list(person: Person, *, at: datetime) -> list[Any]:
    """Return the decisions on the reading list of `person` that they may still read, the last put there first."""
    listed = list(ListedDocument.objects.of(person).latest_first().values_list("document", flat=True))
    if not listed:
        return []
    readable = {each.document_id: each for each in readable_among(person, listed, at=at)}
    return [readable[document] for document in listed if document in readable]


def collection(decisions: Sequence[Any], person: Person, *, at: datetime) -> list[Part]:
    """Return decisions with all their words, as `person` reads them: two questions, however many there are."""
    readings = readings_of([each.document_id for each in decisions], person.languages, at=at)
    return [Part(each, readings[each.document_id]) for each in decisions if each.document_id in readings]
