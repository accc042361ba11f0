"""Units as columns: what the worker reckons figures with, and how they are kept."""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Protocol
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db.models import Q

from folkmoot.decisions.models import Decision
from folkmoot.decisions.rules.rollup import Ints, Tree, ends_of, levels_of, parents_of, tree_of
from folkmoot.kernel.batches import batched
from folkmoot.units.models import ParentEdge, Unit

Ids = npt.NDArray[np.bytes_]
NOWHERE = -1
_ID_BYTES = 16


@dataclass(frozen=True, eq=False)
class Columns:
    """The units of one audience in order of path: their ids, and their tree."""

    ids: Ids
    tree: Tree

    def unit(self, place: int) -> UUID:
        """Return the id at a position."""
        start = place * _ID_BYTES
        return UUID(bytes=self._bytes[start : start + _ID_BYTES])

    def places(self, units: Iterable[UUID]) -> Ints:
        """Return the position of each unit, -1 where it is not among these."""
        wanted = ids_of(units)
        found = np.searchsorted(self.ids, wanted, sorter=self._order).clip(max=len(self.ids) - 1)
        places = self._order[found]
        return np.where(self.ids[places] == wanted, places, NOWHERE)

    def column(self, figures: Mapping[UUID, int]) -> Ints:
        """Return figures by unit as a column; those of units not among these are left out."""
        places = self.places(figures)
        column = np.zeros(len(self.tree), np.int64)
        known = places != NOWHERE
        np.add.at(column, places[known], np.fromiter(figures.values(), np.int64, len(figures))[known])
        return column

    @cached_property
    def _order(self) -> Ints:
        return np.argsort(self.ids, kind="stable")

    @cached_property
    def _bytes(self) -> bytes:
        return self.ids.tobytes()


def ids_of(units: Iterable[UUID]) -> Ids:
    """Return ids as a column of 16 bytes each, which sorts and compares as they do."""
    return np.frombuffer(b"".join(unit.bytes for unit in units), dtype=f"S{_ID_BYTES}")


def columns_now(decision: Decision) -> Columns:
    """Read the units that the audience of `decision` has today, and those closed since it was conveyed."""
    return columns_below(decision.audience.unit.path, since=decision.conveyed_at)


def columns_below(path: str, *, since: datetime | None) -> Columns:
    """Read the units at and below a path that are open today, and those closed from the moment `since` on."""
    open_since = Q(closed_at=None) | Q(closed_at__gte=since)
    units = Unit.objects.within_paths([path]).filter(open_since).in_order()
    rows = list(units.values_list("pk", "path", "kind__is_cell").iterator())
    pks, paths, cells = zip(*rows, strict=True)
    return Columns(ids_of(pks), tree_of(paths, cells))


def parts_of(columns: Columns) -> tuple[bytes, bytes, bytes]:
    """Return the columns as they are kept, before they are made small: ids, depths, and which units are cells."""
    depths = levels_of(columns.tree).astype(np.uint8)
    return columns.ids.tobytes(), depths.tobytes(), np.packbits(columns.tree.cells).tobytes()


class Kept(Protocol):
    """A row that keeps what `parts_of` returned, made small."""

    @property
    def units(self) -> bytes | memoryview:
        """The ids."""

    @property
    def depths(self) -> bytes | memoryview:
        """How many units lie above each."""

    @property
    def cells(self) -> bytes | memoryview:
        """Which are cells."""


def columns_of(row: Kept) -> Columns:
    """Return the columns that a row keeps."""
    ids = np.frombuffer(zlib.decompress(row.units), dtype=f"S{_ID_BYTES}")
    depths = np.frombuffer(zlib.decompress(row.depths), np.uint8).astype(np.int64)
    cells = np.unpackbits(np.frombuffer(zlib.decompress(row.cells), np.uint8), count=len(ids)).astype(
        np.bool_
    )
    return Columns(ids, Tree(ends_of(depths), parents_of(depths), cells))


def packed(column: Ints) -> bytes:
    """Return a column of integers as it is kept."""
    return zlib.compress(column.astype("<i8").tobytes())


def unpacked(kept_bytes: bytes | memoryview) -> Ints:
    """Return a column as it was packed."""
    return np.frombuffer(zlib.decompress(kept_bytes), "<i8").astype(np.int64)


def at_known_units(columns: Columns, figures: Mapping[UUID, int]) -> dict[UUID, int]:
    """Add the figures of units founded later to the nearest among `columns` that each was founded below."""
    places = dict(zip(figures, columns.places(figures).tolist(), strict=True))
    later = [unit for unit, place in places.items() if place == NOWHERE]
    nearest = _nearest(columns, later)
    gathered: dict[UUID, int] = defaultdict(int)
    for unit, figure in figures.items():
        gathered[nearest.get(unit, unit)] += figure
    return gathered


def _nearest(columns: Columns, later: list[UUID]) -> dict[UUID, UUID]:
    # Along where units were founded, not where they hang now: a unit that is moved must take no figure along, because
    # what one group loses and another gains is what that unit's members did.
    nearest: dict[UUID, UUID] = {}
    climbing = {unit: unit for unit in later}
    while climbing:
        parents = _founded_below(set(climbing.values()))
        steps = {unit: parents.get(at, columns.unit(0)) for unit, at in climbing.items()}
        places = dict(zip(steps, columns.places(steps.values()).tolist(), strict=True))
        nearest |= {unit: at for unit, at in steps.items() if places[unit] != NOWHERE}
        climbing = {unit: at for unit, at in steps.items() if places[unit] == NOWHERE}
    return nearest


def _founded_below(units: Iterable[UUID]) -> dict[UUID, UUID]:
    parents: dict[UUID, UUID] = {}
    for some in batched(units, 500):
        edges = ParentEdge.objects.filter(unit__in=some).order_by("-started_at", "-pk")
        # The earliest comes last, and stays.
        parents.update((unit, parent) for unit, parent in edges.values_list("unit", "parent") if parent)
    return parents
