"""Where the points of a text begin, and what each is called."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from folkmoot.documents.rules.markdown import Block, plain_words
from folkmoot.documents.rules.numbering import (
    Number,
    enumerator,
    given_label,
    heading_number,
    paragraph_number,
    without_given_label,
)

CONTINUED = "+"
_ANY = 1000


@dataclass(frozen=True)
class Start:
    """The line on which a point begins."""

    line: int
    label: str
    depth: int
    heading: str = ""


def starts_of(blocks: Sequence[Block]) -> list[Start]:
    """Return where each point begins, in order, with its label; labels may still repeat.

    Numbers that an author wrote are kept. A text without any gets them: its sections 1, 1.1 and so on,
    or its paragraphs if it has no sections. What follows the last item of a list, or an unnumbered
    heading among numbered ones, continues the point around it, as "4+". A list whose items would be
    called like a section ("2.1") has its numbers in brackets: "2(1)".
    """
    body = blocks[1:] if title_of(blocks) else blocks
    sections = [block for block in body if block.kind == "heading" or _number_of(block)]
    manner = _manner_of(body)
    taken = {start.label for start in _Walk(manner, frozenset()).through(sections)}
    return _Walk(manner, frozenset(taken)).through(body)


def title_of(blocks: Sequence[Block]) -> str:
    """Return the text's title: an unnumbered first heading, the only one of the first level."""
    tops = [block for block in blocks if block.kind == "heading" and block.level == 1]
    is_title = tops == list(blocks[:1]) and bool(tops) and not _number_of(tops[0])
    return plain_words(tops[0].text) if is_title else ""


def _number_of(block: Block) -> Number | None:
    """Find the number by which a heading or paragraph says its place, or the label it was given outright."""
    if block.kind not in {"heading", "paragraph"} or (block.kind == "paragraph" and block.level):
        return None
    if label := given_label(block.text):
        return Number(label, _title(block), is_whole=True)
    if block.kind == "heading":
        return heading_number(block.text)
    return paragraph_number(block.text)


def _title(block: Block) -> str:
    words = without_given_label(block.text)
    number = heading_number(words)
    return number.rest if number else words


@dataclass(frozen=True)
class _Manner:
    """How a whole text numbers its points."""

    has_numbers: bool
    has_numbered_parts: bool
    is_bare: bool
    series: Mapping[int, frozenset[int]]


def _manner_of(blocks: Sequence[Block]) -> _Manner:
    numbers = [number for block in blocks if (number := _number_of(block))]
    parts = [number.label for number in numbers if number.is_part]
    clauses = {number.label for number in numbers if not number.is_part}
    series: dict[int, set[int]] = {}
    for block in blocks:
        series.setdefault(block.series, set()).add(block.number)
    return _Manner(
        has_numbers=bool(clauses or parts),
        has_numbered_parts=len({*parts} - clauses) == len(parts),
        is_bare=not numbers and all(_is_plain(block) for block in blocks),
        series={number: frozenset(items) for number, items in series.items()},
    )


def _is_plain(block: Block) -> bool:
    return block.kind == "other" or (block.kind == "paragraph" and not enumerator(block.text, after=""))


@dataclass(frozen=True)
class _Open:
    """A point that is not closed yet: text that follows may belong to it, or points stand in it."""

    kind: str
    level: int
    label: str


class _Walk:
    """One way through the blocks, from the first to the last, minding the points that are open."""

    def __init__(self, manner: _Manner, taken: frozenset[str]) -> None:
        self._manner = manner
        self._taken = taken
        self._starts: list[Start] = []
        self._open: list[_Open] = []
        self._top = ""
        self._continued: Counter[str] = Counter()
        self._sections: Counter[str] = Counter()
        self._letters: dict[tuple[int, str], str] = {}
        self._bracketed: dict[int, bool] = {}

    def through(self, blocks: Sequence[Block]) -> list[Start]:
        """Return what begins at the blocks."""
        for block in blocks:
            if block.kind == "heading":
                self._pass_heading(block)
            elif block.kind == "item":
                self._pass_item(block)
            else:
                self._pass_text(block)
        return self._starts

    def _pass_heading(self, block: Block) -> None:
        self._close_all_but(heading=block.level)
        number = _number_of(block)
        if number and number.is_part and not self._manner.has_numbered_parts:
            number = None
        if number:
            label = number.label if number.is_whole else self._within(f".{number.label}")
            self._begin(block, _Open("heading", block.level, label), number.rest)
        elif not self._manner.has_numbers:
            self._sections[self._around] += 1
            label = self._within(f".{self._sections[self._around]}")
            self._begin(block, _Open("heading", block.level, label), block.text)
        elif self._starts:
            self._continue(block, block.text)

    def _pass_item(self, block: Block) -> None:
        self._close_all_but(heading=_ANY, clause=_ANY, item=block.level, letter=block.level)
        place = f"({block.number})" if self._is_bracketed(block.series) else f".{block.number}"
        self._begin(block, _Open("item", block.level, given_label(block.text) or self._within(place)))

    def _is_bracketed(self, series: int) -> bool:
        """Whether one of a list's items would be called like a section; judged at its first item."""
        if series not in self._bracketed:
            labels = {self._within(f".{number}") for number in self._manner.series[series]}
            self._bracketed[series] = bool(self._around) and not labels.isdisjoint(self._taken)
        return self._bracketed[series]

    def _pass_text(self, block: Block) -> None:
        if number := _number_of(block):
            level = number.label.count(".")
            self._close_all_but(heading=_ANY, clause=level)
            self._begin(block, _Open("clause", level, number.label))
        elif self._manner.is_bare:
            if block.kind == "paragraph" and not block.level:
                self._begin(block, _Open("clause", 0, str(len(self._starts) + 1)), closes=True)
        elif not self._pass_letter(block):
            opened = len(self._open)
            self._close_all_but(heading=_ANY, clause=_ANY, item=block.level + 1, letter=block.level + 1)
            if len(self._open) < opened:
                self._continue(block)

    def _pass_letter(self, block: Block) -> bool:
        kept = self._kept(heading=_ANY, clause=_ANY, item=block.level + 1, letter=block.level)
        around = kept[-1].label if kept else ""
        place = (block.level, around)
        number = (
            enumerator(block.text, after=self._letters.get(place, "")) if block.kind == "paragraph" else None
        )
        if number:
            self._letters[place] = number.label
            self._open = kept
            self._begin(block, _Open("letter", block.level, self._within(f".{number.label}")))
        return bool(number)

    @property
    def _around(self) -> str:
        return self._open[-1].label if self._open else ""

    def _within(self, place: str) -> str:
        return f"{self._around}{place}" if self._around else place.strip(".()")

    def _kept(self, **levels: int) -> list[_Open]:
        """Return the open points of these kinds that stand above these levels."""
        return [point for point in self._open if point.level < levels.get(point.kind, -1)]

    def _close_all_but(self, **levels: int) -> None:
        self._open = self._kept(**levels)

    def _begin(self, block: Block, point: _Open, heading: str = "", *, closes: bool = False) -> None:
        if not self._open:
            self._top = point.label
        self._starts.append(Start(block.line, point.label, len(self._open) + 1, plain_words(heading)))
        if not closes:
            self._open.append(point)

    def _continue(self, block: Block, heading: str = "") -> None:
        label = self._around or self._top
        self._continued[label] += 1
        mark = CONTINUED * self._continued[label]
        self._starts.append(Start(block.line, label + mark, max(1, len(self._open)), plain_words(heading)))
