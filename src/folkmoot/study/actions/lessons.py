"""Writing lessons, each about a numbered point of a decision. What was published stays until a second editor agreed."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person
from folkmoot.study.actions.claiming import (
    claim_lesson,
    claim_programme,
    must_be_as_seen,
    note_writer,
    note_writing,
    version_binding,
)
from folkmoot.study.events import LessonRemoved, LessonWritten
from folkmoot.study.models import Lesson, LessonFile, LessonText, Programme, Writer
from folkmoot.study.rules.cards import point_text
from folkmoot.study.rules.lessons import LESSONS_MOST, lesson_words
from folkmoot.study.rules.permissions import WRITING

# What a lesson says, and from which version it does.
_WRITTEN = ("title", "body", "minutes", "level", "language", "point", "version_id")


@act("study.write_lesson")
def write_lesson(
    *,
    programme_id: UUID,
    decision_id: UUID,
    point: str,
    title: str,
    body: str,
    minutes: int,
    level: str = "basic",
    language: str = "en",
    by: Person | None,
    at: datetime,
) -> UUID:
    """Write a lesson of a programme about a point of a decision, in Markdown; members are offered it once it is published.

    It takes so many `minutes`; `level` is `basic`, `working` or `teaching`.

    :raises Refused: if `by` may not write there, the programme is full or has ended, the point is none of a decision that is in
        force there, or the texts do not fit.
    """
    programme = claim_programme(programme_id, WRITING, by=by, at=at)
    if programme.lessons.standing().count() >= LESSONS_MOST:
        raise Refused(
            _("A programme has at most %(most)d lessons. Begin another one.") % {"most": LESSONS_MOST}
        )
    words, number = lesson_words(title, body, minutes, level, language), point_text(point)
    version = version_binding(programme, decision_id, number, at=at)
    lesson = Lesson.objects.create(programme=programme, decision_id=decision_id)
    LessonText.objects.create(lesson=lesson, point=number, version_id=version, **asdict(words))
    return note_lesson(programme, lesson, by, at)


@act("study.change_lesson")
def change_lesson(
    *,
    study_lesson_id: UUID,
    revision: int,
    point: str,
    title: str,
    body: str,
    minutes: int,
    level: str,
    language: str,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Write a lesson anew, about its point as it reads today; what members are offered stays until that is published.

    `revision` is the lesson's own as it was seen.

    :raises Refused: as `write_lesson` does, or if there is no such lesson, it was taken out, or somebody wrote it anew since.
    """
    programme, lesson = claim_lesson(study_lesson_id, by=by, at=at)
    must_be_as_seen(lesson, revision)
    words, number = lesson_words(title, body, minutes, level, language), point_text(point)
    version = version_binding(programme, lesson.decision_id, number, at=at)
    written = {"point": number, "version_id": version, **asdict(words)}
    draft = draft_of(lesson)
    LessonText.objects.filter(pk=draft.pk).update(**written)
    lesson.revision += 1
    lesson.save(update_fields=["revision"])
    return note_lesson(programme, lesson, by, at)


@act("study.remove_lesson")
def remove_lesson(*, study_lesson_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Take a lesson out of its programme: nobody is offered it any more.

    :raises Refused: if `by` may not write there, there is no such lesson or it was taken out, or the programme has ended.
    """
    programme, lesson = claim_lesson(study_lesson_id, by=by, at=at)
    note_writing(programme)
    record(LessonRemoved(lesson.pk, programme.pk, programme.unit_id), by=by, at=at)
    Writer.objects.filter(programme=programme, of=lesson.pk).delete()
    lesson.texts.filter(published_at=None).delete()
    if lesson.current_id is None:
        lesson.delete()
    else:
        lesson.ended_at = at
        lesson.save(update_fields=["ended_at"])
    return study_lesson_id


def draft_of(lesson: Lesson) -> LessonText:
    """Return the draft of a claimed lesson: the one that waits, or one that is as what members read, with its files."""
    draft = lesson.texts.filter(published_at=None).first()
    if draft is not None or lesson.current is None:
        return draft or LessonText.objects.get(lesson=lesson, published_at=None)
    read = lesson.current
    draft = LessonText.objects.create(lesson=lesson, **{name: getattr(read, name) for name in _WRITTEN})
    carry_files(read, draft)
    return draft


def carry_files(read: LessonText, draft: LessonText) -> None:
    """Hang on a new draft of a lesson what hangs on what members read."""
    for file in LessonFile.objects.filter(text=read).order_by("pk"):
        said = {
            name: getattr(file, name) for name in ("name", "media_type", "size", "sha256", "is_shown", "alt")
        }
        LessonFile.objects.create(text=draft, **said)


def note_lesson(programme: Programme, lesson: Lesson, by: Person | None, at: datetime) -> UUID:
    """Enter that something of a claimed lesson was written, which waits for another editor."""
    note_writing(programme)
    note_writer(programme, lesson.pk, by)
    record(LessonWritten(lesson.pk, programme.pk, programme.unit_id), by=by, at=at)
    return lesson.pk
