"""Notes of Anki as questions and answers in plain words: nothing of their HTML is kept but what it says.

A note is made of fields in HTML. Of most notes the first asks and the second answers; of one that has gaps (`{{c1::so}}`) each
number is a card of its own. See https://docs.ankiweb.net/editing.html#cloze-deletion.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from folkmoot.kernel.text import fold
from folkmoot.study.rules.cards import GAP, Kind

# No card has so much to say. What is longer is handed on as it is, to be refused: reading it would take long.
_HTML_LONGEST = 8_000
# Python's parser looks through the rest of a text for the end of each tag that has none.
_TAGS_MOST = 400
_FIELDS_MOST = 20
_GAPS_MOST = 20
_SOUND = re.compile(r"\[sound:[^\]]*\]")
# From each beginning each sign is looked at once, up to the next one; what stands before the hint is split off afterwards.
_CLOZE = re.compile(r"\{\{c(\d{1,3})::((?:(?!\{\{|\}\}).)*)\}\}", re.DOTALL)
_SPACES = re.compile(r"[^\S\n]+")
_BLOCKS = frozenset({
    "address", "article", "blockquote", "br", "dd", "div", "dt", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol",
    "p", "pre", "section", "table", "tr", "ul",
})  # fmt: skip
_UNSAID = frozenset({"script", "style", "template", "title"})


@dataclass(frozen=True)
class NoteKind:
    """How the notes of one kind are made: their fields by name, and whether they have gaps."""

    fields: tuple[str, ...]
    has_gaps: bool


@dataclass(frozen=True)
class NoteCard:
    """A card made of a note, as a row of a file."""

    question: str
    right: tuple[str, ...]
    kind: str = ""
    decision: str = ""
    point: str = ""


def cards_of(kind: NoteKind, fields: Sequence[str]) -> Iterator[NoteCard]:
    """Yield the cards of a note: one, or one for each number of its gaps.

    Fields called Decision and Point say where it comes from; all others behind the second are left aside.
    """
    texts = [said(each) for each in fields[:_FIELDS_MOST]]
    named = {fold(name): text for name, text in zip(kind.fields, texts, strict=False)}
    source = {name: one_line_of(named.get(name, "")) for name in ("decision", "point")}
    told = [
        text
        for name, text in zip([*kind.fields, *[""] * len(texts)], texts, strict=False)
        if fold(name) not in source
    ]
    question, answer = [*told, "", ""][:2]
    if kind.has_gaps:
        yield from _gaps(question, source)
    else:
        yield NoteCard(one_line_of(question), tuple(answer.splitlines()), **source)


def said(html: str) -> str:
    """Return what a piece of HTML says, a line for each of its blocks; a picture is what it says instead of it, if anything."""
    if len(html) > _HTML_LONGEST or html.count("<") > _TAGS_MOST:
        return html
    reader = _Reader()
    try:
        reader.feed(_SOUND.sub("", html))
        reader.close()
    except AssertionError:
        # Python's parser says so of a mark that no browser knows.
        return html
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(reader.parts).splitlines())
    return "\n".join(line for line in lines if line)


def one_line_of(text: str) -> str:
    """Return a text of several lines as one."""
    return " ".join(text.split())


def _gaps(text: str, source: Mapping[str, str]) -> Iterator[NoteCard]:
    if len(text) > _HTML_LONGEST:
        yield NoteCard(text, (), **source)
        return
    numbers = dict.fromkeys(match[1] for match in _CLOZE.finditer(text))
    for number in list(numbers)[:_GAPS_MOST]:
        answers = [_answer(match) for match in _CLOZE.finditer(text) if match[1] == number]
        question = _CLOZE.sub(lambda match: _shown(match, number), text)  # noqa: B023  -- called at once
        # A gap is filled once: where one number stands several times, the others are left open.
        first, gap, rest = one_line_of(question).partition(GAP)
        yield NoteCard(
            first + gap + rest.replace(GAP, "…"), (one_line_of(answers[0]),), str(Kind.GAP), **source
        )
    if not numbers:
        yield NoteCard(one_line_of(text), (), **source)


def _shown(match: re.Match[str], number: str) -> str:
    return GAP if match[1] == number else _answer(match)


def _answer(match: re.Match[str]) -> str:
    return match[2].partition("::")[0]


class _Reader(HTMLParser):
    """Gathers what is said, and where a block ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unsaid = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unsaid += tag in _UNSAID
        if tag in _BLOCKS:
            self.parts.append("\n")
        if tag == "img":
            self.parts.append(dict(attrs).get("alt") or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _UNSAID:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._unsaid = max(self._unsaid - (tag in _UNSAID), 0)
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unsaid:
            # In HTML a line end is a space.
            self.parts.append(data.replace("\n", " ").replace("\r", " "))
