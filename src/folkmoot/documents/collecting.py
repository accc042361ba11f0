"""Many documents read at once, to be put together."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from folkmoot.documents.languages import Language, language_called, preferred
from folkmoot.documents.models import PointText, Text, Version, VersionQuerySet
from folkmoot.documents.queries import Reading
from folkmoot.documents.queries.files import files_of_each, with_files
from folkmoot.documents.rules.outlines import CONTINUED
from folkmoot.documents.rules.points import Point as WrittenPoint
from folkmoot.documents.rules.rendering import RenderedPoint, rendered_points


def readings_of(
    document_ids: Sequence[UUID], languages: Sequence[str], *, at: datetime
) -> dict[UUID, Reading]:
    """Return fixed documents as `documents.queries.reading_of` does for the moment `at`, without drafts.

    Two queries, three if any has files.

    Headings are a level lower than on a page of the document's own, below one that names it.
    """
    chosen = [_chosen(texts, languages) for texts in _latest_texts(document_ids, at=at)]
    points = _points(chosen)
    files = files_of_each([text.version_id for text in chosen if vars(text)["has_files"]])
    return {
        text.version.document_id: Reading(
            text.version,
            text.title,
            language_called(text.language),
            (),
            tuple(rendered_points(points[text.version_id], title=text.title, heading_shift=2)),
            tuple(files[text.version_id]),
        )
        for text in chosen
    }


@dataclass(frozen=True)
class PointRead:
    """One point of a document as somebody reads it."""

    point: RenderedPoint
    language: Language


def points_written(document_ids: Sequence[UUID], *, at: datetime) -> dict[UUID, dict[str, list[PointText]]]:
    """Return the numbered points of fixed documents at the moment `at`, in order, each in all its languages; one query.

    Text that goes on after a list is no point. All is read, for one document or two: a second question would cost more.
    """
    if not document_ids:
        return {}
    texts = PointText.objects.filter(point__version__in=_holding(document_ids, at=at)).select_related(
        "point__version"
    )
    texts = texts.exclude(point__label="").exclude(point__label__endswith=CONTINUED)
    versions: dict[UUID, dict[int, dict[str, list[PointText]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for text in texts.order_by("point__version__number", "point__ordinal", "language"):
        version = text.point.version
        versions[version.document_id][version.number][text.point.label].append(text)
    return {document: by_version[max(by_version)] for document, by_version in versions.items()}


def points_numbered(
    version_ids: Collection[UUID], labels: Collection[str]
) -> dict[tuple[UUID, str], list[PointText]]:
    """Return the points with these numbers in fixed versions, by version and number, each in all its languages; one query."""
    rows = PointText.objects.filter(point__version__in=version_ids, point__label__in=labels)
    found: dict[tuple[UUID, str], list[PointText]] = defaultdict(list)
    for row in rows.select_related("point").order_by("point__ordinal", "language"):
        found[row.point.version_id, row.point.label].append(row)
    return found


def point_read(texts: Sequence[PointText], languages: Sequence[str]) -> PointRead:
    """Return a point, written in the languages of `texts`, in the one that somebody reads."""
    in_languages = {text.language: text for text in texts}
    row = in_languages[preferred(list(in_languages), languages)]
    (point,) = rendered_points([_written(row)], heading_shift=3)
    return PointRead(point, language_called(row.language))


def _written(row: PointText) -> WrittenPoint:
    return WrittenPoint(row.point.label, row.point.depth, row.heading, row.markdown)


def _holding(document_ids: Collection[UUID], *, at: datetime) -> VersionQuerySet:
    return Version.objects.filter(document__in=document_ids, fixed_at__isnull=False).holding(at)


def _latest_texts(document_ids: Sequence[UUID], *, at: datetime) -> list[list[Text]]:
    fixed = Text.objects.filter(version__in=_holding(document_ids, at=at))
    latest: dict[UUID, list[Text]] = {}
    fixed = fixed.annotate(has_files=with_files()).select_related("version").defer("body")
    for text in fixed.order_by("-version__number", "language"):
        texts = latest.setdefault(text.version.document_id, [])
        if not texts or texts[0].version_id == text.version_id:
            texts.append(text)
    return list(latest.values())


def _chosen(texts: Sequence[Text], languages: Sequence[str]) -> Text:
    code = preferred([text.language for text in texts], languages)
    return next(text for text in texts if text.language == code)


def _points(texts: Sequence[Text]) -> dict[UUID, list[WrittenPoint]]:
    points: dict[UUID, list[WrittenPoint]] = defaultdict(list)
    if texts:
        versions = [Q(point__version=text.version_id, language=text.language) for text in texts]
        rows = PointText.objects.filter(reduce(or_, versions)).select_related("point")
        for row in rows.order_by("point__version", "point__ordinal"):
            points[row.point.version_id].append(_written(row))
    return points
