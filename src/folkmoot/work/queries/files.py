"""The files of some work, as whoever sees the work is shown them."""

from datetime import datetime
from uuid import UUID

from folkmoot.documents.queries.files import AttachedFile, listed
from folkmoot.kernel.sight import Asking
from folkmoot.people.models import Person
from folkmoot.work.models import WorkFile
from folkmoot.work.queries.lists import seen_by


def file_seen(
    assignment_id: UUID, work_file_id: UUID, person: Person, *, at: datetime
) -> AttachedFile | None:
    """Return a file of some work that `person` sees, None if they do not or it hangs there no more."""
    seen = seen_by(person, at=at).filter(pk=assignment_id).order_by().values("pk")
    return next(iter(listed(WorkFile.objects.filter(pk=work_file_id, assignment__in=seen))), None)


def work_files_known(asking: Asking) -> set[UUID]:
    """Return the files of work that `to` sees."""
    seen = seen_by(asking.to, at=asking.at).order_by().values("pk")
    files = WorkFile.objects.filter(pk__in=asking.ids, assignment__in=seen)
    return set(files.values_list("pk", flat=True))
