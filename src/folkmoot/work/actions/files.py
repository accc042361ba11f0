"""Hanging files on work: by whoever does it, helps with it or puts work up there. Who brought one is told to nobody else."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from folkmoot.access.policy import permitted
from folkmoot.documents.actions.bringing import set_down, take_off
from folkmoot.documents.actions.taking_in import taken_by
from folkmoot.documents.rules.hanging import must_hang_beside
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Person
from folkmoot.work.actions.claiming import GIVING, claim_work
from folkmoot.work.models import Assignment, WorkFile
from folkmoot.work.rules.states import TAKES_FILES


@act("work.attach_work_file", private=True)
def attach_work_file(*, assignment_id: UUID, upload: str, by: Person, at: datetime) -> UUID:
    """Hang on some work the file for which `by` was given the token `upload`; whoever sees the work can open it.

    It goes when `by` is at the work no more and it is not done yet, two years after it was done, a year after its day if it
    never was, or when its holder or `by` is erased.

    :raises Refused: if `by` neither does the work, helps with it nor puts work up there, it was talked over or withdrawn, the
        file is not theirs or not here any more, hangs there already, another has its name, there are too many, or they are too
        large together.
    """
    assignment = claim_work(assignment_id)
    _must_be_at_it(assignment, by, at=at)
    taken = taken_by(upload, by.pk)
    must_hang_beside(list(WorkFile.objects.filter(assignment=assignment)), taken, most_mb=settings.FILES_MB)
    file = WorkFile.objects.create(assignment=assignment, brought_by=by, **asdict(taken))
    set_down(by.pk, taken.sha256)
    return file.pk


@act("work.detach_work_file", private=True)
def detach_work_file(*, work_file_id: UUID, by: Person, at: datetime) -> UUID:
    """Take a file off some work. Whoever helps takes off what they brought themselves.

    :raises Refused: if `by` neither does the work, helps with it nor puts work up there, it was talked over or withdrawn,
        somebody else brought the file and `by` helps alone, or it hangs there no more.
    """
    file = WorkFile.objects.filter(pk=work_file_id).first()
    if file is None:
        raise Refused(_("This file hangs here no more. Open the page again."), field="work_file_id")
    assignment = claim_work(file.assignment_id)
    _must_be_at_it(assignment, by, at=at)
    if file.brought_by_id != by.pk and not _answers_for(assignment, by, at=at):
        raise Refused(
            _("Whoever helps removes the files that they attached themselves. Ask whoever does this work."),
            field="work_file_id",
        )
    file.delete()
    take_off(by.pk, [file.sha256])
    return work_file_id


def _answers_for(assignment: Assignment, by: Person, *, at: datetime) -> bool:
    return assignment.holder_id == by.pk or bool(permitted(by, [GIVING], on=assignment.unit, at=at))


def _must_be_at_it(assignment: Assignment, by: Person, *, at: datetime) -> None:
    if not assignment.helpers.filter(person=by).exists() and not _answers_for(assignment, by, at=at):
        raise Refused(
            _("Files are hung here by whoever does this work, helps with it, or puts work up here.")
        )
    if assignment.stands not in TAKES_FILES:
        raise Refused(_("This work is over: its files stay as they are."))
