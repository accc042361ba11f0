"""What reports add up to: any figure of a unit and of those right below it, of how many reports it is, and over time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from folkmoot.kernel.paging import cut
from folkmoot.reports.models import Form, RollUp
from folkmoot.reports.queries.pages import Wanted, newest_version
from folkmoot.reports.queries.spread import AMOUNTS, Figure, Spread, UnitFigure, kinds_asked
from folkmoot.reports.queries.totals import totals_of_each
from folkmoot.reports.queries.trees import Slice, asked_in, slice_of, slices_of
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
    forms = forms_over(unit)
    form = _form_of(forms, wanted)
    if form is None:
        return None
    definition = definition_from(newest_version(form).definition)
    indicator = definition.by_code.get(wanted.code) or next(iter(definition.indicators), None)
    roll_ups = rolled_of(form)
    chosen = next(iter(chosen_of(roll_ups, wanted)), None)
    parts = slices_of({each.tree_id for each in roll_ups}, unit.pk)
    spread = Spread(chosen, parts.get(chosen.tree_id), form) if chosen else None
    shown = spread.of(indicator, heads_of(definition, indicator)) if spread else None
    below, older = _cut_after(shown.below if shown else [], wanted.after)
    return FiguresPage(
        unit,
        list(among.above(unit).exclude(pk=unit.pk)),
        forms,
        form,
        definition,
        indicator,
        [each.first for each in roll_ups],
        chosen.first if chosen else None,
        shown.here if shown else None,
        below,
        older,
        shown.drawn if shown else [],
        shown.quartiles if shown else [],
        _trend(roll_ups, parts, indicator),
    )


def figure_rows(unit: Unit, wanted: Wanted) -> Iterator[FigureRow]:
    """Yield every indicator of a unit and of each right below it in one period, for an export: a question an indicator."""
    form = form_wanted(unit, wanted)
    chosen = next(iter(chosen_of(rolled_of(form), wanted)), None) if form else None
    if form is None or chosen is None:
        return
    definition, spread = (
        definition_from(newest_version(form).definition),
        Spread(chosen, slice_of(chosen.tree_id, unit.pk), form),
    )
    for indicator in definition.indicators:
        shown = spread.of(indicator, None)
        if shown is None:
            return
        yield FigureRow(UnitFigure(unit, shown.here, 0), indicator, chosen.first)
        yield from (FigureRow(each, indicator, chosen.first) for each in shown.below)


def form_wanted(unit: Unit, wanted: Wanted) -> Form | None:
    """Return the form that is asked for, or else the nearest above that asks units at and below `unit`."""
    return _form_of(forms_over(unit), wanted)


def forms_over(unit: Unit) -> list[Form]:
    """Return the forms that ask units at and below `unit`, the nearest first."""
    return list(Form.objects.over(unit).asking().order_by("-unit__path", "pk"))


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


def _form_of(forms: Sequence[Form], wanted: Wanted) -> Form | None:
    return next((each for each in forms if each.pk == wanted.form), next(iter(forms), None))


def chosen_of(roll_ups: Sequence[RollUp], wanted: Wanted) -> Sequence[RollUp]:
    """Return the period that is asked for, or else the last one, and those before it."""
    found = [place for place, each in enumerate(roll_ups) if each.first == wanted.first]
    return roll_ups[found[0] if found else 0 :]


def _cut_after(below: Sequence[UnitFigure], after: UUID | None) -> tuple[list[UnitFigure], str]:
    """Return those on the page that begins behind the unit `after`, and the key of the page that follows."""
    place = next((place for place, each in enumerate(below, 1) if each.unit.pk == after), 0)
    return cut(below[place : place + SHOWN + 1], SHOWN, lambda each: str(each.unit.pk))


def _trend(
    roll_ups: Sequence[RollUp], parts: Mapping[UUID, Slice], indicator: Indicator | None
) -> list[tuple[date, Figure]]:
    """Return the figure of a unit in each period, the first one first."""
    figures = _periods_over(parts, roll_ups, columns_of(indicator) if indicator else [])
    return [(each.first, figures[each.pk]) for each in reversed(roll_ups) if each.pk in figures]


def periods_of(unit: Unit, roll_ups: Sequence[RollUp], codes: Sequence[str]) -> dict[UUID, Figure]:
    """Return some columns of a unit and all below it in periods of one form, without those in which it was not there.

    Six questions, however many periods and trees.
    """
    return _periods_over(slices_of({each.tree_id for each in roll_ups}, unit.pk), roll_ups, codes)


def _periods_over(
    parts: Mapping[UUID, Slice], roll_ups: Sequence[RollUp], codes: Sequence[str]
) -> dict[UUID, Figure]:
    asked = asked_in(parts, {each.tree_id: kinds_asked(each.tree.kind_codes, each.form) for each in roll_ups})
    totals = totals_of_each(roll_ups, parts, [SENT, *codes])
    there = [each for each in roll_ups if each.tree_id in parts]
    return {each.pk: _figure_of(totals[each.pk], codes, asked[each.tree_id]) for each in there}


def _figure_of(totals: Mapping[str, Total], codes: Sequence[str], asked: int) -> Figure:
    sent = totals[SENT]
    return Figure([totals[code] for code in codes], asked, sent.count, sent.sum)
