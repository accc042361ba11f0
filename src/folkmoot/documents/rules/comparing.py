"""What stayed between two texts, found within so many steps: no text keeps a page, or all who write, waiting for seconds."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import accumulate

Opcode = tuple[str, int, int, int, int]


@dataclass
class Steps:
    """How many steps are left for what is compared; a million take about a tenth of a second."""

    left: int

    def opcodes(
        self, one: Sequence[Hashable], other: Sequence[Hashable], *, most: int | None = None
    ) -> list[Opcode] | None:
        """Return how `other` comes of `one` as difflib writes it; None if that takes more than `most` steps, or than are left.

        What was tried in vain has used its steps up as well.
        """
        matcher = _Counting(one, other, min(self.left, self.left if most is None else most))
        try:
            return list(matcher.get_opcodes())
        except _TooMuch:
            return None
        finally:
            self.left -= matcher.taken

    def take(self, steps: int) -> bool:
        """Return whether so many steps are left, which are then taken."""
        if steps > self.left:
            return False
        self.left -= steps
        return True


class _TooMuch(Exception):
    """More steps would be taken than are left."""


class _Counting(SequenceMatcher[Hashable]):
    """Looks for what stayed and counts its steps: for each word of one text, where it stands in the other.

    How many there will be is not to be told beforehand: each block that stayed parts both texts, and each part is looked
    through again.
    """

    def __init__(self, one: Sequence[Hashable], other: Sequence[Hashable], most: int) -> None:
        super().__init__(None, one, other, autojunk=False)
        self.most, self.taken = most, 0
        there = Counter(other)
        self.until = [0, *accumulate(1 + there[word] for word in one)]

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        steps = self.until[-1 if ahi is None else ahi] - self.until[alo]
        if self.taken + steps > self.most:
            raise _TooMuch
        self.taken += steps
        return super().find_longest_match(alo, ahi, blo, bhi)
