"""How pages put lessons in words, for those who write them and for whoever reads them."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.documents.languages import language_called
from folkmoot.documents.rules.rendering import told_html_of
from folkmoot.study.models import LessonText
from folkmoot.study.queries.lesson_lines import LessonLine
from folkmoot.study.queries.lessons import LessonOffered, OwnLessons
from folkmoot.study.rules.lessons import Why
from folkmoot.study.rules.programmes import LEVELS, Level
from folkmoot.study.screens import Line, asking, state_of_written


def lesson_lines(lessons: Iterable[LessonLine]) -> list[Line]:
    """Return lessons as the page of their programme shows them."""
    return [Line(each, each.text.title, _source(each), *_state(each)) for each in lessons]


def offered_lines(lessons: Sequence[LessonOffered]) -> list[Line]:
    """Return lessons as the page of whoever reads them lists them."""
    return [Line(each, each.text.title, told_of(each.text), *_read(each)) for each in lessons]


def told_of(text: LessonText) -> str:
    """Return how long a lesson takes, for what it is learnt, and in which language it is."""
    minutes = ngettext("%(count)d minute", "%(count)d minutes", text.minutes) % {"count": text.minutes}
    level, language = LEVELS[Level(text.level)], language_called(text.language).name
    return f"{minutes} · {level} · {language}"


def shown(text: LessonText) -> dict[str, object]:
    """Return the text of a lesson as a page shows it."""
    return {"html": told_html_of(text.body), "language": language_called(text.language)}


def why_next(lessons: OwnLessons) -> str:
    """Return in words why a lesson is the next one."""
    if lessons.next is None or lessons.why is None:
        return ""
    sentences = {
        Why.REVISED: _("It was written anew since you read it."),
        Why.GOES_ON: _("You have begun “%(programme)s”, and this comes next."),
        Why.BEGINS: _("“%(programme)s” begins with it."),
        Why.PLACED: _("You begin “%(programme)s” there."),
    }
    return sentences[lessons.why] % {"programme": lessons.next.lesson.programme.title}


def own_screen(lessons: OwnLessons) -> dict[str, object]:
    """Return what the page of whoever learns shows of lessons in words."""
    following = offered_lines([lessons.next])[0] if lessons.next else None
    others = [each for each in lessons.offered if each is not lessons.next]
    return {"next_lesson": following, "why": why_next(lessons), "lessons": offered_lines(others)}


def removing(line: LessonLine) -> dict[str, object]:
    """Return what the page shows that asks before a lesson is taken out."""
    said = _("%(title)s Nobody is offered it any more.") % {"title": line.text.title}
    back = reverse("study:programme", args=[line.lesson.programme_id])
    return asking(
        _("Take the lesson out?"), said, reverse("study:lesson_removal", args=[line.lesson.pk]), back
    )


def _source(line: LessonLine) -> str:
    about = _("about point %(point)s of %(number)s") % {
        "point": line.text.point,
        "number": line.lesson.decision.number,
    }
    return f"{told_of(line.text)} · {about}"


def _state(line: LessonLine) -> tuple[str, str]:
    words = state_of_written(
        is_draft=line.draft is not None, is_new=line.read is None, is_amended=line.is_amended
    )
    return words or ("done", _("offered"))


def _read(each: LessonOffered) -> tuple[str, str]:
    if each.is_amended:
        return "late", _("its point was amended")
    if each.is_revised:
        return "open", _("written anew")
    return ("done", _("read")) if each.is_read else ("", "")
