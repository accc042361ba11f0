"""Batches of circulars as tables."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.circulars.models import Batch, BatchPart, State
from folkmoot.circulars.queries.batches import file_name
from folkmoot.ui.tables import Cell, Column, Table

_STATES = {State.PRINTING: "open", State.DONE: "done", State.STOPPED: "refused"}


def batches_table(batches: Sequence[Batch]) -> Table:
    """Return the table of what was printed for the cells of a unit; each leads to its files."""
    columns = [
        Column(_("Asked for")),
        Column(_("By")),
        Column(_("Cells"), is_number=True),
        Column(_("State")),
    ]
    rows = (
        [
            Cell(
                date_format(localtime(batch.asked_at), "DATETIME_FORMAT"),
                url=reverse("circulars:batch", args=[batch.pk]),
            ),
            batch.by.name,
            batch.cells,
            Cell(State(batch.state).label, state=_STATES[State(batch.state)]),
        ]
        for batch in batches
    )
    return Table(
        _("Printed already"),
        columns,
        rows,
        empty=_("Nothing was printed here yet, or it is over a week ago."),
    )


def parts_table(batch: Batch, parts: Sequence[BatchPart]) -> Table:
    """Return the table of a batch's files, each to be opened and printed by itself."""
    rows = (
        [
            Cell(file_name(part), url=reverse("circulars:part", args=[batch.pk, part.number])),
            part.unit.name,
            ngettext("%(cells)d cell", "%(cells)d cells", len(part.cell_ids)) % {"cells": len(part.cell_ids)},
        ]
        for part in parts
    )
    columns = [Column(_("File")), Column(_("District")), Column(_("Circulars for"))]
    return Table(_("Files by district"), columns, rows, empty=_("The first file comes in a few seconds."))
