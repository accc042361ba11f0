"""The points of a text as they are searched: without Markdown, and in folded words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

import nh3

from folkmoot.documents.rules.points import Point
from folkmoot.documents.rules.rendering import point_html
from folkmoot.documents.rules.words import words_of


@dataclass(frozen=True)
class SearchedPoint:
    """A point's text on one line, of which excerpts are cut, and its words in order."""

    text: str
    words: tuple[str, ...]


def searched_points(points: Sequence[Point]) -> list[SearchedPoint]:
    """Return the points of a text, each as it is searched."""
    return list(_searched(tuple(points)))


# Worked out before the transaction in which a text is fixed, and asked for again in it.
@lru_cache(maxsize=16)
def _searched(points: tuple[Point, ...]) -> tuple[SearchedPoint, ...]:
    texts = map(plain, points)
    return tuple(SearchedPoint(text, tuple(words_of(text))) for text in texts)


def plain(point: Point) -> str:
    """Return what a point says, without marks."""
    # Through the HTML that is read: an address behind a link is no word of the text.
    return " ".join(unescape(nh3.clean(point_html(point), tags=set())).split())
