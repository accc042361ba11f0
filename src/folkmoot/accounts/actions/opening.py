"""Giving people an address to sign in with: called by the acts that enter people."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, UNUSABLE_PASSWORD_SUFFIX_LENGTH
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from folkmoot.accounts.actions.changing import enter_change
from folkmoot.accounts.actions.channels import checked, email_channels, enter_channel, free, open_with
from folkmoot.accounts.events import AccountOpened
from folkmoot.accounts.queries.contact import addresses_in_use
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.inserting import insert_all
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Account, ChannelKind, ContactChannel, Person


def open_account(person: Person, email: str, *, by: Person | None, at: datetime) -> None:
    """Give `person` an address to sign in with, within the act that entered them.

    Whoever was entered at this very moment (admission, import) can use it at once; for anybody known before, it
    waits as any address does that somebody else entered.

    :raises Refused: if it is no e-mail address, or somebody signs in with it already.
    """
    if person.created_at != at:
        enter_change(person, email, by=by, at=at)
        return
    address = free(email)
    open_with(person, address)
    if not email_channels(person).filter(value=address).exists():
        enter_channel(person, address, by=by, at=at, usable_at=at)
    record(AccountOpened(person.pk), by=by, at=at)


def open_accounts(addresses: Mapping[UUID, str], *, by: Person | None, at: datetime) -> None:
    """Give each person entered by this batch (their id and e-mail address) an account; at most 1,000 at a time.

    The batch's own event speaks for all. Does what `open_account` does, one by one.

    :raises Refused: if one is no e-mail address, two are the same, somebody signs in with one already, or a person
        was known before.
    """
    people = Person.objects.filter(pk__in=addresses)
    _must_all_be_new(people, count=len(addresses), at=at)
    kept = {person_id: checked(email) for person_id, email in addresses.items()}
    _must_all_be_free(kept)
    insert_all(
        [
            Account(id=new_id(), person_id=person_id, email=email, password=_unusable_password())
            for person_id, email in kept.items()
        ]
    )
    # Whoever entered the people may have written their addresses down already.
    known = set(
        ContactChannel.objects.filter(
            person__in=kept, kind=ChannelKind.EMAIL, value__in=kept.values(), ended_at=None
        ).values_list("person", "value")
    )
    insert_all(
        [
            ContactChannel(
                person_id=person_id,
                kind=ChannelKind.EMAIL,
                value=email,
                entered_at=at,
                entered_by_other=by is None or by.pk != person_id,
                usable_at=at,
            )
            for person_id, email in kept.items()
            if (person_id, email) not in known
        ]
    )


def _unusable_password() -> str:
    # As `make_password(None)`, whose random letters take a tenth of a millisecond: ten seconds for 100,000 people.
    return UNUSABLE_PASSWORD_PREFIX + secrets.token_hex(UNUSABLE_PASSWORD_SUFFIX_LENGTH // 2)


def _must_all_be_new(people: QuerySet[Person], *, count: int, at: datetime) -> None:
    if people.filter(created_at=at).count() != count:
        raise Refused(_("Somebody in this list was known before. Change their address on their own page."))


def _must_all_be_free(kept: Mapping[UUID, str]) -> None:
    seen: set[str] = set()
    for email in kept.values():
        if email in seen:
            raise Refused(_("%(address)s is there twice.") % {"address": email}, field="email")
        seen.add(email)
    for email in sorted(addresses_in_use(seen))[:1]:
        raise Refused(_("Somebody signs in with %(address)s already.") % {"address": email}, field="email")
