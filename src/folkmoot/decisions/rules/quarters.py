"""What a cell's secretary is told of how many of its members acknowledged: a word, and only as of last night."""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from folkmoot.decisions.rules.deadlines import start_of_day

SMALLEST_CELL = 5


class Quarter(StrEnum):
    """Nobody; some, but fewer than half; half or more, but not all; all."""

    NONE = "none"
    SOME = "some"
    MOST = "most"
    ALL = "all"


def quarter_of(acknowledged: int, members: int) -> Quarter | None:
    """Put a cell's figure into a word; None in a cell of fewer than five, where a word could be a name.

    :raises ValueError: if fewer than none or more than all have acknowledged.
    """
    if not 0 <= acknowledged <= members:
        raise ValueError(f"{acknowledged} of {members} members cannot have acknowledged")
    if members < SMALLEST_CELL:
        return None
    if acknowledged in (0, members):
        return Quarter.ALL if acknowledged else Quarter.NONE
    return Quarter.SOME if 2 * acknowledged < members else Quarter.MOST


def frozen_at(now: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment, in UTC, as of which the word is said: when the cell's day began."""
    return start_of_day(now.astimezone(zone).date(), zone)
