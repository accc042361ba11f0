"""Work that is put up and done; plans, their targets, and how these are shared out."""

from folkmoot.work.models.assignments import Assignment, AssignmentQuerySet, Helper, Lesson, Offer, Step
from folkmoot.work.models.files import WorkFile
from folkmoot.work.models.plans import Aim, Plan, PlanPoint, PlanQuerySet, Target, TargetQuerySet
from folkmoot.work.models.practices import Practice, PracticeCopy
from folkmoot.work.models.shares import ShareAnswer, ShareOut, SharePiece, ShareWord

__all__ = [
    "Aim",
    "Assignment",
    "AssignmentQuerySet",
    "Helper",
    "Lesson",
    "Offer",
    "Plan",
    "PlanPoint",
    "PlanQuerySet",
    "Practice",
    "PracticeCopy",
    "ShareAnswer",
    "ShareOut",
    "SharePiece",
    "ShareWord",
    "Step",
    "Target",
    "TargetQuerySet",
    "WorkFile",
]
