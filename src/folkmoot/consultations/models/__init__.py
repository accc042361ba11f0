"""The tables of consultations, by the name other modules know them."""

from folkmoot.consultations.models.consultation import Consultation, State
from folkmoot.consultations.models.speech import Comment

__all__ = ["Comment", "Consultation", "State"]
