"""How long an address waits that somebody else entered for a member.

Whoever controls an address can sign in with it, so an officer who could change it at once could act as the member.
"""

from datetime import datetime, timedelta

WAIT = timedelta(hours=72)


def due_at(told_at: datetime | None) -> datetime | None:
    """Return the moment from which the new address is used, or None while the member has not been told.

    The wait is counted from the telling: a mail server that is down does not shorten it.
    """
    return None if told_at is None else told_at + WAIT


def is_due(told_at: datetime | None, *, at: datetime) -> bool:
    """Return whether the new address is used from `at` on; the last moment of the wait no longer counts to it."""
    due = due_at(told_at)
    return due is not None and at >= due
