"""How figures are put on a screen: words, a picture and tables made from what the queries return."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from folkmoot.reports.models import Form
from folkmoot.reports.plan_words import amounts_in_words, exact_amounts, facts_of_plans
from folkmoot.reports.queries.against_plans import Against, AgainstPlans, against_plans, beside_plans
from folkmoot.reports.queries.figures import FigureRow, FiguresPage, figure_rows, figures_page
from folkmoot.reports.queries.pages import Wanted
from folkmoot.reports.queries.spread import Figure, UnitFigure
from folkmoot.reports.rules.definition import Indicator, Kind, in_language
from folkmoot.reports.rules.words import amount_in_words, period_in_words
from folkmoot.ui.exports import links_to_files
from folkmoot.ui.icicle import Icicle, Node
from folkmoot.ui.lines import Line, Point
from folkmoot.ui.links import Link
from folkmoot.ui.shares import percent
from folkmoot.ui.tables import Cell, Column, Table
from folkmoot.units.models import Unit
from folkmoot.work.rules.amounts import amount_text

__all__ = ["against_plans", "beside_plans", "export_rows", "figure_rows", "figures_page", "screen_of"]
_QUARTILES = 5
# Periods that can be chosen where there is no line to choose from.
_PERIODS = 12
_HUNDRED = 100


@dataclass(frozen=True)
class FiguresScreen:
    """The parts of the page on figures."""

    crumbs: Sequence[Link]
    title: str
    means: str
    period: str
    facts: Sequence[tuple[str, object]]
    picture: Icicle | None
    indicators: Sequence[Link]
    periods: Sequence[Link]
    forms: Sequence[Link]
    below: Table
    older: str
    deviations: str
    stated: str
    line: Line
    trend: Table
    export: Sequence[Link]


def screen_of(page: FiguresPage, plans: AgainstPlans, languages: Sequence[str]) -> FiguresScreen:
    """Return the parts of the page, with what was planned beside what was reported."""
    indicator, form = page.indicator, page.form
    wanted = Wanted(form.pk, page.first, indicator.code if indicator else "")
    return FiguresScreen(
        crumbs=[
            *(Link(each.name, _address(each, wanted)) for each in page.above),
            Link(page.unit.name, "", is_current=True),
        ],
        title=in_language(indicator.names, languages) if indicator else "",
        means=in_language(indicator.means, languages) if indicator else "",
        period=_period(form, page.first),
        facts=[*_facts(page, languages), *facts_of_plans(page, plans)],
        picture=_picture(page, wanted, languages),
        indicators=_choices(page, wanted, languages),
        periods=[
            Link(
                _period(form, each),
                _address(page.unit, Wanted(form.pk, each, wanted.code)),
                is_current=each == page.first,
            )
            for each in page.periods[:_PERIODS]
        ],
        forms=[
            Link(
                in_language(each.names, languages),
                _address(page.unit, Wanted(each.pk)),
                is_current=each.pk == form.pk,
            )
            for each in page.forms
        ],
        below=_below(page, plans, wanted, languages),
        older=f"{_address(page.unit, wanted)}&after={page.older}" if page.older else "",
        deviations=f"{reverse('reports:deviations', args=[page.unit.pk])}?{_query(wanted)}",
        stated=f"{reverse('reports:stated', args=[page.unit.pk])}?{_query(wanted)}",
        line=_line(page, languages),
        trend=_trend(page, wanted, languages),
        export=links_to_files("reports:figures_file", page.unit.pk, query=_query(wanted)),
    )


def export_rows(
    found: Iterator[tuple[FigureRow, Against | None]], languages: Sequence[str]
) -> Iterator[Sequence[object]]:
    """Yield the rows of the export of figures, each with what it means and what was planned, after a row of headings."""
    yield (
        _("Code"), _("Name"), _("Kind"), _("Period"), _("Indicator"), _("What"), _("How it is counted"), _("Part"), _("Sum"),
        _("Reports with it"), _("Reports"), _("In time"), _("Asked"), _("Planned"), _("Gap"),
    )  # fmt: skip
    for row, against in found:
        each, indicator = row.shown, row.indicator
        for part, figure in _parts(each.figure, indicator, languages):
            yield (
                each.unit.code,
                each.unit.name,
                each.unit.kind.name,
                row.first,
                indicator.code,
                in_language(indicator.names, languages),
                in_language(indicator.means, languages),
                part,
                figure,
                each.figure.count,
                each.figure.sent,
                each.figure.in_time,
                each.figure.asked,
                *exact_amounts(against, indicator),
            )


def figure_in_words(figure: Figure, indicator: Indicator | None, languages: Sequence[str]) -> str:
    """Return a figure as it is read, a dash where nobody reported it."""
    if indicator is None or not figure.count:
        return "–"
    sums = [each.sum for each in figure.totals]
    if indicator.kind is Kind.SHARE:
        return _of(sums[0], sums[1])
    if indicator.kind is Kind.YES_NO:
        return _of(sums[0], figure.count)
    if indicator.kind is Kind.CHOICE:
        names = (in_language(each.names, languages) for each in indicator.options)
        return ", ".join(f"{name}: {number_format(each)}" for name, each in zip(names, sums, strict=True))
    return amount_in_words(indicator, sums[0])


def share_of(figure: Figure, indicator: Indicator | None) -> Fraction | None:
    """Return the share that a picture shows: of a share or a yes its own, of all else how many of those asked reported."""
    sums = [each.sum for each in figure.totals]
    if indicator and indicator.kind is Kind.SHARE:
        return Fraction(sums[0], sums[1]) if sums[1] else None
    if indicator and indicator.kind is Kind.YES_NO:
        return Fraction(sums[0], figure.count) if figure.count else None
    return figure.complete


def per_head_in_words(figure: Figure, indicator: Indicator) -> str:
    """Return what a figure is for each member, with two more places than it has; a dash where nobody knows."""
    if figure.per_head is None:
        return "–"
    finer = indicator.model_copy(update={"kind": Kind.DECIMAL, "places": indicator.scale + 2, "options": []})
    return amount_in_words(finer, round(figure.per_head * _HUNDRED))


def _quartile_in_words(indicator: Indicator, quartile: int | Fraction) -> str:
    if isinstance(quartile, Fraction):
        return percent(quartile).words
    return amount_in_words(indicator, quartile)


def _of(part: int, whole: int) -> str:
    said = _("%(part)s of %(whole)s") % {
        "part": number_format(part, force_grouping=True),
        "whole": number_format(whole, force_grouping=True),
    }
    return f"{said} ({percent(Fraction(part, whole)).words})" if whole else said


def _query(wanted: Wanted) -> str:
    given = {"form": wanted.form, "first": wanted.first, "code": wanted.code}
    return urlencode({name: str(value) for name, value in given.items() if value})


def _address(unit: Unit, wanted: Wanted) -> str:
    return f"{reverse('reports:figures_of', args=[unit.pk])}?{_query(wanted)}"


def _period(form: Form, first: date | None) -> str:
    return period_in_words(form.period_at(first), form.every) if first else ""


def _facts(page: FiguresPage, languages: Sequence[str]) -> Iterator[tuple[str, object]]:
    here = page.here
    if here is None:
        return
    yield _("Together"), figure_in_words(here, page.indicator, languages)
    yield _("Reported by"), _of(here.sent, here.asked)
    yield _("In time"), _of(here.in_time, here.asked)
    if page.indicator and here.count < here.sent:
        yield _("Reports that leave this out"), number_format(here.sent - here.count)
    if page.indicator and here.per_head is not None:
        yield _("For each member"), per_head_in_words(here, page.indicator)
    if page.indicator and len(page.quartiles) == _QUARTILES and here.count > 1:
        lowest, lower, median, upper, highest = (
            _quartile_in_words(page.indicator, each) for each in page.quartiles
        )
        yield _("One unit in the middle reports"), median
        yield (
            _("Half of the units lie between"),
            _("%(lower)s and %(upper)s") % {"lower": lower, "upper": upper},
        )
        yield _("All lie between"), _("%(lower)s and %(upper)s") % {"lower": lowest, "upper": highest}


def _picture(page: FiguresPage, wanted: Wanted, languages: Sequence[str]) -> Icicle | None:
    is_own = page.indicator is not None and page.indicator.kind in {Kind.SHARE, Kind.YES_NO}
    # Where nobody reported it there is no share, nor is there further down: the rest is still one tree.
    shares = [(each, share_of(each.figure, page.indicator)) for each in page.drawn]
    nodes = [
        Node(
            depth=each.depth,
            weight=max(each.figure.asked, 1),
            share=share,
            label=each.unit.name,
            url=_url(each, wanted),
            note=figure_in_words(each.figure, page.indicator, languages),
        )
        for each, share in shares
        if share is not None
    ]
    if len(nodes) <= 1:
        return None
    measure = in_language(page.indicator.names, languages) if page.indicator and is_own else _("Reported")
    # Where nothing lies deeper than right below, the table of these has it all.
    is_listed = not page.older and all(node.depth <= 1 for node in nodes)
    return Icicle(_("Units by size"), measure, nodes, is_listed=is_listed)


def _url(each: UnitFigure, wanted: Wanted) -> str:
    if not each.unit.kind.is_cell:
        return _address(each.unit, wanted)
    return reverse("reports:report", args=[each.report_id]) if each.report_id else ""


def _choices(page: FiguresPage, wanted: Wanted, languages: Sequence[str]) -> list[Link]:
    return [
        Link(
            in_language(each.names, languages),
            _address(page.unit, Wanted(wanted.form, wanted.first, each.code)),
            is_current=each.code == wanted.code,
        )
        for each in page.definition.indicators
    ]


def _below(page: FiguresPage, plans: AgainstPlans, wanted: Wanted, languages: Sequence[str]) -> Table:
    columns = [
        Column(_("Unit")),
        Column(
            in_language(page.indicator.names, languages) if page.indicator else _("Figure"), is_number=True
        ),
        Column(_("Reported"), is_number=True),
        Column(_("In time"), is_number=True),
    ]
    rows: list[list[object]] = [
        [
            Cell(each.unit.name, url=_url(each, wanted)),
            figure_in_words(each.figure, page.indicator, languages),
            _few(each.figure.sent, each.figure.asked),
            _few(each.figure.in_time, each.figure.asked),
        ]
        for each in page.below
    ]
    if page.indicator and any(each.figure.per_head is not None for each in page.below):
        columns.insert(2, Column(_("For each member"), is_number=True))
        for row, each in zip(rows, page.below, strict=True):
            row.insert(2, per_head_in_words(each.figure, page.indicator))
    if page.indicator and plans.below:
        columns[2:2] = [Column(_("Planned"), is_number=True), Column(_("Gap"), is_number=True)]
        for row, each in zip(rows, page.below, strict=True):
            row[2:2] = amounts_in_words(plans.below.get(each.unit.pk), page.indicator)
    return Table(_("Right below"), columns, rows, empty=_("No unit lies right below."))


def _few(part: int, whole: int) -> str:
    return _("%(part)s of %(whole)s") % {"part": number_format(part), "whole": number_format(whole)}


def _line(page: FiguresPage, languages: Sequence[str]) -> Line:
    return Line(
        _("Over time"),
        [
            Point(
                _period(page.form, first),
                _height(each, page.indicator),
                figure_in_words(each, page.indicator, languages),
            )
            for first, each in page.trend
        ],
    )


def _height(figure: Figure, indicator: Indicator | None) -> float | None:
    """Return how high a figure stands in the picture: a share or a yes as such, an amount as its sum."""
    if indicator is None or indicator.kind is Kind.CHOICE or not figure.count:
        return None
    if indicator.kind in {Kind.SHARE, Kind.YES_NO}:
        share = share_of(figure, indicator)
        return None if share is None else float(share)
    return float(figure.totals[0].sum)


def _trend(page: FiguresPage, wanted: Wanted, languages: Sequence[str]) -> Table:
    columns = [
        Column(_("Period")),
        Column(_("Together"), is_number=True),
        Column(_("Reported"), is_number=True),
    ]
    rows = [
        [
            Cell(
                _period(page.form, first),
                url=""
                if first == page.first
                else _address(page.unit, Wanted(wanted.form, first, wanted.code)),
            ),
            figure_in_words(each, page.indicator, languages),
            _few(each.sent, each.asked),
        ]
        for first, each in reversed(page.trend)
    ]
    return Table(_("Each period"), columns, rows)


def _parts(figure: Figure, indicator: Indicator, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the columns of a figure, each with its sum as exact digits, "" where nobody reported it."""
    names = [""]
    if indicator.kind is Kind.SHARE:
        names = [_("part"), _("whole")]
    if indicator.kind is Kind.CHOICE:
        names = [in_language(each.names, languages) for each in indicator.options]
    for name, total in zip(names, figure.totals, strict=True):
        yield name, amount_text(total.sum, indicator.scale) if total.count else ""
