"""Words of a decision as plain values that a page of paper is set from: what is written in them is never a command.

The HTML of points is cleaned before it comes here, so it has few elements and each is closed. A node is a text, or an
element with what it holds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TypeAlias

Node: TypeAlias = "str | dict[str, object]"

_KINDS = {
    "p": "paragraph", "strong": "strong", "em": "emphasis", "s": "struck", "code": "code", "a": "link", "br": "break",
    "hr": "rule", "pre": "lines", "blockquote": "quote", "ul": "list", "ol": "numbered", "table": "table",
    **{f"h{level}": "heading" for level in range(1, 7)},
}  # fmt: skip
_VOID = {"br", "hr"}
# What stands between these is the line ends of the markup, and no words.
_HOLDS_NO_TEXT = {"", "blockquote", "ul", "ol", "table", "thead", "tbody", "tr"}
# Quotations within quotations: the setter goes down no further, and from there on only the words are left.
DEEPEST = 16


@dataclass
class _Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inner: "list[str | _Element]" = field(default_factory=list)


def nodes_of(html: str) -> list[Node]:
    """Return the cleaned HTML of a point as nodes, nested at most sixteen deep."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _nodes(reader.root.inner)


def printable(text: str) -> str:
    """Return a text without the characters that no page can show: controls, and halves of letters."""
    return "".join(letter for letter in text if letter in "\t\n" or not _is_unprintable(ord(letter)))


def _is_unprintable(code: int) -> bool:
    is_control = code < 0x20 or 0x7F <= code < 0xA0  # noqa: PLR2004  -- the two blocks of controls
    is_no_letter = 0xD800 <= code < 0xE000 or 0xFDD0 <= code < 0xFDF0 or code & 0xFFFE == 0xFFFE  # noqa: PLR2004  -- as above
    return is_control or is_no_letter


class _Reader(HTMLParser):
    """Builds the elements; below the deepest level it goes on with their words alone."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Element("")
        self._open = [self.root]
        self._below = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self._open[-1].inner.append(_Element(tag))
        elif len(self._open) > DEEPEST:
            self._below += 1
        else:
            element = _Element(tag, {name: value or "" for name, value in attrs})
            self._open[-1].inner.append(element)
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self._below:
            self._below -= 1
            self._open[-1].inner.append(" ")
        elif len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open[-1].tag not in _HOLDS_NO_TEXT or data.strip():
            self._open[-1].inner.append(printable(data))


def _nodes(inner: "Iterable[str | _Element]") -> list[Node]:
    return [each if isinstance(each, str) else _node(each) for each in inner]


def _node(element: _Element) -> Node:
    kind = _KINDS.get(element.tag, "paragraph")
    if kind == "link":
        return {"kind": kind, "inner": _nodes(element.inner), "address": _shown_address(element)}
    if kind == "lines":
        return {"kind": kind, "lines": _text_in(element).rstrip("\n").split("\n")}
    if kind in {"list", "numbered"}:
        return {"kind": kind, "items": _items(element)}
    if kind == "table":
        return {"kind": kind, **_table(element)}
    return {"kind": kind, "inner": _nodes(element.inner)}


def _shown_address(link: _Element) -> str:
    """Return the address of a link where paper has to spell it out: not if it is what the link says."""
    address = printable(link.attributes.get("href", ""))
    words = _text_in(link).strip()
    return "" if words in {address, address.partition(":")[2]} else address


def _items(items: _Element) -> list[dict[str, object]]:
    numbered: list[dict[str, object]] = []
    for item in _elements(items):
        number = item.attributes.get("value", "")
        follows = int(number) if number.isascii() and number.isdecimal() else len(numbered) + 1
        numbered.append({"number": follows, "inner": _nodes(item.inner)})
    return numbered


def _table(table: _Element) -> dict[str, object]:
    rows = [row for part in _elements(table) for row in (_elements(part) if part.tag != "tr" else [part])]
    cells = [[_nodes(cell.inner) for cell in _elements(row)] for row in rows]
    columns = max((len(row) for row in cells), default=0)
    even = [[*row, *([[]] * (columns - len(row)))] for row in cells]
    return {"columns": columns, "head": even[0] if even else [], "rows": even[1:]}


def _elements(element: _Element) -> Sequence[_Element]:
    return [each for each in element.inner if isinstance(each, _Element)]


def _text_in(element: _Element) -> str:
    return "".join(each if isinstance(each, str) else _text_in(each) for each in element.inner)
