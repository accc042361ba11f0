"""Of which people and terms somebody may know: what the acts are given; anything else is to them not there."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce

from folkmoot.access.policy import Places, places_where_each, units_at, units_where
from folkmoot.kernel.prepared import padded, prepared
from folkmoot.kernel.sight import Asking
from folkmoot.membership.models import MembershipOffer, OfficeOffer, PersonMerge
from folkmoot.membership.queries.places import answering_first
from folkmoot.people.models import Membership, Person, Term
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths

# Whoever appoints officers need not see the roll, and has what belongs to them in view all the same.
KNOWING = ("people.see_members", "membership.appoint_officer")


def people_known(asking: Asking) -> set[UUID]:
    """Return those whom `to` sees where they belong, or could appoint there, themselves, and whose number they give.

    Where somebody belongs is as `places_of` says.
    """
    where = places_where_each(asking.to, KNOWING, at=asking.at)
    ids = padded(sorted(asking.ids))
    numbers = [str(asking.given["member_number"])] if asking.given.get("member_number") else []
    return set(_people(ids=ids, to=asking.to.pk, where=[where[each] for each in KNOWING], numbers=numbers))


@prepared
def _people(
    *, ids: Sequence[UUID], to: UUID, where: Sequence[Places], numbers: Sequence[str]
) -> QuerySet[Any, UUID]:
    chosen = Q(pk=to) | Q(member_number__in=numbers)
    for places in where:
        here = units_at(Places(*places)).order_by().values("pk")
        homes = Membership.objects.open().filter(person__in=ids, unit__in=here)
        chosen |= Q(place__in=here) | Q(pk__in=homes.order_by().values("person"))
    people: Any = Person.objects.filter(pk__in=ids)
    found: QuerySet[Any, UUID] = people.annotate(place=_place()).filter(chosen).values_list("pk", flat=True)
    return found


def merged_known(asking: Asking) -> set[UUID]:
    """Return the entries that were merged into that of `to`."""
    merges = PersonMerge.objects.standing().filter(kept=asking.to, gone__in=asking.ids)
    return set(merges.values_list("gone", flat=True))


def offers_known(asking: Asking) -> set[UUID]:
    """Return those made to `to`, and those of cells where `to` may admit members again."""
    cells = units_where(asking.to, "membership.readmit_member", at=asking.at).order_by().values("pk")
    offers = MembershipOffer.objects.filter(Q(person=asking.to) | Q(unit__in=cells), pk__in=asking.ids)
    return set(offers.values_list("pk", flat=True))


def office_offers_known(asking: Asking) -> set[UUID]:
    """Return those made to `to`, and those of units where `to` may appoint officers."""
    units = units_where(asking.to, "membership.appoint_officer", at=asking.at).order_by().values("pk")
    offers = OfficeOffer.objects.filter(Q(person=asking.to) | Q(unit__in=units), pk__in=asking.ids)
    return set(offers.values_list("pk", flat=True))


def terms_known(asking: Asking) -> set[UUID]:
    """Return one's own, and those in units whose officers `to` may see."""
    units = units_where(asking.to, "people.see_officers", at=asking.at).order_by().values("pk")
    terms = Term.objects.filter(Q(person=asking.to) | Q(unit__in=units), pk__in=asking.ids)
    return set(terms.values_list("pk", flat=True))


def _place() -> Coalesce:
    memberships: Any = Membership.objects.filter(person=OuterRef("pk"))
    latest = memberships.order_by(*answering_first())
    whole = Unit.objects.filter(path=paths.ROOT)
    key = UUIDField()
    return Coalesce(Subquery(latest.values("unit")[:1]), Subquery(whole.values("pk")), output_field=key)
