"""Offering an office to somebody whom whoever appoints does not see: they hold it when they accept, and not before.

Whoever offers is told nothing of them. Whether they may hold it, or hold it already, is found out when they accept, and told
to them alone.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.hands import hand_of
from folkmoot.accounts.actions.channels import require_themselves
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.membership.actions.claiming import claim_person, hold_person, must_be_seen
from folkmoot.membership.actions.known import must_stand_alone
from folkmoot.membership.actions.naming import count_number
from folkmoot.membership.actions.offices import begin_term, must_serve, office_called, require_appointing
from folkmoot.membership.actions.wearing import mark_offers, mark_one_of
from folkmoot.membership.events import OfficeOffered, OfficeOfferWithdrawn, OfficerAppointed
from folkmoot.membership.models import OfficeOffer
from folkmoot.membership.rules.entries import must_be_in_living_memory, start_of
from folkmoot.people.models import Office, Person
from folkmoot.structure.actions.claiming import claim_unit
from folkmoot.units.models import Unit

# So many offices one hand offers to one person in 30 days, in whatever units.
_AT_MOST = 5


@act("membership.offer_office", before=count_number)
def offer_office(
    *,
    office: str,
    unit_id: UUID,
    person_id: UUID,
    from_on: date | None = None,
    member_number: str = "",
    by: Person | None,
    at: datetime,
) -> UUID:
    """Offer somebody the office with code `office` in a unit, from a day or as soon as they accept: they accept or decline.

    Until they accept, nothing is theirs and nothing is shown of them. What was declined or withdrawn can be offered again
    after 30 days. Whom `by` does not see is named by their `member_number` as well. They hold the office by the hand of `by`.

    :raises Refused: if `by` may not appoint such officers there or may not see the person, there is no such office, the day lies
        more than 120 years back, or it was offered to them less than 30 days ago and that waits no more.
    """
    hold_person(person_id)
    unit = claim_unit(unit_id)
    require_appointing(by, office, unit, at=at)
    person = claim_person(person_id)
    must_be_seen(by, person, member_number=member_number, at=at)
    if from_on is not None:
        must_be_in_living_memory(from_on, at=at, field="from_on")
    chosen = office_called(office)
    _must_not_wear_down(person, chosen, unit, by=by, at=at)
    # As it was given, and no other: whoever sees the offer may not see the person.
    said = {"number": member_number, "from_on": from_on}
    # Offered again it is the same offer, so that nobody is worn down by many.
    offer, _is_new = OfficeOffer.objects.update_or_create(
        person=person, unit=unit, office=chosen, defaults=said | {"offered_by": hand_of(by), "offered_at": at}
    )
    record(OfficeOffered(unit.pk, chosen.code), by=by, at=at)
    return offer.pk


@act("membership.accept_office")
def accept_office(*, offer_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Accept for oneself the office that was offered: it begins now, or on the day that was said if that is still to come.

    :raises Refused: if it is not offered to oneself any more, whoever offered it may not give it any more, or one may not hold
        it or holds it already.
    """
    offer = _claim(offer_id)
    member = claim_person(require_themselves(by, offer.person_id).pk)
    unit, office = claim_unit(offer.unit_id), offer.office
    _must_still_be_given(offer, office, unit, at=at)
    must_stand_alone(member)
    must_serve(member, unit)
    started_at = max(at, start_of(offer.from_on, unit.time_zone)) if offer.from_on else at
    term = begin_term(member, office, unit, started_at=started_at, by=offer.offered_by, at=at)
    offer.delete()
    record(OfficerAppointed(term.pk, member.pk, office.code, unit.pk, term.started_at), by=by, at=at)
    return term.pk


@act("membership.decline_office", private=True)
def decline_office(*, offer_id: UUID, by: Person, at: datetime) -> UUID:  # noqa: ARG001  -- of the shape of an act
    """Decline for oneself the office that was offered: the offer is removed, and leaves no mark."""
    OfficeOffer.objects.filter(pk=offer_id, person=by).delete()
    return offer_id


@act("membership.withdraw_office_offer")
def withdraw_office_offer(*, offer_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Withdraw an offer of an office that waits: it is removed, and leaves no mark of whom it was made to.

    :raises Refused: if it does not wait any more, or `by` may not appoint such officers there.
    """
    offer = _claim(offer_id)
    require_appointing(by, offer.office.code, offer.unit, at=at)
    offer.delete()
    record(OfficeOfferWithdrawn(offer.unit_id, offer.office.code), by=by, at=at)
    return offer_id


def forget_office_offers(person_id: UUID, limit: int) -> int:
    """Forget up to `limit` offers of offices to somebody who was erased, and return how many."""
    ids = list(OfficeOffer.objects.filter(person=person_id).values_list("pk", flat=True)[:limit])
    OfficeOffer.objects.filter(pk__in=ids).delete()
    return len(ids)


def _claim(offer_id: UUID) -> OfficeOffer:
    offers: Any = OfficeOffer.objects.select_for_update(of=("self",))
    offer: OfficeOffer | None = (
        offers.select_related("unit", "office", "offered_by").filter(pk=offer_id).first()
    )
    if offer is None:
        raise Refused(_("This offer waits no more: it was accepted, declined or withdrawn."))
    return offer


def _must_not_wear_down(
    person: Person, office: Office, unit: Unit, *, by: Person | None, at: datetime
) -> None:
    # An offer that waits is changed, and asks nobody twice.
    if OfficeOffer.objects.filter(person=person, unit=unit, office=office).exists():
        return
    if mark_offers([(unit.pk, office.pk, person.pk)], at=at):
        raise Refused(
            _(
                "%(unit)s offered them this office within the last 30 days, and nobody is asked again before that. They can ask"
                " you themselves."
            )
            % {"unit": unit.name}
        )
    if not mark_one_of(_AT_MOST, by.pk if by else unit.pk, person.pk, at=at):
        raise Refused(
            _(
                "You have offered them five offices within the last 30 days, and nobody is asked more often than that. They can"
                " ask you themselves."
            )
        )


def _must_still_be_given(offer: OfficeOffer, office: Office, unit: Unit, *, at: datetime) -> None:
    # They hold it by that hand, which must be one that can give it: as if it appointed them now.
    if offer.offered_by is None:
        return
    try:
        require_appointing(offer.offered_by, office.code, unit, at=at)
    except Refused as refusal:
        raise Refused(
            _(
                "Whoever offered you this office may not give it any more. Ask those who may to offer it again."
            )
        ) from refusal
