"""How the first screens put things: states, words and tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from folkmoot.bylaws.compliance_screens import in_order_in_words
from folkmoot.decisions.queries.cells import CellDecision, CellReach, Unsaid
from folkmoot.decisions.queries.first_screens import OverviewLine
from folkmoot.decisions.queries.reach_pages import Measure, share_of
from folkmoot.decisions.reach_screens import cells_in_words, members_in_words, picture_of
from folkmoot.decisions.rules.deadlines import NEAR_DAYS
from folkmoot.decisions.rules.quarters import Quarter
from folkmoot.desk.queries import UNITS_COUNTED, CellOverview, Overview
from folkmoot.ui.icicle import Icicle
from folkmoot.ui.links import Link
from folkmoot.ui.tables import Cell, Column, Table
from folkmoot.units.models import Unit

# What was conveyed longer ago hardly moves any more.
_OLD = timedelta(days=365)


def due_in_words(deadline: datetime | None, unit: Unit | None, *, at: datetime) -> tuple[str, str]:
    """Return the state of something to be read by `deadline`, and its word: by the clocks of `unit`."""
    if deadline is None or unit is None:
        return "open", _("no deadline")
    days = (unit.local(deadline).date() - unit.local(at).date()).days - 1
    if at >= deadline:
        return "late", ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
    if days == 0:
        return "due", _("due today")
    word = ngettext("due in %(days)d day", "due in %(days)d days", days) % {"days": days}
    return ("due" if days <= NEAR_DAYS else "open"), word


def to_read_in_words(deadline: datetime | None, unit: Unit | None, *, at: datetime) -> tuple[str, str]:
    """Return the state of something that a member may still read: whoever is late is not scolded."""
    if deadline is None or unit is None:
        return "open", _("new")
    if at < deadline:
        return due_in_words(deadline, unit, at=at)
    last_day = unit.local(deadline).date() - timedelta(days=1)
    return "open", _("was to be read by %(day)s") % {"day": date_format(last_day)}


def homes_linked(homes: Sequence[Unit]) -> SafeString:
    """Return the names of somebody's cells, each leading to its page."""
    links = ((reverse("structure:unit", args=[home.pk]), home.name) for home in homes)
    return format_html_join(" · ", '<a href="{}">{}</a>', links)


def overview_parts(page: Overview, *, at: datetime) -> dict[str, object]:
    """Return the parts of an officer's overview, ready to be shown: what was conveyed over a year ago stands apart."""
    old = [line for line in page.lines if _is_old(line, at=at)]
    lately = [line for line in page.lines if not _is_old(line, at=at)]
    title = _("Decisions here, and how far they have come")
    return {
        "table": overview_table(page, lately or old, title),
        "old": overview_table(page, old, _("Decisions conveyed more than a year ago"))
        if old and lately
        else None,
        "latest": latest(page),
        "crumbs": crumbs(page),
        "below": below_links(page),
        "facts": below_in_words(page),
        "compliance_words": in_order_in_words(page.compliance) if page.compliance else "",
    }


def _is_old(line: OverviewLine, *, at: datetime) -> bool:
    conveyed_at = line.decision.conveyed_at
    return conveyed_at is not None and conveyed_at < at - _OLD


def overview_table(page: Overview, lines: Sequence[OverviewLine], title: str) -> Table:
    """Return some of the decisions that reach a unit, with its figures."""
    columns = [
        Column(_("Decision")),
        Column(_("For")),
        Column(_("Conveyed")),
        Column(_("Cells that confirmed"), is_number=True),
        Column(_("Members who acknowledged"), is_number=True),
    ]
    rows = [_row(page.unit, line) for line in lines]
    return Table(title, columns, rows, empty=_("No decision was conveyed here yet."))


TOLD = {
    Unsaid.FEW: gettext_lazy("too few to say"),
    Unsaid.EARLIER: gettext_lazy("conveyed before you came"),
    Quarter.NONE: gettext_lazy("nobody"),
    Quarter.SOME: gettext_lazy("some"),
    Quarter.MOST: gettext_lazy("most"),
    Quarter.ALL: gettext_lazy("all"),
}


def cell_table(page: CellOverview) -> Table:
    """Return the decisions for an organisation's one cell: how each came to all and, to its secretary, a word on its way."""
    columns = [Column(_("Decision")), Column(_("Conveyed")), Column(_("Here"))]
    if is_told := any(line.told for line in page.lines):
        columns.append(Column(_("Acknowledged")))
    rows = [
        [*_cell_row(page.cell, line.shown), *([_told(page.cell, line)] if is_told else [])]
        for line in page.lines
    ]
    return Table(
        _("How far decisions have come"), columns, rows, empty=_("No decision was conveyed here yet.")
    )


def below_in_words(page: Overview) -> list[tuple[str, str]]:
    """Return how many units of each kind lie below a unit, as facts."""
    if page.lying_below is None:
        return [(_("Units below"), _("more than %(number)s") % {"number": number_format(UNITS_COUNTED)})]
    return [
        (kind.plural if number > 1 else kind.name, number_format(number))
        for kind, number in page.lying_below.kinds
    ]


@dataclass(frozen=True)
class Latest:
    """The latest decision with figures, and the picture of its way through the units below."""

    line: OverviewLine
    share: Fraction | None
    picture: Icicle | None


def latest(page: Overview) -> Latest | None:
    """Return the latest decision as the overview shows it first, None if nothing has figures yet."""
    if page.latest is None or page.latest.figure is None:
        return None
    picture = picture_of(page.latest.decision, page.unit, page.drawn, Measure.CELLS)
    return Latest(page.latest, share_of(page.latest.figure, Measure.CELLS), picture)


def crumbs(page: Overview) -> list[Link]:
    """Return the way from the top to a unit, through the overviews that this officer may see."""
    return [
        *(Link(unit.name, _address(unit)) for unit in page.above),
        Link(page.unit.name, _address(page.unit), is_current=True),
    ]


def below_links(page: Overview) -> list[Link]:
    """Return the overviews of the units directly below."""
    return [Link(unit.name, _address(unit)) for unit in page.below]


def _address(unit: Unit) -> str:
    return reverse("desk:overview_unit", args=[unit.pk])


def _told(cell: Unit, line: CellReach) -> object:
    if line.told is Unsaid.NAMES:
        address = reverse("decisions:reading", args=[line.shown.decision.pk, cell.pk])
        return Cell(_("see who has yet to be reached"), url=address)
    return TOLD[line.told] if line.told else ""


def _cell_row(cell: Unit, line: CellDecision) -> list[object]:
    address = reverse("decisions:reading", args=[line.decision.pk, cell.pk])
    conveyed_at, here = line.decision.conveyed_at, _("not confirmed yet")
    if line.reached_on is not None:
        how = {"how": line.how_in_words, "on": date_format(line.reached_on)}
        here = _("%(how)s on %(on)s") % how
    return [
        Cell(f"{line.decision.number} {line.title}", url=address),
        date_format(cell.local(conveyed_at)) if conveyed_at else "",
        here,
    ]


def _row(unit: Unit, line: OverviewLine) -> list[object]:
    address = reverse("decisions:reach", args=[line.decision.pk, line.place.pk])
    conveyed_at = line.decision.conveyed_at
    return [
        Cell(f"{line.decision.number} {line.title}", url=address),
        line.decision.audience.unit.name,
        date_format(unit.local(conveyed_at)) if conveyed_at else "",
        cells_in_words(line.figure) if line.figure else _("being counted"),
        members_in_words(line.figure) if line.figure else _("being counted"),
    ]
