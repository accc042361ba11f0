"""Importing reports of many units: what a file of them holds, its check, and the bulk act that commits a batch.

Each is sent as its own two acts would have it sent, but for what the system computes: a file is taken at its word, and is
neither filled in nor held against that. It is marked as having come so.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kernel.acts import act, running
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.inserting import insert_all
from folkmoot.kernel.ledger import record
from folkmoot.kernel.tables import Field, parsers, synonyms
from folkmoot.people.models import Person
from folkmoot.reports.actions.requesting import Sending, note_requests
from folkmoot.reports.events import ReportsImported, ReportsTakenIn
from folkmoot.reports.models import FormVersion, Report, Sent, State, ToRollUp, Way
from folkmoot.reports.queries.deadlines import Deadlines, deadlines_of_each
from folkmoot.reports.queries.surroundings import PERMISSION, Judged, Ready, forms_in_files, look_around
from folkmoot.reports.rules.definition import Names, in_language
from folkmoot.reports.rules.report_rows import ASKED, ReportRow
from folkmoot.reports.rules.requests import asked_for
from folkmoot.reports.rules.words import TEXT_LONGEST, WORDS_LONGEST
from folkmoot.structure.actions.batches import Counts, claim_batch, finish_batch, require_import
from folkmoot.structure.actions.claiming import claim_unit
from folkmoot.structure.interfaces import BATCH_ROWS, Importer, Scope
from folkmoot.structure.rules.verdicts import Change, Verdict


def report_fields() -> Sequence[Field]:
    """Return what is read of each row: the unit, the period, the form, and a column for all that any form asks."""
    asked: dict[str, tuple[Names, int]] = {}
    for _form, definition in forms_in_files():
        asked |= {each.code: (each.names, WORDS_LONGEST) for each in definition.indicators}
        asked |= {each.code: (each.names, TEXT_LONGEST) for each in definition.questions}
    return (
        Field("unit", gettext_lazy("Unit code"), parsers.code, is_required=True, synonyms=synonyms.CODE),
        Field("period", gettext_lazy("Period"), parsers.text(longest=20), is_required=True),
        Field("form", gettext_lazy("Form"), parsers.text()),
        Field("reason", gettext_lazy("Why it is so"), parsers.text(longest=WORDS_LONGEST)),
        *(
            Field(
                ASKED + code,
                in_language(names, ()),
                parsers.text(longest=longest),
                synonyms=(code, *names.values()),
            )
            for code, (names, longest) in asked.items()
        ),
    )


def check_reports(rows: Sequence[ReportRow], *, scope: Scope) -> Sequence[Verdict]:
    """Return what each row would do, and what forbids it, by the same number of questions for any number of rows."""
    around = look_around(rows, scope.under, by=scope.by, at=scope.at)
    return [around.judge(row).verdict for row in rows]


@act("reports.import_reports", bulk=True)
def import_reports(
    *, job_id: UUID, batch: int, rows: list[ReportRow], by: Person | None, at: datetime
) -> UUID:
    """Send the reports of one batch of a file for their units, and correct those that were sent before.

    What a unit sent itself is corrected by the unit alone.

    :raises Refused: if it is not this batch's turn, `by` may not import there, or a row no longer fits.
    """
    job = claim_batch(job_id, batch, importer="reports", by=by, at=at)
    around = look_around(rows, job.under, by=by, at=at, holding=True)
    judged = [around.judge(row) for row in rows]
    sent = send_all(
        [_must_fit(row, each) for row, each in zip(rows, judged, strict=True)], way=Way.FILE, at=at
    )
    changes = [each.verdict.change for each in judged]
    counts = Counts(*(changes.count(change) for change in (Change.NEW, Change.CHANGED, Change.SAME)))
    finish_batch(job, rows=len(rows), counts=counts, at=at)
    record(ReportsImported(job.pk, batch, tuple(sent)), by=by, at=at)
    return job.pk


@act("reports.take_in_reports", bulk=True)
def take_in_reports(*, under_id: UUID, rows: list[ReportRow], by: Person | None, at: datetime) -> UUID:
    """Send the reports of units at and below one as another program brought them, and correct those that were sent before.

    :raises Refused: if these are more than one batch, `by` may not bring reports there, or a row does not fit.
    """
    if len(rows) > BATCH_ROWS:
        raise Refused(_("These are more than %(most)d. Bring them in parts.") % {"most": BATCH_ROWS})
    under = claim_unit(under_id)
    require_import("reports", under, by=by, at=at)
    around = look_around(rows, under, by=by, at=at, holding=True)
    ready = [_must_fit(row, around.judge(row)) for row in rows]
    sent = send_all(ready, way=Way.PROGRAM, at=at)
    record(ReportsTakenIn(under.pk, tuple(sent)), by=by, at=at)
    return under.pk


def send_all(reports: Sequence[Ready | None], *, way: Way, at: datetime) -> list[UUID]:
    """Send reports as they are in a file, and return which; None stands for one that is there already as it is."""
    ready = [each for each in reports if each is not None]
    fixed = {each.version.pk for each in ready if each.version.fixed_at is None}
    FormVersion.objects.filter(pk__in=fixed, fixed_at=None).update(fixed_at=at)
    deadlines = deadlines_of_each({each.unit for each in ready})
    written = [_written(each, deadlines[each.unit.pk], at) for each in ready]
    insert_all([report for report, each in zip(written, ready, strict=True) if each.before is None])
    for report, each in zip(written, ready, strict=True):
        if each.before is not None:
            report.save()
    pairs = list(zip(written, ready, strict=True))
    insert_all([_sent(report, each, way, at) for report, each in pairs])
    # The worker adds them to the figures.
    insert_all([ToRollUp(form=each.form, first=report.first, unit=each.unit) for report, each in pairs])
    # Of most nothing is asked for; of those that were sent before, something may be withdrawn.
    asking = [
        Sending(report, each.definition)
        for report, each in pairs
        if each.before is not None or asked_for(each.definition, each.texts)
    ]
    note_requests(asking, at)
    return [report.pk for report in written]


REPORTS = Importer(
    kind="reports",
    title=gettext_lazy("Reports"),
    permission=PERMISSION,
    fields=report_fields,
    row_model=ReportRow,
    check=check_reports,
    act=import_reports,
)


def _must_fit(row: ReportRow, judged: Judged) -> Ready | None:
    if judged.verdict.problems:
        raise Refused(
            _("Row %(number)d no longer fits: %(why)s")
            % {"number": row.number, "why": " ".join(each.sentence for each in judged.verdict.problems)}
        )
    return judged.ready


def _written(ready: Ready, deadlines: Deadlines, at: datetime) -> Report:
    report = ready.before or Report(
        id=new_id(), form=ready.form, version=ready.version, unit=ready.unit, first=ready.period.first
    )
    report.form, report.unit = ready.form, ready.unit
    report.values, report.texts, report.reasons = ready.values, ready.texts, ready.reasons
    report.counted, report.state = ready.values, State.SENT
    report.sent_number += 1
    if ready.before is not None:
        report.revision += 1
    if report.first_sent_on is None:
        today = ready.unit.local(at).date()
        report.first_sent_on = today
        report.is_in_time = today <= deadlines.of(ready.form, ready.period).on
    return report


def _sent(report: Report, ready: Ready, way: Way, at: datetime) -> Sent:
    return Sent(
        id=new_id(),
        report=report,
        number=report.sent_number,
        version=ready.version,
        values=ready.values,
        texts=ready.texts,
        reasons=ready.reasons,
        why=ready.why,
        way=way,
        act_id=running().act_id,
        sent_at=at,
    )
