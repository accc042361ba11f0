"""How long an address waits that somebody else entered for a member.

Whoever controls an address can sign in with it, so an officer who could change it at once could act as the member.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

WAIT = timedelta(hours=72)


@dataclass(frozen=True)
class Change:
    """An address entered for a member: when, whether there is an old one to tell, and when that was done."""

    entered_at: datetime
    has_old_address: bool
    told_at: datetime | None


def due_at(change: Change) -> datetime | None:
    """Return the moment from which the new address is used, or None while the old one has not been told.

    The wait is counted from the telling: a mail server that is down does not shorten it.
    """
    counted_from = change.told_at if change.has_old_address else change.entered_at
    return None if counted_from is None else counted_from + WAIT


def is_due(change: Change, *, at: datetime) -> bool:
    """Return whether the new address is used from `at` on; the last moment of the wait no longer counts to it."""
    due = due_at(change)
    return due is not None and at >= due
