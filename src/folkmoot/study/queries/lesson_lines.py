"""The lessons of a programme, as those see them who write and publish them."""

from dataclasses import dataclass
from datetime import datetime

from folkmoot.study.models import Lesson, LessonText, Programme
from folkmoot.study.queries.amended import Source, amended


@dataclass(frozen=True)
class LessonLine:
    """A lesson on the page of its programme: as it is read, what is to take its place, and whether its point was amended."""

    lesson: Lesson
    read: LessonText | None
    draft: LessonText | None
    is_amended: bool

    @property
    def text(self) -> LessonText:
        """The newest text."""
        found = self.draft or self.read
        if found is None:
            raise ValueError(self.lesson.pk)
        return found


def lesson_lines(programme: Programme, *, at: datetime) -> list[LessonLine]:
    """Return the lessons of a programme in the order in which they were written; four questions however many."""
    lessons = Lesson.objects.standing().filter(programme=programme).order_by("pk")
    rows = list(lessons.select_related("decision", "current"))
    drafts = {each.lesson_id: each for each in LessonText.objects.filter(lesson__in=rows, published_at=None)}
    sources = {each.pk: lesson_source(each, each.current or drafts[each.pk]) for each in rows}
    changed = amended(set(sources.values()), at=at)
    return [LessonLine(each, each.current, drafts.get(each.pk), sources[each.pk] in changed) for each in rows]


def lesson_source(lesson: Lesson, text: LessonText) -> Source:
    """Return where a lesson comes from; it was read with its decision."""
    return Source(lesson.decision.document_id, text.version_id, text.point)
