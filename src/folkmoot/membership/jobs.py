"""What the worker does for members."""

from datetime import datetime

from folkmoot.accounts.actions.telling import tell_each
from folkmoot.membership.actions.counting import refresh_member_totals
from folkmoot.membership.actions.seeking import seek_pairs
from folkmoot.membership.actions.telling import tell_of_merge, untold_merges

_BATCH = 50


def add_up_members(at: datetime) -> bool:
    """Take the totals of members above the cells anew; there is never more to do at once."""
    refresh_member_totals(at)
    return False


def tell_of_merges(at: datetime) -> bool:
    """Tell those who were said to be one person, and return whether more wait.

    :raises NotSent: after trying each, if one could not be reached: the worker logs it and comes back.
    """
    untold = untold_merges(limit=_BATCH)
    tell_each(untold, lambda merge: tell_of_merge(merge, at=at))
    return len(untold) == _BATCH


def seek_pairs_job(at: datetime) -> bool:
    """Compare more people with everybody, and return whether there are more to compare."""
    return seek_pairs(at)
