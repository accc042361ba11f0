"""Plain texts with numbered outlines, as constitutions and bylaws are often kept, read into Markdown.

Such a text says by indentation and by numbers what Markdown says by marks: sections ("4. …", "4.1. …",
"A.1 …") on lines of their own, items ("1. …", "a) …") whose further lines hang under their first word.
Not a word is changed; lines that were only wrapped are joined again by whoever shows the Markdown.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from folkmoot.documents.rules.markdown import tidied
from folkmoot.documents.rules.outlines import Start
from folkmoot.documents.rules.paragraphs import Paragraph, paragraphs_of
from folkmoot.documents.rules.points import repeated_starts
from folkmoot.kernel.errors import Refused

LONGEST_TEXT = 2_000_000
LONGEST_OUTLINE = 200_000
_GZIP = 31  # zlib's name for "with a gzip header"
_VERSION = re.compile(r"\bv(?:ersion)?\.?\s*(\d+(?:\.\d+)+)\b", re.IGNORECASE)
_SIGN = re.compile(r"[\\`*_\[\]<>&~|]|\{(?=#)")
_LINE_SIGN = re.compile(r"^(?:(?=[-+=#])|(?P<enumerator>\(?(?:\d{1,9}|[a-z]|[ivx]+))(?=[.)](?:\s|$)))")
_REPETITIONS = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies")
_DEEPEST_HEADING = 6
# A text is read once for each level at which numbers repeat within repeated numbers; no honest one comes near.
_MOST_ROUNDS = 20
# Where a label within another parts from it: "A.1", "2(1)", "4+".
_JOINT = re.compile(r"[.(+]")


@dataclass(frozen=True)
class ImportedText:
    """A text read in: its title and version as far as it says them, its Markdown, and what had to be decided."""

    title: str
    version: str
    markdown: str
    notes: tuple[str, ...] = ()


def text_in(content: bytes) -> str:
    """Return the text of a file, which may be compressed with gzip, in UTF-8 or Windows-1252.

    :raises Refused: if it is longer than two million bytes, or is no text.
    """
    if content.startswith(b"\x1f\x8b"):
        content = _unzipped(content)
    if len(content) > LONGEST_TEXT:
        raise Refused(_("This text is longer than two million bytes. Bring it in parts."))
    if b"\0" in content:
        raise Refused(_("This is not a plain text. Save it as plain text in UTF-8 and bring that file."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def outline_to_markdown(text: str) -> ImportedText:
    """Return a plain text with a numbered outline as Markdown with the same words and the same numbers.

    A number that the text gives twice is kept as written; the second point is labelled "A.1bis", and
    a note says so.

    :raises Refused: if the text gives one number more than ten times, or is longer than a document may be.
    """
    _must_fit(text)
    paragraphs = paragraphs_of(text)
    title = paragraphs[0].words if paragraphs and _is_title(paragraphs[0]) else ""
    body = paragraphs[1:] if title else paragraphs
    markdown, notes = _with_labels_apart("\n\n".join(_written(body)) + "\n")
    return ImportedText(title, _version_in([title, *(each.words for each in body[:3])]), markdown, notes)


def _must_fit(text: str) -> None:
    # Its words alone: how far it is indented is left out of what is kept.
    length = sum(len(line.strip()) for line in text.splitlines())
    if length > LONGEST_OUTLINE:
        raise Refused(
            _("The text has %(length)d characters. Shorten it to at most %(most)d, or divide it in two.")
            % {"length": length, "most": LONGEST_OUTLINE}
        )


def under_heading(title: str, markdown: str) -> str:
    """Return a text read in with the title that it began with as its heading again, because it is called otherwise."""
    return f"# {_heading_words(title)}\n\n{markdown}"


def _unzipped(content: bytes) -> bytes:
    unzip = zlib.decompressobj(_GZIP)
    try:
        # A small file can hold an endless text: no more is unpacked than would be taken.
        text = unzip.decompress(content, LONGEST_TEXT + 1)
    except zlib.error as error:
        raise _damaged() from error
    if not unzip.eof and len(text) <= LONGEST_TEXT:
        raise _damaged()
    return text


def _damaged() -> Refused:
    return Refused(_("This compressed file is damaged. Fetch it again."))


def _is_title(first: Paragraph) -> bool:
    return first.kind in {"text", "heading"} and not first.marker and first.is_short


def _version_in(beginnings: Sequence[str]) -> str:
    return next((found[1] for words in beginnings if (found := _VERSION.search(words))), "")


def _written(paragraphs: Sequence[Paragraph]) -> list[str]:
    """Write each paragraph in Markdown; a numbered item's own text is indented by its number's width."""
    opened: list[tuple[int, int]] = []
    written = []
    for each in paragraphs:
        if each.kind in {"heading", "clause", "rule"}:
            opened.clear()
        start = each.marker_column if each.kind == "item" else each.column
        while opened and opened[-1][0] > start:
            opened.pop()
        indent = opened[-1][1] if opened else 0
        written.append(_in_markdown(each, indent))
        if each.kind == "item":
            opened.append((each.column, indent + (len(each.marker) + 1 if each.is_numbered_item else 0)))
    return written


def _in_markdown(paragraph: Paragraph, indent: int) -> str:
    if paragraph.kind == "rule":
        return "* * *"
    if paragraph.kind == "heading":
        level = min(_DEEPEST_HEADING, 2 + paragraph.marker.strip(".)").count("."))
        return " ".join(filter(None, ["#" * level, paragraph.marker, _heading_words(paragraph.words)]))
    lines = [_escaped(line) for line in paragraph.lines]
    hanging = indent + (len(paragraph.marker) + 1 if paragraph.is_numbered_item else 0)
    begun = " ".join(filter(None, [paragraph.marker, lines[0]]))
    return "\n".join([" " * indent + begun, *(" " * hanging + line for line in lines[1:])])


def _heading_words(words: str) -> str:
    return _escaped_signs(words).replace("#", "\\#")


def _escaped(line: str) -> str:
    """Escape what Markdown would take for a mark, so that every character shows as it stands."""
    return _LINE_SIGN.sub(_escaped_start, _escaped_signs(line), count=1)


def _escaped_signs(words: str) -> str:
    return _SIGN.sub(r"\\\g<0>", words)


def _escaped_start(match: re.Match[str]) -> str:
    return f"{match['enumerator'] or ''}\\"


def _with_labels_apart(markdown: str) -> tuple[str, tuple[str, ...]]:
    lines = tidied(markdown).split("\n")
    notes: list[tuple[int, str]] = []
    used: Counter[str] = Counter()
    for _round in range(_MOST_ROUNDS):
        repeated = repeated_starts("\n".join(lines))
        if not repeated:
            return "\n".join(lines), tuple(note for _line, note in sorted(notes))
        for start in _outermost(repeated):
            new = _next_label(start.label, used)
            lines[start.line] += f" {{#{new}}}"
            notes.append((start.line, _called(start.label, new)))
    raise Refused(_("The numbers of this text repeat within one another. Number its points apart."))


def _outermost(repeated: Sequence[Start]) -> Iterator[Start]:
    """Yield the starts that are in none of the others: those within may be called otherwise once these are."""
    labels: set[str] = set()
    for start in repeated:
        if not any(start.label[: found.start()] in labels for found in _JOINT.finditer(start.label)):
            labels.add(start.label)
            yield start


def _next_label(label: str, used: Counter[str]) -> str:
    if used[label] == len(_REPETITIONS):
        raise Refused(
            _("The number %(label)s stands more than ten times in this text. Number its points apart.")
            % {"label": label}
        )
    used[label] += 1
    return label + _REPETITIONS[used[label] - 1]


def _called(label: str, new: str) -> str:
    return _("The number %(label)s stands again; here that point is called %(new)s.") % {
        "label": label,
        "new": new,
    }
