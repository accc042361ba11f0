"""Giving out work at a meeting that goes on, on the spot: somebody there says yes, and whoever runs it enters that."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings.actions.claiming import claim_open
from folkmoot.meetings.queries.running import present_now
from folkmoot.membership.actions.claiming import claim_person
from folkmoot.people.models import Person
from folkmoot.structure.actions.claiming import claim_unit
from folkmoot.work.actions.offering import enter_offer
from folkmoot.work.actions.putting_up import Reason, enter_work
from folkmoot.work.events import WorkOffered


@act("work.give_out_work")
def give_out_work(
    *,
    meeting_id: UUID,
    title: str,
    due_on: date,
    person_id: UUID | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Put up work at a meeting that goes on; `person_id` is who of those present said yes aloud that they do it.

    That counts until they take it back. They are told, find it on their first page, and need nobody's leave: taken back, it is
    open again, and nothing says that it was theirs. No entry names them, nor do the minutes.

    :raises Refused: if `by` may not run the meeting, it is not open or adjourned, they are not there or do not belong to the
        unit, the day is past, or the title is not in order.
    """
    meeting = claim_open(meeting_id, by=by, at=at).meeting
    unit = claim_unit(meeting.unit_id)
    assignment = enter_work(unit, title, due_on, Reason(meeting_id=meeting.pk), by=by, at=at)
    if person_id is None:
        return assignment.pk
    if person_id not in present_now(meeting, at=at):
        raise Refused(_("They are not here. Note that they came first."), field="person_id")
    enter_offer(assignment, claim_person(person_id), meeting_id=meeting.pk, by=by, at=at)
    record(WorkOffered(unit.pk), by=by, at=at)
    return assignment.pk
