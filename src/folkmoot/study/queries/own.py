"""What a member has learnt and learns, on one page, for that member's own eyes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from folkmoot.decisions.queries.audiences import standings_with_homes
from folkmoot.people.models import Person
from folkmoot.study.models import Answer, Card, Memory, Programme
from folkmoot.study.queries.learning import RECKONED, StudyToday, day_of, lines_of, study_today
from folkmoot.study.queries.lessons import OwnLessons, own_lessons
from folkmoot.study.rules import recall

HISTORY = 50
_LISTED = 100
_STATE = ("stability", "difficulty", "answered_at", "due_at")


@dataclass(frozen=True)
class Own:
    """What a member has learnt and learns, for themselves."""

    today: StudyToday
    lessons: OwnLessons
    minutes: int
    programmes: Sequence[Programme]
    answers: Sequence[Answer]
    learning: int
    recalled: float


def own_study(person: Person, *, at: datetime) -> Own:
    """Return what a member has learnt and learns."""
    stands, homes = standings_with_homes(person, at=at)
    programmes = Programme.objects.offered().for_lines(lines_of(stands)).select_related("unit")
    answers = Answer.objects.filter(person=person).select_related("card__current")
    minutes, _answered, _new = day_of(person, since=at)
    learning, recalled = _standing(person, at=at)
    return Own(
        study_today(person, stands, homes, at=at),
        own_lessons(person, stands, at=at),
        minutes,
        list(programmes.order_by("unit__path", "-pk")[:_LISTED]),
        list(answers.order_by("-answered_at", "-pk")[:HISTORY]),
        learning,
        recalled,
    )


def _standing(person: Person, *, at: datetime) -> tuple[int, float]:
    """Return how many cards somebody learns, and how many of them they would recall now, as reckoned."""
    rows = Memory.objects.filter(person=person, card__in=Card.objects.asked().order_by().values("pk"))
    states = [recall.Memory(*row) for row in rows.values_list(*_STATE)[:RECKONED]]
    return len(states), sum(recall.retrievability(each, at=at) for each in states)
