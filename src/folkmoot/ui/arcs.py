"""A timeline of things and the arcs between them: each thing a line, each relation an arc from a later to an earlier one.

Pure geometry: no database, no template. Lengths are in rem, so that arcs meet their lines whatever the size of letters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from folkmoot.ui.tables import Table

Text = str | Promise
ROW, MARGIN = 3.5, 0.3
NEAREST, PER_ROW, FARTHEST = 1.2, 0.8, 5.4
# How far the line stays away from the arrow's point.
POINT = 0.35
CURVE = '<path class="arc arc-{}" d="M{} {}C{} {} {} {} {} {}"/>'
ARROW = '<path class="arc-point" d="M{} {}l-0.4 -0.22v0.44z"/>'


@dataclass(frozen=True)
class Line:
    """One thing, in the order of time; `is_here` for the one the page is about."""

    label: str
    note: Text = ""
    url: str = ""
    is_here: bool = False


@dataclass(frozen=True)
class Arc:
    """That the thing at one place did something to the one at another; `kind` is drawn in its own manner."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Arcs:
    """A picture: its lines and arcs, what each kind of arc is called, and the table that says the same."""

    title: Text
    lines: Sequence[Line]
    arcs: Sequence[Arc]
    kinds: Mapping[str, Text]
    table: Table

    @property
    def height(self) -> float:
        """How high it is, in rem."""
        return ROW * len(self.lines)

    @property
    def width(self) -> float:
        """How wide its arcs are, in rem."""
        return max((_reach(arc) for arc in self.arcs), default=0.0) + MARGIN

    @property
    def drawing(self) -> SafeString:
        """The arcs as they are drawn, the widest first, so that small ones lie on top."""
        by_width = sorted(self.arcs, key=lambda arc: (-abs(arc.start - arc.end), arc.start, arc.end))
        return format_html_join("", "{}", ((_drawn(arc, self.width),) for arc in by_width))


def _reach(arc: Arc) -> float:
    return min(FARTHEST, NEAREST + PER_ROW * abs(arc.start - arc.end))


def _drawn(arc: Arc, width: float) -> SafeString:
    start, end = ((place + 0.5) * ROW for place in (arc.start, arc.end))
    # Several may end at one thing: each a little apart.
    end += min(0.6, 0.12 * abs(arc.start - arc.end)) * (1 if arc.start > arc.end else -1)
    bend = width - _reach(arc)
    curve = (width, start, bend, start, bend, end, width - POINT, end)
    drawn = format_html(CURVE, arc.kind, *(f"{length:.2f}" for length in curve))
    return drawn + format_html(ARROW, f"{width:.2f}", f"{end:.2f}")
