"""The place of a text in which searched words occur, with the words marked."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from folkmoot.documents.rules.words import DENSE, SHORTEST_BEGINNING, is_dense, only_letters, runs_of
from folkmoot.kernel.text import fold

# Characters before the first marked word, and of the whole excerpt.
BEFORE, LENGTH = 60, 240
# Words further in than this are found, and not shown.
MOST_READ = 20_000
_LETTER = f"[^ {DENSE}]"
_FIRST_MARK = 0x300


@dataclass(frozen=True)
class Piece:
    """A part of an excerpt, marked or not."""

    text: str
    is_marked: bool = False


def excerpt(text: str, sought: str) -> list[Piece]:
    """Return the part of a text around the first of the words that `sought` searches, all of them marked.

    Where none occurs it is the beginning of the text. What is left out before and after shows as an ellipsis.
    """
    spans = _spans(text, sought)
    start, end = _window(text, spans[0] if spans else (0, 0))
    pieces = list(_pieces(text, spans, start, end))
    return [*([Piece("… ")] if start else []), *pieces, *([Piece(" …")] if end < len(text) else [])]


def marked(text: str, sought: str) -> list[Piece]:
    """Return a whole text, a title for instance, with the words that `sought` searches marked."""
    return list(_pieces(text, _spans(text, sought), 0, len(text)))


def _spans(text: str, sought: str) -> list[tuple[int, int]]:
    """Return where the searched words stand in a text, whole words, from start to end."""
    pattern = _sought(sought)
    if pattern is None:
        return []
    folded, places = _aligned(text[:MOST_READ])
    return [(places[found.start()], places[found.end()]) for found in pattern.finditer(folded)]


# A page has forty texts, in which the same is sought.
@lru_cache(maxsize=64)
def _sought(sought: str) -> re.Pattern[str] | None:
    runs = sorted(set(runs_of(fold(sought))), key=len, reverse=True)
    return re.compile("|".join(map(_pattern, runs))) if runs else None


def _pattern(run: str) -> str:
    if is_dense(run):
        return re.escape(run)
    rest = f"{_LETTER}*" if len(run) >= SHORTEST_BEGINNING else f"(?!{_LETTER})"
    return f"(?<!{_LETTER}){re.escape(run)}{rest}"


def _aligned(text: str) -> tuple[str, Sequence[int]]:
    """Return a text folded, and for each of its characters (and the end) where it began in the text."""
    # Most texts fold letter for letter, which is done thirty times as fast.
    at_once = text.translate(_ALONE)
    return (at_once, range(len(text) + 1)) if _NOT_ALONE not in at_once else _aligned_by_clusters(text)


def _aligned_by_clusters(text: str) -> tuple[str, list[int]]:
    folded: list[str] = []
    places: list[int] = []
    for start, end in pairwise(_cluster_starts(text)):
        letters = _folded(text[start:end])
        folded.append(letters)
        places += [start] * len(letters)
    return only_letters("".join(folded)), [*places, len(text)]


def _cluster_starts(text: str) -> Iterator[int]:
    # A letter and the accents that follow it fold together.
    for place, letter in enumerate(text):
        if ord(letter) < _FIRST_MARK or not unicodedata.combining(letter):
            yield place
    yield len(text)


@lru_cache(maxsize=20_000)
def _folded(cluster: str) -> str:
    return fold(cluster)


class _Alone(dict[int, str]):
    """What a character folds to if that is one letter whatever stands beside it, or else the mark; looked up once."""

    def __missing__(self, code: int) -> str:
        folded = only_letters(fold(chr(code)))
        is_alone = len(folded) == 1 and not unicodedata.combining(chr(code))
        self[code] = folded if is_alone else _NOT_ALONE
        return self[code]


_NOT_ALONE = "\0"
_ALONE = _Alone()


def _window(text: str, first: tuple[int, int]) -> tuple[int, int]:
    start = max(0, first[0] - BEFORE)
    if start:
        # At a space if there is one nearby; a script without spaces is cut where it is.
        space = text.find(" ", start, first[0])
        start = start if space < 0 else space + 1
    end = max(start + LENGTH, first[1])
    if end >= len(text):
        return start, len(text)
    space = text.rfind(" ", max(first[1], end - BEFORE), end)
    return start, end if space < 0 else space


def _pieces(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[Piece]:
    place = start
    for first, last in spans:
        if first < place or last > end:
            continue
        if first > place:
            yield Piece(text[place:first])
        yield Piece(text[first:last], is_marked=True)
        place = last
    if place < end:
        yield Piece(text[place:end])
