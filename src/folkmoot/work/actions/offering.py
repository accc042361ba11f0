"""Asking somebody whether they do some work. They say yes or no; of a no nothing is kept, and of a question none that names."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.hands import hand_of
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.membership.actions.claiming import claim_person
from folkmoot.people.models import Person
from folkmoot.work.actions.askings import mark_asking, mark_said_yes
from folkmoot.work.actions.claiming import claim_to_give, claim_work
from folkmoot.work.events import WorkOffered
from folkmoot.work.models import Assignment, Offer
from folkmoot.work.queries.belonging import belongs
from folkmoot.work.queries.choosing import with_account
from folkmoot.work.rules.states import Move, State, after


@act("work.offer_work")
def offer_work(*, assignment_id: UUID, person_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Ask somebody who belongs to the unit whether they do some open work: they accept or decline, and need not say why.

    What they declined, or did not answer, is open again after that, and nothing says that they were asked. The same work is
    offered to the same person once in 30 days, also if it was put up again, and a unit asks one person five times in 30 days.

    :raises Refused: if `by` puts up no work there, it is open no more, they do not belong to the unit, have no account to answer
        with, or were asked to do it within the last 30 days, or five times.
    """
    assignment = claim_to_give(assignment_id, by=by, at=at)
    person = claim_person(person_id)
    _must_be_reached(person, assignment, at=at)
    enter_offer(assignment, person, by=by, at=at)
    record(WorkOffered(assignment.unit_id), by=by, at=at)
    return assignment.pk


@act("work.accept_work", private=True)
def accept_work(*, assignment_id: UUID, by: Person, at: datetime) -> UUID:
    """Say for oneself that one does the work that is offered to one.

    :raises Refused: if it is not offered to oneself any more, or one does not belong to the unit any more.
    """
    assignment = claim_work(assignment_id)
    if assignment.holder_id == by.pk:
        return assignment.pk
    offer = assignment.waiting
    if offer is None or offer.person_id != by.pk:
        raise Refused(_("This work is not offered to you any more. Look at the list of open work."))
    _must_belong(assignment, by, at=at)
    offer.delete()
    hold(assignment, by, Move.ACCEPT)
    return assignment.pk


@act("work.decline_work", private=True)
def decline_work(*, assignment_id: UUID, by: Person, at: datetime) -> UUID:  # noqa: ARG001  -- of the shape of an act
    """Decline for oneself the work that is offered to one: the offer is removed, and leaves no mark."""
    Offer.objects.filter(assignment=assignment_id, person=by).delete()
    return assignment_id


def enter_offer(
    assignment: Assignment, person: Person, *, meeting_id: UUID | None = None, by: Person | None, at: datetime
) -> None:
    """Write down that claimed work is offered to a claimed person; at a meeting, that they said yes there.

    :raises Refused: if it is open no more, they do not belong to the unit, or they were asked too often within the last 30 days.
    """
    after(assignment.stands, Move.OFFER)
    _must_belong(assignment, person, at=at)
    # It is marked when it is offered, so that the mark says nothing of the answer.
    if meeting_id is None:
        mark_asking(assignment, person.pk, at=at)
    else:
        mark_said_yes(assignment, person.pk, meeting_id, at=at)
    Offer.objects.create(
        assignment=assignment, person=person, offered_by=hand_of(by), offered_at=at, meeting_id=meeting_id
    )


def hold(assignment: Assignment, holder: Person, move: Move) -> None:
    """Have claimed work done by `holder`, who says so themselves.

    :raises Refused: if it cannot be taken so.
    """
    if move is Move.TAKE and assignment.is_said:
        raise Refused(_("Somebody said yes to this work at a meeting. Ask there whether they do it."))
    # Whoever was asked is asked no more, and nothing says that they were.
    Offer.objects.filter(assignment=assignment).delete()
    stood = State.OFFERED if move is Move.ACCEPT else assignment.stands
    assignment.state, assignment.holder = after(stood, move), holder
    assignment.save(update_fields=["state", "holder"])
    assignment.helpers.filter(person=holder).delete()


def _must_be_reached(person: Person, assignment: Assignment, *, at: datetime) -> None:
    # Of whoever is not of the unit nothing is told, not even that.
    _must_belong(assignment, person, at=at)
    if not with_account([person.pk]):
        raise Refused(
            _(
                "%(name)s has no account, so this would not reach them. Ask them yourself, and write it on paper."
            )
            % {"name": person.name},
            field="person_id",
        )


def _must_belong(assignment: Assignment, person: Person, *, at: datetime) -> None:
    if not belongs(person.pk, assignment.unit, at=at):
        raise Refused(
            _("Only whoever belongs to %(unit)s does its work.") % {"unit": assignment.unit.name},
            field="person_id",
        )
