"""Importing from the command line, from files of any size: what `folkmoot import` calls."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.accounts.commands import person_by
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.clock import now
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Person
from folkmoot.structure.actions.columns import (
    ColumnChoice,
    choices_by_title,
    importer_of,
    order_said,
    places_chosen,
)
from folkmoot.structure.actions.importing import (
    StagedFile,
    choose_columns,
    drop_import,
    stage_import,
    start_import,
)
from folkmoot.structure.actions.slices import advance_import
from folkmoot.structure.actions.staging import KeptFile, forget_files, forgotten_if_refused, keep_file
from folkmoot.structure.actions.trouble import trouble_in_words
from folkmoot.structure.models import ImportJob, State
from folkmoot.structure.models.import_job import ENDED
from folkmoot.structure.models.scratch import KeptProblem
from folkmoot.structure.queries.imports import changes_of, notes_of, problems_of, unread_titles
from folkmoot.ui.shares import percent
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths

Say = Callable[[str], None]
DONE, WRONG_ROWS, REFUSED = 0, 1, 2
_PROBLEMS_SAID = 50
_CHANGES_SAID = 50
_SAID_EVERY_SECONDS = 1.0
_WAIT_SECONDS = 0.05


def import_file(
    kind: str,
    path: Path,
    *,
    say: Say,
    under: str = "",
    by: str = "",
    is_dry_run: bool = False,
    columns: Mapping[str, str] | None = None,
    sheet: str = "",
    leave_out_wrong: bool = False,
    day_order: str = "",
) -> int:
    """Import a file of `kind` below the unit with code `under` (the whole organisation by default), saying how it goes.

    `by` is the e-mail address or member number of the person who imports; without one it is entered as done by the
    operator. `columns` gives the title of the column of each field that is not found by itself, `sheet` the sheet to read
    where a workbook has several, `day_order` which comes first in all its dates. With `leave_out_wrong` the right rows of
    members are imported although others are wrong.
    A file that was cut short before is gone on with. Returns 0 if it was imported (or could be, in a dry run), 1 if rows
    are wrong, 2 if it was refused.
    """
    try:
        person = person_by(by) if by else None
        unit = _unit_of(under)
        with forgotten_if_refused(_kept(kind, path, sheet)) as kept:
            chosen = choices_by_title(kept.layout.header, columns or {})
            bringing = _Bringing(kind, unit, person, kept, chosen, order_said(day_order))
            job = (
                bringing.begun(path.name)
                if is_dry_run
                else bringing.gone_on_with() or bringing.begun(path.name)
            )
        may_leave_out = leave_out_wrong and not is_dry_run
        return _carried_through(job, person, is_dry_run=is_dry_run, may_leave_out=may_leave_out, say=say)
    except Refused as refusal:
        say(str(refusal))
        return REFUSED


def _carried_through(
    job: ImportJob, person: Person | None, *, is_dry_run: bool, may_leave_out: bool, say: Say
) -> int:
    if job.state != State.IMPORTING:
        job = _advanced(job.pk, say)
        _must_not_have_stopped(job)
        _tell_unread(job, say)
        if job.problem_count:
            _tell_problems(job, say, is_left_out=may_leave_out)
        if job.problem_count and not may_leave_out:
            _drop(job, person)
            return WRONG_ROWS
        _tell_rows(notes_of(job), say)
        say(_foreseen(job))
        _tell_changes(job, say)
        if is_dry_run:
            _drop(job, person)
            return DONE
        _do(start_import, person, job_id=job.pk, attempt=job.attempt, leave_out_wrong=may_leave_out)
    job = _advanced(job.pk, say)
    _must_not_have_stopped(job)
    say(_achieved(job))
    return WRONG_ROWS if job.problem_count else DONE


def _kept(kind: str, path: Path, sheet: str) -> KeptFile:
    importer_of(kind)
    if not path.is_file():
        raise Refused(_("There is no file %(path)s. Check its name.") % {"path": path})
    with trouble_in_words(), path.open("rb") as source:
        return keep_file(source, sheet=sheet)


@dataclass(frozen=True)
class _Bringing:
    """What was asked for: a kept file of things of one kind, by whom, below which unit and with which columns."""

    kind: str
    under: Unit
    person: Person | None
    kept: KeptFile
    chosen: list[ColumnChoice]
    day_order: str = ""

    def begun(self, name: str) -> ImportJob:
        """Begin an import of the file, unless its columns are refused."""
        places_chosen(self.kind, self.kept.layout.header, self.chosen)
        file = StagedFile.of(name, self.kept.digest, self.kept.byte_count, self.kept.layout)
        return self._with_columns(
            _do(stage_import, self.person, kind=self.kind, under_id=self.under.pk, file=file)
        )

    def gone_on_with(self) -> ImportJob | None:
        """Take up the import that the same command began and did not end, wherever it was cut short."""
        places = places_chosen(self.kind, self.kept.layout.header, self.chosen)
        same = ImportJob.objects.filter(
            kind=self.kind, under=self.under, by=self.person, digest=self.kept.digest, via=Via.OPERATOR
        )
        found = same.exclude(state__in=ENDED).order_by("-id").first()
        is_same = found is not None and found.places == places and found.day_order == self.day_order
        if found is None or (found.is_moving and is_same):
            return found
        # One that is being imported otherwise is left alone; one that waits is checked anew, as things may have changed.
        return None if found.state == State.IMPORTING else self._with_columns(found.pk)

    def _with_columns(self, job_id: UUID) -> ImportJob:
        given = {"columns": self.chosen, "day_order": self.day_order}
        _do(choose_columns, self.person, job_id=job_id, **given)
        return ImportJob.objects.get(pk=job_id)


def _advanced(job_id: UUID, say: Say) -> ImportJob:
    """Take an import as far as it goes without a person, beside a worker that may be doing the same."""
    said_at = time.monotonic()
    for job in _steps(job_id):
        if time.monotonic() - said_at >= _SAID_EVERY_SECONDS:
            said_at = time.monotonic()
            say(f"{State(job.state).label}: {percent(job.share_done).words}")
    return ImportJob.objects.select_related("under").get(pk=job_id)


def _steps(job_id: UUID) -> Iterator[ImportJob]:
    while True:
        has_worked = advance_import(job_id, at=now())
        job = ImportJob.objects.get(pk=job_id)
        if not job.is_moving:
            return
        if not has_worked:
            time.sleep(_WAIT_SECONDS)
        yield job


def _tell_unread(job: ImportJob, say: Say) -> None:
    unread = unread_titles(job.header, job.places)
    if unread:
        say(
            _(
                "Columns that were not recognised, and are not read: “%(titles)s”. Say what one holds: --column FIELD=TITLE"
            )
            % {"titles": "”, “".join(unread)}
        )


def _tell_problems(job: ImportJob, say: Say, *, is_left_out: bool) -> None:
    _tell_rows(problems_of(job), say)
    sentence = _(
        "Rows with something wrong: %(rows)d (problems: %(problems)d). Nothing was imported; correct them and try again."
    )
    if is_left_out:
        sentence = _("Rows with something wrong: %(rows)d (problems: %(problems)d). They are left out.")
    say(sentence % {"problems": job.problem_count, "rows": job.wrong_row_count})


def _tell_rows(told: Iterator[KeptProblem], say: Say) -> None:
    for each, _number in zip(told, range(_PROBLEMS_SAID), strict=False):
        say(
            _("Row %(number)d, %(column)s: %(sentence)s")
            % {"number": each.number, "column": each.field or _("whole row"), "sentence": each.sentence}
        )


def _tell_changes(job: ImportJob, say: Say) -> None:
    for number, each in enumerate(changes_of(job)):
        if number == _CHANGES_SAID:
            say(
                _(
                    "There are more changes than these. The page Imports lists all of them before anything is done."
                )
            )
            return
        said = {
            "number": each.number,
            "of": each.of,
            "what": each.what,
            "now": each.now or "–",
            "then": each.then,
        }
        say(_("Row %(number)d changes %(of)s: %(what)s: %(now)s → %(then)s") % said)


def _foreseen(job: ImportJob) -> str:
    return _("Rows in order: %(rows)d (new: %(new)d, to change: %(changed)d, already so: %(same)d).") % {
        "rows": job.right_row_count,
        "new": job.new_count,
        "changed": job.changed_count,
        "same": job.same_count,
    }


def _achieved(job: ImportJob) -> str:
    return _("Rows imported: %(rows)d (new: %(new)d, changed: %(changed)d, already so: %(same)d).") % {
        "rows": job.done_count,
        "new": job.done_new_count,
        "changed": job.done_changed_count,
        "same": job.done_same_count,
    }


def _must_not_have_stopped(job: ImportJob) -> None:
    if job.state == State.STOPPED:
        raise Refused(job.stopped_because)


def _drop(job: ImportJob, person: Person | None) -> None:
    _do(drop_import, person, job_id=job.pk)
    forget_files(job)


def _do(function: Callable[..., UUID], person: Person | None, **given: object) -> UUID:
    return run(function, given, act_id=new_id(), by=person, at=now, via=Via.OPERATOR)


def _unit_of(code: str) -> Unit:
    unit = Unit.objects.filter(**({"code": code} if code else {"path": paths.ROOT})).first()
    if unit is None and code:
        raise Refused(_("There is no unit with the code %(code)s. Check the code.") % {"code": code})
    if unit is None:
        raise Refused(_("There is no organisation here yet. The operator founds it on the command line."))
    return unit
