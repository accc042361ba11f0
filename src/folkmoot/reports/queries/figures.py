"""What reports add up to: any figure of a unit and of those right below it, of how many reports it is, and over time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from django.db.models import Exists, OuterRef

from folkmoot.kernel.paging import cut
from folkmoot.reports.models import Form, FormVersion, RollUp
from folkmoot.reports.queries.pages import Wanted
from folkmoot.reports.queries.spread import (
    AMOUNTS,
    Above,
    Figure,
    Shown,
    Spread,
    UnitFigure,
    codes_shown,
    kinds_asked,
)
from folkmoot.reports.queries.totals import Whole, totals_and_columns, totals_of_each
from folkmoot.reports.queries.trees import asked_and_shape, asked_in, slice_of, slices_of
from folkmoot.reports.rules.columns import SENT, Total, columns_of
from folkmoot.reports.rules.definition import Definition, Indicator, definition_from
from folkmoot.reports.rules.standard import MEMBERS
from folkmoot.units.models import Unit, UnitQuerySet

# So many periods back a figure is followed: five years of months.
PERIODS = 60
# So many of those right below stand on a page.
SHOWN = 200


@dataclass(frozen=True)
class FigureRow:
    """A figure of a unit in a period, as an export has it."""

    form: Form
    shown: UnitFigure
    indicator: Indicator
    first: date


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
    older: str
    drawn: Sequence[UnitFigure]
    quartiles: Sequence[int | Fraction]
    trend: Sequence[tuple[date, Figure]]


def figures_page(unit: Unit, wanted: Wanted, *, among: UnitQuerySet) -> FiguresPage | None:
    """Return a figure of a unit and those below it; None if no form asks anybody there.

    As many questions however many units lie below, each of a few rows a piece of the tree.
    """
    versions = versions_over(unit)
    version = _version_of(versions, wanted)
    if version is None:
        return None
    form, definition = version.form, definition_from(version.definition)
    indicator = definition.by_code.get(wanted.code) or next(iter(definition.indicators), None)
    roll_ups = rolled_of(form)
    chosen = next(iter(chosen_of(roll_ups, wanted)), None)
    read = _read(unit, roll_ups, chosen, indicator, heads_of(definition, indicator), among)
    below, older = _cut_after(read.shown.below if read.shown else [], wanted.after)
    return FiguresPage(
        unit,
        read.above(unit, among),
        [each.form for each in versions],
        form,
        definition,
        indicator,
        [each.first for each in roll_ups],
        chosen.first if chosen else None,
        read.shown.here if read.shown else None,
        below,
        older,
        read.shown.drawn if read.shown else [],
        read.shown.quartiles if read.shown else [],
        read.trend,
    )


@dataclass(frozen=True)
class _Read:
    """A figure over the subtree of a unit in one period, and of the unit in each period, the first one first."""

    shown: Shown | None
    trend: Sequence[tuple[date, Figure]]

    def above(self, unit: Unit, among: UnitQuerySet) -> Sequence[Unit]:
        """Return the units above, which were read with those below if there were any."""
        found = self.shown.spread.named_above if self.shown else None
        return found if found is not None else list(among.above(unit).exclude(pk=unit.pk))


def _read(  # noqa: PLR0917  -- what a page has found out by then
    unit: Unit,
    roll_ups: Sequence[RollUp],
    chosen: RollUp | None,
    indicator: Indicator | None,
    heads: Indicator | None,
    among: UnitQuerySet,
) -> _Read:
    """Read a figure: four questions, however many periods and trees, and two for the names of units."""
    parts = slices_of({each.tree_id for each in roll_ups}, unit.pk)
    part = parts.get(chosen.tree_id) if chosen else None
    whole = Whole(chosen, part, codes_shown(indicator, heads)) if chosen and part else None
    asked, shape = asked_and_shape(
        parts, _asked_kinds(roll_ups), shape=whole.roll_up.tree_id if whole else None
    )
    codes = columns_of(indicator) if indicator else []
    totals, columns = totals_and_columns(roll_ups, parts, [SENT, *codes], whole=whole)
    figures = _figures(roll_ups, totals, codes, asked)
    trend = [(each.first, figures[each.pk]) for each in reversed(roll_ups) if each.pk in figures]
    if whole is None:
        return _Read(None, trend)
    spread = Spread(whole.roll_up, part, whole.roll_up.form, above=Above(unit, among), shape=shape)
    return _Read(spread.shown(indicator, heads, columns), trend)


def figure_rows(unit: Unit, wanted: Wanted) -> Iterator[FigureRow]:
    """Yield every indicator of a unit and of each right below it in one period, for an export: a question an indicator."""
    version = _version_of(versions_over(unit), wanted)
    chosen = next(iter(chosen_of(rolled_of(version.form), wanted)), None) if version else None
    if version is None or chosen is None:
        return
    form, definition = version.form, definition_from(version.definition)
    spread = Spread(chosen, slice_of(chosen.tree_id, unit.pk), form)
    for indicator in definition.indicators:
        shown = spread.of(indicator, None)
        if shown is None:
            return
        yield FigureRow(form, UnitFigure(unit, shown.here, 0), indicator, chosen.first)
        yield from (FigureRow(form, each, indicator, chosen.first) for each in shown.below)


def form_wanted(unit: Unit, wanted: Wanted) -> Form | None:
    """Return the form that is asked for, or else the nearest above that asks units at and below `unit`."""
    version = _version_of(versions_over(unit), wanted)
    return version.form if version else None


def versions_over(unit: Unit) -> list[FormVersion]:
    """Return the newest version of each form that asks units at and below `unit`, the nearest first; one question."""
    later = FormVersion.objects.filter(form=OuterRef("form"), number__gt=OuterRef("number"))
    rows = FormVersion.objects.filter(~Exists(later), form__in=Form.objects.over(unit).asking())
    return list(rows.select_related("form").order_by("-form__unit__path", "form"))


def rolled_of(form: Form) -> list[RollUp]:
    """Return the periods of a form that have figures, the last one first."""
    rolled = RollUp.objects.filter(form=form, whole_at__isnull=False).select_related("tree", "form")
    return list(rolled.order_by("-first")[:PERIODS])


def heads_of(definition: Definition, indicator: Indicator | None) -> Indicator | None:
    """Return the indicator that says how many members a unit has, for an amount that can be told for each of them."""
    if indicator is None or indicator.kind not in AMOUNTS:
        return None
    return next(
        (each for each in definition.indicators if each.source == MEMBERS and each != indicator), None
    )


def _version_of(versions: Sequence[FormVersion], wanted: Wanted) -> FormVersion | None:
    return next((each for each in versions if each.form_id == wanted.form), next(iter(versions), None))


def chosen_of(roll_ups: Sequence[RollUp], wanted: Wanted) -> Sequence[RollUp]:
    """Return the period that is asked for, or else the last one, and those before it."""
    found = [place for place, each in enumerate(roll_ups) if each.first == wanted.first]
    return roll_ups[found[0] if found else 0 :]


def _cut_after(below: Sequence[UnitFigure], after: UUID | None) -> tuple[list[UnitFigure], str]:
    """Return those on the page that begins behind the unit `after`, and the key of the page that follows."""
    place = next((place for place, each in enumerate(below, 1) if each.unit.pk == after), 0)
    return cut(below[place : place + SHOWN + 1], SHOWN, lambda each: str(each.unit.pk))


def periods_of(unit: Unit, roll_ups: Sequence[RollUp], codes: Sequence[str]) -> dict[UUID, Figure]:
    """Return some columns of a unit and all below it in periods of one form, without those in which it was not there.

    Four questions, however many periods and trees.
    """
    parts = slices_of({each.tree_id for each in roll_ups}, unit.pk)
    asked = asked_in(parts, _asked_kinds(roll_ups))
    return _figures(roll_ups, totals_of_each(roll_ups, parts, [SENT, *codes]), codes, asked)


def _asked_kinds(roll_ups: Sequence[RollUp]) -> dict[UUID, list[int]]:
    return {each.tree_id: kinds_asked(each.tree.kind_codes, each.form) for each in roll_ups}


def _figures(
    roll_ups: Sequence[RollUp],
    totals: Mapping[UUID, Mapping[str, Total]],
    codes: Sequence[str],
    asked: Mapping[UUID, int],
) -> dict[UUID, Figure]:
    """Return the figure of each period in whose tree the unit stood."""
    there = [each for each in roll_ups if each.tree_id in asked]
    return {each.pk: _figure_of(totals[each.pk], codes, asked[each.tree_id]) for each in there}


def _figure_of(totals: Mapping[str, Total], codes: Sequence[str], asked: int) -> Figure:
    sent = totals[SENT]
    return Figure([totals[code] for code in codes], asked, sent.count, sent.sum)
