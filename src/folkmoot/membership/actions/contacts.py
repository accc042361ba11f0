"""How new members are reached: the one place where admissions and imports enter addresses."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from folkmoot.accounts.actions.opening import open_account, open_accounts
from folkmoot.kernel.inserting import insert_all
from folkmoot.people.models import ChannelKind, ContactChannel, Person


def enter_contacts(person: Person, *, email: str, phone: str, by: Person | None, at: datetime) -> None:
    """Enter the addresses that somebody gave when they were admitted; with the e-mail address they can sign in.

    :raises Refused: if somebody signs in with that address already.
    """
    if email:
        open_account(person, email, by=by, at=at)
    enter_phones({person.pk: phone} if phone else {}, by=by, at=at)


def enter_contacts_of_many(
    *, emails: Mapping[UUID, str], phones: Mapping[UUID, str], by: Person | None, at: datetime
) -> None:
    """Do what `enter_contacts` does for up to 1,000 people who were entered by this batch.

    :raises Refused: if somebody signs in with one of the addresses already.
    """
    if emails:
        open_accounts(emails, by=by, at=at)
    enter_phones(phones, by=by, at=at)


def enter_phones(phones: Mapping[UUID, str], *, by: Person | None, at: datetime) -> None:
    """Enter people's telephone numbers."""
    insert_all(
        [
            ContactChannel(
                person_id=person_id,
                kind=ChannelKind.PHONE,
                value=phone,
                entered_at=at,
                entered_by_other=by is None or by.pk != person_id,
                usable_at=at,
            )
            for person_id, phone in phones.items()
        ]
    )
