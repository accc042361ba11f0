"""How it is taken back at once that a meeting which had been called was entered from its signed sheet."""

from typing import Any
from uuid import UUID

from folkmoot.access.undoing import ANSWER, Input, WayBack
from folkmoot.meetings.models import Sitting


def _state(meeting_id: UUID) -> object:
    """Return what acts count of a meeting: whatever was entered since is counted there."""
    return list(Sitting.objects.filter(meeting=meeting_id).values_list("version", flat=True))


def _take_back(_given: Input) -> tuple[str, dict[str, Any]] | None:
    return "meetings.take_back_entry", {"meeting_id": ANSWER}


# The page of one that was never called goes with it, so there it is asked for and leads to where it is entered anew.
WAYS_BACK = {"meetings.enter_meeting": WayBack(_take_back, _state)}
