"""What a circular says: a decision's words for the cells it is printed for, and a sheet for each to sign."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from folkmoot.circulars.rules.wording import Node, nodes_of, printable

FEWEST_LINES, MOST_LINES = 8, 60
# For somebody who is just joining.
SPARE_LINES = 3
_LONGEST_NUMBER = 14
_DEEPEST_HEADING = 6
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z]{4})?(?:-([A-Za-z]{2}))?(?:-.*)?")


@dataclass(frozen=True)
class Sheet:
    """The sheet that one cell signs: `names` are printed before the lines, and `address` is what its code leads to."""

    cell: str
    address: str
    lines: int
    names: Sequence[str] = ()


@dataclass(frozen=True)
class PointOnPaper:
    """One numbered point: its number as it is cited, its heading, and its words as cleaned HTML, which begin with it."""

    number: str
    depth: int
    heading: str
    html: str


@dataclass(frozen=True)
class Circular:
    """A decision as it is printed. `facts` stand under its title, `words` are the circular's own in the printer's language.

    Of each of its `files` it has the name, and what there is to say of it.

    `language` and `direction` are the decision's, `own_language` that of the circular's own words.
    """

    title: str
    kicker: str
    organisation: str
    running: str
    language: str
    direction: str
    own_language: str
    facts: Sequence[str]
    points: Sequence[PointOnPaper]
    words: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[tuple[str, str]] = ()


def lines_for(members: int) -> int:
    """Return how many lines a sheet has for a cell of so many members, a few of them to spare."""
    return min(MOST_LINES, max(FEWEST_LINES, members + SPARE_LINES))


def as_values(circular: Circular, sheets: Sequence[Sheet]) -> dict[str, object]:
    """Return all that is printed as plain values, cleared of what no page can show."""
    language, region = language_and_region(circular.language)
    own_language, own_region = language_and_region(circular.own_language)
    return {
        "title": said(circular.title) or said(circular.kicker) or "·",
        "kicker": printable(circular.kicker),
        "organisation": printable(circular.organisation),
        "running": printable(circular.running),
        "language": language,
        "region": region,
        "direction": "rtl" if circular.direction == "rtl" else "ltr",
        "own_language": own_language,
        "own_region": own_region,
        "facts": [printable(fact) for fact in circular.facts],
        "points": list(_points(circular.points)),
        "files": [{"name": printable(name), "about": printable(about)} for name, about in circular.files],
        "number_width": _number_width(circular.points),
        "words": {name: printable(words) for name, words in circular.words.items()},
        "sheets": [_sheet(sheet) for sheet in sheets],
    }


def language_and_region(code: str) -> tuple[str, str]:
    """Return the language and, or "", the region of a BCP 47 code as a page is marked with them; English for no code."""
    match = _LANGUAGE.fullmatch(code)
    return (match[1].lower(), (match[2] or "").upper()) if match else ("en", "")


def code_of(address: str) -> list[str]:
    """Return the code to scan for an address, a row of dark (1) and light (0) squares each."""
    # Pages and worker import these rules; only whoever sets a circular draws codes.
    import segno  # noqa: PLC0415  -- where it is used

    return ["".join(map(str, row)) for row in segno.make(address, error="m", micro=False).matrix]


def said(text: str) -> str:
    """Return a text that stands as a heading, cleared: "" if there is nothing in it to read."""
    return printable(text) if any(letter.isprintable() and not letter.isspace() for letter in text) else ""


def _points(points: Iterable[PointOnPaper]) -> Iterator[dict[str, object]]:
    level = 1
    for point in points:
        # A heading may be one level below the one before it, not two: readers by ear go by levels.
        level = min(max(point.depth, 1) + 1, level + 1, _DEEPEST_HEADING) if point.heading else level
        yield {
            # What goes on with the point above is cited by its number.
            "number": "" if point.number.endswith("+") else printable(point.number),
            "heading": said(point.heading),
            "level": level,
            "inner": _words_below(nodes_of(point.html), point.heading),
        }


def _words_below(nodes: list[Node], heading: str) -> list[Node]:
    """Leave out the heading that a point's words begin with: it is set apart."""
    first = nodes[0] if nodes else ""
    return nodes[1:] if heading and isinstance(first, dict) and first["kind"] == "heading" else nodes


def _number_width(points: Iterable[PointOnPaper]) -> int:
    """Return how many letters the column of numbers holds; a number longer than that stands above its words."""
    lengths = [len(point.number) for point in points if len(point.number) <= _LONGEST_NUMBER]
    return max([2, *lengths])


def _sheet(sheet: Sheet) -> dict[str, object]:
    blank = max(sheet.lines, len(sheet.names) + SPARE_LINES) - len(sheet.names)
    return {
        "cell": said(sheet.cell),
        "code": code_of(sheet.address),
        "lines": [*(printable(name) for name in sheet.names), *[""] * blank],
    }
