"""What reports add up to: any figure of a unit and of those right below it, of how many reports it is, and over time."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

import numpy as np

from folkmoot.decisions.rules.rollup import Bools, Ints, ends_of
from folkmoot.reports.models import Form, Report, RollUp
from folkmoot.reports.queries.pages import Wanted, newest_version
from folkmoot.reports.queries.totals import column_in, totals_of_each
from folkmoot.reports.queries.trees import shape_of, slice_of, units_at
from folkmoot.reports.rules.columns import SENT, Column, Total, columns_of, quartiles_of
from folkmoot.reports.rules.definition import Definition, Indicator, Kind, definition_from
from folkmoot.reports.rules.tree import Depths, children_in
from folkmoot.units.models import Unit, UnitQuerySet

# Levels and units that a picture holds.
LEVELS = 2
DRAWN = 400
PERIODS = 12


@dataclass(frozen=True)
class Figure:
    """One figure of a unit and all below it: a total for each of its columns, and who reported."""

    totals: Sequence[Total]
    asked: int
    sent: int
    in_time: int

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

    @property
    def timely(self) -> Fraction | None:
        """The share of those asked that reported in time, None if nobody is asked."""
        return Fraction(self.in_time, self.asked) if self.asked else None


@dataclass(frozen=True)
class UnitFigure:
    """The figure of a unit; `report_id` is its own report if it was sent, and `depth` how far below the unit of the page."""

    unit: Unit
    figure: Figure
    depth: int = 1
    report_id: UUID | None = None


@dataclass(frozen=True)
class FiguresPage:
    """A figure of a unit and of those below it in one period; `here` is None where there is none yet."""

    unit: Unit
    above: Sequence[Unit]
    forms: Sequence[Form]
    form: Form
    definition: Definition
    indicator: Indicator | None
    periods: Sequence[date]
    first: date | None
    here: Figure | None
    below: Sequence[UnitFigure]
    drawn: Sequence[UnitFigure]
    quartiles: Sequence[int]
    trend: Sequence[tuple[date, Figure]]


def figures_page(unit: Unit, wanted: Wanted, *, among: UnitQuerySet) -> FiguresPage | None:
    """Return a figure of a unit and those below it; None if no form asks anybody there.

    As many questions however many units lie below, each of a few rows a piece of the tree.
    """
    forms = list(Form.objects.over(unit).asking().order_by("-unit__path", "pk"))
    form = next((each for each in forms if each.pk == wanted.form), next(iter(forms), None))
    if form is None:
        return None
    definition = definition_from(newest_version(form).definition)
    indicator = definition.by_code.get(wanted.code) or next(iter(definition.indicators), None)
    rolled = RollUp.objects.filter(form=form, whole_at__isnull=False).select_related("tree")
    roll_ups = list(rolled.order_by("-first")[:PERIODS])
    chosen = next((each for each in roll_ups if each.first == wanted.first), next(iter(roll_ups), None))
    spread = _Spread(chosen, unit, form, indicator) if chosen else None
    return FiguresPage(
        unit,
        list(among.above(unit).exclude(pk=unit.pk)),
        forms,
        form,
        definition,
        indicator,
        [each.first for each in roll_ups],
        chosen.first if chosen else None,
        spread.here if spread else None,
        spread.below if spread else [],
        spread.drawn if spread else [],
        spread.quartiles if spread else [],
        _trend(roll_ups, unit, form, indicator),
    )


def figure_rows(
    unit: Unit, wanted: Wanted, *, among: UnitQuerySet
) -> Iterator[tuple[UnitFigure, Indicator, FiguresPage]]:
    """Yield every indicator of a unit and of each right below it in one period, for an export."""
    first = figures_page(unit, wanted, among=among)
    for indicator in first.definition.indicators if first else ():
        page = figures_page(unit, Wanted(wanted.form, wanted.first, indicator.code), among=among)
        if page and page.here:
            yield UnitFigure(unit, page.here, 0), indicator, page
            yield from ((each, indicator, page) for each in page.below)


class _Spread:
    """The columns of one figure over the subtree of a unit, and what they add up to at the units in it."""

    def __init__(self, roll_up: RollUp, unit: Unit, form: Form, indicator: Indicator | None) -> None:
        self.roll_up, self.form, self.part = roll_up, form, slice_of(roll_up.tree_id, unit.pk)
        self.codes = columns_of(indicator) if indicator else []
        self.is_amount = indicator is not None and indicator.kind in {Kind.INTEGER, Kind.DECIMAL, Kind.MONEY}
        if self.part is not None:
            self.columns = column_in(roll_up, self.part, [SENT, *self.codes])
            self.depths, kinds = shape_of(roll_up.tree_id, self.part)
            self.asked = _asked_among(roll_up, form, kinds)
            self.ends = ends_of(self.depths.astype(np.int64))

    @property
    def here(self) -> Figure | None:
        """The figure of the unit itself, None if it was not there then."""
        return self._figure(0) if self.part else None

    @property
    def quartiles(self) -> Sequence[int]:
        """The lowest, the quartiles and the highest of what single units reported."""
        return quartiles_of(self.columns[self.codes[0]]) if self.part and self.is_amount else []

    @property
    def below(self) -> list[UnitFigure]:
        """The figures of the units right below, by name."""
        if self.part is None:
            return []
        found = self._named(children_in(self.depths, start=0, end=len(self.depths)))
        return sorted(found, key=lambda each: (each.unit.search_name, each.unit.pk))

    @property
    def drawn(self) -> list[UnitFigure]:
        """The figures of as many levels as a picture holds, in preorder."""
        if self.part is None:
            return []
        for levels in range(LEVELS, 0, -1):
            places = np.flatnonzero(self.depths <= self.depths[0] + levels)
            if len(places) <= DRAWN:
                return self._named(places)
        return []

    def _named(self, places: Ints) -> list[UnitFigure]:
        assert self.part is not None  # noqa: S101  -- as whoever calls made sure
        ids = units_at(self.roll_up.tree_id, [self.part.start + place for place in places.tolist()])
        units = {each.pk: each for each in Unit.objects.filter(pk__in=ids).select_related("kind")}
        rows = Report.objects.sent().filter(form=self.form, first=self.roll_up.first, unit__in=ids)
        reports = dict(rows.values_list("unit", "pk"))
        return [
            UnitFigure(
                units[pk], self._figure(place), int(self.depths[place] - self.depths[0]), reports.get(pk)
            )
            for pk, place in zip(ids, places.tolist(), strict=True)
        ]

    def _figure(self, place: int) -> Figure:
        end = int(self.ends[place])
        sent = _over(self.columns[SENT], place, end)
        totals = [_over(self.columns[code], place, end) for code in self.codes]
        return Figure(totals, int(self.asked[place:end].sum()), sent.count, sent.sum)


def _over(column: Column, start: int, end: int) -> Total:
    return Column(column.values[start:end], column.present[start:end]).total


def _asked_among(roll_up: RollUp, form: Form, kinds: Depths) -> Bools:
    codes = roll_up.tree.kind_codes
    asked: Bools = np.isin(kinds, [place for place, code in enumerate(codes) if code in form.unit_kinds])
    return asked


def _trend(
    roll_ups: Sequence[RollUp], unit: Unit, form: Form, indicator: Indicator | None
) -> list[tuple[date, Figure]]:
    """Return the figure of a unit in each period, the first one first: four questions for each tree there was."""
    codes = columns_of(indicator) if indicator else []
    trees: dict[UUID, list[RollUp]] = defaultdict(list)
    for each in roll_ups:
        trees[each.tree_id].append(each)
    found: dict[date, Figure] = {}
    for tree_id, some in trees.items():
        part = slice_of(tree_id, unit.pk)
        if part is None:
            continue
        _depths, kinds = shape_of(tree_id, part)
        totals = totals_of_each(some, part, [SENT, *codes])
        asked = int(_asked_among(some[0], form, kinds).sum())
        found |= {each.first: _figure_of(totals[each.pk], codes, asked) for each in some}
    return sorted(found.items())


def _figure_of(totals: Mapping[str, Total], codes: Sequence[str], asked: int) -> Figure:
    sent = totals[SENT]
    return Figure([totals[code] for code in codes], asked, sent.count, sent.sum)
