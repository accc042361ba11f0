"""Hanging pictures and sounds on lessons. They wait with the words of a lesson until a second editor has published both."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from folkmoot.documents.actions.bringing import set_down, take_off
from folkmoot.documents.actions.taking_in import taken_by
from folkmoot.documents.rules.hanging import must_hang_beside
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Person
from folkmoot.study.actions.claiming import claim_lesson
from folkmoot.study.actions.lessons import draft_of, note_lesson
from folkmoot.study.models import LessonFile
from folkmoot.study.rules.lesson_files import alt_text, must_be_shown


@act("study.attach_lesson_file")
def attach_lesson_file(
    *, study_lesson_id: UUID, upload: str, alt: str, by: Person | None, at: datetime
) -> UUID:
    """Hang on a lesson the picture or the sound for which `by` was given the token `upload`; it is shown once it is published.

    `alt` says of a picture what is to be seen in it, to whoever does not see it; of a sound, what is to be heard.

    :raises Refused: if `by` may not write there, there is no such lesson or it was taken out, the file is not theirs or not here
        any more, is neither picture nor sound, hangs there already or finds no room, or nothing is said of it.
    """
    programme, lesson = claim_lesson(study_lesson_id, by=by, at=at)
    brought_by = by.pk if by else None
    taken = taken_by(upload, brought_by)
    must_be_shown(taken.media_type)
    said = alt_text(alt)
    draft = draft_of(lesson)
    must_hang_beside(list(LessonFile.objects.filter(text=draft)), taken, most_mb=settings.FILES_MB)
    LessonFile.objects.create(text=draft, alt=said, **asdict(taken))
    if by is not None:
        set_down(by.pk, taken.sha256)
    return note_lesson(programme, lesson, by, at)


@act("study.detach_lesson_file")
def detach_lesson_file(*, study_lesson_id: UUID, sha256: str, by: Person | None, at: datetime) -> UUID:
    """Take a picture or a sound, called by its content, off a lesson; members see it until somebody else has published that.

    :raises Refused: if `by` may not write there, there is no such lesson or it was taken out, or the file hangs there no more.
    """
    programme, lesson = claim_lesson(study_lesson_id, by=by, at=at)
    removed, _rows = LessonFile.objects.filter(text=draft_of(lesson), sha256=sha256).delete()
    if not removed:
        raise Refused(_("This file hangs here no more. Open the page again."), field="sha256")
    if by is not None:
        take_off(by.pk, [sha256])
    return note_lesson(programme, lesson, by, at)
