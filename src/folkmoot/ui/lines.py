"""A figure over time as a line: pure geometry, drawn by the server, with the table that says the same beside it.

The line begins at nought, so that a small change does not look like a large one, and is broken where a figure is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

Text = str | Promise
WIDTH, HEIGHT, MARGIN = 600, 100, 4
PATH = '<path d="{}"/>'


@dataclass(frozen=True)
class Point:
    """A moment in its words, and the figure then; None where it is missing."""

    label: str
    value: float | None
    words: str = ""


@dataclass(frozen=True)
class Line:
    """Points in the order of time, the first one first."""

    title: Text
    points: Sequence[Point]

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to see: two figures at the least."""
        return sum(each.value is not None for each in self.points) > 1

    @property
    def highest(self) -> Point:
        """The highest figure that is there."""
        return max((each for each in self.points if each.value is not None), key=_value)

    @property
    def lowest(self) -> Point:
        """The lowest figure that is there."""
        return min((each for each in self.points if each.value is not None), key=_value)

    @property
    def first(self) -> Point:
        """Where it begins."""
        return self.points[0]

    @property
    def last(self) -> Point:
        """Where it ends."""
        return self.points[-1]

    @property
    def box(self) -> str:
        """The coordinates in which it is drawn."""
        return f"0 0 {WIDTH} {HEIGHT}"

    @property
    def drawing(self) -> SafeString:
        """The line as it is drawn: a path for each stretch without a gap."""
        return format_html_join("", PATH, ((_path(stretch),) for stretch in _stretches(self.points)))


def _value(point: Point) -> float:
    return point.value or 0.0


def _stretches(points: Sequence[Point]) -> Iterator[list[tuple[float, float]]]:
    there = [each.value for each in points if each.value is not None]
    low, high = min(0.0, *there), max(0.0, *there)
    step, tall = WIDTH / max(len(points) - 1, 1), (HEIGHT - 2 * MARGIN) / ((high - low) or 1)
    is_mirrored = get_language_bidi()
    placed = [
        (
            WIDTH - place * step if is_mirrored else place * step,
            None if each.value is None else HEIGHT - MARGIN - (each.value - low) * tall,
        )
        for place, each in enumerate(points)
    ]
    for is_there, some in groupby(placed, key=lambda each: each[1] is not None):
        if is_there:
            yield [(x, y) for x, y in some if y is not None]


def _path(stretch: Sequence[tuple[float, float]]) -> str:
    (x, y), *following = stretch
    # One alone is a dot: a line that goes nowhere, with round ends.
    further = "".join(f"L{left:.1f} {top:.1f}" for left, top in following) or "h0.01"
    return f"M{x:.1f} {y:.1f}{further}"
