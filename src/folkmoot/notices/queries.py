"""Whose news are due, who has to be asked for a new address, and what people see of their own notices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from folkmoot.notices.models import CalendarAddress, Recipient, Subscription
from folkmoot.notices.rules.slots import USUAL, Often
from folkmoot.notices.signing import hash_of_secret
from folkmoot.people.models import Account, ChannelKind, ContactChannel, Membership, Person
from folkmoot.units.models import Unit


@dataclass(frozen=True)
class Due:
    """A recipient whose news are to be looked at, with what that needs; without an address they are told nothing."""

    recipient: Recipient
    address: str
    zone: ZoneInfo

    @property
    def row(self) -> Recipient:
        """What says when they are due."""
        return self.recipient

    @property
    def person_id(self) -> UUID:
        """Who is told."""
        return self.recipient.person_id

    @property
    def slot(self) -> datetime:
        """The time for which it was due."""
        assert self.recipient.next_at is not None  # noqa: S101  -- what is due has one
        return self.recipient.next_at


@dataclass(frozen=True)
class Own:
    """What a person sees of their own notices."""

    often: Often
    next_at: datetime | None
    address: str
    is_refused: bool
    calendar_made_at: datetime | None
    wants_meetings: bool = False


def due(at: datetime, *, limit: int) -> list[Due]:
    """Return up to `limit` recipients who are due at the moment `at`, the longest waiting first; three questions or one.

    What was dealt with is due no longer, so the next ones are asked for in the same way.
    """
    waiting = Recipient.objects.filter(next_at__lte=at).select_related("person").order_by("next_at", "pk")
    recipients = list(waiting[:limit])
    if not recipients:
        return []
    ids = [each.pk for each in recipients]
    accounts = Account.objects.filter(person__in=ids, is_active=True)
    addresses = dict(accounts.values_list("person", "email"))
    zones = zones_of(ids)
    usual = ZoneInfo(settings.TIME_ZONE)
    return [Due(each, addresses.get(each.pk) or "", zones.get(each.pk, usual)) for each in recipients]


@dataclass(frozen=True)
class DueDevice:
    """A device whose owner's news are to be looked at."""

    row: Subscription
    person: Person
    zone: ZoneInfo

    @property
    def person_id(self) -> UUID:
        """Whose device it is."""
        return self.person.pk

    @property
    def slot(self) -> datetime:
        """The time for which it was due."""
        return self.row.next_at


@dataclass(frozen=True)
class Device:
    """A device on its owner's list of those that are notified."""

    session: int
    name: str
    made_on: date
    often: Often
    service: str
    is_this: bool


def due_devices(at: datetime, *, limit: int) -> tuple[list[DueDevice], list[int]]:
    """Return up to `limit` devices that are due at the moment `at`, the longest waiting first, and the sessions that are over.

    Of those that are over the pusher ends the subscription: they would be due for good.
    """
    waiting = Subscription.objects.filter(next_at__lte=at).order_by("next_at", "pk")[:limit]
    rows = list(waiting.select_related("session__user__person"))
    alive = set(
        Subscription.objects.signed_in(at)
        .filter(pk__in=[row.pk for row in rows])
        .values_list("pk", flat=True)
    )
    people = {row.pk: row.session.user.person for row in rows}
    zones = zones_of([person.pk for person in people.values()])
    usual = ZoneInfo(settings.TIME_ZONE)
    due_ones = [
        DueDevice(row, people[row.pk], zones.get(people[row.pk].pk, usual)) for row in rows if row.pk in alive
    ]
    return due_ones, [row.pk for row in rows if row.pk not in alive]


def devices_of(person: Person, *, this: int | None, at: datetime) -> list[Device]:
    """Return the devices on which `person` is notified, in the order in which they signed in there; `this` is marked."""
    rows = Subscription.objects.of(person).signed_in(at).select_related("session").order_by("pk")
    return [
        Device(row.pk, row.session.user_agent, row.made_on, row.often, row.service, row.pk == this)
        for row in rows
    ]


