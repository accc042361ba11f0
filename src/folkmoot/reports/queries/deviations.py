"""Which units below one report something else than units like them, by how much, since when, and what causes they give."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import numpy as np

from folkmoot.decisions.rules.rollup import Bools, Ints
from folkmoot.reports.models import Form, Report, RollUp
from folkmoot.reports.queries.figures import chosen_of, form_wanted, rolled_of
from folkmoot.reports.queries.pages import Wanted, newest_version
from folkmoot.reports.queries.spread import AMOUNTS
from folkmoot.reports.queries.stated import Stated, stated_in
from folkmoot.reports.queries.totals import column_in
from folkmoot.reports.queries.trees import Slice, places_of, shape_of, slice_of, units_at
from folkmoot.reports.rules.columns import Column, columns_of
from folkmoot.reports.rules.definition import Definition, Indicator, Kind, definition_from
from folkmoot.reports.rules.likeness import Floats, Scored, likenesses, scored, size_classes
from folkmoot.reports.rules.standard import MEMBERS
from folkmoot.units.models import Sector, Unit

# The farthest stand on the page; since when is looked up this many periods back.
SHOWN = 20
BACK = 12
# Above that, units are compared by kind and size alone: what each works in is read unit by unit.
SECTORS_READ = 20_000


@dataclass(frozen=True)
class Deviation:
    """A unit that deviates: how far, the median of those like it, since which period, and what its report says."""

    unit: Unit
    score: float
    median: float
    since: date
    stated: Stated | None


@dataclass(frozen=True)
class DeviationsPage:
    """The units below one that deviate in a period, the farthest first, of how many that could be compared."""

    unit: Unit
    form: Form
    indicator: Indicator
    first: date
    compared: int
    deviating: int
    is_by_size: bool
    is_by_sector: bool
    lines: Sequence[Deviation]


def can_deviate(indicator: Indicator) -> bool:
    """Return whether figures of this kind have an order in which one can stand out."""
    return indicator.kind in AMOUNTS or indicator.kind is Kind.SHARE


def deviations_page(unit: Unit, wanted: Wanted) -> DeviationsPage | None:
    """Return which units at and below `unit` deviate; None if there is no such figure, or it has no order.

    A few questions, and one more for each period that is looked back at.
    """
    form = form_wanted(unit, wanted)
    roll_ups = chosen_of(rolled_of(form), wanted) if form else []
    if form is None or not roll_ups:
        return None
    definition = definition_from(newest_version(form).definition)
    indicator = definition.by_code.get(wanted.code) or next(iter(definition.indicators), None)
    if indicator is None or not can_deviate(indicator):
        return None
    below = _Below(unit, definition, indicator)
    here = below.scores(roll_ups[0])
    if here is None:
        return None
    lines = _farthest(below, roll_ups, here)
    by_size, by_sector = below.size is not None, below.is_by_sector
    return DeviationsPage(
        unit,
        form,
        indicator,
        roll_ups[0].first,
        here.compared,
        int(here.deviating.sum()),
        by_size,
        by_sector,
        lines,
    )


class _Below:
    """The units below one in the trees of several periods: where they stand and what each is like, read once a tree."""

    def __init__(self, unit: Unit, definition: Definition, indicator: Indicator) -> None:
        self.unit, self.indicator = unit, indicator
        heads = (each for each in definition.indicators if each.source == MEMBERS)
        self.size = next(heads, None)
        self.is_by_sector = False
        self._likes: dict[UUID, tuple[Slice, Ints, Ints] | None] = {}

    def scores(self, roll_up: RollUp) -> Scored | None:
        """Return how far each unit is from those like it in a period, None if the unit was not there then."""
        like = self._like(roll_up)
        if like is None:
            return None
        part, kinds, sectors = like
        codes = columns_of(self.indicator)
        columns = column_in(roll_up, part, [*codes, *([self.size.code] if self.size else [])])
        values, present = _values(self.indicator, [columns[code] for code in codes])
        sizes = size_classes(columns[self.size.code] if self.size else None, len(values))
        return scored(values, present, likenesses(kinds, sizes, sectors))

    def places(self, roll_up: RollUp, units: Sequence[UUID]) -> dict[UUID, int]:
        """Return where units stand below the unit in the tree of a period."""
        like = self._like(roll_up)
        if like is None:
            return {}
        part = like[0]
        places = places_of(roll_up.tree_id, units)
        return {pk: place - part.start for pk, place in places.items() if part.start <= place < part.end}

    def units(self, roll_up: RollUp, places: Sequence[int]) -> list[UUID]:
        """Return the units that stand at some places below the unit."""
        like = self._like(roll_up)
        return units_at(roll_up.tree_id, [like[0].start + place for place in places]) if like else []

    def _like(self, roll_up: RollUp) -> tuple[Slice, Ints, Ints] | None:
        if roll_up.tree_id not in self._likes:
            part = slice_of(roll_up.tree_id, self.unit.pk)
            self._likes[roll_up.tree_id] = self._read(roll_up, part) if part else None
        return self._likes[roll_up.tree_id]

    def _read(self, roll_up: RollUp, part: Slice) -> tuple[Slice, Ints, Ints]:
        _depths, kinds = shape_of(roll_up.tree_id, part)
        size = part.end - part.start
        sectors = np.zeros(size, np.int64)
        if size <= SECTORS_READ and Sector.objects.exists():
            self.is_by_sector = True
            sectors = self._sectors(roll_up, part, size)
        return part, kinds.astype(np.int64), sectors

    def _sectors(self, roll_up: RollUp, part: Slice, size: int) -> Ints:
        """Return for each unit in which sector it works now, from 1 up, the first of several; 0 of those in none."""
        numbers = {
            pk: place
            for place, pk in enumerate(Sector.objects.order_by("code").values_list("pk", flat=True), 1)
        }
        rows = Unit.sectors.through.objects.filter(
            unit__in=Unit.objects.within(self.unit).order_by().values("pk")
        )
        place_of = {
            pk: place for place, pk in enumerate(units_at(roll_up.tree_id, range(part.start, part.end)))
        }
        found = np.zeros(size, np.int64)
        for unit, sector in rows.values_list("unit", "sector"):
            if unit in place_of:
                place, number = place_of[unit], numbers[sector]
                found[place] = min(found[place] or number, number)
        return found


def _values(indicator: Indicator, columns: Sequence[Column]) -> tuple[Floats, Bools]:
    """Return what is compared: an amount as it is, a share as such, where it is one of something."""
    if indicator.kind is not Kind.SHARE:
        return columns[0].values.astype(np.float64), columns[0].present
    part, whole = columns
    present: Bools = part.present & (whole.values > 0)
    shares = np.divide(part.values, whole.values, out=np.zeros(len(part.values)), where=present)
    return shares, present


def _farthest(below: _Below, roll_ups: Sequence[RollUp], here: Scored) -> list[Deviation]:
    now = roll_ups[0]
    there = np.flatnonzero(here.deviating)
    places: list[int] = there[np.argsort(-np.abs(here.scores[there]), kind="stable")][:SHOWN].tolist()
    ids = below.units(now, places)
    units = {each.pk: each for each in Unit.objects.filter(pk__in=ids).select_related("kind")}
    rows = Report.objects.sent().filter(form=now.form_id, first=now.first, unit__in=ids)
    stated = {each.report.unit_id: each for each in stated_in(list(rows), below.indicator.code)}
    found = [
        Deviation(units[pk], float(here.scores[place]), float(here.medians[place]), now.first, stated.get(pk))
        for pk, place in zip(ids, places, strict=True)
    ]
    return _since(below, roll_ups[1 : BACK + 1], found)


def _since(below: _Below, before: Sequence[RollUp], found: Sequence[Deviation]) -> list[Deviation]:
    """Go back period by period while any of `found` deviates there too, to the same side."""
    lines = {each.unit.pk: each for each in found}
    going_on = set(lines)
    for roll_up in before:
        then = below.scores(roll_up) if going_on else None
        if then is None:
            break
        places = below.places(roll_up, sorted(going_on))
        going_on = {pk for pk, place in places.items() if _is_same_side(then, place, lines[pk].score)}
        for pk in going_on:
            lines[pk] = replace(lines[pk], since=roll_up.first)
    return list(lines.values())


def _is_same_side(then: Scored, place: int, score: float) -> bool:
    return bool(then.deviating[place]) and (then.scores[place] > 0) == (score > 0)
