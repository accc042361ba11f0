"""The points of a text with what changed in them, word by word, since an earlier wording."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from django.utils.safestring import SafeString

from folkmoot.documents.rules.aligning import Side, aligned
from folkmoot.documents.rules.marking import (
    MOST_PAIRED,
    added,
    marked,
    pairs_of,
    replaced,
    says_the_same,
    struck,
)
from folkmoot.documents.rules.points import Point, body_of
from folkmoot.documents.rules.rendering import RenderedPoint, rendered_points

# What a page may compare in all; the points behind that are shown as replaced.
MOST_IN_ALL = 5 * MOST_PAIRED


class Change(StrEnum):
    """What happened to a point."""

    NONE = ""
    CHANGED = "changed"
    ADDED = "added"
    STRUCK = "struck"
    RENUMBERED = "renumbered"


@dataclass(frozen=True)
class MarkedPoint:
    """A point ready for a page, with its changes in its HTML; `was` is the number it had before, if that was another."""

    number: str
    depth: int
    html: SafeString
    change: Change = Change.NONE
    was: str = ""


def marked_points(before: Sequence[Point], after: Sequence[Point]) -> list[MarkedPoint]:
    """Return the points `after` with what changed since `before`; struck points stand where they stood."""
    olds, news = rendered_points(before), rendered_points(after)
    pairs = aligned([_side(point) for point in before], [_side(point) for point in after])
    sides = [(None if old is None else olds[old], None if new is None else news[new]) for old, new in pairs]
    work = accumulate(_work(old, new) for old, new in sides)
    return [
        _marked(old, new, by_words=done <= MOST_IN_ALL) for (old, new), done in zip(sides, work, strict=True)
    ]


def with_changes_only(points: Sequence[MarkedPoint]) -> list[MarkedPoint]:
    """Keep the points in which something changed."""
    return [point for point in points if point.change]


def _side(point: Point) -> Side:
    words = [*point.heading.split(), *body_of(point.markdown, label=point.label).split()]
    return Side(point.label, tuple(words))


def _work(old: RenderedPoint | None, new: RenderedPoint | None) -> int:
    if old is None or new is None or old.html == new.html:
        return 0
    # What is too much by itself is not compared, and costs nothing.
    pairs = pairs_of(old.html, new.html)
    return pairs if pairs <= MOST_PAIRED else 0


def _marked(old: RenderedPoint | None, new: RenderedPoint | None, *, by_words: bool) -> MarkedPoint:
    if old is None or new is None:
        return _left_over(old, new)
    was = old.number if old.number != new.number else ""
    if says_the_same(old.html, new.html):
        change = Change.RENUMBERED if was else Change.NONE
        return MarkedPoint(new.number, new.depth, new.html, change, was)
    compared = marked if by_words else replaced
    return MarkedPoint(new.number, new.depth, compared(old.html, new.html), Change.CHANGED, was)


def _left_over(old: RenderedPoint | None, new: RenderedPoint | None) -> MarkedPoint:
    if new is not None:
        return MarkedPoint(new.number, new.depth, added(new.html), Change.ADDED)
    assert old is not None  # noqa: S101  -- one of a pair is always there
    return MarkedPoint(old.number, old.depth, struck(old.html), Change.STRUCK)
