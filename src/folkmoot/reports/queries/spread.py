"""The columns of a form over the subtree of a unit, and what they add up to at the units in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from uuid import UUID

import numpy as np
from django.db.models import Exists, OuterRef, Subquery

from folkmoot.decisions.rules.rollup import Bools, Ints, ends_of
from folkmoot.reports.models import Form, Report, RollUp
from folkmoot.reports.queries.totals import column_in
from folkmoot.reports.queries.trees import Slice, shape_of, units_at
from folkmoot.reports.rules.columns import (
    SENT,
    Column,
    Total,
    columns_of,
    of_both,
    quartiles_of,
    quartiles_of_shares,
)
from folkmoot.reports.rules.definition import Indicator, Kind
from folkmoot.reports.rules.tree import Depths, children_in
from folkmoot.units.models import Unit, UnitQuerySet
from folkmoot.units.rules.paths import ancestors_of

# Levels and units that a picture holds.
LEVELS = 2
DRAWN = 400
AMOUNTS = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.MONEY})


@dataclass(frozen=True)
class Figure:
    """One figure of a unit and all below it: a total for each of its columns, and who reported."""

    totals: Sequence[Total]
    asked: int
    sent: int
    in_time: int
    # For each member, of those units that reported both.
    per_head: Fraction | None = None

    @property
    def count(self) -> int:
        """Of how many reports it is."""
        return self.totals[0].count if self.totals else 0

    @property
    def sum(self) -> int | None:
        """The sum of its first column, None of no report: missing, and not zero."""
        return self.totals[0].sum if self.count else None

    @property
    def complete(self) -> Fraction | None:
        """The share of those asked that reported, None if nobody is asked."""
        return Fraction(self.sent, self.asked) if self.asked else None


@dataclass(frozen=True)
class UnitFigure:
    """The figure of a unit; `report_id` is its own report if it was sent, and `depth` how far below the unit of the page."""

    unit: Unit
    figure: Figure
    depth: int = 1
    report_id: UUID | None = None


@dataclass(frozen=True)
class Above:
    """The units above one that are `among` some: read in one question with others."""

    unit: Unit
    among: UnitQuerySet

    def beside(self, rows: UnitQuerySet) -> UnitQuerySet:
        """Return `rows` and the units above, and whether each is among those that are named."""
        found = rows | Unit.objects.above(self.unit)
        return found.annotate(is_among=Exists(self.among.filter(pk=OuterRef("pk"))))

    def named(self, units: Iterable[Unit]) -> list[Unit]:
        """Return those of `units` that stand above and are named, from the top down."""
        paths = set(ancestors_of(self.unit.path)) - {self.unit.path}
        there = (each for each in units if each.path in paths and vars(each)["is_among"])
        return sorted(there, key=lambda each: each.path)


class Spread:
    """One period of a form over the subtree of a unit, of which any indicator can be shown; its shape is read once."""

    def __init__(
        self,
        roll_up: RollUp,
        part: Slice | None,
        form: Form,
        *,
        above: "Above | None" = None,
        shape: tuple[Depths, Depths] | None = None,
    ) -> None:
        """Take where the unit stands in the tree of the period, None if it was not there, and its shape if it was read.

        `above` are units above it that are named too.
        """
        self.roll_up, self.form, self.part, self.above = roll_up, form, part, above
        # Those above, from the top down, once units were read.
        self.named_above: Sequence[Unit] | None = None
        self._named: dict[int, tuple[Unit, UUID | None]] = {}
        if shape is not None:
            self.shape = shape

    def of(self, indicator: Indicator | None, heads: Indicator | None) -> "Shown | None":
        """Return one indicator with that of members if there is one, None if the unit was not there then; one question."""
        if self.part is None:
            return None
        columns = column_in(self.roll_up, self.part, codes_shown(indicator, heads))
        return self.shown(indicator, heads, columns)

    def shown(
        self, indicator: Indicator | None, heads: Indicator | None, columns: Mapping[str, Column]
    ) -> "Shown":
        """Return one indicator whose columns were read, with that of members if there is one."""
        codes = columns_of(indicator) if indicator else []
        return Shown(self, indicator, codes, columns, columns[heads.code] if heads else None)

    @cached_property
    def shape(self) -> tuple[Depths, Depths]:
        """How deep each unit lies, and its kind as a place among those of the tree."""
        assert self.part is not None  # noqa: S101  -- as whoever calls made sure
        return shape_of(self.roll_up.tree_id, self.part)

    @cached_property
    def ends(self) -> Ints:
        """For each unit the place after the last one below it."""
        return ends_of(self.shape[0].astype(np.int64))

    @cached_property
    def asked(self) -> Bools:
        """Which units are asked for a report."""
        found: Bools = np.isin(self.shape[1], kinds_asked(self.roll_up.tree.kind_codes, self.form))
        return found

    @cached_property
    def children(self) -> Ints:
        """The places of the units right below."""
        return children_in(self.shape[0], start=0, end=len(self.shape[0]))

    @cached_property
    def places_drawn(self) -> Sequence[int]:
        """The places of as many levels as a picture holds, in preorder."""
        depths = self.shape[0]
        for levels in range(LEVELS, 0, -1):
            places: list[int] = np.flatnonzero(depths <= depths[0] + levels).tolist()
            if len(places) <= DRAWN:
                return places
        return []

    def units_on(self, places: Sequence[int]) -> Mapping[int, tuple[Unit, UUID | None]]:
        """Return the units that stand at some places, each with its report if it sent one; two questions at the most."""
        unknown = sorted({place for place in places if place not in self._named})
        if unknown:
            self._named |= self._units_read(unknown)
        return self._named

    def _units_read(self, places: Sequence[int]) -> dict[int, tuple[Unit, UUID | None]]:
        assert self.part is not None  # noqa: S101  -- as whoever calls made sure
        ids = units_at(self.roll_up.tree_id, [self.part.start + place for place in places])
        own = Report.objects.sent().filter(form=self.form, first=self.roll_up.first, unit=OuterRef("pk"))
        rows = Unit.objects.filter(pk__in=ids)
        if self.above is not None and self.named_above is None:
            rows = self.above.beside(rows)
        rows = rows.select_related("kind").annotate(report_id=Subquery(own.values("pk")[:1]))
        units = {each.pk: each for each in rows}
        if self.above is not None and self.named_above is None:
            self.named_above = self.above.named(units.values())
        return {
            place: (units[pk], vars(units[pk])["report_id"]) for pk, place in zip(ids, places, strict=True)
        }


class Shown:
    """One indicator over the subtree of a unit."""

    def __init__(
        self,
        spread: Spread,
        indicator: Indicator | None,
        codes: Sequence[str],
        columns: Mapping[str, Column],
        heads: Column | None,
    ) -> None:
        """Take the columns of the indicator, and that of members if it can be told for each of them."""
        self.spread, self.indicator, self.codes, self.columns, self.members = (
            spread,
            indicator,
            codes,
            columns,
            heads,
        )
        self._per_head = of_both(columns[codes[0]], heads) if heads is not None else None

    @property
    def here(self) -> Figure:
        """The figure of the unit itself."""
        return self._figure(0)

    @property
    def quartiles(self) -> Sequence[int | Fraction]:
        """The lowest, the quartiles and the highest of what single units reported; nothing of what has no order."""
        if self.indicator is None:
            return []
        if self.indicator.kind is Kind.SHARE:
            return quartiles_of_shares(*(self.columns[code] for code in self.codes))
        return quartiles_of(self.columns[self.codes[0]]) if self.indicator.kind in AMOUNTS else []

    @property
    def below(self) -> list[UnitFigure]:
        """The figures of the units right below, by name."""
        # What is drawn is asked for at once with them.
        self.spread.units_on([*self.spread.children.tolist(), *self.spread.places_drawn])
        found = self._at(self.spread.children.tolist())
        return sorted(found, key=lambda each: (each.unit.search_name, each.unit.pk))

    @property
    def drawn(self) -> list[UnitFigure]:
        """The figures of as many levels as a picture holds, in preorder."""
        return self._at(self.spread.places_drawn)

    def _at(self, places: Sequence[int]) -> list[UnitFigure]:
        named, depths = self.spread.units_on(places), self.spread.shape[0]
        return [
            UnitFigure(
                named[place][0],
                self._figure(place),
                int(depths[place] - depths[0]),
                named[place][1],
            )
            for place in places
        ]

    def _figure(self, place: int) -> Figure:
        end = int(self.spread.ends[place])
        sent = _over(self.columns[SENT], place, end)
        totals = [_over(self.columns[code], place, end) for code in self.codes]
        asked = int(self.spread.asked[place:end].sum())
        return Figure(totals, asked, sent.count, sent.sum, self._per_head_of(place, end))

    def _per_head_of(self, place: int, end: int) -> Fraction | None:
        if self._per_head is None:
            return None
        amount, heads = (_over(each, place, end) for each in self._per_head)
        return Fraction(amount.sum, heads.sum) if heads.sum > 0 else None


def codes_shown(indicator: Indicator | None, heads: Indicator | None) -> list[str]:
    """Return the columns by which one indicator is shown, with that of members if there is one."""
    return [SENT, *(columns_of(indicator) if indicator else []), *([heads.code] if heads else [])]


def kinds_asked(kind_codes: Sequence[str], form: Form) -> list[int]:
    """Return which kinds of a tree a form asks, as places in it."""
    return [place for place, code in enumerate(kind_codes) if code in form.unit_kinds]


def _over(column: Column, start: int, end: int) -> Total:
    return Column(column.values[start:end], column.present[start:end]).total
