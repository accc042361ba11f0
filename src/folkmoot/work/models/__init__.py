"""Work that is put up and done; plans, their targets, and how these are shared out."""

from folkmoot.work.models.assignments import Assignment, AssignmentQuerySet, Helper, Lesson, Offer, Step
from folkmoot.work.models.plans import Plan, PlanPoint, PlanQuerySet, Target, TargetQuerySet

__all__ = [
    "Assignment",
    "AssignmentQuerySet",
    "Helper",
    "Lesson",
    "Offer",
    "Plan",
    "PlanPoint",
    "PlanQuerySet",
    "Step",
    "Target",
    "TargetQuerySet",
]
