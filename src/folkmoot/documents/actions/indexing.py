"""Keeping the index of words: in the transaction that fixes a text, so that it is never behind and never ahead."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Greatest

from folkmoot.documents.fulltext import put_words, take_out
from folkmoot.documents.interfaces import keepers_of
from folkmoot.documents.models import IndexedDocument, IndexedPoint, Point, PointText, Text, Version
from folkmoot.documents.rules.points import Point as WrittenPoint
from folkmoot.documents.rules.searched import searched_points
from folkmoot.documents.rules.words import words_of
from folkmoot.kernel.batches import batched
from folkmoot.kernel.inserting import insert_all

# Documents a transaction: so that others who write wait for no longer than a moment.
AT_ONCE = 5
AT_A_TIME = 500


def index_document(document_id: UUID, *, at: datetime) -> None:
    """Put the fixed words of a document that hold at the moment `at` into the index; without any, nothing.

    They take the place of those that were there.
    """
    fixed = Version.objects.filter(document_id=document_id, fixed_at__isnull=False)
    version = fixed.holding(at).newest_first().first()
    if version is not None:
        take_out(list(IndexedDocument.objects.filter(document=document_id).values_list("pk", flat=True)))
        IndexedDocument.objects.filter(document=document_id).delete()
        _index(version)


def index_held(at: datetime) -> bool:
    """Index one document whose new version holds by the moment `at`, but not when it was fixed; return whether there was one."""
    begun = Version.objects.filter(holds_from__isnull=False).holding(at)
    stale = begun.filter(number__gt=F("document__indexed__version__number")).order_by("holds_from").first()
    if stale is not None:
        with transaction.atomic():
            index_document(stale.document_id, at=at)
    return stale is not None


def rebuild_index(*, at: datetime) -> Iterator[int]:
    """Make the whole index anew while it goes on being searched, and yield again and again how many documents it has.

    Documents are taken in the order in which their words were fixed, so that the result is as if they had just been.
    """
    done = 0
    for batch in batched(_latest_fixed(at), AT_ONCE):
        with transaction.atomic():
            for document_id in batch:
                index_document(document_id, at=at)
        done += len(batch)
        yield done


def _index(version: Version) -> None:
    indexed = IndexedDocument.objects.create(document_id=version.document_id, version=version)
    points = [point for language, rows in _texts_of(version) for point in _points(indexed, language, rows)]
    insert_all(points)
    titles = Text.objects.filter(version=version).order_by("language").values_list("title", flat=True)
    words = [word for title in titles for word in words_of(title)]
    words += [word for point in points for word in point.words.split()]
    put_words(indexed.pk, words, keepers=keepers_of([version.document_id]).values())


def _texts_of(version: Version) -> Iterator[tuple[str, list[tuple[int, WrittenPoint]]]]:
    """Yield each language of a version with its points and their places."""
    rows = PointText.objects.filter(point__version=version).order_by("language", "point__ordinal")
    fields = ("language", "point__ordinal", "point__label", "point__depth", "heading", "markdown")
    for language, points in groupby(rows.values_list(*fields), key=itemgetter(0)):
        yield language, [(ordinal, WrittenPoint(*rest)) for _language, ordinal, *rest in points]


def _points(
    indexed: IndexedDocument, language: str, points: Sequence[tuple[int, WrittenPoint]]
) -> Iterator[IndexedPoint]:
    searched = searched_points([point for _ordinal, point in points])
    for (ordinal, point), each in zip(points, searched, strict=True):
        yield IndexedPoint(
            indexed=indexed,
            language=language,
            ordinal=ordinal,
            label=point.label,
            text=each.text,
            words=f" {' '.join(each.words)} ",
        )


def _latest_fixed(at: datetime) -> Iterator[UUID]:
    """Yield the documents by when their words of today were fixed and held, asking for a few at a time."""
    holding = Version.objects.filter(fixed_at__isnull=False).holding(at)
    later = holding.filter(document=OuterRef("document"), number__gt=OuterRef("number"))
    # What was sealed without points is not for searching.
    holding = holding.filter(Exists(Point.objects.filter(version=OuterRef("pk"))))
    known = Coalesce(Greatest("fixed_at", "holds_from"), "fixed_at")
    fixed = holding.filter(~Exists(later)).annotate(known=known).order_by("known", "pk")
    after = Q()
    while rows := list(fixed.filter(after)[:AT_A_TIME]):
        yield from (version.document_id for version in rows)
        after = _beyond(rows[-1])


def _beyond(version: Version) -> Q:
    known = vars(version)["known"]
    return Q(known__gt=known) | Q(known=known, pk__gt=version.pk)
