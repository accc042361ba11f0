"""How the library puts what was found: titles, addresses and points with the words marked."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from folkmoot.decisions.queries.searching import Results
from folkmoot.documents.languages import Language, language_called
from folkmoot.documents.rules.excerpts import Piece, marked
from folkmoot.documents.searching import Found


@dataclass(frozen=True)
class ShownPoint:
    """A point that was found: where it is, and its words with those searched for marked."""

    label: str
    url: str
    language: Language
    html: SafeString


@dataclass(frozen=True)
class ShownResult:
    """A decision that was found, as the page lists it."""

    decision: Any
    title: SafeString
    url: str
    points: Sequence[ShownPoint]
    is_listed: bool


def shown_results(results: Results, words: str, listed: Collection[UUID]) -> Iterator[ShownResult]:
    """Yield each decision found, as it is listed."""
    for decision, points in results.each():
        url = reverse("decisions:decision", args=[decision.pk])
        yield ShownResult(
            decision,
            _html(marked(decision.title, words)),
            url,
            [_shown(point, url, decision.title_language) for point in points],
            decision.document_id in listed,
        )


def _shown(point: Found, url: str, language: str) -> ShownPoint:
    # The page opens in the language in which the words were found.
    query = "" if point.language == language else f"?language={point.language}"
    anchor = f"#point-{point.label}" if point.label else ""
    return ShownPoint(
        point.label, f"{url}{query}{anchor}", language_called(point.language), _html(point.pieces)
    )


def _html(pieces: Sequence[Piece]) -> SafeString:
    # Here and not in a template: a page has fifty of these, and rendering one costs as much as finding it.
    parts = (format_html("<mark>{}</mark>", each.text) if each.is_marked else each.text for each in pieces)
    return format_html_join("", "{}", ((part,) for part in parts))
