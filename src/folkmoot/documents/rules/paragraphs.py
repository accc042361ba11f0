"""The paragraphs of a plain text that was laid out with spaces, found again."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from folkmoot.documents.rules.numbering import enumerator

_MARKER = re.compile(
    r"(?P<marker>"
    r"§ ?\d{1,3}[a-z]?[.:]?"
    r"|(?:\d{1,3}|[A-Z])(?:\.\d{1,3})+[.)]?"
    r"|(?:\d{1,3}|[A-Z])[.)]"
    r"|\((?:\d{1,2}|[a-z]|[ivx]{1,6})\)"
    r"|(?:[a-z]|[ivx]{1,6})\)"
    r") +(?P<words>\S.*)"
)
_NUMBERED_ITEM = re.compile(r"\d{1,3}[.)]")
_RULE = re.compile(r"([_=*~-])\1{4,}")
_SENTENCE_ENDS = (".", ";", ":", ",", "?", "!")
_LONGEST_HEADING = 100
_WIDEST = 120
_SHORT = 0.6
_LISTED = {"item", "heading", "clause"}


@dataclass(frozen=True)
class Paragraph:
    """One paragraph without its indentation: where its number and its text begin, counted in columns from 0."""

    kind: Literal["heading", "clause", "item", "text", "rule"]
    marker: str
    marker_column: int
    column: int
    lines: tuple[str, ...]

    @property
    def words(self) -> str:
        """Return its text in one line."""
        return " ".join(self.lines)

    @property
    def is_numbered_item(self) -> bool:
        """Whether it is an item that Markdown has a list for."""
        return self.kind == "item" and bool(_NUMBERED_ITEM.fullmatch(self.marker))

    @property
    def is_short(self) -> bool:
        """Whether it reads like a title: of one line that is not a sentence."""
        return len(self.lines) == 1 and _is_like_a_title(self.lines[0])


@dataclass
class _Draft:
    """A paragraph while its lines are gathered."""

    marker: str
    marker_column: int
    column: int
    lines: list[str] = field(default_factory=list)
    is_apart: bool = False


def paragraphs_of(text: str) -> list[Paragraph]:
    """Return the paragraphs of a text in order, each word in exactly one of them.

    A line begins a paragraph if it follows an empty line, begins with a number out of line with the
    text before, is indented less, or follows a line on which its first word would have had room.
    """
    lines = [line.expandtabs().rstrip() for line in text.replace("\f", "\n").split("\n")]
    drafts = _Gathering(lines).drafts
    body = _body_column(drafts)
    found: list[Paragraph] = []
    listed: Paragraph | None = None
    for draft in drafts:
        found.append(_finished(draft, body, listed))
        if found[-1].kind in _LISTED:
            listed = found[-1]
    return found


class _LastMarkers:
    """The last number in each column, and up to each, found without going through all of them."""

    def __init__(self) -> None:
        self._at: dict[int, str] = {}
        # Rising: what stands further right than a later one is never the last up to anywhere.
        self._columns: list[int] = []

    def note(self, column: int, marker: str) -> None:
        self._at[column] = marker
        del self._columns[bisect_left(self._columns, column) :]
        self._columns.append(column)

    def at(self, column: int) -> str:
        return self._at.get(column, "")

    def up_to(self, column: int) -> str:
        place = bisect_right(self._columns, column)
        return self._at[self._columns[place - 1]] if place else ""


class _Gathering:
    """Goes through the lines once and gathers them into paragraphs."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.drafts: list[_Draft] = []
        widest = max((len(line) for line in lines), default=0)
        # Longer lines were never wrapped by hand: there each line is a paragraph.
        self._width = widest if widest <= _WIDEST else 0
        self._markers = _LastMarkers()
        before = ""
        for at, line in enumerate(lines):
            after = lines[at + 1] if at + 1 < len(lines) else ""
            if line:
                self._take(line, before, after)
            elif self.drafts:
                self.drafts[-1].is_apart = len(self.drafts[-1].lines) == 1
            before = line
        if self.drafts and len(self.drafts[-1].lines) == 1:
            self.drafts[-1].is_apart = True

    def _take(self, line: str, before: str, after: str) -> None:
        indent = len(line) - len(line.lstrip())
        words = line[indent:]
        marker, text = _marker_of(words)
        if marker and self._may_begin(indent, marker, before, after):
            self.drafts.append(_Draft(marker, indent, indent + len(words) - len(text), [text]))
            self._markers.note(indent, marker)
        elif self._goes_on(indent, words, before):
            self._carry_on(indent, words)
        else:
            self.drafts.append(_Draft("", indent, indent, [words]))

    def _may_begin(self, indent: int, marker: str, before: str, after: str) -> bool:
        """Whether a line that looks numbered is, and not a wrapped line that happens to begin so."""
        if not before or indent != self.drafts[-1].column:
            return True
        if not before.endswith(_SENTENCE_ENDS):
            return False
        is_section = not after and _follows(marker, self._markers.up_to(indent))
        return is_section or bool(enumerator(f"{marker} ", after=self._markers.at(indent).strip("()")))

    def _goes_on(self, indent: int, words: str, before: str) -> bool:
        if not before or _RULE.fullmatch(words) or _RULE.fullmatch(before.strip()) or not self._width:
            return False
        draft = self.drafts[-1]
        is_outside = indent < draft.column and (bool(draft.marker) or len(draft.lines) > 1)
        return not is_outside and not self._had_room(before, words)

    def _had_room(self, before: str, words: str) -> bool:
        has_room = len(before) + 1 + len(words.split(" ", 1)[0]) <= self._width
        return has_room and (before.endswith(_SENTENCE_ENDS) or len(before) < _SHORT * self._width)

    def _carry_on(self, indent: int, words: str) -> None:
        draft = self.drafts[-1]
        if not draft.marker and len(draft.lines) == 1:
            draft.column = min(indent, draft.column)
        draft.lines.append(words)


