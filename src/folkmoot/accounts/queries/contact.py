"""Where somebody is written to and reached."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

from folkmoot.accounts.rules.addresses import normal
from folkmoot.people.models import Account, ChannelKind, ContactChannel, Person


def addresses_in_use(addresses: Iterable[str]) -> set[str]:
    """Return those of `addresses` with which somebody signs in already, in the form in which they are kept."""
    wanted = {normal(address) for address in addresses}
    return set(Account.objects.filter(email__in=wanted).values_list("email", flat=True))


def address_of(person: Person) -> str:
    """Return the e-mail address at which `person` is written to: the one they sign in with, or an empty text."""
    return Account.objects.filter(person=person).values_list("email", flat=True).first() or ""


def is_address_by_others(person: Person) -> bool:
    """Return whether `person` is written to at an address that somebody else put in the place of theirs.

    One given at admission or import is not meant: it took nobody's place. Only such a one waited for its use.
    """
    entered = ContactChannel.objects.filter(person=person, kind=ChannelKind.EMAIL, ended_at=None)
    return entered.filter(
        entered_by_other=True, usable_at__gt=F("entered_at"), value=address_of(person)
    ).exists()


@dataclass(frozen=True)
class Reached:
    """Where somebody is told at once of what others enter for them: at their old address, by telephone, or nowhere."""

    by_mail: bool
    by_telephone: bool


def reached_of(person: Person) -> Reached:
    """Return where `person` can be told."""
    return Reached(bool(address_of(person)), bool(telephones_of(person)))


def telephones_of(person: Person) -> list[str]:
    """Return the telephone numbers at which `person` is reached."""
    numbers = ContactChannel.objects.filter(person=person, kind=ChannelKind.PHONE, ended_at=None)
    return list(numbers.order_by("entered_at", "pk").values_list("value", flat=True))
