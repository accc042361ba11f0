"""When a second factor is asked for, and from when on an office rests without one."""

from datetime import datetime, timedelta

GRACE = timedelta(days=14)


def is_asked(
    *, has_app: bool, has_passkey: bool, is_officer: bool, has_mailbox: bool, is_address_by_others: bool
) -> bool:
    """Return whether signing in takes a second step.

    Whoever set up an app wanted that. A passkey alone is one member's convenience, beside which the code by mail stays;
    of somebody who holds an office above the cells it is asked, and of somebody without a mailbox: what lets them in
    otherwise is a slip, which others print. And of somebody whose address was put in the place of theirs by others.
    """
    return has_app or (has_passkey and (is_officer or not has_mailbox or is_address_by_others))


def rests_from(appointed_at: datetime) -> datetime:
    """Return the first moment at which an office above the cells rests whose holder has no second factor."""
    return appointed_at + GRACE
