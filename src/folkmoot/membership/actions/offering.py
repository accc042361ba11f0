"""Offering membership of another circle to somebody who belongs to one: it begins when they accept, and not before.

Whoever offers is told nothing of somebody whom they do not see. Whether they are at home in that circle already, were put out
of it, or do not meet its rule is found out when they accept, and told to them alone.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.hands import hand_of
from folkmoot.access.policy import may, require
from folkmoot.accounts.actions.channels import require_themselves
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.membership.actions.admitting import begin_membership, is_member
from folkmoot.membership.actions.claiming import (
    claim_cell,
    claim_person,
    hold_person,
    must_be_cell,
    must_be_seen,
)
from folkmoot.membership.actions.ending import end_homes
from folkmoot.membership.actions.known import must_be_at_home, must_have_no_home_there, must_stand_alone
from folkmoot.membership.actions.naming import count_number
from folkmoot.membership.actions.wearing import mark_offers
from folkmoot.membership.events import MembershipOffered, OfferWithdrawn, PaperEntered, PaperTakenBack
from folkmoot.membership.models import MembershipOffer
from folkmoot.membership.queries.places import last_in, may_see, open_memberships
from folkmoot.people.models import Account, Person
from folkmoot.structure.actions.claiming import claim_unit
from folkmoot.structure.queries.circles import circle_of, is_any_circle
from folkmoot.structure.rules.circles import Circle, must_be_confirmed, must_meet_rule
from folkmoot.units.models import Unit

PERMISSION = "membership.readmit_member"


@act("membership.offer_membership", before=count_number)
def offer_membership(
    *,
    unit_id: UUID,
    person_id: UUID,
    member_number: str = "",
    meets_condition: bool = False,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Offer somebody who belongs to another circle to belong to the cell `unit_id` as well: they accept or decline.

    Until they accept, nothing is theirs and nothing is shown of them. What was declined or withdrawn can be offered again by the
    same cell after 30 days. Whom `by` does not see is named by their `member_number`
    as well. `meets_condition` says that they meet the condition of the circle to which the cell belongs.

    :raises Refused: if `by` may not admit members there again or may not see the person, it is not an open cell, the condition
        was not confirmed, `by` sees that they need no offer, or the cell offered it to them less than 30 days ago and that waits
        no more.
    """
    hold_person(person_id)
    cell = claim_cell(unit_id, PERMISSION, by=by, at=at)
    person = claim_person(person_id)
    # Where there is one circle alone, nobody needs an offer, and to make one would only tell who there is.
    must_be_seen(by, person, member_number=member_number if is_any_circle() else "", at=at)
    circle = circle_of(cell)
    must_be_confirmed(circle, is_confirmed=meets_condition)
    if by is None or may_see(by, person.pk, at=at):
        must_stand_alone(person)
        must_be_at_home(person)
        must_have_no_home_there(person, circle, cell_id=cell.pk, by=by, at=at)
        member_number = person.member_number or ""
    _must_not_wear_down(person, cell, at=at)
    offer = _enter(person, cell, circle, number=member_number, by=by, at=at)
    record(MembershipOffered(cell.pk), by=by, at=at)
    return offer.pk


