"""The list of decisions as a table on a page, and as rows to take away."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from folkmoot.decisions.models import Decision
from folkmoot.ui.tables import Cell, Column, Table


def decisions_table(decisions: Sequence[Decision], *, at: datetime) -> Table:
    """Return the table of decisions in force for somebody: each leads to its page."""
    columns = [
        Column(_("Decision")),
        Column(_("Number")),
        Column(_("Decided by")),
        Column(_("In force")),
        Column(_("State")),
    ]
    rows = (
        [
            Cell(decision.title, url=reverse("decisions:decision", args=[decision.pk])),
            decision.number,
            decision.body.name,
            _in_force(decision, at=at),
            _state(decision),
        ]
        for decision in decisions
    )
    return Table(
        _("Decisions"), columns, rows, empty=_("No decision has these words in its title or number.")
    )


def decision_rows(decisions: Iterable[Decision]) -> Iterator[Sequence[object]]:
    """Yield a header and then each decision as a row of a spreadsheet."""
    yield [
        _("Number"),
        _("Title"),
        _("Decided by"),
        _("Adopted on"),
        _("In force from"),
        _("No longer in force from"),
        _("Conveyed at"),
    ]
    for decision in decisions:
        yield [
            decision.number,
            decision.title,
            decision.body.name,
            decision.adopted_on,
            decision.in_force_from_on,
            decision.in_force_to_on,
            decision.conveyed_at and decision.conveyed_at.isoformat(timespec="seconds"),
        ]


def _state(decision: Decision) -> Cell:
    if decision.acknowledged_at is None:
        return Cell(_("To read"), state="open")
    is_own = decision.marked_by is None
    return Cell(_("Acknowledged") if is_own else _("Entered for you"), state="done")


def _in_force(decision: Decision, *, at: datetime) -> str:
    start, end = decision.in_force_from_on, decision.in_force_to_on
    if start is not None and not decision.is_in_force(at):
        return _("from %(day)s") % {"day": formats.date_format(start)}
    return _("until %(day)s") % {"day": formats.date_format(end)} if end else _("now")
