"""What a page shows of one person, and of the officers of one unit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from folkmoot.access.policy import permitted
from folkmoot.people.models import Account, ContactChannel, Membership, Person, Term
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths

_ON_A_PERSON = (
    "people.see_members",
    "membership.transfer_member",
    "membership.correct_person",
    "membership.end_membership",
    "membership.readmit_member",
    "membership.appoint_officer",
)
_ON_OFFICERS = ("people.see_officers", "membership.appoint_officer", "membership.relieve_officer")


@dataclass(frozen=True)
class PersonPage:
    """One person with the history of their memberships and offices, and what the viewer may do about them."""

    person: Person
    place: Unit
    memberships: Sequence[Membership]
    terms: Sequence[Term]
    allowed: frozenset[str]

    @property
    def home(self) -> Unit | None:
        """Their cell, if they are a member now."""
        return next((each.unit for each in self.memberships if each.ended_at is None), None)


@dataclass(frozen=True)
class OwnPage:
    """What is held about the person who asks."""

    shown: PersonPage
    channels: Sequence[ContactChannel]
    account: Account | None


@dataclass(frozen=True)
class OfficersPage:
    """The officers of a unit, now and appointed for later, and what the viewer may do about them."""

    unit: Unit
    terms: Sequence[Term]
    allowed: frozenset[str]


def person_page(viewer: Person, person_id: UUID, *, at: datetime) -> PersonPage | None:
    """Return what `viewer` may see of a person; None if there is no such person or they may not see them."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        return None
    memberships = _memberships_of(person)
    place = memberships[0].unit if memberships else Unit.objects.select_related("kind").get(path=paths.ROOT)
    allowed = permitted(viewer, _ON_A_PERSON, on=place, at=at)
    if viewer.pk != person.pk and "people.see_members" not in allowed:
        return None
    return PersonPage(person, place, memberships, _terms(Term.objects.filter(person=person)), allowed)


def own_page(person: Person, *, at: datetime) -> OwnPage:
    """Return what is held about `person` themselves."""
    shown = person_page(person, person.pk, at=at)
    if shown is None:
        raise LookupError(person.pk)
    channels = ContactChannel.objects.filter(person=person, ended_at=None).order_by(
        "kind", "entered_at", "pk"
    )
    return OwnPage(shown, list(channels), Account.objects.filter(person=person).first())


def officers_page(viewer: Person, unit_id: UUID, *, at: datetime) -> OfficersPage | None:
    """Return the officers of a unit as `viewer` may see them; None if there is no such unit or they may not."""
    unit = Unit.objects.select_related("kind").filter(pk=unit_id).first()
    if unit is None:
        return None
    allowed = permitted(viewer, _ON_OFFICERS, on=unit, at=at)
    if "people.see_officers" not in allowed:
        return None
    held = Term.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at), unit=unit)
    return OfficersPage(unit, _terms(held), allowed)


def term_shown(viewer: Person, term_id: UUID, *, at: datetime) -> Term | None:
    """Return a term of office that `viewer` may see and that has not ended; None otherwise."""
    terms: Any = Term.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at), pk=term_id)
    term: Term | None = terms.select_related("office", "unit", "person").first()
    if term is None or not permitted(viewer, ["people.see_officers"], on=term.unit, at=at):
        return None
    return term


def _memberships_of(person: Person) -> Sequence[Any]:
    memberships: Any = Membership.objects.filter(person=person).select_related("unit__kind")
    return list(memberships.order_by(F("ended_at").desc(nulls_first=True), "-started_at", "pk"))


def _terms(terms: Any) -> Sequence[Term]:  # noqa: ANN401  -- PeriodQuerySet serves several models
    read: Iterable[Term] = terms.select_related("office", "unit", "person").order_by(
        F("ended_at").desc(nulls_first=True), "office__name", "started_at", "pk"
    )
    return list(read)
