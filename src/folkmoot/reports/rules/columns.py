"""Figures as columns: one integer a unit and whether there is one, exact and small.

What is missing is missing, never zero: beside every sum stands of how many reports it is. A decimal is a column of its
smallest parts, a share two columns, a yes or no one of ones and zeros, and a choice one of these for each option.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from folkmoot.decisions.rules.rollup import Bools, Ints, subtree_sums
from folkmoot.reports.rules.definition import Definition, Indicator, Kind
from folkmoot.reports.rules.values import Values

# The column that every form has: one entry a report that was sent, 1 if it was in time.
SENT = ""
Plan = Sequence[tuple[Indicator, Sequence[str]]]
_WIDTHS = (np.int8, np.int16, np.int32, np.int64)


@dataclass(frozen=True, eq=False)
class Column:
    """Some units' figures: 0 where there is none."""

    values: Ints
    present: Bools

    @property
    def total(self) -> "Total":
        """The sum of what is there, and of how many."""
        return Total(int(self.values.sum()), int(self.present.sum()))

    def is_same(self, other: "Column") -> bool:
        """Return whether both hold the same."""
        return np.array_equal(self.values, other.values) and np.array_equal(self.present, other.present)


@dataclass(frozen=True)
class Total:
    """A sum, and of how many reports it is."""

    sum: int = 0
    count: int = 0

    def __add__(self, other: "Total") -> "Total":
        """Return both together."""
        return Total(self.sum + other.sum, self.count + other.count)


def empty(size: int) -> Column:
    """Return the column of so many units of which nothing is known."""
    return Column(np.zeros(size, np.int64), np.zeros(size, np.bool_))


def columns_of(indicator: Indicator) -> list[str]:
    """Return the codes of the columns that an indicator fills."""
    if indicator.kind is Kind.SHARE:
        return [f"{indicator.code}/part", f"{indicator.code}/whole"]
    if indicator.kind is Kind.CHOICE:
        return [f"{indicator.code}={each.code}" for each in indicator.options]
    return [indicator.code]


def plan_of(definition: Definition) -> Plan:
    """Return which indicator fills which columns: worked out once for all reports of a version."""
    return [(each, columns_of(each)) for each in definition.indicators]


def figures_of(plan: Plan, values: Values, *, is_in_time: bool) -> dict[str, int]:
    """Return what one report puts into which column."""
    found = {SENT: int(is_in_time)}
    for indicator, columns in plan:
        kept = values.get(indicator.code)
        if isinstance(kept, int):
            found[columns[0]] = int(kept)
        elif kept is not None:
            found.update(zip(columns, _integers(indicator, kept), strict=True))
    return found


def packed(column: Column) -> tuple[bytes, bytes]:
    """Return a column as it is kept: in the narrowest integers that hold it, and a bit a unit for what is there."""
    width = next(each for each in _WIDTHS if _fits(column.values, each))
    return column.values.astype(np.dtype(width).newbyteorder("<")).tobytes(), np.packbits(
        column.present
    ).tobytes()


def unpacked(values: bytes | memoryview, presence: bytes | memoryview, size: int) -> Column:
    """Return a column of so many units as it was packed."""
    width = len(values) // size
    kept = np.frombuffer(values, np.dtype(f"<i{width}"))
    present = np.unpackbits(np.frombuffer(presence, np.uint8), count=size).astype(np.bool_)
    return Column(kept.astype(np.int64), present)


def with_cells(column: Column, cells: Mapping[int, int | None]) -> Column:
    """Return a column with other figures at some places; None takes one away."""
    values, present = column.values.copy(), column.present.copy()
    places = np.fromiter(cells, np.int64, len(cells))
    values[places] = np.fromiter((figure or 0 for figure in cells.values()), np.int64, len(cells))
    present[places] = np.fromiter((figure is not None for figure in cells.values()), np.bool_, len(cells))
    return Column(values, present)


def rolled_up(column: Column, ends: Ints) -> tuple[Ints, Ints]:
    """Return for every unit the sum over it and all below it, and of how many reports that is."""
    return subtree_sums(column.values, ends), subtree_sums(column.present, ends)


def quartiles_of(column: Column) -> list[int]:
    """Return the lowest, the lower quartile, the median, the upper quartile and the highest of what is there, nothing of nothing.

    Each is what some unit reported: of an even number the lower of the two in the middle.
    """
    there = np.sort(column.values[column.present]).tolist()
    last = len(there) - 1
    return [int(there[last * quarter // 4]) for quarter in range(5)] if there else []


def quartiles_of_shares(parts: Column, wholes: Column) -> list[Fraction]:
    """Return what `quartiles_of` does, of shares: of those units that reported one of something."""
    there = np.flatnonzero(parts.present & (wholes.values > 0))
    pairs = zip(parts.values[there].tolist(), wholes.values[there].tolist(), strict=True)
    shares = sorted(Fraction(part, whole) for part, whole in pairs)
    last = len(shares) - 1
    return [shares[last * quarter // 4] for quarter in range(5)] if shares else []


def of_both(column: Column, other: Column) -> tuple[Column, Column]:
    """Return both where a unit has both, so that one can be told for each of the other."""
    both = column.present & other.present
    return Column(column.values * both, both), Column(other.values * both, both)


def joined(columns: Iterator[Column]) -> Column:
    """Return pieces of a column, in order, as one."""
    pieces = list(columns)
    if not pieces:
        return empty(0)
    return Column(
        np.concatenate([each.values for each in pieces]), np.concatenate([each.present for each in pieces])
    )


def _integers(indicator: Indicator, kept: str | list[int]) -> list[int]:
    if isinstance(kept, list):
        return kept
    return [int(each.code == kept) for each in indicator.options]


def _fits(values: Ints, width: type[np.signedinteger[Any]]) -> bool:
    if not len(values):
        return True
    limits = np.iinfo(width)
    return bool(values.min() >= limits.min and values.max() <= limits.max)
