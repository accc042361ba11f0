"""Trees of periods as they are kept: where a unit stands in one, and the shape below it."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.db.models import BinaryField, Case, F, OuterRef, Q, Subquery, When

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

    def in_piece(self, number: int) -> slice:
        """Return which units of a piece are in it."""
        return slice(max(self.start - number * PIECE, 0), self.end - number * PIECE)

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


def slices_of(tree_ids: Collection[UUID], unit_id: UUID) -> dict[UUID, Slice]:
    """Return the subtree of a unit in each of some trees, without those that do not have it; two questions however many."""
    places = _places_in_each(tree_ids, unit_id)
    chosen = Q(pk__in=[])
    for tree_id, place in places.items():
        chosen |= Q(tree=tree_id, number=place // PIECE)
    rows = TreePiece.objects.filter(chosen).values_list("tree", "ends")
    return {
        tree_id: Slice(places[tree_id], int(np.frombuffer(ends, _END)[places[tree_id] % PIECE]))
        for tree_id, ends in rows
    }


def asked_in(parts: Mapping[UUID, Slice], asked_kinds: Mapping[UUID, Collection[int]]) -> dict[UUID, int]:
    """Return how many units of some kinds are in a slice of each of some trees; one question."""
    return asked_and_shape(parts, asked_kinds, shape=None)[0]


def asked_and_shape(
    parts: Mapping[UUID, Slice], asked_kinds: Mapping[UUID, Collection[int]], *, shape: UUID | None
) -> tuple[dict[UUID, int], tuple[Depths, Depths]]:
    """Return what `asked_in` does, and what `shape_of` does of the tree `shape`, nothing if it has no part; one question."""
    chosen = Q(pk__in=[])
    for tree_id, part in parts.items():
        chosen |= Q(tree=tree_id, number__gte=part.pieces.start, number__lt=part.pieces.stop)
    found: dict[UUID, int] = dict.fromkeys(parts, 0)
    pieces: list[tuple[bytes, bytes]] = []
    # The depths of other trees are left where they are.
    deep = Case(When(tree=shape, then=F("depths")), default=None, output_field=BinaryField())
    rows = TreePiece.objects.filter(chosen).order_by("tree", "number")
    for tree_id, number, packed, depths in rows.values_list("tree", "number", "kinds", deep).iterator():
        kinds = np.frombuffer(packed, np.uint8)[parts[tree_id].in_piece(number)]
        found[tree_id] += int(np.isin(kinds, list(asked_kinds[tree_id])).sum())
        if depths is not None:
            pieces.append((bytes(depths), bytes(packed)))
    return found, _shape(pieces, parts.get(shape, Slice(0, 0)) if shape else Slice(0, 0))


def shape_of(tree_id: UUID, part: Slice) -> tuple[Depths, Depths]:
    """Return the depths and the kinds of the units of a subtree; one question."""
    rows = TreePiece.objects.filter(tree=tree_id, number__in=part.pieces).order_by("number")
    return _shape(rows.values_list("depths", "kinds"), part)


def _shape(
    pieces: Iterable[tuple[bytes | memoryview, bytes | memoryview]], part: Slice
) -> tuple[Depths, Depths]:
    read = [(bytes(depths), bytes(kinds)) for depths, kinds in pieces]
    depths, kinds = (
        np.frombuffer(b"".join(each), np.uint8)
        for each in ([row[0] for row in read], [row[1] for row in read])
    )
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


def _places_in_each(tree_ids: Collection[UUID], unit_id: UUID) -> dict[UUID, int]:
    before = TreePlaces.objects.filter(tree=OuterRef("pk"), least__lte=unit_id).order_by("-least")
    trees = Tree.objects.filter(pk__in=tree_ids).values_list(
        "pk", Subquery(before.values("units")[:1]), Subquery(before.values("places")[:1])
    )
    found: dict[UUID, int] = {}
    for tree_id, ids, places in trees:
        there = _places_among([unit_id], bytes(ids), np.frombuffer(places, _END)) if ids is not None else {}
        if unit_id in there:
            found[tree_id] = there[unit_id]
    return found


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
