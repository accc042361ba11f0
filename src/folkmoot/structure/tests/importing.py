"""Bringing files in tests."""

import io
from uuid import UUID

from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.ids import new_id
from folkmoot.structure.actions.importing import StagedFile, choose_columns, stage_import, start_import
from folkmoot.structure.actions.slices import advance_import
from folkmoot.structure.actions.staging import keep_file
from folkmoot.structure.models import ImportJob, State
from folkmoot.structure.queries.imports import problems_of


def staged(kind, text, *, under, by, at, via=Via.WEB) -> UUID:
    kept = keep_file(io.BytesIO(text.encode()))
    file = StagedFile.of("test.csv", kept.digest, kept.byte_count, kept.layout)
    return run(
        stage_import,
        {"kind": kind, "under_id": under.pk, "file": file},
        act_id=new_id(),
        by=by,
        at=at,
        via=via,
    )


def checked_text(kind, text, *, under, by, at, via=Via.WEB) -> ImportJob:
    """Bring `text` as a file, take its columns as guessed and check it to the end."""
    job_id = staged(kind, text, under=under, by=by, at=at, via=via)
    run(choose_columns, {"job_id": job_id, "columns": []}, act_id=new_id(), by=by, at=at, via=via)
    return advanced(job_id, at=at)


def import_text(kind, text, *, under, by, at, via=Via.WEB) -> ImportJob:
    """Bring `text` as a file, and import it to the end if nothing is wrong with it."""
    job = checked_text(kind, text, under=under, by=by, at=at, via=via)
    if job.state == State.CHECKED and not job.problem_count:
        run(start_import, {"job_id": job.pk}, act_id=new_id(), by=by, at=at, via=via)
    return advanced(job.pk, at=at)


def advanced(job_id, *, at) -> ImportJob:
    while advance_import(job_id, at=at):
        pass
    return ImportJob.objects.get(pk=job_id)


def told(job) -> list[tuple[int, str, str]]:
    """Return what is wrong with the rows of a checked file."""
    return [(each.number, each.field, each.sentence) for each in problems_of(job)]
