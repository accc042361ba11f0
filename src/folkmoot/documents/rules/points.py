"""The numbered points of a text: what people cite, acknowledge and study."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils.translation import gettext as _

from folkmoot.documents.rules.markdown import blocks_of, structure_of, tidied
from folkmoot.documents.rules.numbering import enumerator_at, heading_number, without_given_label
from folkmoot.documents.rules.outlines import Start, starts_of, title_of
from folkmoot.kernel.errors import Refused

MOST_POINTS = 5_000
_EXCERPT = 60


@dataclass(frozen=True)
class Point:
    """One point: its label as it is cited, its depth from 1, its heading, and its text as it was written.

    The text before the first point has the label "" and the depth 0. A label that ends in "+" is that
    of text which goes on after a list, or stands under a heading without a number.
    """

    label: str
    depth: int
    heading: str
    markdown: str


def points_of(markdown: str) -> list[Point]:
    """Return the points of a text in order, each line of it in exactly one of them.

    :raises Refused: if two points have the same label, or a paragraph is too long to be shown.
    """
    return list(_points_of(markdown))


def points_as_written(markdown: str) -> list[Point]:
    """Return the points of a draft, in which labels may still repeat."""
    return _cut(*_outline(markdown))


def repeated_starts(markdown: str) -> list[Start]:
    """Return where a point begins whose label was used before."""
    starts, _lines = _outline(markdown)
    seen: set[str] = set()
    repeated = []
    for start in starts:
        if start.label in seen:
            repeated.append(start)
        seen.add(start.label)
    return repeated


def title_in(markdown: str) -> str:
    """Return the title that a text begins with, or ""."""
    return title_of(list(blocks_of(structure_of(tidied(markdown)))))


def body_of(markdown: str, *, label: str) -> str:
    """Return a point's text without its heading and without its number, ready to be shown beside them."""
    # Before the first point nothing is shown elsewhere: a heading there stands for itself.
    if label and (end_of_heading := _end_of_first_heading(markdown)):
        return _from_line(markdown, end_of_heading)
    first, end, rest = markdown.partition("\n")
    first = without_given_label(first)
    if match := re.match(r"\s*\d{1,9}[.)](?:[ \t]+|$)", first):
        return first[match.end() :] + end + _dedented(rest, match.end())
    return _without_number(first, label) + end + rest


def without_title(points: Sequence[Point], title: str) -> list[Point]:
    """Return the points of a text, its first heading left out where it says no more than the `title` shown above them."""
    if not points or points[0].label or _folded(title_in(points[0].markdown)) != _folded(title):
        return list(points)
    first = points[0]
    rest = _from_line(first.markdown, _end_of_first_heading(first.markdown))
    return [*([replace(first, markdown=rest)] if rest else []), *points[1:]]


def same_points(one: str, other: str, *, one_name: str, other_name: str) -> list[str]:
    """Return in sentences how the points of two language versions differ; none if they agree.

    :raises Refused: if one of the texts has two points with the same label.
    """
    ours, theirs = (_labels(points_of(text)) for text in (one, other))
    known, known_there = set(ours), set(theirs)
    missing = [_missing(label, one_name, other_name) for label in ours if label not in known_there]
    missing += [_missing(label, other_name, one_name) for label in theirs if label not in known]
    if not missing and ours != theirs:
        place = next(at for at, label in enumerate(ours) if label != theirs[at])
        return [
            _(
                "Point %(one)s of %(one_name)s stands where %(other_name)s has point %(other)s. Put them in the same order."
            )
            % {"one": ours[place], "one_name": one_name, "other": theirs[place], "other_name": other_name}
        ]
    return missing


def _end_of_first_heading(markdown: str) -> int:
    """Return the line behind the heading that a text begins with, 0 if it begins with none."""
    tokens = structure_of(markdown)
    return tokens[0].map[1] if tokens and tokens[0].type == "heading_open" and tokens[0].map else 0


def _from_line(markdown: str, line: int) -> str:
    return "\n".join(markdown.split("\n")[line:]).strip("\n")


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


# A text that is fixed is asked for its points several times, the first time before the transaction in which it is fixed.
@lru_cache(maxsize=16)
def _points_of(markdown: str) -> tuple[Point, ...]:
    starts, lines = _outline(markdown)
    _must_differ(starts, lines)
    return tuple(_cut(starts, lines))


def _outline(markdown: str) -> tuple[list[Start], list[str]]:
    text = tidied(markdown)
    starts = starts_of(list(blocks_of(structure_of(text))))
    if len(starts) > MOST_POINTS:
        raise Refused(
            _("This text has more than %(most)d points. Bring it in parts.") % {"most": MOST_POINTS},
            field="body",
        )
    return starts, text.split("\n")


def _cut(starts: Sequence[Start], lines: Sequence[str]) -> list[Point]:
    first = starts[0].line if starts else len(lines)
    preamble = _joined(lines[:first])
    ends = [start.line for start in starts[1:]] + [len(lines)]
    points = [
        Point(start.label, start.depth, start.heading, _joined(lines[start.line : end]))
        for start, end in zip(starts, ends, strict=False)
    ]
    return [Point("", 0, "", preamble), *points] if preamble else points


def _joined(lines: Sequence[str]) -> str:
    """Join lines without the indentation of the first, which the others share."""
    indent = len(lines[0]) - len(lines[0].lstrip(" ")) if lines else 0
    return _dedented("\n".join(lines), indent).strip("\n") if any(map(str.strip, lines)) else ""


def _dedented(text: str, indent: int) -> str:
    return "\n".join(re.sub(rf"^ {{0,{indent}}}", "", line) for line in text.split("\n"))


def _without_number(first: str, label: str) -> str:
    number = heading_number(first) or enumerator_at(first)
    is_own = number and (label == number.label or label.endswith(f".{number.label}"))
    return number.rest if number and is_own else first


def _must_differ(starts: Sequence[Start], lines: Sequence[str]) -> None:
    known: dict[str, Start] = {}
    for start in starts:
        if before := known.get(start.label):
            raise _repeated(before, start, lines)
        known[start.label] = start


def _repeated(first: Start, second: Start, lines: Sequence[str]) -> Refused:
    return Refused(
        _(
            "Two points are numbered %(label)s: “%(first)s” in line %(first_line)d and “%(second)s” in line %(second_line)d. "
            "Change one of the numbers, or end its line with a label of its own, such as {#%(label)sbis}."
        )
        % {
            "label": first.label,
            "first": lines[first.line].strip()[:_EXCERPT],
            "first_line": first.line + 1,
            "second": lines[second.line].strip()[:_EXCERPT],
            "second_line": second.line + 1,
        },
        field="body",
    )


def _labels(points: Sequence[Point]) -> list[str]:
    return [point.label for point in points if point.label]


def _missing(label: str, has: str, lacks: str) -> str:
    return _("Point %(label)s of %(has)s is missing in %(lacks)s.") % {
        "label": label,
        "has": has,
        "lacks": lacks,
    }
