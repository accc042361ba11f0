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
from folkmoot.work.models import Assignment
from folkmoot.work.queries.choosing import with_account


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

    Members see that somebody said yes, and not who, until they confirm it themselves. They are told, find it on their first page,
    and need nobody's leave: taken back, it is open again, and nothing says that it was theirs, nor is anything entered for them
    there again; after 30 days it lapses. No entry names them, nor do the minutes. Of whoever has no account, who could
    neither confirm it nor take it back, no name is kept: the work is open.

    :raises Refused: if `by` may not run the meeting, it is not open, or left open, they are not there or do not belong to the
        unit, they took back what was entered for them there, the day is past, or the title is not in order.
    """
    sitting = claim_open(meeting_id, by=by, at=at)
    meeting = sitting.meeting
    unit = claim_unit(meeting.unit_id)
    assignment = enter_work(unit, title, due_on, Reason(meeting_id=meeting.pk), by=by, at=at)
    if person_id is not None:
        _enter_yes(assignment, person_id, present_now(meeting, at=at), by=by, at=at)
    return assignment.pk


def _enter_yes(
    assignment: Assignment, person_id: UUID, here: set[UUID], *, by: Person | None, at: datetime
) -> None:
    if person_id not in here:
        raise Refused(_("They are not here. Note that they came first."), field="person_id")
    if with_account([person_id]):
        enter_offer(assignment, claim_person(person_id), meeting_id=assignment.meeting_id, by=by, at=at)
        record(WorkOffered(assignment.unit_id), by=by, at=at)
