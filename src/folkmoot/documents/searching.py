"""Finding documents by their words: for the features that own them, which alone know who may read what."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber

from folkmoot.documents.fulltext import Match
from folkmoot.documents.models import IndexedPoint, Version, WordIndex
from folkmoot.documents.rules.excerpts import Piece, excerpt
from folkmoot.documents.rules.words import Wanted, words_wanted

# Points shown of one document; its page has all.
MOST_POINTS = 3

_NOTHING: Any = Value(0)

Rows = TypeVar("Rows", bound=QuerySet[Any, Any])


@dataclass(frozen=True)
class Found:
    """A point in which searched words occur: its label, its language, and the place with the words marked."""

    label: str
    language: str
    pieces: Sequence[Piece]


def matching(
    rows: Rows, document: str, words: str, *, keepers: Collection[UUID] = (), after: int | None = None
) -> Rows:
    """Keep the rows whose `document` has all of `words`, in whichever of its languages, the latest fixed first.

    Each gets `place`, the key to go on `after`. With `keepers` only documents that one of these units keeps are looked
    at: this is for speed, and no permission.
    """
    wanted, place = words_wanted(words), f"{document}__indexed__pk"
    if wanted or keepers:
        # Asked of the index itself, which is walked from its end and no further than the page is long.
        place = f"{document}__indexed__index__pk"
        rows = rows.filter(**{f"{document}__indexed__index__words__matching": Match(wanted, keepers)})
    beyond = {f"{document}__indexed__isnull": False} if after is None else {f"{place}__lt": after}
    return rows.filter(**beyond).annotate(place=F(place)).order_by("-place")


def is_written_in(document: str, language: str) -> Exists:
    """Return the condition that the `document` of a row has a text in `language`."""
    return Exists(IndexedPoint.objects.filter(indexed__document=OuterRef(document), language=language))


def points_found(
    documents: Iterable[UUID], words: str, *, languages: Sequence[str]
) -> dict[UUID, list[Found]]:
    """Return up to three points a document in which `words` occur, those with the most of them first; one query.

    Among languages that have as many of them it takes the first of `languages`.
    """
    wanted = words_wanted(words)
    if not wanted:
        return {}
    found: dict[UUID, list[Found]] = {}
    for row in _best_points(documents, wanted, languages):
        point = Found(row.label, row.language, excerpt(row.text, words))
        found.setdefault(vars(row)["document"], []).append(point)
    return found


def count_not_indexed(*, at: datetime) -> int:
    """Return how many documents have fixed words that hold at the moment `at` and are not the ones in the index."""
    fixed = Version.objects.filter(fixed_at__isnull=False, document=OuterRef("document")).holding(at)
    latest = Version.objects.filter(
        fixed_at__isnull=False, pk=Subquery(fixed.newest_first().values("pk")[:1])
    )
    put = WordIndex.objects.filter(indexed__version=OuterRef("pk"))
    return latest.filter(~Exists(put)).count()


def _best_points(
    documents: Iterable[UUID], wanted: Sequence[Wanted], languages: Sequence[str]
) -> Sequence[IndexedPoint]:
    occurring = [Q(words__contains=f" {each.word}{'' if each.is_beginning else ' '}") for each in wanted]
    hits = reduce(lambda one, other: one + other, map(_one_if, occurring), _NOTHING)
    points = IndexedPoint.objects.filter(reduce(or_, occurring), indexed__document__in=list(documents))
    points = points.annotate(document=F("indexed__document"), hits=hits, rank=_rank(languages))
    best = Window(
        RowNumber(),
        partition_by=[F("document")],
        order_by=[F("hits").desc(), F("rank").asc(), F("language").asc(), F("ordinal").asc()],
    )
    return _in_one_language(points.annotate(place=best).filter(place__lte=MOST_POINTS).order_by("place"))


def _in_one_language(points: Iterable[IndexedPoint]) -> list[IndexedPoint]:
    first: dict[UUID, str] = {}
    return [
        point
        for point in points
        if first.setdefault(vars(point)["document"], point.language) == point.language
    ]


def _one_if(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _rank(languages: Sequence[str]) -> Case:
    cases = [When(language=language, then=Value(rank)) for rank, language in enumerate(languages)]
    return Case(*cases, default=Value(len(cases)), output_field=IntegerField())
