"""What the worker does for bylaws."""

from datetime import datetime

from folkmoot.bylaws.actions.adding_up import add_up_if_due
from folkmoot.bylaws.actions.following import follow_next
from folkmoot.bylaws.actions.standing import sweep_next, tell_those_due


def follow_amendments_job(at: datetime) -> bool:
    """Let the clauses of one text follow an amendment that came into force; return whether there was one."""
    return follow_next(at)


def tell_standings_job(at: datetime) -> bool:
    """Tell anew where some units stand, those first of which something changed; return whether there may be more."""
    return tell_those_due(at) or sweep_next(at)


def add_up_compliance_job(at: datetime) -> bool:
    """Add up where units stand, if that is due; there is never more to do at once."""
    add_up_if_due(at)
    return False
