"""The tables of consultations, by the name other modules know them."""

from folkmoot.consultations.models.answers import Answer, Outcome, Summary
from folkmoot.consultations.models.consultation import Consultation, State
from folkmoot.consultations.models.opinions import GivenOpinion, OpinionFigure
from folkmoot.consultations.models.speech import Comment

__all__ = [
    "Answer",
    "Comment",
    "Consultation",
    "GivenOpinion",
    "OpinionFigure",
    "Outcome",
    "State",
    "Summary",
]
