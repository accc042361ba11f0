"""What the worker does for bylaws."""

from datetime import datetime

from folkmoot.bylaws.actions.following import follow_next


def follow_amendments_job(at: datetime) -> bool:
    """Let the clauses of one text follow an amendment that came into force; return whether there was one."""
    return follow_next(at)
