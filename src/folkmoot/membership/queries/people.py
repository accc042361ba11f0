"""What a page shows of one person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from folkmoot.access.policy import permitted_in
from folkmoot.kernel.prepared import padded, prepared
from folkmoot.membership.models import MembershipOffer, OfficeOffer
from folkmoot.membership.queries.offers import offers_to, offices_offered_to
from folkmoot.membership.queries.officers import unfinished
from folkmoot.membership.queries.places import answering_first
from folkmoot.membership.queries.sameness import OtherEntry, entries_among, other_entries
from folkmoot.people.models import Account, ContactChannel, Membership, Person, Term
from folkmoot.structure.queries.circles import circles_around, is_any_circle
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths

_ON_A_PERSON = (
    "people.see_members",
    "accounts.change_contact",
    "accounts.print_slip",
    "accounts.confirm_slip",
    "accounts.ask_for_recovery",
    "accounts.confirm_recovery",
    "membership.transfer_member",
    "membership.correct_person",
    "membership.end_membership",
    "membership.merge_persons",
    "membership.readmit_member",
    "membership.appoint_officer",
    "rights.erase_person",
)


@dataclass(frozen=True)
class Home:
    """A cell in which a person is at home, and what the viewer may do there: the last words of the permissions."""

    unit: Unit
    allowed: frozenset[str]
    circle_id: UUID | None = None


@dataclass(frozen=True)
class PersonPage:
    """One person with the history of their memberships and offices, and what the viewer may do about them.

    Others than they themselves are shown memberships and offices of those circles alone of which they see something, and offices
    in units whose officers they see.
    """

    person: Person
    memberships: Sequence[Membership]
    terms: Sequence[Term]
    # The last words of the permissions where the home that answers for them is: transfer_member, correct_person…
    allowed: frozenset[str]
    # The entries that were found to be the same person.
    others: Sequence[OtherEntry]
    is_own: bool
    # Those that the viewer sees, the one that answers for them first; more than one if they belong to an affiliated
    # organisation too.
    homes: Sequence[Home] = ()
    has_circles: bool = False
    # What is offered to the viewer themselves.
    offers: Sequence[MembershipOffer] = ()
    office_offers: Sequence[OfficeOffer] = ()

    @property
    def is_merged(self) -> bool:
        """Whether this entry was found to be another one, which remains."""
        return any(not each.is_gone for each in self.others)

    @property
    def home(self) -> Unit | None:
        """The first of their cells that the viewer sees, if they are a member now."""
        return self.homes[0].unit if self.homes else None

    @property
    def home_names(self) -> Sequence[str]:
        """The names of their cells."""
        return [each.unit.name for each in self.homes]

    @property
    def homes_to_end(self) -> Sequence[Unit]:
        """Those of their cells in which the viewer may end their membership."""
        return [each.unit for each in self.homes if "end_membership" in each.allowed]

    @property
    def ends_one_by_one(self) -> bool:
        """Whether an ending has to say which: they have several homes, or may have one that the viewer does not see."""
        return len(self.homes) > 1 or (self.has_circles and not self.is_own)

    def overlaps(self, other: "PersonPage") -> bool:
        """Return whether both are at home in one circle, where nobody has two homes."""
        return any(each.circle_id in {home.circle_id for home in self.homes} for each in other.homes)

    @property
    def may_transfer(self) -> bool:
        """Whether the viewer may transfer them from one of their cells."""
        return any("transfer_member" in each.allowed for each in self.homes)

    @property
    def may_join_another(self) -> bool:
        """Whether the viewer may admit them, who are a member, to another circle as well."""
        return self.has_circles and any("readmit_member" in each.allowed for each in self.homes)


@dataclass(frozen=True)
class OwnOffice:
    """An office that the person who asks holds or is to hold."""

    term: Term
    begins_later: bool

    @property
    def starts_on(self) -> date:
        """The day on which they began or begin, by the clocks of the unit."""
        return self.term.unit.local(self.term.started_at).date()

    @property
    def ends_on(self) -> date | None:
        """The day on which they hand it over, if that is settled, by the clocks of the unit."""
        return self.term.unit.local(self.term.ended_at).date() if self.term.ended_at else None


@dataclass(frozen=True)
class OwnPage:
    """What is held about the person who asks."""

    shown: PersonPage
    channels: Sequence[ContactChannel]
    account: Account | None
    # Those that they hold now, or are to hold.
    offices: Sequence[OwnOffice]


def person_page(viewer: Person, person_id: UUID, *, at: datetime) -> PersonPage | None:
    """Return what `viewer` may see of a person; None if there is no such person or they may not see them."""
    person = next(iter(_called(person=person_id)), None)
    if person is None:
        return None
    others = other_entries(person, viewer, at=at)
    entries = entries_among(person, others)
    memberships = _memberships_of(entries=padded(entries))
    # What answers for them is their own place, whatever is shown with it.
    own = [each for each in memberships if each.person_id == person.pk]
    homes = [each for each in own if each.ended_at is None]
    places = [each.unit for each in homes or own[:1]] or [
        Unit.objects.select_related("kind").get(path=paths.ROOT)
    ]
    units = [*places, *(each.unit for each in memberships)]
    held = permitted_in(viewer, _ON_A_PERSON, units=units, at=at)
    is_own = viewer.pk == person.pk
    if not is_own and not any("people.see_members" in held[each.pk] for each in places):
        return None
    shown = memberships if is_own else _seen_among(memberships, held)
    has_circles = is_any_circle()
    terms: Sequence[Term] = _terms_of(entries=padded(entries))
    if has_circles and not is_own:
        terms = _terms_seen(terms, viewer, {each.circle_id for each in shown}, at=at)
    return PersonPage(
        person,
        shown,
        terms,
        _last_words(held[places[0].pk]),
        others,
        is_own=is_own,
        homes=[
            Home(each.unit, _last_words(held[each.unit_id]), each.circle_id)
            for each in homes
            if each in shown
        ],
        has_circles=has_circles,
        offers=offers_to(person) if is_own else (),
        office_offers=offices_offered_to(person) if is_own else (),
    )


def own_page(person: Person, *, at: datetime) -> OwnPage:
    """Return what is held about `person` themselves."""
    shown = person_page(person, person.pk, at=at)
    if shown is None:
        raise LookupError(person.pk)
    channels = ContactChannel.objects.filter(person=person, ended_at=None).order_by(
        "kind", "entered_at", "pk"
    )
    own = [term for term in shown.terms if term.person_id == person.pk]
    offices = [OwnOffice(term, term.started_at > at) for term in unfinished(own, at=at)]
    return OwnPage(shown, list(channels), Account.objects.filter(person=person).first(), offices)


def _last_words(permissions: frozenset[str]) -> frozenset[str]:
    return frozenset(permission.partition(".")[2] for permission in permissions)


def _seen_among(
    memberships: Sequence[Membership], held: Mapping[UUID, frozenset[str]]
) -> Sequence[Membership]:
    """Keep those in units whose members the viewer sees, and what came before in a circle whose last one is among them.

    Whoever sees somebody in a league is not told by that where else they belong, nor the other way round.
    """
    last: dict[UUID | None, UUID] = {}
    for each in memberships:
        last.setdefault(each.circle_id, each.unit_id)
    seen = {unit for unit, permissions in held.items() if "people.see_members" in permissions}
    return [each for each in memberships if each.unit_id in seen or last[each.circle_id] in seen]


@prepared
def _memberships_of(*, entries: Sequence[UUID]) -> QuerySet[Membership]:
    memberships: Any = Membership.objects.filter(person__in=entries).select_related("unit__kind")
    found: QuerySet[Membership] = memberships.order_by(*answering_first())
    return found


@prepared
def _terms_of(*, entries: Sequence[UUID]) -> QuerySet[Term]:
    terms: Any = Term.objects.filter(person__in=entries).select_related("office", "unit")
    found: QuerySet[Term] = terms.order_by(F("ended_at").desc(nulls_first=True), "-started_at", "pk")
    return found


@prepared
def _called(*, person: UUID) -> QuerySet[Person]:
    return Person.objects.filter(pk=person, erased_at=None)


def _terms_seen(
    terms: Sequence[Term], viewer: Person, circles_seen: Collection[UUID | None], *, at: datetime
) -> Sequence[Term]:
    """Keep those in the circles of which the viewer sees a membership, and those in units whose officers they see."""
    units = {term.unit_id: term.unit for term in terms}
    held = permitted_in(viewer, ["people.see_officers"], units=units.values(), at=at)
    circles = circles_around(unit.path for unit in units.values())
    around = {pk: circles.around(unit.path) for pk, unit in units.items()}
    ids = {pk: circle.id if circle else None for pk, circle in around.items()}
    return [term for term in terms if held[term.unit_id] or ids[term.unit_id] in circles_seen]
