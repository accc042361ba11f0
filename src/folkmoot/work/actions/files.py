"""Hanging files on work: by whoever does it, helps with it or puts work up there. Nothing says who brought one."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from folkmoot.access.policy import permitted
from folkmoot.documents.actions.bringing import set_down
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

    It goes with the work's holder: two years after it was done, or when they are erased.

    :raises Refused: if `by` neither does the work, helps with it nor puts work up there, it was talked over or withdrawn, the
        file is not theirs or not here any more, hangs there already, another has its name, there are too many, or they are too
        large together.
    """
    assignment = claim_work(assignment_id)
    _must_be_at_it(assignment, by, at=at)
    taken = taken_by(upload, by.pk)
    must_hang_beside(list(WorkFile.objects.filter(assignment=assignment)), taken, most_mb=settings.FILES_MB)
    file = WorkFile.objects.create(assignment=assignment, **asdict(taken))
    set_down(by.pk, taken.sha256)
    return file.pk


@act("work.detach_work_file", private=True)
def detach_work_file(*, work_file_id: UUID, by: Person, at: datetime) -> UUID:
    """Take a file off some work.

    :raises Refused: if `by` neither does the work, helps with it nor puts work up there, it was talked over or withdrawn, or the
        file hangs there no more.
    """
    file = WorkFile.objects.filter(pk=work_file_id).first()
    if file is None:
        raise Refused(_("This file hangs here no more. Open the page again."), field="work_file_id")
    _must_be_at_it(claim_work(file.assignment_id), by, at=at)
    file.delete()
    return work_file_id


def _must_be_at_it(assignment: Assignment, by: Person, *, at: datetime) -> None:
    is_at_it = assignment.holder_id == by.pk or assignment.helpers.filter(person=by).exists()
    if not is_at_it and not permitted(by, [GIVING], on=assignment.unit, at=at):
        raise Refused(
            _("Files are hung here by whoever does this work, helps with it, or puts work up here.")
        )
    if assignment.stands not in TAKES_FILES:
        raise Refused(_("This work is over: its files stay as they are."))
