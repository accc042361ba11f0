"""The acts by which a person brings a file, says what its columns hold, has it imported, or gives it up."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from folkmoot.access.hands import hand_of
from folkmoot.kernel.acts import act, running
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.ledger import record
from folkmoot.kernel.tables import Layout, guess_columns
from folkmoot.people.models import Person
from folkmoot.structure.actions.batches import claim_job, require_import
from folkmoot.structure.actions.claiming import claim_unit
from folkmoot.structure.actions.columns import ColumnChoice, importer_of, order_said, places_chosen
from folkmoot.structure.events import (
    ImportColumnsChosen,
    ImportDropped,
    ImportReturnBegun,
    ImportStaged,
    ImportStarted,
)
from folkmoot.structure.interfaces import Importer
from folkmoot.structure.models import ImportJob, State
from folkmoot.structure.models.import_job import COUNTS, RETURNABLE_DAYS
from folkmoot.structure.queries.imports import places_remembered, why_not_by
from folkmoot.units.models import Unit


class StagedFile(BaseModel):
    """A file that `keep_file` keeps, and how it is written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    digest: str
    byte_count: int
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    first_byte: int
    header_number: int

    @classmethod
    def of(cls, name: str, digest: str, byte_count: int, layout: Layout) -> "StagedFile":
        """Describe a kept file as the act takes it."""
        return cls(
            name=name,
            digest=digest,
            byte_count=byte_count,
            encoding=layout.encoding,
            delimiter=layout.delimiter,
            header=layout.header,
            first_byte=layout.byte,
            header_number=layout.number,
        )


@act("structure.stage_import", bulk=True)
def stage_import(*, kind: str, under_id: UUID, file: StagedFile, by: Person | None, at: datetime) -> UUID:
    """Bring a kept file of units or members, to be imported below the unit `under_id`, and guess its columns.

    A header that was read for this unit before is taken as it was then.

    :raises Refused: if nothing of that kind is imported here, the unit was closed, or `by` may not import there.
    """
    importer = importer_of(kind)
    under = claim_unit(under_id)
    require_import(kind, under, by=by, at=at)
    job = ImportJob.objects.create(
        id=new_id(),
        kind=kind,
        under=under,
        by=by,
        via=running().via,
        brought_by=hand_of(by),
        chosen_by=hand_of(by),
        file_name=file.name[:200],
        digest=file.digest,
        byte_count=file.byte_count,
        encoding=file.encoding,
        delimiter=file.delimiter,
        header=list(file.header),
        first_byte=file.first_byte,
        header_number=file.header_number,
        places=_proposed(importer, under, file.header),
        batch_rows=importer.batch_rows,
        created_at=at,
    )
    record(ImportStaged(job.pk, kind, under.pk, file.digest), by=by, at=at)
    return job.pk


@act("structure.choose_columns")
def choose_columns(
    *, job_id: UUID, columns: list[ColumnChoice], day_order: str = "", by: Person | None, at: datetime
) -> UUID:
    """Say which column holds which field, where the guess was wrong, and have the file read and checked anew.

    `day_order` is `day_first` or `month_first` if that is so in all its dates; else one that can be read both ways is wrong.

    :raises Refused: if `by` may not import there, the import is under way or has ended, a required field has no
        column, or there is no such order.
    """
    job = claim_job(job_id)
    require_import(job.kind, job.under, by=by, at=at)
    if job.has_ended or job.state == State.IMPORTING:
        raise Refused(
            _("This import is under way or has ended. Bring the file again to choose its columns anew.")
        )
    job.places, job.day_order = places_chosen(job.kind, job.header, columns), order_said(day_order)
    job.by, job.via, job.chosen_by = by, running().via, hand_of(by)
    _begin_anew(job)
    job.save()
    record(ImportColumnsChosen(job.pk, job.attempt), by=by, at=at)
    return job.pk


