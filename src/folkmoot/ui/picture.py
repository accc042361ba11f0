"""An icicle as it is drawn: rectangles with texts, and the table that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from folkmoot.ui.icicle import STEPS, WHOLE, Icicle, Node, Rect, layout
from folkmoot.ui.shares import percent
from folkmoot.ui.tables import Cell, Column, Table

ROW = 54
LAST_ROW = 140
# How many pixels a picture has at the least, and how many a letter of its labels takes.
PHONE, DESK = 328, 800
LETTER, PADDING, STANDING = 7.8, 16, 17
SHORT_TABLE = 12
EDGE = {False: ("0", "8"), True: ("100%", "-8")}
CELL = '<svg class="cell {} {}" x="{}" y="{}" width="{}" height="{}"><title>{}</title>{}{}</svg>'
PLAIN = SafeString('<rect width="100%" height="100%"/>')
HATCHED = SafeString('<rect width="100%" height="100%" fill="url(#hatch)"/>')
LYING = '<text class="lying{}" x="{}" dx="{}" y="{}">{}</text>'
STANDING_TEXT = '<text class="standing" x="50%" y="8">{}</text>'


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

    @cached_property
    def fits(self) -> str:
        return f"p-{self._fit(PHONE)} d-{self._fit(DESK)}"

    @cached_property
    def tone(self) -> str:
        if self.rect.merged:
            return "merged"
        return f"step-{self.rect.step}" if self.rect.step else "withheld"

    @property
    def title(self) -> str:
        return ", ".join(str(part) for part in (self.label, self.words, self.rect.node.note) if part)

    def _fit(self, picture: int) -> str:
        room = self.rect.width * picture / WHOLE
        # A name that is cut names nobody: where it does not fit whole, the table below has it.
        needed = len(self.label) * LETTER + PADDING
        if room >= max(needed, self._figure_needs()):
            return "lie"
        is_tall_enough = self.height == LAST_ROW and needed <= LAST_ROW
        return "stand" if is_tall_enough and room >= STANDING else "none"

    def _figure_needs(self) -> float:
        return len(self.words) * LETTER + PADDING if self.rect.step else 0


@dataclass(frozen=True)
class Picture:
    icicle: Icicle
    drawn: Sequence[Drawn]
    table: Table
    height: int
    steps: Sequence[tuple[str, str]]
    is_mirrored: bool

    @property
    def cells(self) -> SafeString:
        # Hundreds of cells a picture: the template language would take half a second over them.
        return format_html_join(
            "\n", "{}", ((_cell(drawn, is_mirrored=self.is_mirrored),) for drawn in self.drawn)
        )

    @property
    def unnamed(self) -> Sequence[Drawn]:
        # Below the picture on a phone: all that lie right below its top, in order, if one of them has no room for its name.
        below = [drawn for drawn in self.drawn if drawn.rect.level == 1]
        return below if any("p-none" in drawn.fits for drawn in below) and len(below) <= SHORT_TABLE else []


def draw(icicle: Icicle) -> Picture:
    is_mirrored = get_language_bidi()
    rects = layout(icicle.nodes)
    last = max((rect.level for rect in rects), default=0)
    drawn = [_draw(rect.mirrored() if is_mirrored else rect, last=last) for rect in rects]
    height = last * ROW + (LAST_ROW if last else ROW)
    return Picture(icicle, drawn, _table(icicle), height, _steps(), is_mirrored)


def _cell(drawn: Drawn, *, is_mirrored: bool) -> SafeString:
    place = (drawn.x, drawn.y, drawn.width, drawn.height)
    parts = (_ground(drawn), _texts(drawn, is_mirrored=is_mirrored))
    cell = format_html(CELL, drawn.tone, drawn.fits, *place, drawn.title, *parts)
    url = drawn.rect.node.url
    return format_html('<a href="{}" tabindex="-1">{}</a>', url, cell) if url else cell


def _ground(drawn: Drawn) -> SafeString:
    return HATCHED if drawn.tone == "withheld" else PLAIN


def _texts(drawn: Drawn, *, is_mirrored: bool) -> SafeString:
    fits = drawn.fits
    lines = [(22, "", drawn.label), (42, " figure", drawn.words if drawn.rect.step else "")]
    lying = [(kind, *EDGE[is_mirrored], y, text) for y, kind, text in lines if text and "-lie" in fits]
    standing = [(drawn.label,)] if "-stand" in fits else []
    return format_html_join("", LYING, lying) + format_html_join("", STANDING_TEXT, standing)


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
    # Only where something is noted of a unit is there a column for it.
    has_notes = any(node.note for node in icicle.nodes)
    columns = [Column(_("Unit")), Column(icicle.measure, is_number=True), Column(_("Counted"))]
    lines = (_line(node, icicle.nodes[0].depth, has_note=has_notes) for node in icicle.nodes)
    return Table(icicle.title, columns if has_notes else columns[:2], lines)


def _line(node: Node, top: int, *, has_note: bool) -> list[Cell]:
    cells = [Cell(node.label, url=node.url, depth=node.depth - top), Cell(percent(node.share).words)]
    return [*cells, Cell(node.note)] if has_note else cells


def _steps() -> list[tuple[str, str]]:
    size = int(WHOLE) // STEPS
    ranges = [(step * size, (step + 1) * size - (step < STEPS - 1)) for step in range(STEPS)]
    words = [_("%(low)s to %(high)s%%") % {"low": low, "high": high} for low, high in ranges]
    return [(f"step-{step + 1}", word) for step, word in enumerate(words)]
