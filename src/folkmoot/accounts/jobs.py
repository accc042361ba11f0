"""What the worker does for accounts, again and again."""

from datetime import datetime

from folkmoot.accounts.actions.changing import apply_contact_change
from folkmoot.accounts.actions.forgetting import forget_expired_rows, forget_lost_places
from folkmoot.accounts.actions.telling import tell_old_address
from folkmoot.accounts.queries import due_changes, untold_changes
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.ids import derived_id
from folkmoot.notices.mail import NotSent

_BATCH = 50
_ROWS = 500


def apply_contact_changes(at: datetime) -> bool:
    """Put in use every address that has waited long enough, and return whether more are due."""
    due = due_changes(at, limit=_BATCH)
    for change_id in due:
        # Derived, so that a worker which was killed half-way does it once.
        act_id = derived_id(change_id, "apply")
        run(apply_contact_change, {"change_id": change_id}, act_id=act_id, by=None, at=at, via=Via.WORKER)
    return len(due) == _BATCH


def tell_old_addresses(at: datetime) -> bool:
    """Write to the old address of every change that it has not been told of, and return whether more wait.

    :raises NotSent: after trying each, if the mail server did not take one: the worker logs it and comes back.
    """
    untold = untold_changes(limit=_BATCH)
    failed: NotSent | None = None
    for change in untold:
        try:
            tell_old_address(change, at=at)
        except NotSent as fault:
            failed = fault
    if failed is not None:
        raise failed
    return len(untold) == _BATCH


def forget_expired(at: datetime) -> bool:
    """Delete sessions and counters of attempts that are over, and return whether more are."""
    return forget_expired_rows(at, limit=_ROWS) == _ROWS


def forget_lost(at: datetime) -> bool:  # noqa: ARG001  -- every job is told when
    """Delete places in the list of sessions that their sessions left behind, and return whether more are."""
    return forget_lost_places(limit=_ROWS) == _ROWS
