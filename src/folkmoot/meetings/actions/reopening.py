"""Taking back that a meeting was closed: by mistake, and soon after."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings import interfaces
from folkmoot.meetings.actions.claiming import claim_late
from folkmoot.meetings.events import MeetingReopened
from folkmoot.meetings.models import Meeting, Presence, Sitting
from folkmoot.meetings.rules.running import must_be_closed_lately
from folkmoot.people.models import Person


@act("meetings.reopen_meeting")
def reopen_meeting(*, meeting_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Open a meeting again within an hour after it was closed: those who were there then are there. An open one stays so.

    :raises Refused: if `by` may not run it, it was never opened, was closed longer ago or entered afterwards, its minutes were
        adopted, or it was called again.
    """
    sitting = claim_late(meeting_id, by=by, at=at)
    if sitting.closed_at is None:
        return meeting_id
    must_be_closed_lately(sitting.close_known_at or at, is_entered=sitting.is_entered_afterwards, at=at)
    _must_be_the_last_word(sitting.meeting)
    _bring_back(sitting)
    record(MeetingReopened(meeting_id), by=by, at=at)
    return meeting_id


def _must_be_the_last_word(meeting: Meeting) -> None:
    of_it = Meeting.objects.filter(pk=meeting.pk)
    if of_it.filter(interfaces.minutes().are_adopted()).exists():
        raise Refused(_("Its minutes were adopted: what it did is fixed."))
    if Meeting.objects.standing().filter(unit=meeting.unit_id, second_of=meeting).exists():
        raise Refused(_("It was called again already. Cancel that meeting first."))


def _bring_back(sitting: Sitting) -> None:
    stays = Presence.objects.filter(meeting=sitting.meeting_id, left_at__gte=sitting.closed_at)
    stays.update(left_at=None)
    sitting.closed_at = sitting.close_entered_at = sitting.has_no_quorum_at = sitting.attended = (
        sitting.guests
    ) = None
    sitting.save(update_fields=["closed_at", "close_entered_at", "has_no_quorum_at", "attended", "guests"])
