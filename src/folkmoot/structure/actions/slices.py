"""Taking imports further, a slice at a time, so that a worker can do other things between two slices.

Reading and checking write to the scratch file only, importing to the database, in one act a batch. A slice that was cut
short is done again from its beginning: nothing of it was kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _

from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.files import alone_with
from folkmoot.kernel.ids import keyed_id
from folkmoot.kernel.tables import ParsedRow, parsed_rows, rows_of
from folkmoot.kernel.tables.days import with_days_in
from folkmoot.people.models import Person
from folkmoot.structure.actions.columns import importer_of
from folkmoot.structure.actions.staging import (
    forget_earlier_scratch,
    forget_files,
    forget_lost_files,
    lock_path,
)
from folkmoot.structure.actions.trouble import trouble_in_words
from folkmoot.structure.interfaces import Change, Importer, ImportRow, Problem, Verdict
from folkmoot.structure.models import ImportJob, State
from folkmoot.structure.models.import_job import ENDED, MOVING
from folkmoot.structure.models.scratch import KeptChange, KeptProblem, KeptRow, Scratch, Slice, open_scratch
from folkmoot.structure.queries.imports import (
    act_id_of_batch,
    imports_folder,
    scratch_path,
    source_path,
    unread_titles,
)
from folkmoot.units.models import Unit

SLICE_ROWS = 1000
_KEPT_DAYS = 7
log = structlog.get_logger()


@dataclass(frozen=True)
class FileScope:
    """Where, by whom and when a file is imported, and what else is in it."""

    under: Unit
    by: Person | None
    at: datetime
    scratch: Scratch
    row_model: type[ImportRow]

    def in_file(self, key: str, values: Sequence[str]) -> Mapping[str, Any]:
        """Return the rows of the whole file that have one of `values` in the key `key`, by that value."""
        found = self.scratch.bodies(key, values)
        return {value: self.row_model.model_validate_json(body) for value, body in found.items() if body}

    def wrong_in_file(self, key: str, values: Sequence[str]) -> set[str]:
        """Return those of `values` that rows with a wrong cell have in the key `key`."""
        return {value for value, body in self.scratch.bodies(key, values).items() if not body}


def continue_imports(at: datetime) -> bool:
    """Do one slice of the oldest import that can go on, and return whether there was one."""
    waiting = ImportJob.objects.moving().order_by("id").values_list("pk", flat=True)
    return any(advance_import(job_id, at=at) for job_id in waiting)


def advance_import(job_id: UUID, *, at: datetime) -> bool:
    """Do one slice of an import, and return whether one was done: not if it waits, ended, or another process has it.

    A refusal stops the import and is kept with it; so does a fault nobody foresaw, which the log describes. Only a
    database that fails us leaves it as it is, to be tried again.
    """
    if not ImportJob.objects.moving().filter(pk=job_id).exists():
        return False
    with _alone_with(job_id) as is_alone:
        job = ImportJob.objects.moving().select_related("under__kind", "by").filter(pk=job_id).first()
        if not is_alone or job is None:
            return False
        try:
            _take_a_step(job, at)
        except Refused as refusal:
            _stop(job, refusal)
        _forget_if_ended(job)
    return True


def forget_old_imports(at: datetime) -> bool:
    """Give up the imports that have waited for a person for over seven days; delete their files and those of nobody."""
    old = ImportJob.objects.exclude(state__in=[*MOVING, *ENDED]).filter(
        created_at__lt=at - timedelta(days=_KEPT_DAYS)
    )
    for job in old.order_by("id").iterator():
        ImportJob.objects.filter(pk=job.pk).update(state=State.DROPPED, ended_at=at)
        forget_files(job)
    forget_lost_files(at - timedelta(days=_KEPT_DAYS))
    return False


def _take_a_step(job: ImportJob, at: datetime) -> None:
    try:
        with trouble_in_words():
            _STEPS[State(job.state)](job, at)
    except (Refused, OperationalError, InterfaceError):
        raise
    except Exception as fault:
        # Tried for ever, it would keep every import after it waiting.
        log.exception("import stopped", job=str(job.pk))
        raise Refused(
            _(
                "A fault of Folkmoot's own stopped this import; it is described in the server's log. Tell the operator."
            )
        ) from fault


def _read(job: ImportJob, _at: datetime) -> None:
    importer = importer_of(job.kind)
    fields = with_days_in(job.day_order, importer.fields())
    with open_scratch(scratch_path(job)) as scratch, source_path(job.digest).open("rb") as source:
        with scratch.slice() as piece:
            after = (piece.progress.number, piece.progress.byte) if piece.progress.byte else None
            rows = list(islice(rows_of(source, job.layout, after=after), SLICE_ROWS))
            for row in parsed_rows(rows, header=job.header, places=job.places, fields=fields):
                _keep(row, piece, job, importer)
            if rows:
                piece.advance(number=rows[-1].number, byte=rows[-1].byte)
            piece.advance(row_count=piece.progress.row_count + len(rows))
        if len(rows) < SLICE_ROWS:
            _order(job, scratch, importer)
        _show(job, scratch, State.CHECKING if len(rows) < SLICE_ROWS else State.READING)


def _keep(row: ParsedRow, piece: Slice, job: ImportJob, importer: Importer) -> None:
    values = {name: value for name, value in row.values.items() if value is not None}
    model = None if row.errors else importer.row_model.model_validate({"number": row.number, **values})
    keys = {key: str(values[key]) for key in importer.keys if values.get(key)}
    further = model.further_keys if model else {}
    keys.update(further)
    kept = KeptRow(
        row.number, model.model_dump_json() if model else "", str(values.get(importer.parent, "")), keys
    )
    doubled = [
        KeptProblem(row.number, _title(job, importer, field), _doubled(keys[field], first, field in further))
        for field, first in piece.keep(kept)
    ]
    if importer.may_leave_out and (row.errors or doubled):
        part = importer.row_model.model_validate({"number": row.number, "is_partial": True, **values})
        piece.keep_in_part(row.number, part.model_dump_json())
    piece.complain([KeptProblem(row.number, error.column, error.sentence) for error in row.errors] + doubled)


def _order(job: ImportJob, scratch: Scratch, importer: Importer) -> None:
    if scratch.progress.is_ordered:
        return
    scratch.put_in_order(importer.keys[0] if importer.parent else "", with_wrong=importer.may_leave_out)
    with scratch.slice() as piece:
        for number, way in scratch.circles(importer.keys[0]) if importer.parent else ():
            title = _title(job, importer, importer.parent)
            piece.complain([KeptProblem(number, title, _circle(way))])
        piece.mark_ordered()


def _check(job: ImportJob, at: datetime) -> None:
    importer = importer_of(job.kind)
    with open_scratch(scratch_path(job)) as scratch:
        done = scratch.progress.checked_count
        rows = _rows(scratch, importer, done, job.batch_rows)
        verdicts = importer.check(rows, scope=FileScope(job.under, job.by, at, scratch, importer.row_model))
        with scratch.slice() as piece:
            for row, verdict in zip(rows, verdicts, strict=True):
                found = [_in_columns(problem, row, job, importer) for problem in verdict.problems]
                piece.complain(found, once_more=row.is_partial)
                if not row.is_partial:
                    _foresee(piece, row, verdict, job, importer)
            piece.advance(checked_count=done + len(rows))
        is_last = len(rows) < job.batch_rows
        if is_last and importer.may_leave_out:
            scratch.put_in_order("")
        if is_last:
            scratch.settle()
        _show(job, scratch, State.CHECKED if is_last else State.CHECKING)


def _commit(job: ImportJob, at: datetime) -> None:
    importer = importer_of(job.kind)
    with open_scratch(scratch_path(job)) as scratch:
        rows = _rows(scratch, importer, job.batch * job.batch_rows, job.batch_rows)
    if not rows:
        raise Refused(_("The rows of this import are no longer here. Bring the file again."))
    run(
        importer.act,
        {"job_id": job.pk, "batch": job.batch, "rows": rows},
        act_id=act_id_of_batch(job, job.batch),
        by=job.by,
        at=at,
        via=Via(job.via),
    )


def _return(job: ImportJob, at: datetime) -> None:
    take_back, batch = importer_of(job.kind).take_back, job.batch - 1
    assert take_back is not None  # noqa: S101  -- else it would not have come into this state
    run(
        take_back,
        {"job_id": job.pk, "batch": batch},
        act_id=keyed_id(job.pk, f"back.{job.attempt}.{batch}"),
        by=job.by,
        at=at,
        via=Via(job.via),
    )


_STEPS = {State.READING: _read, State.CHECKING: _check, State.IMPORTING: _commit, State.RETURNING: _return}


def _rows(scratch: Scratch, importer: Importer, first: int, most: int) -> list[ImportRow]:
    found = scratch.bodies_in_order(first, most=most)
    return [importer.row_model.model_validate_json(body) for _number, body in found]


def _foresee(piece: Slice, row: ImportRow, verdict: Verdict, job: ImportJob, importer: Importer) -> None:
    _count(piece, verdict.change if not verdict.problems else None)
    if verdict.problems and importer.may_leave_out:
        piece.leave_out(row.number)
    piece.note(_in_columns(note, row, job, importer) for note in verdict.notes)
    piece.foresee(
        KeptChange(row.number, each.of, each.what, each.now, each.then) for each in verdict.differences
    )


def _count(piece: Slice, change: Change | None) -> None:
    if change is not None:
        name = f"{change}_count"
        piece.advance(**{name: getattr(piece.progress, name) + 1})


def _in_columns(problem: Problem, row: ImportRow, job: ImportJob, importer: Importer) -> KeptProblem:
    title = _title(job, importer, problem.field)
    if problem.is_empty and problem.field not in job.places:
        return KeptProblem(job.header_number, title, _no_column(job))
    return KeptProblem(row.number, title, problem.sentence)


def _title(job: ImportJob, importer: Importer, field: str) -> str:
    if field in job.places:
        return str(job.header[job.places[field]])
    return next((str(each.label) for each in importer.fields() if each.name == field), "")


def _no_column(job: ImportJob) -> str:
    # The same for each row, so that it is kept once, and of the header, so that it comes first.
    unread = unread_titles(job.header, job.places)
    if not unread:
        return _("The file has no column for this, and some rows need it. Add one.")
    return _(
        "No column is read as this, and some rows need it. Choose its column, or add one. Not recognised: “%(titles)s”."
    ) % {"titles": "”, “".join(unread)}


def _doubled(value: str, first: int, is_by_name: bool) -> str:  # noqa: FBT001  -- not a way of doing, but what is so
    if is_by_name:
        sentence = _(
            "Row %(first)d has the same name, and neither has a number or an e-mail address to tell them apart. Give this"
            " row one of the two, or leave it out."
        )
        return sentence % {"first": first}
    return _("“%(value)s” is in row %(first)d already. Take one of the two rows out, or correct it.") % {
        "value": value,
        "first": first,
    }


def _circle(way: list[str]) -> str:
    return _("Going up from here leads in a circle: %(way)s. Give one of them another parent.") % {
        "way": " → ".join(way)
    }


def _show(job: ImportJob, scratch: Scratch, state: State) -> None:
    progress = scratch.progress
    # Only if nobody chose other columns or gave it up meanwhile.
    ImportJob.objects.filter(pk=job.pk, attempt=job.attempt, state=job.state).update(
        state=state,
        read_bytes=max(progress.byte, job.first_byte),
        row_count=progress.row_count,
        checked_count=progress.checked_count,
        problem_count=progress.problem_count,
        wrong_row_count=progress.wrong_row_count,
        new_count=progress.new_count,
        changed_count=progress.changed_count,
        same_count=progress.same_count,
    )


def _stop(job: ImportJob, refusal: Refused) -> None:
    # What cannot be taken back just now was imported all the same: there is nothing to go on importing.
    state = State.DONE if job.state == State.RETURNING else State.STOPPED
    ImportJob.objects.filter(pk=job.pk, attempt=job.attempt, state=job.state).update(
        state=state, stopped_because=str(refusal)
    )


def _forget_if_ended(job: ImportJob) -> None:
    job.refresh_from_db(fields=["state"])
    if job.has_ended:
        forget_files(job)
    elif job.state == State.CHECKING:
        forget_earlier_scratch(job)


@contextmanager
def _alone_with(job_id: UUID) -> Iterator[bool]:
    # The command line and the worker may both want to take an import further.
    imports_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    with alone_with(lock_path(job_id)) as is_alone:
        yield is_alone
