"""Study material, and what members keep of learning from it."""

from folkmoot.study.models.learning import Answer, Memory, Pace
from folkmoot.study.models.material import Card, CardQuerySet, Programme, ProgrammeQuerySet, Wording, Writer

__all__ = [
    "Answer",
    "Card",
    "CardQuerySet",
    "Memory",
    "Pace",
    "Programme",
    "ProgrammeQuerySet",
    "Wording",
    "Writer",
]
