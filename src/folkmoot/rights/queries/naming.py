"""Which people a text of the ledger names."""

import re
from uuid import UUID

from folkmoot.kernel.batches import batched
from folkmoot.people.models import Person

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_AT_ONCE = 1_000


def ids_in(text: str) -> set[UUID]:
    """Return every id that a payload speaks of."""
    return {UUID(found) for found in _ID.findall(text)}


def people_among(ids: set[UUID]) -> set[UUID]:
    """Return those of `ids` that are people's, asking for a thousand at a time."""
    return {
        pk
        for piece in batched(sorted(ids), _AT_ONCE)
        for pk in Person.objects.filter(pk__in=piece).values_list("pk", flat=True)
    }
