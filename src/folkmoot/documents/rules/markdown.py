"""Markdown as documents are written in it, and its blocks in order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from folkmoot.documents.rules.addresses import AsWritten, with_addresses
from folkmoot.documents.rules.numbering import enumerator
from folkmoot.documents.rules.tables import must_have_bearable_tables, with_bounded_tables
from folkmoot.kernel.errors import Refused

# HTML is not part of the language: it is shown as it was typed. Nor are addresses noted apart, as in "[Note]: later": each
# point is shown by itself, so they would be found by no link, and their words by no reader.
_HTML_AND_DEPTH = {"html": False, "maxNesting": 40}
PARSER = with_bounded_tables(
    AsWritten("commonmark", _HTML_AND_DEPTH).enable(["table", "strikethrough"]).disable("reference")
)
# Of what is told and binds nobody, such as news: web addresses become links as they stand. In decisions
# they stay as they were adopted.
TELLING = with_addresses(
    with_bounded_tables(
        AsWritten("commonmark", _HTML_AND_DEPTH).enable(["table", "strikethrough"]).disable("reference")
    )
)
_STRUCTURE = with_bounded_tables(
    MarkdownIt("commonmark", _HTML_AND_DEPTH).enable("table").disable(["reference", "inline"])
)
# Within one paragraph the parser's work grows with the square of these; no honest text comes near.
LONGEST_PARAGRAPH = 10_000
MOST_MARKS = 200
MOST_BRACKETS = 5_000
_WHOLE = {"bullet_list_open", "blockquote_open", "table_open"}
_LEAVES = {"fence", "code_block", "hr"}


@dataclass(frozen=True)
class Block:
    """One block that can begin a point; `level` is a heading's level, or how many lists it stands in.

    `number` is an item's, and `series` tells its list from the others.
    """

    kind: Literal["heading", "item", "paragraph", "other"]
    line: int
    level: int
    text: str = ""
    number: int = 0
    series: int = 0


def structure_of(markdown: str) -> list[Token]:
    """Return a text's blocks without looking into their words.

    :raises Refused: if a paragraph is so long, or has so many brackets, that it would take minutes to show.
    """
    if markdown.count("[") > MOST_BRACKETS:
        raise Refused(
            _("This text has more than %(most)d brackets. Bring it in parts.") % {"most": MOST_BRACKETS},
            field="body",
        )
    for number, line in enumerate(markdown.split("\n"), start=1):
        _must_be_a_paragraph(line, number)
    tokens = _STRUCTURE.parse(markdown)
    for token in tokens:
        if token.type == "inline":
            _must_be_a_paragraph(token.content, _line(token) + 1)
    return tokens


def must_be_bearable(markdown: str) -> None:
    """Let only a text through whose tables can all be shown as tables.

    :raises Refused: if one is too large, or hardly written.
    """
    must_have_bearable_tables(markdown, _STRUCTURE)


def tidied(markdown: str) -> str:
    """Return a text with plain line ends, and the items of an "a) … b) …" series parted by empty lines.

    :raises Refused: if a paragraph is too long, as `structure_of` says.
    """
    lines = markdown.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for first, last, indent in _paragraphs("\n".join(lines)):
        for at in _enumerated(lines, first, last):
            # Deeper by four it would turn into code once it stands alone.
            lines[at] = "\n" + " " * indent + lines[at].lstrip()
    return "\n".join(lines)


def blocks_of(tokens: Sequence[Token]) -> Iterator[Block]:
    """Yield the blocks in order, those within quotations, bullets and tables left out."""
    numbers = item_numbers(tokens)
    series: list[int] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "ordered_list_open":
            series.append(at)
        elif token.type == "ordered_list_close":
            series.pop()
        elif token.type == "list_item_open":
            yield _item(tokens, at, len(series), numbers[at], series[-1])
            at += _own_paragraph(tokens, at)
        elif block := _block(tokens, at, len(series)):
            yield block
            at = _end_of(tokens, at)
        at += 1


def item_numbers(tokens: Sequence[Token]) -> dict[int, int]:
    """Return the number of each item of a numbered list, by the place of its token.

    They count as their author wrote them, unless every one is the same ("1." before each).
    """
    lists: list[list[int]] = []
    numbers: dict[int, int] = {}
    for at, token in enumerate(tokens):
        if token.type in {"ordered_list_open", "bullet_list_open"}:
            lists.append([])
        elif token.type == "list_item_open" and token.info:
            lists[-1].append(at)
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            numbers.update(_counted(tokens, lists.pop()))
    return numbers


def plain_words(markdown: str) -> str:
    """Return a line of Markdown without its marks."""
    children = (child for token in PARSER.parseInline(markdown) for child in token.children or ())
    return "".join(
        " " if child.type in {"softbreak", "hardbreak"} else child.content for child in children
    ).strip()


def _counted(tokens: Sequence[Token], items: list[int]) -> dict[int, int]:
    written = [int(tokens[at].info) for at in items]
    if len(set(written)) == 1:
        written = list(range(written[0], written[0] + len(written)))
    return dict(zip(items, written, strict=True))


def _item(tokens: Sequence[Token], at: int, level: int, number: int, series: int) -> Block:
    text = tokens[at + 2].content if _own_paragraph(tokens, at) else ""
    return Block("item", _line(tokens[at]), level, text, number, series)


def _own_paragraph(tokens: Sequence[Token], at: int) -> int:
    """Count the tokens of the paragraph that an item begins with."""
    return 3 if tokens[at + 1].type == "paragraph_open" else 0


def _block(tokens: Sequence[Token], at: int, level: int) -> Block | None:
    token = tokens[at]
    if token.type == "heading_open" and not level:
        return Block("heading", _line(token), int(token.tag[1]), tokens[at + 1].content)
    if token.type == "paragraph_open":
        return Block("paragraph", _line(token), level, tokens[at + 1].content)
    if token.type in _WHOLE | _LEAVES or token.type == "heading_open":
        return Block("other", _line(token), level)
    return None


def _end_of(tokens: Sequence[Token], at: int) -> int:
    depth = 0
    for place in range(at, len(tokens)):
        depth += tokens[place].nesting
        if depth == 0:
            return place
    return len(tokens) - 1


def _line(token: Token) -> int:
    return token.map[0] if token.map else 0


def _must_be_a_paragraph(text: str, line: int) -> None:
    if len(text) > LONGEST_PARAGRAPH:
        raise Refused(
            _("The paragraph in line %(line)d has more than %(most)d characters. Part it with an empty line.")
            % {"line": line, "most": LONGEST_PARAGRAPH},
            field="body",
        )
    if max(text.count("["), text.count("|")) > MOST_MARKS:
        raise Refused(
            _(
                "The paragraph in line %(line)d has more than %(most)d brackets or bars. Part it with an empty line."
            )
            % {"line": line, "most": MOST_MARKS},
            field="body",
        )


def _paragraphs(markdown: str) -> list[tuple[int, int, int]]:
    """Find each paragraph: its first line, the line behind it, and how far its text is indented."""
    tokens = structure_of(markdown)
    lines = markdown.split("\n")
    found = []
    for opening, inline in pairwise(tokens):
        if opening.type == "paragraph_open" and opening.map:
            first, last = opening.map
            start = lines[first].find(inline.content.partition("\n")[0])
            found.append((first, last, max(start, 0)))
    return found


def _enumerated(lines: Sequence[str], first: int, last: int) -> list[int]:
    """Find the lines inside a paragraph that carry on a series of letters or small numbers."""
    after, found = "", []
    for at in range(first, last):
        if number := enumerator(lines[at].strip(), after=after):
            after = number.label
            found.append(at)
    return [at for at in found if at > first]
