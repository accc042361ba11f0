"""What somebody hung on work goes when they are at it no more: left there, it would tell that they were."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from folkmoot.work.models import Assignment, WorkFile


def take_files_along(assignment_id: UUID, person_id: UUID) -> Sequence[str]:
    """Take the files off some work that somebody hung there, and return their SHA-256."""
    return files_gone(WorkFile.objects.filter(_theirs(assignment_id, person_id), assignment=assignment_id))


def files_gone(files: "QuerySet[WorkFile]") -> Sequence[str]:
    """Take these files off, and return their SHA-256."""
    found = dict(files.values_list("pk", "sha256"))
    WorkFile.objects.filter(pk__in=found).delete()
    return list(found.values())


def _theirs(assignment_id: UUID, person_id: UUID) -> Q:
    # Of one that hung there before it was kept who brought it, it may be anybody's: it goes with whoever does the work.
    is_held = Assignment.objects.filter(pk=assignment_id, holder=person_id).exists()
    return Q(brought_by=person_id) | Q(brought_by=None) if is_held else Q(brought_by=person_id)
