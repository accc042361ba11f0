"""What the acts on addresses share: checking one, and putting it in the place of another."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from folkmoot.accounts.actions.sessions import revoke_sessions
from folkmoot.accounts.models import ContactChange, Outcome, Token
from folkmoot.accounts.queries.contact import addresses_in_use
from folkmoot.accounts.rules.addresses import normal
from folkmoot.kernel.acts import Via, running
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Account, ChannelKind, ContactChannel, Person


def checked(address: str) -> str:
    """Return `address` in the form in which it is kept.

    :raises Refused: if it is no e-mail address.
    """
    kept = normal(address)
    try:
        validate_email(kept)
    except ValidationError as error:
        raise Refused(
            _("“%(address)s” is not an e-mail address. It has the form name@example.org.")
            % {"address": address},
            field="email",
        ) from error
    return kept


def free(address: str) -> str:
    """Return `address` in the form in which it is kept, if nobody signs in with it.

    :raises Refused: if it is no e-mail address, or somebody does.
    """
    kept = checked(address)
    if addresses_in_use([kept]):
        raise Refused(
            _("Somebody signs in with %(address)s already. Each person needs an address of their own.")
            % {"address": kept},
            field="email",
        )
    return kept


def free_for(person: Person, address: str) -> str:
    """Return `address` in the form in which it is kept, if nobody signs in with it, `person` included.

    :raises Refused: if it is no e-mail address, or somebody does; where it is theirs already it says so.
    """
    must_be_another(person, address)
    return free(address)


def must_be_another(person: Person, address: str) -> None:
    """Let the address of `person` be changed only to another one than they have.

    :raises Refused: if it is no e-mail address, or the one they sign in with.
    """
    kept = checked(address)
    if Account.objects.filter(person=person, email=kept).exists():
        raise Refused(
            _("%(address)s is the address held already. Nothing is left to change.") % {"address": kept},
            field="email",
        )


def require_themselves(by: Person | None, person_id: UUID | None) -> Person:
    """Let an act go on only if the person it is about does it, on a page, signed in.

    :raises Refused: if somebody else does, or an operator or a program.
    """
    if by is None or by.pk != person_id or running().via is not Via.WEB:
        raise Refused(_("Only the member can do this, signed in as themselves."))
    return by


def put_in_place(person: Person, channel: ContactChannel, *, kept_session: str = "", at: datetime) -> None:
    """Make `channel` the one address of `person`, and end every session but `kept_session` ("" ends all)."""
    email_channels(person).exclude(pk=channel.pk).update(ended_at=at)
    account = Account.objects.filter(person=person).first()
    if account is None:
        open_with(person, channel.value)
        return
    account.email = channel.value
    account.save(update_fields=["email"])
    revoke_sessions(account, kept=kept_session)


def end_tokens(person: Person, *, at: datetime) -> None:
    """End all tokens of `person`."""
    Token.objects.filter(account__person=person, ended_at=None).update(ended_at=at)


def open_with(person: Person, address: str) -> Account:
    """Open an account for `person` that has no password: they sign in by code first."""
    return _opened(Account(person=person, email=address))


def open_without_address(person: Person) -> Account:
    """Open an account for `person` who has no mailbox: they came in by a slip."""
    return _opened(Account(person=person, email=None))


def _opened(account: Account) -> Account:
    account.set_unusable_password()
    account.save(force_insert=True)
    return account


def enter_channel(
    person: Person, address: str, *, by: Person | None, at: datetime, usable_at: datetime
) -> ContactChannel:
    """Write down an e-mail address of `person`."""
    return ContactChannel.objects.create(
        person=person,
        kind=ChannelKind.EMAIL,
        value=address,
        entered_at=at,
        entered_by_other=by is None or by.pk != person.pk,
        usable_at=usable_at,
    )


def email_channels(person: Person) -> QuerySet[ContactChannel]:
    """Return the open e-mail channels of `person`."""
    return ContactChannel.objects.filter(person=person, kind=ChannelKind.EMAIL, ended_at=None)


def end_change(change: ContactChange, outcome: Outcome, *, at: datetime) -> None:
    """Write down what became of `change`; unless it was applied, its address is given up."""
    ContactChange.objects.filter(pk=change.pk).update(ended_at=at, outcome=outcome)
    if outcome is not Outcome.APPLIED:
        ContactChannel.objects.filter(pk=change.channel_id).update(ended_at=at)
