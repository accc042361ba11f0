"""What the worker does for members."""

from datetime import datetime

from folkmoot.membership.actions.counting import refresh_member_totals


def add_up_members(at: datetime) -> bool:
    """Take the totals of members above the cells anew; there is never more to do at once."""
    refresh_member_totals(at)
    return False