def sessions_notified(person: Person) -> set[int]:
    """Return the sessions of `person` in which a device is notified."""
    return set(Subscription.objects.of(person).values_list("pk", flat=True))


def count_due(at: datetime, *, limit: int) -> int:
    """Return how many recipients are due at the moment `at`, `limit` at the most."""
    return Recipient.objects.filter(next_at__lte=at).order_by()[:limit].count()


def waiting_since(at: datetime) -> datetime | None:
    """Return since when the longest waiting of those who are due at the moment `at` has waited; None if nobody is."""
    waiting = Recipient.objects.filter(next_at__lte=at).order_by("next_at", "pk")
    return waiting.values_list("next_at", flat=True).first()


def zones_of(person_ids: Sequence[UUID]) -> dict[UUID, ZoneInfo]:
    """Return the time zone of the cell in which each of these people has their home, of those who have one.

    Of several it is the one that answers for them.
    """
    homes = Membership.objects.answering().filter(person__in=person_ids)
    return {person: ZoneInfo(zone) for person, zone in homes.values_list("person", "unit__time_zone")}


def zone_of(person: Person) -> ZoneInfo:
    """Return the time zone in which a person lives: their cell's, or the installation's."""
    return zones_of([person.pk]).get(person.pk, ZoneInfo(settings.TIME_ZONE))


def without_row(after: UUID, *, limit: int) -> tuple[list[UUID], UUID | None]:
    """Look at up to `limit` accounts after the account `after`, in order of their ids.

    Returns the people among them who are no recipients yet, and the last account looked at; None where there was none.
    """
    rows = list(
        Account.objects.filter(pk__gt=after)
        .order_by("pk")
        .values_list("pk", "person", "person__recipient")[:limit]
    )
    return [person for _pk, person, known in rows if known is None], rows[-1][0] if rows else None


def own_notices(person: Person) -> Own:
    """Return what `person` sees of their own notices."""
    recipient = Recipient.objects.filter(pk=person.pk).first()
    address = Account.objects.filter(person=person).values_list("email", flat=True).first() or ""
    made_at = CalendarAddress.objects.filter(pk=person.pk).values_list("made_at", flat=True).first()
    if recipient is None:
        return Own(USUAL, None, address, is_refused=False, calendar_made_at=made_at)
    is_refused = recipient.is_refused(address)
    return Own(
        recipient.often, recipient.next_at, address, is_refused, made_at, bool(recipient.wants_meetings)
    )


def person_of_token(person_id: UUID | None) -> Person | None:
    """Return the person whom a link of ours stands for, if they are still known."""
    return None if person_id is None else Person.objects.filter(pk=person_id).first()


def person_of_calendar(secret: str) -> Person | None:
    """Return whose calendar asks with this secret, or None."""
    asked = CalendarAddress.objects.filter(
        secret_hash=hash_of_secret(secret), person__account__is_active=True
    )
    found = asked.select_related("person").first()
    return None if found is None else found.person


def unreachable_in(cells: QuerySet[Unit]) -> dict[UUID, list[Person]]:
    """Return the members of each of `cells` whose mail comes back from the address they have today, in order of name.

    Of whom another address was written down, which waits until it may be used, nobody has to ask for one.
    """
    addresses = ContactChannel.objects.filter(
        kind=ChannelKind.EMAIL, ended_at=None, person=OuterRef("person")
    )
    waits = Exists(addresses.exclude(value=OuterRef("person__account__email")))
    homes = (
        Membership.objects.open().in_units(cells).filter(~waits, person__recipient__refused_at__isnull=False)
    )
    found: dict[UUID, list[Person]] = {}
    rows = homes.select_related("person__account", "person__recipient")
    for home in rows.order_by("person__search_name", "person"):
        account = getattr(home.person, "account", None)
        if account is not None and home.person.recipient.is_refused(account.email):
            found.setdefault(home.unit_id, []).append(home.person)
    return found
