"""The words that changed between two texts in HTML, marked as struck and added."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from folkmoot.documents.rules.aligning import likeness
from folkmoot.documents.rules.comparing import Opcode, Steps

# Letters written without spaces between words are words of their own: Thai, Lao, Myanmar, Khmer, kana, Han.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Vowel signs and accents of many scripts are no letters by themselves, and belong to the one before.
_MARKS = "".join(
    chr(code) for code in range(0x300, 0x10000) if unicodedata.category(chr(code)).startswith("M")
)
_UNIT = re.compile(
    rf"(?P<text><(?:[^<>\"]|\"[^\"]*\")*>|&[#\w]+;|\d+(?:[.,:]\d+)+|[{_UNSPACED}][{_MARKS}]*"
    rf"|[^\W{_UNSPACED}](?:[^\W{_UNSPACED}]|[{_MARKS}])*|[^\s<])(?P<space>\s*)"
)
_VOID = {"br", "hr"}
_INLINE = {"a", "code", "em", "s", "strong"}
# What stands directly in these stands in no paragraph; in lists and tables no words may stand at all.
_FLOW = {"", "blockquote"}
_ONLY_ROWS = {"ul", "ol", "table", "thead", "tbody", "tr"}
# Texts with fewer words in common are told apart better one after the other.
LEAST_ALIKE = 0.35
# Of natural language, a text of 3,000 words of which every tenth changed takes so many steps. One made of a single word, or
# with every two words changed over, would keep a page for minutes.
MOST_STEPS = 2_000_000
_SAME, _STRUCK, _ADDED = "", "del", "ins"


@dataclass(frozen=True)
class Unit:
    """A word, a mark of punctuation or a tag, with the space behind it."""

    text: str
    space: str = ""

    @property
    def is_tag(self) -> bool:
        """Whether it is markup, which nobody reads."""
        return self.text.startswith("<")

    @property
    def name(self) -> str:
        """The name of a tag."""
        return self.text.strip("</>").split(" ")[0]


def marked(before: str, after: str, *, within: Steps | None = None) -> SafeString:
    """Return the safe HTML `after`, with the words of `before` that it no longer has among its own.

    Struck words are in `del` and added ones in `ins`, each said in words too for those who cannot see it. Without the
    struck words and the marks it is `after` again. What takes more steps than there are `within` stands one after the other.
    """
    olds, news = list(units_of(before)), list(units_of(after))
    old_words, new_words = ([unit.text for unit in units if not unit.is_tag] for units in (olds, news))
    if likeness(old_words, new_words) < LEAST_ALIKE:
        return replaced(before, after)
    one, other = ([unit.text for unit in units] for units in (olds, news))
    opcodes = (within or Steps(MOST_STEPS)).opcodes(one, other, most=MOST_STEPS)
    if opcodes is None:
        return replaced(before, after)
    writer = _Writer()
    for how, unit in _compared(olds, news, opcodes):
        writer.put(how, unit)
    return mark_safe(writer.finished())  # noqa: S308  -- tags of `after` in their order, and words of both


def replaced(before: str, after: str) -> SafeString:
    """Return two texts in safe HTML one after the other, the first as a whole struck and the second added."""
    return mark_safe(f"{struck(before)}\n{added(after)}")  # noqa: S308  -- both were cleaned


def struck(html: str) -> SafeString:
    """Return safe HTML as a whole that is struck."""
    return mark_safe(f"<del>{_spoken(_('[struck:'))}{html}{_spoken(']')}</del>" if html.strip() else "")  # noqa: S308  -- it was cleaned


def added(html: str) -> SafeString:
    """Return safe HTML as a whole that is added."""
    return mark_safe(f"<ins>{_spoken(_('[added:'))}{html}{_spoken(']')}</ins>" if html.strip() else "")  # noqa: S308  -- it was cleaned


def says_the_same(before: str, after: str) -> bool:
    """Return whether two texts in HTML have the same words and marks, however they are spaced."""
    return [unit.text for unit in units_of(before)] == [unit.text for unit in units_of(after)]


def units_of(html: str) -> Iterator[Unit]:
    """Yield the words and tags of a text in HTML, in order."""
    for match in _UNIT.finditer(html):
        yield Unit(match["text"], match["space"])


def _compared(
    olds: Sequence[Unit], news: Sequence[Unit], opcodes: Sequence[Opcode]
) -> Iterator[tuple[str, Unit]]:
    for tag, old, old_end, new, new_end in _smoothed(opcodes, news):
        if tag == "equal":
            yield from ((_SAME, unit) for unit in news[new:new_end])
        else:
            if old and new and olds[old - 1].space and not news[new - 1].space:
                # It stood apart from the word before it, behind which nothing else stands now.
                yield _STRUCK, Unit("", " ")
            yield from ((_STRUCK, unit) for unit in olds[old:old_end])
            yield from ((_ADDED, unit) for unit in news[new:new_end])


def _smoothed(opcodes: Sequence[Opcode], news: Sequence[Unit]) -> list[Opcode]:
    """Join changes between which only a mark of punctuation stayed: nobody reads that as having stayed."""
    joined: list[Opcode] = []
    for at, (tag, old, old_end, new, new_end) in enumerate(opcodes):
        is_between = 0 < at < len(opcodes) - 1
        if tag == "equal" and is_between and not any(_is_read(unit) for unit in news[new:new_end]):
            tag = "replace"  # noqa: PLW2901  -- it is treated as changed from here on
        if joined and tag != "equal" and joined[-1][0] != "equal":
            _tag, first_old, _old, first_new, _new = joined.pop()
            old, new, tag = first_old, first_new, "replace"  # noqa: PLW2901  -- as above
        joined.append((tag, old, old_end, new, new_end))
    return joined


def _is_read(unit: Unit) -> bool:
    return unit.is_tag or any(letter.isalnum() for letter in unit.text)


def _spoken(words: str) -> str:
    return f'<span class="unseen">{escape(words)} </span>'


@dataclass
class _Writer:
    """Writes units one after another, so that what comes out is as well-formed as the text whose tags they are."""

    written: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    how: str = _SAME
    run: list[Unit] = field(default_factory=list)
    waiting: list[Unit] = field(default_factory=list)

    def put(self, how: str, unit: Unit) -> None:
        if unit.is_tag:
            self._put_tag(how, unit)
            return
        if how != self.how:
            self._end_run()
            self.how = how
        self.run.append(unit)

    def finished(self) -> str:
        self._end_run()
        return "".join(self.written)

    def _put_tag(self, how: str, unit: Unit) -> None:
        if how == _STRUCK:
            # Its words stand between those that stayed; that they stood in another paragraph is shown as a space.
            self.put(_STRUCK, Unit("", unit.space if unit.name in _INLINE else " "))
            return
        self._end_run()
        if unit.text.startswith("</"):
            self.open.pop()
        elif unit.name not in _VOID:
            self.open.append(unit.name)
        self.written.append(unit.text + unit.space)
        self._place_waiting()

    def _end_run(self) -> None:
        words, self.run = self.run, []
        if not words:
            return
        if self.how == _STRUCK:
            self.waiting += words
            self._place_waiting()
            return
        text = "".join(unit.text + unit.space for unit in words)
        self.written.append(self._in_mark(text) if self.how == _ADDED else text)

    def _place_waiting(self) -> None:
        """Write the struck words that wait, if words may stand here."""
        around = self.open[-1] if self.open else ""
        if around in _ONLY_ROWS:
            return
        words, self.waiting = self.waiting, []
        text = "".join(unit.text + unit.space for unit in words)
        if mark := struck(text.strip()):
            ahead, behind = text[: -len(text.lstrip())], text[len(text.rstrip()) :]
            self.written.append(f"<p>{mark}</p>\n" if around in _FLOW else ahead + mark + behind)

    @staticmethod
    def _in_mark(text: str) -> str:
        words = text.rstrip()
        if not words:
            return text
        return added(words) + text[len(words) :]
