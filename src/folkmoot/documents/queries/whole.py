"""Fixed texts whole and many at a time, as a feed carries them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Length
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from folkmoot.documents.languages import Language, language_called, preferred
from folkmoot.documents.models import PointText, Text
from folkmoot.documents.rules.points import Point
from folkmoot.documents.rules.rendering import rendered_points, told_html_of


@dataclass(frozen=True)
class Whole:
    """A fixed text by itself, in the language in which `reading_of` shows it."""

    language: Language
    html: SafeString


def whole_texts(version_ids: Sequence[UUID], languages: Sequence[str], *, most: int) -> dict[UUID, Whole]:
    """Return the words of those of some fixed versions that together, in their order, are no longer than `most` signs.

    Three queries, however many there are.
    """
    fitting = list(_fitting(_texts_of(version_ids, languages), version_ids, most=most))
    points = _points_of(fitting)
    bodies = dict(Text.objects.filter(pk__in=_pks(fitting, points)).values_list("version", "body"))
    return {
        text.version_id: Whole(
            language_called(text.language),
            _in_points(points[text.version_id], text.title)
            if text.version_id in points
            else told_html_of(bodies[text.version_id]),
        )
        for text in fitting
    }


def _texts_of(version_ids: Collection[UUID], languages: Sequence[str]) -> dict[UUID, Text]:
    rows = (
        Text.objects.filter(version__in=version_ids).annotate(length=Length("body")).defer("body", "sought")
    )
    texts: defaultdict[UUID, dict[str, Text]] = defaultdict(dict)
    for text in rows.order_by("language"):
        texts[text.version_id][text.language] = text
    return {pk: found[preferred(list(found), languages)] for pk, found in texts.items()}


def _fitting(texts: dict[UUID, Text], version_ids: Sequence[UUID], *, most: int) -> Iterator[Text]:
    left = most
    for pk in version_ids:
        if pk in texts and vars(texts[pk])["length"] <= left:
            left -= vars(texts[pk])["length"]
            yield texts[pk]


def _points_of(texts: Iterable[Text]) -> dict[UUID, list[Point]]:
    chosen = [Q(point__version=text.version_id, language=text.language) for text in texts]
    rows = PointText.objects.filter(reduce(or_, chosen)) if chosen else PointText.objects.none()
    fields = ("point__version", "point__label", "point__depth", "heading", "markdown")
    points: defaultdict[UUID, list[Point]] = defaultdict(list)
    for pk, *words in rows.order_by("point__version", "point__ordinal").values_list(*fields):
        points[pk].append(Point(*words))
    return points


def _pks(texts: Iterable[Text], points: Collection[UUID]) -> list[UUID]:
    return [text.pk for text in texts if text.version_id not in points]


def _in_points(points: Sequence[Point], title: str) -> SafeString:
    shown = rendered_points(points, title=title)
    # The number stands in a paragraph of its own: elsewhere nothing puts it beside the words.
    return format_html_join(
        "\n",
        "{}{}",
        (
            (format_html("<p><strong>{}</strong></p>\n", each.number) if each.number else "", each.html)
            for each in shown
        ),
    )
