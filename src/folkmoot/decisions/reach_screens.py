"""How reach is put on a screen: words, pictures and tables made from what the queries return."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from folkmoot.decisions.models import Decision
from folkmoot.decisions.queries.reach import UnitFigure
from folkmoot.decisions.queries.reach_pages import Frozen, Measure, ReachPage, share_of
from folkmoot.people.models import Term
from folkmoot.ui.exports import links_to_files
from folkmoot.ui.icicle import Icicle, Node
from folkmoot.ui.links import Link
from folkmoot.ui.tables import Cell, Column, Table
from folkmoot.units.models import Unit


@dataclass(frozen=True)
class ReachScreen:
    """The parts of the page on reach."""

    crumbs: Sequence[Link]
    cells_share: Fraction | None
    cells_words: str
    members_share: Fraction | None
    members_words: str
    tabs: Sequence[Link]
    picture: Icicle | None
    below: Table
    frozen: Table
    not_reached: Table
    export: Sequence[Link]


def screen_of(page: ReachPage, measure: Measure, officers: Mapping[UUID, Sequence[Term]]) -> ReachScreen:
    """Return the parts of the page, with the picture showing `measure`; `officers` are those of cells that did not confirm."""
    return ReachScreen(
        crumbs=_crumbs(page),
        cells_share=share_of(page.figure, Measure.CELLS) if page.figure else None,
        cells_words=cells_in_words(page.figure) if page.figure else "",
        members_share=share_of(page.figure, Measure.MEMBERS) if page.figure else None,
        members_words=members_in_words(page.figure) if page.figure else "",
        tabs=_tabs(page, measure),
        picture=picture_of(page.decision, page.unit, page.drawn, measure),
        below=_below(page),
        frozen=_frozen(page.frozen),
        not_reached=_not_reached(page, officers),
        export=links_to_files("decisions:not_reached", page.decision.pk, page.unit.pk),
    )


def picture_of(
    decision: Decision, unit: Unit, drawn: Sequence[UnitFigure], measure: Measure
) -> Icicle | None:
    """Return the picture of a decision's way through `unit` and the units below, None before the first figures.

    A picture of one unit would say nothing that its share does not.
    """
    if len(drawn) <= 1:
        return None
    title = _("Cells that confirmed") if measure is Measure.CELLS else _("Members who acknowledged, at least")
    nodes = [
        Node(
            depth=figure.unit.depth - unit.depth,
            weight=max(figure.cells, 1),
            share=share_of(figure, measure),
            label=figure.unit.name,
            url=_address(decision, figure.unit),
        )
        for figure in drawn
    ]
    return Icicle(title, _("Reached"), nodes)


def cells_in_words(figure: UnitFigure) -> str:
    """Return how many cells confirmed, as a person would say it."""
    return _("%(reached)s of %(cells)s") % {
        "reached": number_format(figure.cells_reached),
        "cells": number_format(figure.cells),
    }


def members_in_words(figure: UnitFigure) -> str:
    """Return how many members acknowledged, no closer than is safe to say."""
    if figure.acknowledged is None:
        return _("counted with others") if figure.counted_elsewhere else _("too few to show")
    if not figure.acknowledged:
        return _("too few to show")
    return _("at least %(number)s of %(members)s") % {
        "number": number_format(figure.acknowledged),
        "members": number_format(figure.members),
    }


def not_reached_rows(cells: Iterable[Unit]) -> Iterator[Sequence[object]]:
    """Yield the rows of the export of cells that have not confirmed, after a row of headings."""
    yield (_("Code"), _("Name"), _("Kind"))
    for cell in cells:
        yield (cell.code, cell.name, cell.kind.name)


def _address(decision: Decision, unit: Unit) -> str:
    return reverse("decisions:reach", args=[decision.pk, unit.pk])


def _crumbs(page: ReachPage) -> list[Link]:
    line = [Link(unit.name, _address(page.decision, unit)) for unit in page.above]
    return [*line, Link(page.unit.name, _address(page.decision, page.unit), is_current=True)]


def _tabs(page: ReachPage, measure: Measure) -> list[Link]:
    here = _address(page.decision, page.unit)
    return [
        Link(_("Cells that confirmed"), f"{here}?of=cells", is_current=measure is Measure.CELLS),
        Link(_("Members who acknowledged"), f"{here}?of=members", is_current=measure is Measure.MEMBERS),
    ]


def _below(page: ReachPage) -> Table:
    columns = [
        Column(_("Unit")),
        Column(_("Cells that confirmed"), is_number=True),
        Column(_("Members who acknowledged"), is_number=True),
    ]
    rows = [
        [
            Cell(each.unit.name, url=_address(page.decision, each.unit)),
            cells_in_words(each),
            members_in_words(each),
        ]
        for each in page.below
    ]
    rows.extend(_rest_below(page))
    return Table(_("The units directly below"), columns, rows)


def _rest_below(page: ReachPage) -> Iterator[list[object]]:
    """Yield the row of what stands right below and has no figure of its own: cells, so that the rows add up to the whole."""
    whole = page.figure
    if whole is None or not page.below:
        return
    cells = whole.cells - sum(each.cells for each in page.below)
    reached = whole.cells_reached - sum(each.cells_reached for each in page.below)
    if cells > 0:
        words = _("%(reached)s of %(cells)s") % {
            "reached": number_format(reached),
            "cells": number_format(cells),
        }
        yield [_("Cells that belong to none of these"), words, "–"]


def _frozen(frozen: Sequence[Frozen]) -> Table:
    columns = [
        Column(_("Last day to read it")),
        Column(_("For the level")),
        Column(_("Cells that confirmed"), is_number=True),
        Column(_("Members who acknowledged"), is_number=True),
    ]
    rows = [
        [date_format(each.read_by), each.kind, cells_in_words(each.figure), members_in_words(each.figure)]
        for each in frozen
    ]
    return Table(_("As it stood at each deadline"), columns, rows, empty=_("No deadline has passed yet."))


def _not_reached(page: ReachPage, officers: Mapping[UUID, Sequence[Term]]) -> Table:
    columns = [Column(_("Cell")), Column(_("In office there"))]
    rows = [
        [Cell(cell.name, url=reverse("structure:unit", args=[cell.pk])), _named(officers.get(cell.pk, ()))]
        for cell in page.not_reached[: -1 if page.has_more else None]
    ]
    return Table(_("Cells that have not confirmed"), columns, rows, empty=_("Every cell has confirmed."))


def _named(terms: Sequence[Term]) -> str:
    named = [
        _("%(name)s (%(office)s)") % {"name": term.person.name, "office": term.office.name} for term in terms
    ]
    return ", ".join(named) or _("nobody that you see")
