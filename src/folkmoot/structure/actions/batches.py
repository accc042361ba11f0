"""What every bulk act of an import does first and last: claim its batch, and move the import on."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.acts import Via, running
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Person
from folkmoot.structure.interfaces import importers
from folkmoot.structure.models import ImportJob, State
from folkmoot.structure.queries.standings import place_of
from folkmoot.structure.rules.placing import must_be_open
from folkmoot.units.models import Unit


@dataclass(frozen=True)
class Counts:
    """What one batch did to its rows: made something new, changed it, or found it so already."""

    new: int = 0
    changed: int = 0
    same: int = 0


def claim_batch(job_id: UUID, batch: int, *, importer: str, by: Person | None, at: datetime) -> ImportJob:
    """Lock the import for its next batch, if that is `batch`, and return it with its unit.

    :raises Refused: if it is not this batch's turn, the unit was closed, or `by` may no longer import there.
    """
    job = claim_job(job_id)
    if job.kind != importer or job.state != State.IMPORTING or job.batch != batch:
        raise Refused(
            _("These rows are not the next of a running import. Open the import to see how far it is.")
        )
    must_be_open(place_of(job.under))
    require_import(job.kind, job.under, by=by, at=at)
    return job


def finish_batch(job: ImportJob, *, rows: int, counts: Counts, at: datetime) -> None:
    """Move the import past a batch of `rows` rows, in the transaction that wrote them, and end it after the last."""
    job.batch += 1
    job.done_count += rows
    job.done_new_count += counts.new
    job.done_changed_count += counts.changed
    job.done_same_count += counts.same
    if job.done_count >= job.row_count:
        job.state, job.ended_at = State.DONE, at
    job.save(
        update_fields=[
            "batch",
            "done_count",
            "done_new_count",
            "done_changed_count",
            "done_same_count",
            "state",
            "ended_at",
        ]
    )


def claim_return(job_id: UUID, batch: int, *, importer: str, by: Person | None, at: datetime) -> ImportJob:
    """Lock an import whose work is being taken back for its batch `batch`, if that is the next, and return it with its unit.

    :raises Refused: if it is not this batch's turn, or `by` may no longer import there.
    """
    job = claim_job(job_id)
    if job.kind != importer or job.state != State.RETURNING or job.batch != batch + 1:
        raise Refused(
            _("These rows are not the next to be taken back. Open the import to see how far it is.")
        )
    require_import(job.kind, job.under, by=by, at=at)
    return job


def finish_return(job: ImportJob, *, returned: int, left: int, at: datetime) -> None:
    """Note in the transaction that took a batch back that it is, and end it after the first batch of the import."""
    job.batch -= 1
    job.returned_count += returned
    job.left_count += left
    if job.batch == 0:
        job.state, job.ended_at = State.RETURNED, at
    job.save(update_fields=["batch", "returned_count", "left_count", "state", "ended_at"])


def claim_job(job_id: UUID) -> ImportJob:
    """Lock an import for this transaction and return it with its unit.

    :raises Refused: if there is none of that id.
    """
    jobs = ImportJob.objects.select_for_update(of=("self",)).select_related("under__kind", "by")
    job = jobs.filter(pk=job_id).first()
    if job is None:
        raise Refused(_("There is no such import. Choose it from the list again."), field="job_id")
    return job


def require_import(kind: str, under: Unit, *, by: Person | None, at: datetime) -> None:
    """Let `by` import things of this kind below `under`; the machine's operator may do so without a name.

    :raises Refused: if they hold no office that allows it there.
    """
    if by is None and running().via is Via.OPERATOR:
        return
    require(by, importers[kind].permission, on=under, at=at)
