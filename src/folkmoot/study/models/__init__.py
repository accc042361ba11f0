"""Study material, and what members keep of learning from it."""

from folkmoot.study.models.circles import Circle, QuizCount
from folkmoot.study.models.known import KnownColumn, KnownFigure, KnownGroups, KnownWeek, Spending
from folkmoot.study.models.learning import Answer, Memory, Pace, Placement, Reading
from folkmoot.study.models.lessons import Lesson, LessonFile, LessonQuerySet, LessonText
from folkmoot.study.models.material import Card, CardQuerySet, Programme, ProgrammeQuerySet, Wording, Writer
from folkmoot.study.models.qualifications import (
    Learning,
    LearningFile,
    LearningQuerySet,
    Qualification,
    QualificationQuerySet,
)

__all__ = [
    "Answer",
    "Card",
    "CardQuerySet",
    "Circle",
    "KnownColumn",
    "KnownFigure",
    "KnownGroups",
    "KnownWeek",
    "Learning",
    "LearningFile",
    "LearningQuerySet",
    "Lesson",
    "LessonFile",
    "LessonQuerySet",
    "LessonText",
    "Memory",
    "Pace",
    "Placement",
    "Programme",
    "ProgrammeQuerySet",
    "Qualification",
    "QualificationQuerySet",
    "QuizCount",
    "Reading",
    "Spending",
    "Wording",
    "Writer",
]