def _marker_of(words: str) -> tuple[str, str]:
    """Part a line into its number, if it begins with one, and its text."""
    match = _MARKER.fullmatch(words)
    if not match or (match["marker"][-1].isalnum() and match["words"][0].islower()):
        return "", words
    return match["marker"], match["words"]


def _follows(marker: str, before: str) -> bool:
    """Whether a section's number comes next after another's: 4 after 3, A after 9, B after A."""
    number, last = marker.rstrip(".)"), before.rstrip(".)").partition(".")[0]
    if number.isdigit():
        return number == "1" or (last.isdigit() and int(number) == int(last) + 1)
    return number == "A" or (len(last) == 1 and number == chr(ord(last) + 1))


def _body_column(drafts: Sequence[_Draft]) -> int:
    """Where most unnumbered paragraphs begin."""
    columns = Counter(draft.column for draft in drafts if not draft.marker and len(draft.lines) > 1)
    return columns.most_common(1)[0][0] if columns else 0


def _finished(draft: _Draft, body: int, listed: Paragraph | None) -> Paragraph:
    kind = _kind_of(draft, body, listed)
    return Paragraph(kind, draft.marker, draft.marker_column, draft.column, tuple(draft.lines))


def _kind_of(
    draft: _Draft, body: int, listed: Paragraph | None
) -> Literal["heading", "clause", "item", "text", "rule"]:
    if _RULE.fullmatch(draft.lines[0]) and not draft.marker:
        return "rule"
    is_title = draft.is_apart and _is_like_a_title(draft.lines[0])
    if not draft.marker:
        stands_out = draft.column < body or draft.lines[0].isupper()
        return "heading" if is_title and stands_out else "text"
    if _says_its_place(draft.marker):
        return "heading" if is_title else "clause"
    if is_title and draft.marker_column <= body and draft.marker[0] != "(" and not _carries_on(draft, listed):
        return "heading" if draft.marker[0].isdigit() or draft.marker[0].isupper() else "item"
    return "item"


def _says_its_place(marker: str) -> bool:
    return marker.startswith("§") or "." in marker.rstrip(".)")


def _carries_on(draft: _Draft, last: Paragraph | None) -> bool:
    """Whether it is the next item of the list above, in line with it."""
    in_line = last is not None and last.kind == "item" and last.column == draft.column
    return in_line and last is not None and _follows(draft.marker, last.marker)


def _is_like_a_title(words: str) -> bool:
    return len(words) <= _LONGEST_HEADING and not words.endswith(_SENTENCE_ENDS)