@act("membership.accept_membership")
def accept_membership(*, offer_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Accept for oneself the membership that a cell offered: it begins now.

    :raises Refused: if it is not offered to oneself any more, or one may not belong there.
    """
    offer = _claim(offer_id)
    member = claim_person(require_themselves(by, offer.person_id).pk)
    cell, circle = _place_of(offer)
    must_stand_alone(member)
    _must_be_free(member, cell, circle)
    _must_have_leave(offer, member, circle, by=offer.offered_by, at=at)
    must_meet_rule(circle, is_member=is_member(member), is_confirmed=_is_confirmed(offer, circle))
    offer.delete()
    begin_membership(member, cell, circle, started_at=at, by=by, at=at)
    return cell.pk


@act("membership.decline_membership", private=True)
def decline_membership(*, offer_id: UUID, by: Person, at: datetime) -> UUID:  # noqa: ARG001  -- of the shape of an act
    """Decline for oneself the membership that a cell offered: the offer is removed, and leaves no mark."""
    MembershipOffer.objects.waiting().filter(pk=offer_id, person=by).delete()
    return offer_id


@act("membership.withdraw_offer")
def withdraw_offer(*, offer_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Withdraw an offer of membership that waits: it is removed, and leaves no mark of whom it was made to.

    :raises Refused: if it does not wait any more, or `by` may not admit members there again.
    """
    offer = _claim(offer_id)
    require(by, PERMISSION, on=offer.unit, at=at)
    offer.delete()
    record(OfferWithdrawn(offer.unit_id), by=by, at=at)
    return offer_id


@act("membership.enter_signed_paper")
def enter_signed_paper(*, offer_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Enter that somebody who cannot sign in accepted on a paper that they signed: the membership begins now.

    They are shown who entered it, and can take it back. Whoever can sign in accepts by themselves.

    :raises Refused: if the offer does not wait any more, `by` may not admit members there again, the person can sign in, or
        they may not belong there: the same sentence for all that is so of the person.
    """
    offer = _claim(offer_id)
    require(by, PERMISSION, on=offer.unit, at=at)
    person = claim_person(offer.person_id)
    cell, circle = _place_of(offer)
    try:
        _must_sign_on_paper(person)
        must_stand_alone(person)
        _must_be_free(person, cell, circle)
        _must_have_leave(offer, person, circle, by=by, at=at)
        must_meet_rule(circle, is_member=is_member(person), is_confirmed=_is_confirmed(offer, circle))
    except Refused as refusal:
        raise _not_on_paper() from refusal
    begin_membership(person, cell, circle, started_at=at, by=by, at=at)
    offer.membership = next(
        each for each in open_memberships(person.pk) if each.circle_id == (circle.id if circle else None)
    )
    offer.paper_by, offer.paper_at = hand_of(by), at
    offer.save(update_fields=["membership", "paper_by", "paper_at"])
    record(PaperEntered(person.pk, cell.pk), by=by, at=at)
    return offer.pk


@act("membership.take_back_paper")
def take_back_paper(*, offer_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Take back for oneself a membership that an officer entered as accepted on paper: it ends now, with its offices.

    :raises Refused: if no such paper was entered for oneself, or the last registrar would go.
    """
    papers: Any = MembershipOffer.objects.on_paper().select_for_update(of=("self",))
    paper = papers.select_related("membership").filter(pk=offer_id).first()
    if paper is None:
        raise Refused(_("No such paper is kept any more. Look at your page again."))
    member = claim_person(require_themselves(by, paper.person_id).pk)
    homes = [each for each in open_memberships(member.pk) if each.circle_id == paper.membership.circle_id]
    paper.delete()
    end_homes(member, homes, by=by, at=at)
    record(PaperTakenBack(member.pk, paper.unit_id), by=by, at=at)
    return member.pk


def forget_offers(person_id: UUID, limit: int) -> int:
    """Forget up to `limit` offers to somebody who was erased, and return how many."""
    ids = list(MembershipOffer.objects.filter(person=person_id).values_list("pk", flat=True)[:limit])
    MembershipOffer.objects.filter(pk__in=ids).delete()
    return len(ids)


def _enter(
    person: Person, cell: Unit, circle: Circle | None, *, number: str, by: Person | None, at: datetime
) -> MembershipOffer:
    said = {
        "number": number,
        "condition": circle.condition if circle else "",
        "offered_by": hand_of(by),
        "offered_at": at,
    }
    # Offered again it is the same offer, so that nobody is worn down by many.
    offer, _is_new = MembershipOffer.objects.update_or_create(
        person=person, unit=cell, membership=None, defaults=said
    )
    return offer


def _must_not_wear_down(person: Person, cell: Unit, *, at: datetime) -> None:
    # An offer that waits is changed, and asks nobody twice.
    if MembershipOffer.objects.waiting().filter(person=person, unit=cell).exists():
        return
    if mark_offers([(cell.pk, person.pk)], at=at):
        raise Refused(
            _(
                "%(unit)s offered them membership within the last 30 days, and nobody is asked again before that. They can ask"
                " you themselves."
            )
            % {"unit": cell.name}
        )


def _claim(offer_id: UUID) -> MembershipOffer:
    offers: Any = MembershipOffer.objects.waiting().select_for_update(of=("self",))
    offer: MembershipOffer | None = offers.select_related("unit", "offered_by").filter(pk=offer_id).first()
    if offer is None:
        raise Refused(_("This offer waits no more: it was accepted, declined or withdrawn."))
    return offer


def _place_of(offer: MembershipOffer) -> tuple[Unit, Circle | None]:
    cell = must_be_cell(claim_unit(offer.unit_id))
    return cell, circle_of(cell)


def _is_confirmed(offer: MembershipOffer, circle: Circle | None) -> bool:
    return circle is not None and offer.condition == circle.condition


def _must_sign_on_paper(person: Person) -> None:
    if Account.objects.filter(person=person).exists():
        raise _not_on_paper()


def _not_on_paper() -> Refused:
    return Refused(
        _(
            "This cannot be entered from a paper. They may be able to sign in, and accept by themselves, or may not belong here:"
            " ask them, or the registrar of the whole organisation."
        )
    )


def _must_be_free(member: Person, cell: Unit, circle: Circle | None) -> None:
    there = last_in(member.pk, circle.id if circle else None)
    if there is None or there.ended_at is not None:
        return
    if there.unit_id == cell.pk:
        raise Refused(_("You belong to %(unit)s already. Decline the offer.") % {"unit": cell.name})
    raise Refused(
        _(
            "You belong to %(home)s already, and nobody has two homes there. Ask a registrar to transfer you, or decline this."
        )
        % {"home": there.unit.name}
    )


def _must_have_leave(
    offer: MembershipOffer, member: Person, circle: Circle | None, *, by: Person | None, at: datetime
) -> None:
    # Or whoever was put out of one cell would be let into the next by its secretary. What the operator offered has leave.
    was = last_in(member.pk, circle.id if circle else None)
    if was is None or (by is None and offer.offered_by_id is None):
        return
    if by is None or not may(by, PERMISSION, on=was.unit, at=at):
        raise Refused(
            _(
                "You belonged to %(unit)s before, and come back by leave of those who admit members there: ask them to offer"
                " it to you."
            )
            % {"unit": was.unit.name}
        )
