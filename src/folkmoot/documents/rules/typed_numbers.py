"""Numbers that an author typed at the head of a line and that did not become a point of that number."""

import re
from collections.abc import Sequence

from folkmoot.documents.rules.points import Point

# "2.1. …", "2.1 …" or "3) …" at the head of a line, as people type them; "2026 was a good year" is no number of a point.
_TYPED = re.compile(r"^\s*(\d{1,3}(?:\.\d{1,3})*)(?:[.)]|(?<=\.\d))\s+\S")
SHOWN = 5


def numbers_lost(markdown: str, points: Sequence[Point]) -> list[str]:
    """Return the first five numbers that stand at the head of a line and are the label of no point.

    An item of a list inside a point keeps its last step only ("1." under "2." is the point 2.1), so a plain number
    counts as kept wherever some label ends in it; a number of several steps must be a label as it stands.
    """
    labels = {point.label for point in points}
    ends = {label.replace("(", ".").rstrip(")").rsplit(".", 1)[-1] for label in labels}
    typed = [found.group(1) for line in markdown.splitlines() if (found := _TYPED.match(line))]
    lost = [number for number in typed if number not in (labels if "." in number else labels | ends)]
    return list(dict.fromkeys(lost))[:SHOWN]
