"""Handing over an office: one term ends as the next begins."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.membership.actions.claiming import hold_person
from folkmoot.membership.actions.ending import leave_somebody
from folkmoot.membership.actions.naming import count_number
from folkmoot.membership.actions.offices import begin_term, claim_member, require_appointing
from folkmoot.membership.events import OfficeHandedOver
from folkmoot.membership.rules.entries import start_of
from folkmoot.people.models import Person, Term
from folkmoot.structure.actions.claiming import claim_unit


@act("membership.hand_over_office", before=count_number)
def hand_over_office(
    *,
    term_id: UUID,
    person_id: UUID,
    from_on: date | None = None,
    member_number: str = "",  # noqa: ARG001  -- by this they are known to whoever acts, and told to be offered it
    by: Person | None,
    at: datetime,
) -> UUID:
    """End a time in office and give the office to somebody else from the same moment on: the start of a day, or now.

    Whom `by` does not see is offered the office instead, by `membership.offer_office`.

    The one who follows holds it by the hand of `by`, as if appointed. Whoever holds the office needs the permission to appoint,
    too, to say who follows.

    :raises Refused: if `by` may not appoint such officers there or relieve them, that time in office is over or ends
        already, the day is past, or whoever follows cannot be appointed.
    """
    term = _claim_term(term_id)
    hold_person(person_id)
    unit = claim_unit(term.unit_id)
    require_appointing(by, term.office.code, unit, at=at)
    if by is None or by.pk != term.person_id:
        require(by, "membership.relieve_officer", on=unit, at=at)
    person = claim_member(person_id, unit, by=by, at=at)
    started_at = _moment(term, from_on, at=at)
    followed = begin_term(person, term.office, unit, started_at=started_at, follows=term, by=by, at=at)
    Term.objects.filter(pk=term.pk).update(ended_at=started_at)
    record(
        OfficeHandedOver(
            followed.pk, person.pk, term.pk, term.person_id, term.office.code, unit.pk, followed.started_at
        ),
        by=by,
        at=at,
    )
    return followed.pk


def _claim_term(term_id: UUID) -> Term:
    terms: Any = Term.objects.select_for_update(of=("self",)).select_related("office", "unit", "person")
    term: Term | None = terms.filter(pk=term_id).first()
    if term is None:
        raise Refused(_("There is no such officer. Choose them from the list again."))
    if term.ended_at is not None:
        raise Refused(_("This time in office is over, or was handed over already. Look at the list again."))
    return term


def _moment(term: Term, from_on: date | None, *, at: datetime) -> datetime:
    today = term.unit.local(at).date()
    if from_on is not None and from_on < today:
        # What they did meanwhile they did in office.
        raise Refused(
            _("This day is past, and they held the office until now. Choose today or a later day."),
            field="from_on",
        )
    moment = at if from_on in {None, today} else start_of(from_on, term.unit.time_zone)
    if moment < term.started_at:
        raise Refused(
            _("They have not begun by then themselves. Choose a later day, or end this appointment."),
            field="from_on",
        )
    if moment > at:
        # Whoever follows may lay it down before they begin.
        leave_somebody(term, at=at)
    return moment
