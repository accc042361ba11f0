"""A library of 100,000 decisions, for searching: written straight into the tables, indexed by the product's own rebuild."""

import random
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate

from django.db import transaction

from folkmoot.decisions.models import Audience, Decision
from folkmoot.documents.actions.indexing import rebuild_index
from folkmoot.documents.models import Document, Point, PointText, Text, Version
from folkmoot.kernel.batches import batched
from folkmoot.kernel.clock import now
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.inserting import insert_all
from folkmoot.kernel.text import fold
from folkmoot.units.models import Unit

DOCUMENTS, POINTS, WORDS_A_POINT = 100_000, 5, 25
VOCABULARY = 20_000
SYLLABLES = (
    "ka",
    "lo",
    "mi",
    "ter",
    "ven",
    "su",
    "dra",
    "pel",
    "or",
    "in",
    "ban",
    "ce",
    "fu",
    "gri",
    "hal",
    "jo",
)


def fill_library() -> None:
    """Write the decisions if they are not there, and index them."""
    missing = DOCUMENTS - Decision.objects.count()
    if missing > 0:
        units = list(Unit.objects.in_order())
        for numbers in batched(range(missing), 500):
            with transaction.atomic():
                _write(numbers, units, random.Random(numbers[0]))  # noqa: S311  -- text, no secret
            sys.stderr.write(f"\r  {numbers[-1] + 1} decisions")
    for done in rebuild_index(at=now()) if missing > 0 else ():
        sys.stderr.write(f"\r  {done} indexed  ")
    sys.stderr.write("\n")


def word(rank: int) -> str:
    """Return the word of this rank, 0 being the one that is used most."""
    return _vocabulary()[rank]


def _write(numbers: Sequence[int], units: Sequence[Unit], chance: random.Random) -> None:
    at = now()
    for model in zip(*(_rows(number, units, chance, at) for number in numbers), strict=True):
        flat = [row for rows in model for row in rows]
        insert_all(flat)


def _rows(number: int, units: Sequence[Unit], chance: random.Random, at: datetime) -> Iterator[list[object]]:
    # Half of all is the top's and so for everybody; the other half is spread over all units.
    body = units[0] if number % 2 else units[number // 2 % len(units)]
    when = at - timedelta(minutes=20 * (DOCUMENTS - number))
    document = Document(id=new_id(), created_at=when)
    version = Version(id=new_id(), document=document, fixed_at=when, digest="0" * 64)
    title = " ".join(_words(chance, 4))
    written = [" ".join(_words(chance, WORDS_A_POINT)) for _point in range(POINTS)]
    text = Text(
        id=new_id(), version=version, language="en", title=title, sought=fold(title), body="\n".join(written)
    )
    points = [
        Point(id=new_id(), version=version, ordinal=at, label=str(at + 1), depth=1) for at in range(POINTS)
    ]
    yield [document]
    yield [version]
    yield [text]
    yield points
    yield [
        PointText(id=new_id(), point=point, language="en", heading="", markdown=f"{point.label}. {words}")
        for point, words in zip(points, written, strict=True)
    ]
    decision = Decision(
        id=new_id(), body=body, document=document, created_at=when, number=f"B/{number}", adopted_on=when.date(),
        in_force_from=when, conveyed_at=when, repealed_at=when if number % 10 == 0 else None,
    )  # fmt: skip
    yield [decision]
    yield [Audience(id=new_id(), decision=decision, unit=body)]


def _words(chance: random.Random, count: int) -> list[str]:
    return chance.choices(_vocabulary(), cum_weights=_weights(), k=count)


@cache
def _vocabulary() -> list[str]:
    chance = random.Random(1)  # noqa: S311  -- as above
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        words["".join(chance.choices(SYLLABLES, k=chance.randint(2, 5)))] = None
    return list(words)


@cache
def _weights() -> list[float]:
    # As words are used: the second half as often as the first, the third a third as often.
    return list(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))
