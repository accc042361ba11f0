"""How a new member is reached: the one place where admissions enter addresses."""

from datetime import datetime

from folkmoot.people.models import ChannelKind, ContactChannel, Person


def enter_contacts(person: Person, *, email: str, phone: str, by: Person | None, at: datetime) -> None:
    """Enter the addresses that a new member gave when they were admitted."""
    ContactChannel.objects.bulk_create(contacts_of(person, email=email, phone=phone, by=by, at=at))


def contacts_of(
    person: Person, *, email: str, phone: str, by: Person | None, at: datetime
) -> list[ContactChannel]:
    """Return the rows that keep the addresses which are given, not saved yet."""
    given = ((ChannelKind.EMAIL, email), (ChannelKind.PHONE, phone))
    return [
        ContactChannel(
            person=person,
            kind=kind,
            value=value,
            entered_at=at,
            entered_by_other=by is None or by.pk != person.pk,
            usable_at=at,
        )
        for kind, value in given
        if value
    ]
