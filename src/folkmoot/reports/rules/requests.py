"""What reports ask of the level above, and how that stands."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from folkmoot.reports.rules.definition import Definition, Matter


class Standing(StrEnum):
    """How a request stands."""

    OPEN = "open"
    LATE = "late"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


def asked_for(definition: Definition, texts: Mapping[str, str]) -> dict[str, str]:
    """Return what a report asks of the level above, by the codes of the questions."""
    return {
        each.code: texts[each.code]
        for each in definition.questions
        if each.matter is Matter.REQUESTS and texts.get(each.code)
    }


def standing(*, is_answered: bool, is_withdrawn: bool, due_on: date, today: date) -> Standing:
    """Return how a request stands `today`, by the clocks of the unit that answers; it is late from the day after `due_on` on."""
    if is_answered:
        return Standing.ANSWERED
    if is_withdrawn:
        return Standing.WITHDRAWN
    return Standing.LATE if today > due_on else Standing.OPEN
