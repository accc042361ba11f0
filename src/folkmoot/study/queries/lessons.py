"""Lessons as those see them who write and publish them, and as a member reads them, for that member's own eyes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, FilteredRelation, Q

from folkmoot.decisions.queries.audiences import Standings, standings_with_homes
from folkmoot.documents.collecting import PointRead
from folkmoot.kernel.sight import Asking
from folkmoot.people.models import Person
from folkmoot.study.models import Lesson, LessonText
from folkmoot.study.queries.amended import amended
from folkmoot.study.queries.learning import lines_of, point_of
from folkmoot.study.queries.lesson_lines import LessonLine, lesson_lines, lesson_source
from folkmoot.study.queries.material import programmes_seen
from folkmoot.study.rules.lessons import Offered, Why, next_lesson
from folkmoot.study.rules.programmes import Level

# No page shows more.
_LISTED = 100


@dataclass(frozen=True)
class LessonOffered:
    """A lesson that a member is offered: whether they have read it, also as it was before, and whether it is to be revised."""

    lesson: Lesson
    text: LessonText
    is_read: bool
    is_revised: bool
    is_amended: bool
    begins: Level | None = None


@dataclass(frozen=True)
class OwnLessons:
    """The lessons that a member is offered, and which fits them next, and why."""

    offered: Sequence[LessonOffered]
    next: LessonOffered | None = None
    why: Why | None = None


def own_lessons(person: Person, standings: Standings, *, at: datetime) -> OwnLessons:
    """Return the lessons that a member who stands so is offered: one question, three after amendments."""
    offered = _offered(person, standings, at=at)
    told = [_as_offered(each) for each in offered if not each.is_amended]
    found = next_lesson(told, person.languages)
    if found is None:
        return OwnLessons(offered)
    pk, why = found
    return OwnLessons(offered, next(each for each in offered if each.lesson.pk == pk), why)


def lesson_offered(lesson_id: UUID, person: Person, *, at: datetime) -> LessonOffered | None:
    """Return a lesson that a member is offered; None if it is not for them."""
    stands, _homes = standings_with_homes(person, at=at)
    return next(iter(_offered(person, stands, only=lesson_id, at=at)), None)


def point_behind(lesson: Lesson, text: LessonText, person: Person, *, at: datetime) -> PointRead | None:
    """Return the point that a lesson is about, as it was when it was written; None if `person` may not read it."""
    return point_of(lesson.decision_id, text.version_id, text.point, person, at=at)


def lesson_line(lesson_id: UUID, person: Person, *, at: datetime) -> LessonLine | None:
    """Return a lesson as `person` sees it who writes or publishes there; None if they do not, or the programme has ended."""
    seen = programmes_seen(person, at=at).filter(ended_at=None).order_by().values("pk")
    rows = Lesson.objects.standing().filter(pk=lesson_id, programme__in=seen)
    lesson = rows.select_related("programme__unit").first()
    if lesson is None:
        return None
    lines = lesson_lines(lesson.programme, at=at)
    return next((each for each in lines if each.lesson.pk == lesson_id), None)


def lessons_known(asking: Asking) -> set[UUID]:
    """Return the lessons of units where `to` writes or publishes, and those that `to` is offered as a member."""
    seen = programmes_seen(asking.to, at=asking.at).order_by().values("pk")
    written = Lesson.objects.filter(programme__in=seen, pk__in=asking.ids)
    known = set(written.values_list("pk", flat=True))
    left = set(asking.ids) - known
    if left:
        stands, _homes = standings_with_homes(asking.to, at=asking.at)
        offered = Lesson.objects.offered().for_lines(lines_of(stands)).filter(pk__in=left)
        known |= set(offered.values_list("pk", flat=True))
    return known


def _offered(
    person: Person, standings: Standings, *, only: UUID | None = None, at: datetime
) -> list[LessonOffered]:
    own = FilteredRelation("readings", condition=Q(readings__person=person))
    rows = Lesson.objects.offered().for_lines(lines_of(standings))
    if only is not None:
        rows = rows.filter(pk=only)
    placed = FilteredRelation("programme__placements", condition=Q(programme__placements__person=person))
    known: dict[str, Any] = {"known": own, "placed": placed}
    told = rows.annotate(**known).annotate(known_text=F("known__text"), placed_level=F("placed__level"))
    found = list(
        told.select_related("decision", "current", "programme__unit").order_by("programme", "pk")[:_LISTED]
    )
    texts = [(each, each.current) for each in found if each.current]
    changed = amended({lesson_source(*each) for each in texts}, at=at)
    return [
        LessonOffered(
            lesson,
            text,
            vars(lesson)["known_text"] is not None,
            vars(lesson)["known_text"] not in {None, text.pk},
            lesson_source(lesson, text) in changed,
            Level(vars(lesson)["placed_level"]) if vars(lesson)["placed_level"] else None,
        )
        for lesson, text in texts
    ]


def _as_offered(each: LessonOffered) -> Offered:
    text = each.text
    return Offered(
        each.lesson.pk,
        each.lesson.programme_id,
        text.level,
        text.language,
        each.is_read,
        each.is_revised,
        each.begins,
    )
