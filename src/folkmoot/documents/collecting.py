"""Many documents read at once, to be put together."""

from collections import defaultdict
from collections.abc import Sequence
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from folkmoot.documents.languages import language_called, preferred
from folkmoot.documents.models import PointText, Text
from folkmoot.documents.queries import Reading
from folkmoot.documents.rules.points import Point
from folkmoot.documents.rules.rendering import rendered_points


def readings_of(document_ids: Sequence[UUID], languages: Sequence[str]) -> dict[UUID, Reading]:
    """Return fixed documents as `documents.queries.reading_of` does, all in two queries; drafts are left out.

    Headings are a level lower than on a page of the document's own, below one that names it.
    """
    chosen = [_chosen(texts, languages) for texts in _latest_texts(document_ids)]
    points = _points(chosen)
    return {
        text.version.document_id: Reading(
            text.title,
            language_called(text.language),
            (),
            tuple(rendered_points(points[text.version_id], heading_shift=2)),
        )
        for text in chosen
    }


def _latest_texts(document_ids: Sequence[UUID]) -> list[list[Text]]:
    fixed = Text.objects.filter(version__document__in=document_ids, version__fixed_at__isnull=False)
    latest: dict[UUID, list[Text]] = {}
    for text in fixed.select_related("version").defer("body").order_by("-version__number", "language"):
        texts = latest.setdefault(text.version.document_id, [])
        if not texts or texts[0].version_id == text.version_id:
            texts.append(text)
    return list(latest.values())


def _chosen(texts: Sequence[Text], languages: Sequence[str]) -> Text:
    code = preferred([text.language for text in texts], languages)
    return next(text for text in texts if text.language == code)


def _points(texts: Sequence[Text]) -> dict[UUID, list[Point]]:
    points: dict[UUID, list[Point]] = defaultdict(list)
    if texts:
        versions = [Q(point__version=text.version_id, language=text.language) for text in texts]
        rows = PointText.objects.filter(reduce(or_, versions)).select_related("point")
        for row in rows.order_by("point__version", "point__ordinal"):
            points[row.point.version_id].append(
                Point(row.point.label, row.point.depth, row.heading, row.markdown)
            )
    return points
