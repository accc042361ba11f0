"""Trees of periods as they are kept: where a unit stands in one, and the shape below it."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from folkmoot.decisions.rules.rollup import Ints
from folkmoot.reports.models import Tree, TreePiece, TreePlaces
from folkmoot.reports.rules.tree import ID_BYTES, PIECE, Depths

_END = np.dtype("<i4")


@dataclass(frozen=True)
class Slice:
    """The subtree of a unit in a tree: the positions `[start, end)`."""

    start: int
    end: int

    @property
    def pieces(self) -> range:
        """The numbers of the pieces that hold it."""
        return range(self.start // PIECE, (self.end - 1) // PIECE + 1)

    @property
    def offset(self) -> int:
        """How many units stand before it in the first of its pieces."""
        return self.start % PIECE

    def within(self, column: Ints) -> Ints:
        """Return its part of what its pieces hold together."""
        return column[self.offset : self.offset + self.end - self.start]


def places_of(tree_id: UUID, units: Collection[UUID]) -> dict[UUID, int]:
    """Return where units stand in a tree, without those that are not in it; two questions however many."""
    rows = TreePlaces.objects.filter(tree=tree_id)
    least = list(rows.order_by("least").values_list("least", flat=True))
    wanted: dict[UUID, list[UUID]] = defaultdict(list)
    for unit in units:
        if (number := bisect_right(least, unit)) > 0:
            wanted[least[number - 1]].append(unit)
    found: dict[UUID, int] = {}
    chosen = rows.filter(least__in=list(wanted)).values_list("least", "units", "places")
    for first, ids, places in chosen:
        found |= _places_among(wanted[first], bytes(ids), np.frombuffer(places, _END))
    return found


def slice_of(tree_id: UUID, unit_id: UUID) -> Slice | None:
    """Return the subtree of a unit in a tree, None if it is not in it; three questions."""
    start = places_of(tree_id, [unit_id]).get(unit_id)
    if start is None:
        return None
    number, place = divmod(start, PIECE)
    ends = TreePiece.objects.values_list("ends", flat=True).get(tree=tree_id, number=number)
    return Slice(start, int(np.frombuffer(ends, _END)[place]))


def shape_of(tree_id: UUID, part: Slice) -> tuple[Depths, Depths]:
    """Return the depths and the kinds of the units of a subtree; one question."""
    rows = TreePiece.objects.filter(tree=tree_id, number__in=part.pieces).order_by("number")
    pieces = list(rows.values_list("depths", "kinds"))
    depths = np.frombuffer(b"".join(bytes(each) for each, _kinds in pieces), np.uint8)
    kinds = np.frombuffer(b"".join(bytes(each) for _depths, each in pieces), np.uint8)
    return _cut(depths, part), _cut(kinds, part)


def units_at(tree_id: UUID, places: Sequence[int]) -> list[UUID]:
    """Return the units that stand at some places of a tree; one question, of as many rows as pieces hold them."""
    numbers = {place // PIECE for place in places}
    rows = TreePiece.objects.filter(tree=tree_id, number__in=numbers).values_list("number", "units")
    pieces = {number: bytes(units) for number, units in rows}
    return [_unit_in(pieces[place // PIECE], place % PIECE) for place in places]


def units_in_piece(tree_id: UUID, number: int) -> list[UUID]:
    """Return the units of one piece of a tree, in order."""
    units = bytes(TreePiece.objects.values_list("units", flat=True).get(tree=tree_id, number=number))
    return [_unit_in(units, place) for place in range(len(units) // ID_BYTES)]


def tree_with(digest: str) -> Tree | None:
    """Return the whole tree that looks like this, if there is one."""
    return Tree.objects.filter(digest=digest).first()


def _cut(column: Depths, part: Slice) -> Depths:
    return column[part.offset : part.offset + part.end - part.start]


def _unit_in(units: bytes, place: int) -> UUID:
    return UUID(bytes=units[place * ID_BYTES : (place + 1) * ID_BYTES])


def _places_among(wanted: Sequence[UUID], units: bytes, places: Ints) -> dict[UUID, int]:
    there = np.frombuffer(units, f"S{ID_BYTES}")
    asked = np.frombuffer(b"".join(unit.bytes for unit in wanted), f"S{ID_BYTES}")
    at = np.searchsorted(there, asked).clip(max=len(there) - 1)
    return {
        unit: int(places[place])
        for unit, place, is_there in zip(wanted, at.tolist(), (there[at] == asked).tolist(), strict=True)
        if is_there
    }
