"""What the worker does for accounts, again and again."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar
from uuid import UUID

from folkmoot.accounts.actions.changing import apply_contact_change
from folkmoot.accounts.actions.forgetting import forget_expired_rows, forget_lost_places
from folkmoot.accounts.actions.recovering import apply_recovery
from folkmoot.accounts.actions.slips import end_expired_slips
from folkmoot.accounts.actions.telling import (
    tell_each,
    tell_of_device,
    tell_of_recovery,
    tell_of_slip,
    tell_old_address,
)
from folkmoot.accounts.queries.changes import due_changes, untold_changes
from folkmoot.accounts.queries.recoveries import due_recoveries, untold_recoveries
from folkmoot.accounts.queries.sessions import untold_devices
from folkmoot.accounts.queries.slips import untold_slips
from folkmoot.kernel.due import did, work_off

Untold = TypeVar("Untold")
_BATCH = 50
_ROWS = 500


def apply_contact_changes(at: datetime) -> bool:
    """Put in use every address that has waited long enough, and return whether more are due."""

    def apply(change_id: UUID) -> bool:
        return did(apply_contact_change, {"change_id": change_id}, on=change_id, called="apply", at=at)

    return work_off(partial(due_changes, at), apply, most=_BATCH) == _BATCH


def tell_old_addresses(at: datetime) -> bool:
    """Write to the old address of every change that it has not been told of, and return whether more wait.

    :raises NotSent: after trying each, if the mail server did not take one: the worker logs it and comes back.
    """
    return _told_each(untold_changes(limit=_BATCH), lambda change: tell_old_address(change, at=at))


def tell_of_recoveries(at: datetime) -> bool:
    """Write to every member whose passkeys are to be removed, and return whether more wait.

    :raises NotSent: as `tell_old_addresses`.
    """
    return _told_each(untold_recoveries(limit=_BATCH), lambda recovery: tell_of_recovery(recovery, at=at))


def tell_of_slips(at: datetime) -> bool:
    """Write to every member for whom a slip was confirmed, and return whether more wait.

    :raises NotSent: as `tell_old_addresses`.
    """
    return _told_each(untold_slips(limit=_BATCH), lambda slip: tell_of_slip(slip, at=at))


def tell_of_devices(at: datetime) -> bool:  # noqa: ARG001  -- every job is told when
    """Write to every member who signed in with a new device, and return whether more wait.

    :raises NotSent: as `tell_old_addresses`.
    """
    return _told_each(untold_devices(limit=_BATCH), tell_of_device)


def apply_recoveries(at: datetime) -> bool:
    """Remove the passkeys of everybody for whom that has waited long enough, and return whether more are due."""

    def apply(recovery_id: UUID) -> bool:
        return did(apply_recovery, {"recovery_id": recovery_id}, on=recovery_id, called="apply", at=at)

    return work_off(partial(due_recoveries, at), apply, most=_BATCH) == _BATCH


def end_slips(at: datetime) -> bool:
    """End slips that have expired, and return whether more have."""
    return end_expired_slips(at, limit=_ROWS) == _ROWS


def forget_expired(at: datetime) -> bool:
    """Delete sessions and counters of attempts that are over, and return whether more are."""
    return forget_expired_rows(at, limit=_ROWS) == _ROWS


def forget_lost(at: datetime) -> bool:  # noqa: ARG001  -- every job is told when
    """Delete places in the list of sessions that their sessions left behind, and return whether more are."""
    return forget_lost_places(limit=_ROWS) == _ROWS


def _told_each(untold: Sequence[Untold], tell: Callable[[Untold], None]) -> bool:
    tell_each(untold, tell)
    return len(untold) == _BATCH
