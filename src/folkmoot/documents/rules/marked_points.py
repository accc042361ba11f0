"""The points of a text with what changed in them, word by word, since an earlier wording."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.safestring import SafeString

from folkmoot.documents.rules.aligning import Side, aligned
from folkmoot.documents.rules.comparing import Steps
from folkmoot.documents.rules.marking import added, marked, says_the_same, struck
from folkmoot.documents.rules.points import Point, body_of
from folkmoot.documents.rules.rendering import RenderedPoint, rendered_points

# What a page may compare in all; the points behind that are shown as replaced.
MOST_IN_ALL = 5_000_000


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
    steps = Steps(MOST_IN_ALL)
    return [_marked(old, new, within=steps) for old, new in _paired(before, after)]


def changed_points(before: Sequence[Point], after: Sequence[Point], *, within: Steps) -> list[MarkedPoint]:
    """Return as `marked_points` does those in which something changed; no others are made ready for a page.

    What takes more steps than there are `within` stands one after the other.
    """
    changed = [(old, new) for old, new in _paired(before, after) if old != new]
    return with_changes_only([_marked(old, new, within=within) for old, new in changed])


def with_changes_only(points: Sequence[MarkedPoint]) -> list[MarkedPoint]:
    """Keep the points in which something changed."""
    return [point for point in points if point.change]


def _paired(before: Sequence[Point], after: Sequence[Point]) -> list[tuple[Point | None, Point | None]]:
    pairs = aligned([_side(point) for point in before], [_side(point) for point in after])
    return [(None if old is None else before[old], None if new is None else after[new]) for old, new in pairs]


def _side(point: Point) -> Side:
    words = [*point.heading.split(), *body_of(point.markdown, label=point.label).split()]
    return Side(point.label, tuple(words))


def _marked(before: Point | None, after: Point | None, *, within: Steps) -> MarkedPoint:
    old, new = (None if each is None else rendered_points([each])[0] for each in (before, after))
    if old is None or new is None:
        return _left_over(old, new)
    was = old.number if old.number != new.number else ""
    if says_the_same(old.html, new.html):
        change = Change.RENUMBERED if was else Change.NONE
        return MarkedPoint(new.number, new.depth, new.html, change, was)
    return MarkedPoint(new.number, new.depth, marked(old.html, new.html, within=within), Change.CHANGED, was)


def _left_over(old: RenderedPoint | None, new: RenderedPoint | None) -> MarkedPoint:
    if new is not None:
        return MarkedPoint(new.number, new.depth, added(new.html), Change.ADDED)
    assert old is not None  # noqa: S101  -- one of a pair is always there
    return MarkedPoint(old.number, old.depth, struck(old.html), Change.STRUCK)
