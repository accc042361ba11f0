"""Study material, and what members keep of learning from it."""

from folkmoot.study.models.circles import Circle, QuizCount
from folkmoot.study.models.learning import Answer, Memory, Pace, Reading
from folkmoot.study.models.lessons import Lesson, LessonQuerySet, LessonText
from folkmoot.study.models.material import Card, CardQuerySet, Programme, ProgrammeQuerySet, Wording, Writer

__all__ = [
    "Answer",
    "Card",
    "CardQuerySet",
    "Circle",
    "Lesson",
    "LessonQuerySet",
    "LessonText",
    "Memory",
    "Pace",
    "Programme",
    "ProgrammeQuerySet",
    "QuizCount",
    "Reading",
    "Wording",
    "Writer",
]
