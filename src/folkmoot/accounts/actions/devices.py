"""Noting the family of a device at signing in, so that a new one is told to its owner."""

from datetime import datetime

from folkmoot.accounts.models import Device
from folkmoot.people.models import Account


def note_device(account: Account, family: str, *, at: datetime) -> None:
    """Note that `account` signed in with a device of `family`: the first is taken for its owner's, every other is told."""
    is_quiet = not Device.objects.filter(account=account).exists()
    Device.objects.get_or_create(
        account=account, family=family, defaults={"first_seen_on": at.date(), "is_told": is_quiet}
    )
