"""Tokens: a program's way in, for the acts and lists that its owner named."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.accounts.events import TokenEnded, TokenMade
from folkmoot.accounts.models import Token
from folkmoot.accounts.scopes import doable, readable
from folkmoot.kernel.acts import Via, act, running
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Account, Person

_SECRET_BYTES = 32
_HASH_LENGTH = 64
LONGEST_DAYS = 366


def new_secret() -> str:
    """Return a new secret of 256 random bits; the prefix lets a search for leaked secrets find it."""
    return f"folkmoot_{secrets.token_urlsafe(_SECRET_BYTES)}"


@act("accounts.make_token")
def make_token(
    *,
    name: str,
    secret_hash: str,
    acts: list[str],
    reads: list[str],
    days: int,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Make a token for oneself that can do `acts` and read the lists `reads` for 1 to 366 `days`.

    The secret stays with whoever asks; only its SHA-256 (`secret_hash`, in hexadecimal) comes here. One that an
    operator makes is marked, and can do no private act.

    :raises Refused: if a program asks, the person has no account, it is for nothing, or an act or list is not one for
        tokens.
    """
    is_operators = running().via is Via.OPERATOR
    account = _account_of(by)
    _must_be_allowed(acts, doable(by_operator=is_operators), field="acts")
    _must_be_allowed(reads, readable(), field="reads")
    _must_be_for_something(acts, reads)
    _must_be_well_formed(name, secret_hash, days)
    token = Token.objects.create(
        account=account,
        name=name,
        secret_hash=secret_hash,
        acts=sorted(set(acts)),
        reads=sorted(set(reads)),
        created_at=at,
        expires_at=at + timedelta(days=days),
        made_by_operator=is_operators,
    )
    record(TokenMade(token.pk, account.person_id, is_operators), by=by, at=at)
    return token.pk


@act("accounts.end_token")
def end_token(*, token_id: UUID, by: Person | None, at: datetime) -> UUID:
    """End one of one's own tokens; a program that uses it gets no further.

    :raises Refused: if it is not one's own, or ended before.
    """
    token = (
        Token.objects.select_for_update(of=("self",)).select_related("account").filter(pk=token_id).first()
    )
    if token is None or by is None or token.account.person_id != by.pk or token.ended_at is not None:
        raise Refused(_("You have no such token. Look at the list again."))
    token.ended_at = at
    token.save(update_fields=["ended_at"])
    record(TokenEnded(token.pk, by.pk), by=by, at=at)
    return token_id


def _account_of(by: Person | None) -> Account:
    if running().via is Via.API:
        raise Refused(_("A program cannot make tokens. Sign in and make it on a page."))
    account: Account | None = (
        None if by is None else Account.objects.filter(person=by, is_active=True).first()
    )
    if account is None:
        raise Refused(_("Only somebody who can sign in can have a token."))
    return account


def _must_be_allowed(asked: Iterable[str], allowed: Iterable[str], *, field: str) -> None:
    unknown = sorted(set(asked) - set(allowed))
    if unknown:
        raise Refused(
            _("A token cannot be made for: %(names)s. Choose from the list.") % {"names": ", ".join(unknown)},
            field=field,
        )


def _must_be_for_something(acts: list[str], reads: list[str]) -> None:
    if not acts and not reads:
        raise Refused(
            _("A token that may do and read nothing is of no use. Choose at least one."), field="acts"
        )


def _must_be_well_formed(name: str, secret_hash: str, days: int) -> None:
    if not name:
        raise Refused(_("Say what the token is for, to know it again in the list."), field="name")
    if len(secret_hash) != _HASH_LENGTH:
        raise Refused(_("The hash of a secret is 64 hexadecimal digits."), field="secret_hash")
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused(_("A token is good for 1 to 366 days."), field="days")
