"""What leads from one wording of a document to the next: operations on its numbered points.

As in the amending acts of parliaments, every operation names the points by the numbers they had before, whatever
becomes of the numbers around them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import chain

from folkmoot.documents.rules.aligning import Side, aligned
from folkmoot.documents.rules.points import body_of, points_of


class Kind(StrEnum):
    """What is done to a point."""

    REPLACE = "replace"
    INSERT = "insert"
    STRIKE = "strike"
    RENUMBER = "renumber"


@dataclass(frozen=True)
class Wording:
    """What a point says in one language."""

    language: str
    heading: str
    markdown: str


@dataclass(frozen=True)
class WordedPoint:
    """A point in all its languages, sorted by their codes."""

    label: str
    depth: int
    wordings: tuple[Wording, ...]


@dataclass(frozen=True)
class Operation:
    """One operation: on the point labelled `old` before it, or for an insertion behind it (None: at the very beginning).

    `new` is the point as it is afterwards, None where it is struck.
    """

    kind: Kind
    old: str | None
    new: WordedPoint | None


def worded(bodies: Mapping[str, str]) -> list[WordedPoint]:
    """Return the points of a text from its bodies in Markdown by language, which agree in their labels.

    :raises Refused: if two points of a body have the same label.
    """
    depths: dict[str, int] = {}
    wordings: dict[str, list[Wording]] = {}
    found = [(language, points_of(body)) for language, body in sorted(bodies.items())]
    # Only the words before the first point may be missing in some language.
    for point in max((points for _language, points in found), key=len, default=[]):
        depths[point.label], wordings[point.label] = point.depth, []
    for language, points in found:
        for point in points:
            wordings[point.label].append(Wording(language, point.heading, point.markdown))
    return [WordedPoint(label, depth, tuple(wordings[label])) for label, depth in depths.items()]


def operations(before: Sequence[WordedPoint], after: Sequence[WordedPoint]) -> list[Operation]:
    """Return in order what makes the points `before` into those `after`; points that stay as they are need nothing."""
    return list(_found(tuple(before), tuple(after)))


# Found before the transaction in which they are written, and asked for again in it.
@lru_cache(maxsize=4)
def _found(before: tuple[WordedPoint, ...], after: tuple[WordedPoint, ...]) -> tuple[Operation, ...]:
    languages = _languages(before) & _languages(after)
    pairs = aligned([_side(each, languages) for each in before], [_side(each, languages) for each in after])
    return tuple(_operations(before, after, pairs))


def _operations(
    before: Sequence[WordedPoint],
    after: Sequence[WordedPoint],
    pairs: Sequence[tuple[int | None, int | None]],
) -> Iterator[Operation]:
    behind: str | None = None
    for old, new in pairs:
        if old is None and new is not None:
            yield Operation(Kind.INSERT, behind, after[new])
        elif old is not None:
            behind = before[old].label
            if new is None:
                yield Operation(Kind.STRIKE, behind, None)
            elif before[old] != after[new]:
                yield Operation(_kind(before[old], after[new]), behind, after[new])


def _kind(old: WordedPoint, new: WordedPoint) -> Kind:
    says_the_same = _bodies(old) == _bodies(new) and old.label != new.label
    return Kind.RENUMBER if says_the_same else Kind.REPLACE


def _bodies(point: WordedPoint) -> list[tuple[str, str, list[str]]]:
    return [(each.language, each.heading, _words(each, point.label)) for each in point.wordings]


def _side(point: WordedPoint, languages: set[str]) -> Side:
    shared = [each for each in point.wordings if each.language in languages]
    words = chain.from_iterable([*each.heading.split(), *_words(each, point.label)] for each in shared)
    return Side(point.label, tuple(words))


def _words(wording: Wording, label: str) -> list[str]:
    # How its lines are wrapped, and which number they begin with, says nothing.
    return body_of(wording.markdown, label=label).split()


def _languages(points: Sequence[WordedPoint]) -> set[str]:
    return {each.language for point in points for each in point.wordings}
