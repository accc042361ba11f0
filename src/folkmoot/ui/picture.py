"""An icicle as it is drawn: rectangles with texts, and the table that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from folkmoot.ui.icicle import STEPS, WHOLE, Icicle, Node, Rect, layout
from folkmoot.ui.shares import percent
from folkmoot.ui.tables import Cell, Column, Table

ROW = 54
LAST_ROW = 140
# How many pixels a picture has at the least, and how many a letter of its labels takes.
PHONE, DESK = 328, 800
LETTER, PADDING, LEGIBLE, STANDING = 7.8, 16, 72, 17
SHORT_TABLE = 12


@dataclass(frozen=True)
class Drawn:
    rect: Rect
    label: str
    words: str
    y: int
    height: int

    @property
    def x(self) -> str:
        return f"{self.rect.x:.3f}%"

    @property
    def width(self) -> str:
        return f"{self.rect.width:.3f}%"

    @property
    def fits(self) -> str:
        return f"p-{self._fit(PHONE)} d-{self._fit(DESK)}"

    @property
    def tone(self) -> str:
        if self.rect.merged:
            return "merged"
        return f"step-{self.rect.step}" if self.rect.step else "withheld"

    @property
    def title(self) -> str:
        return ", ".join(str(part) for part in (self.label, self.words, self.rect.node.note) if part)

    def _fit(self, picture: int) -> str:
        room = self.rect.width * picture / WHOLE
        needed = len(self.label) * LETTER + PADDING
        if room >= (needed if self.rect.merged else min(needed, LEGIBLE)):
            return "lie"
        return "stand" if self.height == LAST_ROW and room >= STANDING else "none"


@dataclass(frozen=True)
class Picture:
    icicle: Icicle
    drawn: Sequence[Drawn]
    table: Table
    height: int
    steps: Sequence[tuple[str, str]]
    is_mirrored: bool

    @property
    def is_short(self) -> bool:
        return len(self.icicle.nodes) <= SHORT_TABLE


def draw(icicle: Icicle) -> Picture:
    is_mirrored = get_language_bidi()
    rects = layout(icicle.nodes)
    last = max((rect.level for rect in rects), default=0)
    drawn = [_draw(rect.mirrored() if is_mirrored else rect, last=last) for rect in rects]
    height = last * ROW + (LAST_ROW if last else ROW)
    return Picture(icicle, drawn, _table(icicle), height, _steps(), is_mirrored)


def _draw(rect: Rect, *, last: int) -> Drawn:
    height = LAST_ROW if last and rect.level == last else ROW
    words = "" if rect.merged else percent(rect.node.share).words
    return Drawn(rect, _label(rect), words, rect.level * ROW, height)


def _label(rect: Rect) -> str:
    if not rect.merged:
        return rect.node.label
    return ngettext("and %(count)s more", "and %(count)s more", rect.merged) % {
        "count": formats.number_format(rect.merged)
    }


def _table(icicle: Icicle) -> Table:
    columns = [Column(_("Unit")), Column(icicle.measure, is_number=True), Column(_("Counted"))]
    return Table(icicle.title, columns, (_line(node, icicle.nodes[0].depth) for node in icicle.nodes))


def _line(node: Node, top: int) -> list[Cell]:
    return [
        Cell(node.label, url=node.url, depth=node.depth - top),
        Cell(percent(node.share).words),
        Cell(node.note),
    ]


def _steps() -> list[tuple[str, str]]:
    size = int(WHOLE) // STEPS
    ranges = [(step * size, (step + 1) * size - (step < STEPS - 1)) for step in range(STEPS)]
    words = [_("%(low)s to %(high)s%%") % {"low": low, "high": high} for low, high in ranges]
    return [(f"step-{step + 1}", word) for step, word in enumerate(words)]
