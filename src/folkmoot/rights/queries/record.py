"""Everything that is held about a person: as a page, as JSON and as a vCard."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from folkmoot.access.holdings import Holding, holdings
from folkmoot.kernel.canonical import canonical_json
from folkmoot.membership.queries.people import own_page
from folkmoot.people.models import Person
from folkmoot.rights.rules.vcard import Contact

SHOWN = 20


@dataclass(frozen=True)
class Part:
    """What one table holds about a person: its first rows, and whether there are more."""

    holding: Holding
    rows: Sequence[Sequence[object]]
    has_more: bool


def parts_of(person: Person) -> Iterator[Part]:
    """Yield everything that is held about `person`, table by table, up to 20 rows of each."""
    for holding in holdings():
        rows = list(islice(holding.rows(person), SHOWN + 1))
        yield Part(holding, rows[:SHOWN], has_more=len(rows) > SHOWN)


def json_of(person: Person, *, at: datetime) -> Iterator[str]:
    """Yield everything that is held about `person` as one JSON object, row by row, however much it is."""
    yield f'{{"exported_at":{canonical_json(at)}'
    for holding in holdings():
        yield f",\n{json.dumps(holding.table)}:["
        yield from _separated(_row(holding, row) for row in holding.rows(person))
        yield "]"
    yield "\n}\n"


def contact_of(person: Person, *, organisation: str, at: datetime) -> Contact:
    """Return what an address book is told of `person`: four queries."""
    held = own_page(person, at=at)
    kinds = {kind: [each.value for each in held.channels if each.kind == kind] for kind in ("email", "phone")}
    home = [each.unit.name for each in held.shown.homes]
    return Contact(
        uid=str(person.pk),
        name=person.name,
        sort_name=person.sort_name,
        organisation=[organisation, *home],
        emails=kinds["email"],
        phones=kinds["phone"],
        languages=person.languages,
    )


def _row(holding: Holding, row: Sequence[object]) -> str:
    return canonical_json(dict(zip((each.column for each in holding.fields), row, strict=True)))


def _separated(rows: Iterable[str]) -> Iterator[str]:
    for place, row in enumerate(rows):
        yield f"{',' if place else ''}\n{row}"
