"""Memberships that are offered: what the one is shown whom it is about, and what those are shown who offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy

from folkmoot.access.policy import units_where, units_where_each
from folkmoot.membership.models import MembershipOffer, OfficeOffer
from folkmoot.people.models import Membership, Person
from folkmoot.units.models import Unit, UnitQuerySet

# What the first page says of them.
MEMBERSHIPS_OFFERED = gettext_lazy(
    "A cell offers you membership, or an officer entered that you accepted one on paper."
)
OFFICES_OFFERED = gettext_lazy("You are offered an office: you accept or decline.")
PERMISSION = "membership.readmit_member"
# Whoever likes can offer: the first of these are shown, and those after them once these are answered.
OFFERS_SHOWN = 20


@dataclass(frozen=True)
class MadeOffer:
    """An offer that waits, as those see it who admit members to the cell: by name only whom they see anyway."""

    offer: MembershipOffer
    is_seen: bool

    @property
    def called(self) -> str:
        """How the person is called here."""
        return self.offer.person.name if self.is_seen else self.offer.number


def offers_to(person: Person) -> Sequence[MembershipOffer]:
    """Return what is offered to `person`, and what was entered for them from a paper; one question."""
    offers: Any = MembershipOffer.objects.filter(person=person)
    return list(
        offers.select_related("unit", "offered_by", "paper_by").order_by("offered_at", "pk")[:OFFERS_SHOWN]
    )


def offices_offered_to(person: Person) -> Sequence[OfficeOffer]:
    """Return the offices that are offered to `person`; one question."""
    offers: Any = OfficeOffer.objects.filter(person=person).select_related("unit", "office", "offered_by")
    return list(offers.order_by("offered_at", "pk")[:OFFERS_SHOWN])


def offices_offered_to_everybody() -> "QuerySet[Any]":
    """Return all offers of offices that people have to look at."""
    return OfficeOffer.objects.all()


def offices_offered_by(viewer: Person, *, at: datetime) -> "QuerySet[Any]":
    """Return the offers of offices that wait in units where `viewer` may appoint officers."""
    units = units_where(viewer, "membership.appoint_officer", at=at).order_by().values("pk")
    return OfficeOffer.objects.filter(unit__in=units)


def offices_offered_in(unit: Unit) -> Sequence[OfficeOffer]:
    """Return the first offers of offices of a unit that wait, for those who appoint there: by number as it was given."""
    offers: Any = OfficeOffer.objects.filter(unit=unit).select_related("office")
    return list(offers.order_by("offered_at", "pk")[:OFFERS_SHOWN])


def offers_of_everybody() -> "QuerySet[Any]":
    """Return all that people have to look at: offers that wait, and papers that were entered for them."""
    return MembershipOffer.objects.all()


def offers_made(viewer: Person, *, at: datetime) -> Sequence[MadeOffer]:
    """Return the first offers that wait in cells where `viewer` may admit members again; two questions."""
    units = units_where_each(viewer, [PERMISSION, "people.see_members"], at=at)
    homes = Membership.objects.open().filter(
        person=OuterRef("person"), unit__in=units["people.see_members"].order_by().values("pk")
    )
    offers = _waiting_in(units[PERMISSION]).annotate(is_seen=Exists(homes))
    rows = offers.select_related("unit", "person").order_by("offered_at", "pk")[:OFFERS_SHOWN]
    return [MadeOffer(each, each.is_seen) for each in rows]


def offers_answerable(viewer: Person, *, at: datetime) -> "QuerySet[Any]":
    """Return the offers that wait in cells where `viewer` may admit members again."""
    return _waiting_in(units_where(viewer, PERMISSION, at=at)).select_related("unit", "person")


def _waiting_in(units: UnitQuerySet) -> "QuerySet[Any]":
    return MembershipOffer.objects.waiting().filter(unit__in=units.order_by().values("pk"))
