"""Words as a text is searched for them: the same on every database, in scripts with spaces and without.

Where a script puts no space between words, every letter is read together with the next one: 表决权 as 表决, 决权 and 权.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from folkmoot.kernel.text import fold

# Han and kana, Thai, Lao, Burmese and Khmer; and Korean, where particles grow onto words and words into each other.
DENSE = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"[{DENSE}]+|[^{DENSE}]+")
_IS_DENSE = re.compile(rf"[{DENSE}]")
# Nobody means more by a longer one, and PostgreSQL takes no word of more than 2,046 bytes.
LONGEST = 60
# A shorter word stands for itself: too much begins with two letters.
SHORTEST_BEGINNING = 3
MOST_WANTED = 16


@dataclass(frozen=True)
class Wanted:
    """A word that is searched: itself, or whatever begins with it."""

    word: str
    is_beginning: bool


def words_of(text: str) -> list[str]:
    """Return the words of a text in order, folded as `fold` does, none longer than 60 characters."""
    return [word for run in runs_of(fold(text)) for word in _written(run)]


def words_wanted(text: str) -> list[Wanted]:
    """Return the words of a search, each once; those after the sixteenth are left aside."""
    wanted = [each for run in runs_of(fold(text)) for each in _wanted(run)]
    return list(dict.fromkeys(wanted))[:MOST_WANTED]


def runs_of(folded: str) -> list[str]:
    """Return the runs of letters and digits of a folded text, those without spaces apart from the others."""
    return [run for part in only_letters(folded).split() for run in _RUN.findall(part)]


def only_letters(text: str) -> str:
    """Return a text with a space in place of each character that is no letter, mark or digit."""
    return text.translate(_LETTERS)


def is_dense(run: str) -> bool:
    """Return whether a run is of a script that puts no space between words."""
    return _IS_DENSE.match(run) is not None


def _written(run: str) -> Iterator[str]:
    if not is_dense(run):
        yield run[:LONGEST]
        return
    # The last letter stands alone too, so that each is the beginning of something.
    yield from (run[at : at + 2] for at in range(len(run)))


def _wanted(run: str) -> Iterator[Wanted]:
    if is_dense(run):
        yield from (Wanted(run[at : at + 2], is_beginning=False) for at in range(len(run) - 1))
        if len(run) == 1:
            yield Wanted(run, is_beginning=True)
    else:
        yield Wanted(run[:LONGEST], is_beginning=len(run) >= SHORTEST_BEGINNING)


class _Letters(dict[int, str]):
    """What a character counts as: itself if it is a letter, a mark or a digit, or else a space; looked up once."""

    def __missing__(self, code: int) -> str:
        self[code] = chr(code) if unicodedata.category(chr(code))[0] in "LMN" else " "
        return self[code]


_LETTERS = _Letters()
