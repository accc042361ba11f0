"""The pictures and sounds of lessons, as whoever reads a lesson or writes it is shown them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from folkmoot.documents.queries.files import AttachedFile, listed
from folkmoot.people.models import Person
from folkmoot.study.models import LessonFile, LessonText
from folkmoot.study.queries.lessons import lesson_line, lesson_offered
from folkmoot.study.rules.lesson_files import Shape, shape_of


@dataclass(frozen=True)
class FileShown:
    """A picture or a sound as a lesson shows it."""

    file: AttachedFile
    alt: str
    shape: Shape | None


def files_shown(text: LessonText) -> Sequence[FileShown]:
    """Return what a text of a lesson shows and plays, in the order in which it was hung there; one question."""
    rows = LessonFile.objects.filter(text=text).order_by("pk")
    said = [
        (AttachedFile(each.pk, each.name, each.media_type, each.size, each.sha256, each.is_shown), each.alt)
        for each in rows
    ]
    return [FileShown(file, alt, shape_of(file.media_type)) for file, alt in said]


def lesson_file(study_lesson_id: UUID, sha256: str, person: Person, *, at: datetime) -> AttachedFile | None:
    """Return a file of a lesson, called by its content: of what a member is offered, or of what an editor writes there."""
    offered = lesson_offered(study_lesson_id, person, at=at)
    found = _of(offered.text, sha256) if offered else None
    if found is not None:
        return found
    line = lesson_line(study_lesson_id, person, at=at)
    return _of(line.text, sha256) if line else None


def _of(text: LessonText, sha256: str) -> AttachedFile | None:
    return next(iter(listed(LessonFile.objects.filter(text=text, sha256=sha256))), None)
