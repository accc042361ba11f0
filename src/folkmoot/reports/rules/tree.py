"""The tree of one reporting period as columns: an entry a unit, in preorder, so that every subtree is one slice.

The columns are kept in pieces of a fixed number of units. Unit `i` and all below it are `[i, ends[i])`, whatever the
pieces; which units those are was fixed when the period was over, and no later move, merger or closing changes it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

import numpy as np
import numpy.typing as npt

from folkmoot.decisions.rules.rollup import Ints, ends_of

# So many units to a piece: small enough that one late report rewrites little, large enough that a whole column of
# 320,000 units is read by some hundred rows; `folkmoot bench rollup` measures both.
PIECE = 1024
ID_BYTES = 16
NOWHERE = -1
Depths = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class PeriodTree:
    """The units of a period in preorder: their ids, how many lie above each, and their kinds as places in `kind_codes`."""

    units: Sequence[UUID]
    depths: Depths
    kinds: npt.NDArray[np.uint8]
    kind_codes: Sequence[str]

    @property
    def ends(self) -> Ints:
        """For each unit the position after the last one below it."""
        return ends_of(self.depths.astype(np.int64))

    @property
    def digest(self) -> str:
        """What is the same for two periods in which nothing was moved, founded, closed or made another kind."""
        shape = "\n".join(self.kind_codes).encode() + self.depths.tobytes() + self.kinds.tobytes()
        return sha256(shape + b"".join(unit.bytes for unit in self.units)).hexdigest()


def tree_from(edges: Iterable[tuple[UUID, UUID | None]], kinds: Mapping[UUID, str]) -> PeriodTree:
    """Put units in preorder from each with the one it hung on then, None for the top, and each one's kind.

    Whatever hung on nothing that is among them hangs on the top, so that no figure of it is lost.
    """
    below: dict[UUID | None, list[UUID]] = defaultdict(list)
    there: set[UUID] = set()
    for unit, parent in edges:
        below[parent].append(unit)
        there.add(unit)
    tops = below.get(None, [])
    if not tops:
        return PeriodTree([], np.zeros(0, np.uint8), np.zeros(0, np.uint8), [])
    below[tops[0]] += [each for parent in below if parent and parent not in there for each in below[parent]]
    ordered = list(_walked(tops[0], below))
    codes = sorted(set(kinds.values()))
    place_of = {code: place for place, code in enumerate(codes)}
    return PeriodTree(
        [unit for unit, _depth in ordered],
        np.fromiter((depth for _unit, depth in ordered), np.uint8, len(ordered)),
        np.fromiter((place_of[kinds[unit]] for unit, _depth in ordered), np.uint8, len(ordered)),
        codes,
    )


def pieces_of(size: int) -> Iterator[tuple[int, slice]]:
    """Yield the number of each piece of a column of so many units, and which of them it holds."""
    for number, start in enumerate(range(0, size, PIECE)):
        yield number, slice(start, min(start + PIECE, size))


def children_in(depths: Depths, *, start: int, end: int) -> Ints:
    """Return the positions of the units right below the one at `start`, of which `[start, end)` is the subtree."""
    return np.flatnonzero(depths[start + 1 : end] == depths[start] + 1) + start + 1


def _walked(top: UUID, below: Mapping[UUID | None, list[UUID]]) -> Iterator[tuple[UUID, int]]:
    waiting = [(top, 0)]
    while waiting:
        unit, depth = waiting.pop()
        yield unit, depth
        # The last is taken first; sorted, so that the same tree is always in the same order.
        waiting += [(each, depth + 1) for each in sorted(below.get(unit, ()), reverse=True)]
