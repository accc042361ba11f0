"""Closing the way in of somebody who wants none any more."""

from datetime import datetime

from django.utils.translation import gettext as _

from folkmoot.accounts.actions.channels import email_channels, end_change, require_themselves
from folkmoot.accounts.actions.recovering import end_waiting_recovery
from folkmoot.accounts.actions.sessions import revoke_sessions
from folkmoot.accounts.actions.slips import end_open_slips
from folkmoot.accounts.events import AccountClosed
from folkmoot.accounts.models import ContactChange, Outcome
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Account, Person


def close_own_account(*, by: Person | None, at: datetime) -> None:
    """Close one's own account.

    :raises Refused: if it is not the person themselves who asks, or they have no account.
    """
    person = require_themselves(by, by.pk if by else None)
    if not close_account(person, by=by, at=at):
        raise Refused(_("You have no account any more. Nothing is left to do."))


def close_account(person: Person, *, by: Person | None, at: datetime) -> bool:
    """End every way in of `person`, slips too, with their address and account; return whether they had one."""
    for change in ContactChange.objects.open().filter(person=person):
        end_change(change, Outcome.REFUSED, at=at)
    end_open_slips(person, by=by, at=at)
    end_waiting_recovery(person, by=by, at=at)
    email_channels(person).update(ended_at=at)
    account = Account.objects.filter(person=person).first()
    if account is None:
        return False
    revoke_sessions(account)
    account.delete()
    record(AccountClosed(person.pk), by=by, at=at)
    return True