@act("structure.start_import")
def start_import(
    *,
    job_id: UUID,
    attempt: int | None = None,
    leave_out_wrong: bool = False,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Have a checked file imported, or a stopped import go on from where it stopped.

    With `leave_out_wrong` the rows in which the check found something wrong are left out and the others imported, where
    rows do not hang below one another.

    `attempt` is the one whose check was looked at: how often its columns were chosen. Who chose them last need not name it.

    :raises Refused: if `by` may not import there, its columns were chosen anew since or by somebody else, it gives offices and
        others brought it or chose its columns, or its check is not done, or found something wrong that is not left out.
    """
    job = claim_job(job_id)
    require_import(job.kind, job.under, by=by, at=at)
    _must_be_as_seen(job, attempt, by=by)
    if others := why_not_by(hand_of(by), job):
        raise Refused(others)
    _must_be_startable(job, leave_out_wrong=leave_out_wrong)
    if job.state == State.CHECKED:
        job.row_count -= job.wrong_row_count
    job.state, job.stopped_because = State.IMPORTING, ""
    job.by, job.via = by, running().via
    job.save(update_fields=["state", "stopped_because", "by", "via", "row_count"])
    record(ImportStarted(job.pk, job.row_count), by=by, at=at)
    return job.pk


@act("structure.drop_import")
def drop_import(*, job_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Give up an import and its file; what it has imported so far stays.

    :raises Refused: if `by` may not import there, or it has ended.
    """
    job = claim_job(job_id)
    require_import(job.kind, job.under, by=by, at=at)
    if job.has_ended:
        raise Refused(_("This import has ended already; there is nothing to give up."))
    job.state, job.ended_at = State.DROPPED, at
    job.save(update_fields=["state", "ended_at"])
    record(ImportDropped(job.pk), by=by, at=at)
    return job.pk


@act("structure.take_back_import")
def take_back_import(*, job_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Have taken back what an import did, as far as nobody changed it since; within seven days of its end.

    :raises Refused: if `by` may not import there, such imports are not taken back, it did nothing, or it is too long ago.
    """
    job = claim_job(job_id)
    require_import(job.kind, job.under, by=by, at=at)
    if importer_of(job.kind).take_back is None or not job.may_be_returned(at):
        raise Refused(
            _(
                "This import is not taken back: it did nothing, is still under way, or ended over %(days)d days ago. Change"
                " what it made by hand, or bring a corrected file."
            )
            % {"days": RETURNABLE_DAYS}
        )
    job.state, job.stopped_because = State.RETURNING, ""
    job.by, job.via = by, running().via
    job.save(update_fields=["state", "stopped_because", "by", "via"])
    record(ImportReturnBegun(job.pk), by=by, at=at)
    return job.pk


def _proposed(importer: Importer, under: Unit, header: Sequence[str]) -> dict[str, int]:
    remembered = places_remembered(importer.kind, under, header)
    return dict(guess_columns(header, importer.fields()).places) if remembered is None else remembered


def _begin_anew(job: ImportJob) -> None:
    job.attempt += 1
    job.state, job.stopped_because = State.READING, ""
    job.batch_rows = importer_of(job.kind).batch_rows
    for count in COUNTS:
        setattr(job, count, 0)


def _must_be_as_seen(job: ImportJob, attempt: int | None, *, by: Person | None) -> None:
    """Let nobody put their hand to what others made of a file after they looked at it."""
    is_theirs = attempt is None and job.by_id == (by.pk if by else None)
    if not is_theirs and attempt != job.attempt:
        raise Refused(
            _(
                "The columns of this file were chosen by somebody else, or anew. Open the import, look at what it"
                " changes now, and start it there."
            ),
            field="attempt",
        )


def _must_be_startable(job: ImportJob, *, leave_out_wrong: bool) -> None:
    is_going_on = job.state == State.STOPPED and job.done_count > 0
    if job.problem_count and leave_out_wrong and not importer_of(job.kind).may_leave_out:
        raise Refused(
            _(
                "Rows of this file hang below one another, so none is left out. Correct them and bring it again."
            )
        )
    if job.problem_count and not leave_out_wrong and not is_going_on:
        raise Refused(
            _(
                "Something is wrong in this file. Correct its rows and bring it again: nothing is half imported."
            )
        )
    if job.state == State.CHECKED and not job.right_row_count:
        raise Refused(_("There is no row in this file that can be imported. Bring one that has some."))
    if not (job.state == State.CHECKED or is_going_on):
        raise Refused(
            _("This file has not been checked to its end, or was imported already. Open the import to see.")
        )
