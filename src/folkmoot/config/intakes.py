"""The list of intakes, and how the live server learns who signed in."""

from collections.abc import Mapping

from folkmoot.accounts.queries.sessions import people_of_sessions
from folkmoot.decisions.intakes import Acknowledgements
from folkmoot.live.interfaces import Intake

__all__ = ["INTAKES", "people_of_sessions"]

INTAKES: Mapping[str, Intake] = {"acknowledgements": Acknowledgements()}
