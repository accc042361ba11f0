"""Study material, and what members keep of learning from it."""

from folkmoot.study.models.known import KnownColumn, KnownFigure, KnownGroups, KnownWeek, Spending
from folkmoot.study.models.learning import Answer, Memory, Pace, Reading
from folkmoot.study.models.lessons import Lesson, LessonQuerySet, LessonText
from folkmoot.study.models.material import Card, CardQuerySet, Programme, ProgrammeQuerySet, Wording, Writer

__all__ = [
    "Answer",
    "Card",
    "CardQuerySet",
    "KnownColumn",
    "KnownFigure",
    "KnownGroups",
    "KnownWeek",
    "Lesson",
    "LessonQuerySet",
    "LessonText",
    "Memory",
    "Pace",
    "Programme",
    "ProgrammeQuerySet",
    "Reading",
    "Spending",
    "Wording",
    "Writer",
]
