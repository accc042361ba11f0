"""Bringing and fetching reports as DHIS2's dataValueSets: what the API and the command line call."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.batches import batched
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import as_id, new_id
from folkmoot.people.models import Person
from folkmoot.reports.actions.importing import take_in_reports
from folkmoot.reports.models import Form
from folkmoot.reports.queries.pages import newest_version
from folkmoot.reports.queries.surroundings import look_around
from folkmoot.reports.rules.data_value_sets import (
    Conflict,
    DataValueSet,
    Gathered,
    ImportSummary,
    gathered,
    summary_of,
)
from folkmoot.reports.rules.definition import definition_from
from folkmoot.reports.rules.report_rows import ReportRow, row_of
from folkmoot.structure.interfaces import BATCH_ROWS
from folkmoot.structure.rules.verdicts import Change
from folkmoot.units.models import Unit

__all__ = ["DataValueSet", "ImportSummary", "form_of_set", "take_in"]


def form_of_set(code: str) -> Form:
    """Return the form that a `dataSet` names by its id.

    :raises Refused: if there is none that asks.
    """
    form_id = as_id(code)
    form = Form.objects.asking().select_related("unit").filter(pk=form_id).first() if form_id else None
    if form is None:
        raise Refused(_("There is no form of this id. Take it from the list of forms."), field="dataSet")
    return form


def take_in(
    brought: DataValueSet, under: Unit, *, by: Person | None, via: Via, at: datetime, is_dry_run: bool = False
) -> ImportSummary:
    """Send what fits of the reports that were brought, for units at and below `under`, and say what became of each.

    A report is taken in whole or not at all.

    :raises Refused: if there is no such form, or `by` may not bring reports there.
    """
    form = form_of_set(brought.dataSet)
    reports = gathered(brought, definition_from(newest_version(form).definition))
    new = changed = ignored = 0
    conflicts: list[Conflict] = []
    for some in batched(reports, BATCH_ROWS):
        rows = [_row(number, each, form.pk) for number, each in enumerate(some, 1)]
        around = look_around(rows, under, by=by, at=at)
        fitting: list[ReportRow] = []
        for row, each in zip(rows, some, strict=True):
            verdict = around.judge(row).verdict
            if verdict.problems:
                conflicts += [_conflict(each, problem.sentence) for problem in verdict.problems]
                ignored += each.count
                continue
            fitting.append(row)
            new += each.count if verdict.change is Change.NEW else 0
            changed += each.count if verdict.change is Change.CHANGED else 0
            ignored += each.count if verdict.change is Change.SAME else 0
        _send(fitting, under, by=by, via=via, at=at, is_dry_run=is_dry_run)
    return summary_of(new=new, changed=changed, ignored=ignored, conflicts=conflicts)


def _send(
    rows: Sequence[ReportRow], under: Unit, *, by: Person | None, via: Via, at: datetime, is_dry_run: bool
) -> None:
    if rows and not is_dry_run:
        given = {"under_id": under.pk, "rows": list(rows)}
        run(take_in_reports, given, act_id=new_id(), by=by, at=at, via=via)


def _row(number: int, each: Gathered, form_id: UUID) -> ReportRow:
    given = {
        "unit": each.unit,
        "period": each.period,
        "form": str(form_id),
        "reason": " ".join(each.comments),
    }
    return row_of(number, each.values, **given)


def _conflict(each: Gathered, sentence: str) -> Conflict:
    return Conflict(object=f"{each.unit} {each.period}".strip(), value=sentence)
