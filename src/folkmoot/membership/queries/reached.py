"""By which addresses people are known."""

from collections.abc import Collection, Mapping
from uuid import UUID

from folkmoot.membership.queries.sameness import remaining
from folkmoot.people.models import Account, ChannelKind, ContactChannel, Person


def person_with_email(email: str) -> Person | None:
    """Return the person who is reached or signs in by this address, written in small letters."""
    person_id = people_by_email([email]).get(email)
    return Person.objects.filter(pk=person_id).first() if person_id else None


def person_with_number(number: str) -> Person | None:
    """Return who has this member number; of an entry that was merged, the one who remains."""
    found = Person.objects.filter(member_number=number).values_list("pk", flat=True).first()
    return Person.objects.filter(pk=remaining([found])[found]).first() if found else None


def people_by_email(emails: Collection[str]) -> Mapping[str, UUID]:
    """Return who is reached or signs in by each of these addresses, written in small letters; two questions."""
    channels = ContactChannel.objects.filter(kind=ChannelKind.EMAIL, value__in=emails, ended_at=None)
    reached = dict(channels.order_by("-entered_at", "-pk").values_list("value", "person"))
    return reached | dict(Account.objects.filter(email__in=emails).values_list("email", "person"))


def emails_of(person_ids: Collection[UUID]) -> Mapping[UUID, frozenset[str]]:
    """Return the addresses by which each of these people is reached or signs in; two questions."""
    channels = ContactChannel.objects.filter(kind=ChannelKind.EMAIL, person__in=person_ids, ended_at=None)
    accounts = Account.objects.filter(person__in=person_ids, email__isnull=False)
    found: dict[UUID, set[str]] = {}
    for person_id, email in [
        *channels.values_list("person", "value"),
        *accounts.values_list("person", "email"),
    ]:
        found.setdefault(person_id, set()).add(email)
    return {person_id: frozenset(addresses) for person_id, addresses in found.items()}
