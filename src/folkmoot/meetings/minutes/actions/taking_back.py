"""Taking back that a meeting was entered from its signed sheet: with its votes and the minutes it wrote."""

from datetime import datetime
from uuid import UUID

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings.actions.claiming import claim_sheet
from folkmoot.meetings.minutes.events import MeetingEntryTakenBack
from folkmoot.meetings.minutes.models import Minutes
from folkmoot.meetings.minutes.rules.merging import text_of
from folkmoot.meetings.models import Meeting, Presence, Sitting
from folkmoot.meetings.motions.actions.counting import take_back
from folkmoot.meetings.motions.models import Question, Vote
from folkmoot.people.models import Person


@act("meetings.take_back_entry")
def take_back_entry(*, meeting_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Take back that a meeting was entered from its sheet, within two weeks, so that it can be entered as it was.

    One that was called stands there again as it was called; one that was not is gone. So are the votes that were entered with
    what they did, as long as nothing rests on it, and minutes in which nobody has written.

    :raises Refused: if `by` may run no meetings there, it was not entered from a sheet or over two weeks ago, somebody wrote
        in its minutes, checked or adopted them, or something else was decided or entered that rests on it.
    """
    sitting = claim_sheet(meeting_id, by=by, at=at)
    meeting = sitting.meeting
    _must_be_unwritten(meeting)
    _must_not_be_called_again(meeting)
    _take_back_votes(meeting)
    _forget(sitting)
    record(MeetingEntryTakenBack(meeting_id, meeting.unit_id, meeting.was_called_here), by=by, at=at)
    return meeting_id


def _must_be_unwritten(meeting: Meeting) -> None:
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes is None:
        return
    is_their_own = all(
        text_of(bytes(row.state)) == text_of(bytes(row.composed)) for row in minutes.parts.iterator()
    )
    if not minutes.is_draft or minutes.versions.exists() or minutes.checked_by_id or not is_their_own:
        raise Refused(
            _(
                "Somebody has written in the minutes of this meeting, or checked them, so it stays as it was entered."
            )
        )


def _must_not_be_called_again(meeting: Meeting) -> None:
    if Meeting.objects.standing().filter(unit=meeting.unit_id, second_of=meeting).exists():
        raise Refused(_("It was called again already. Cancel that meeting first."))


def _take_back_votes(meeting: Meeting) -> None:
    standing = Vote.objects.standing().filter(meeting=meeting).select_related("motion", "amendment__motion")
    # The last one first, as each rests on those before it.
    for vote in standing.order_by("-put_at", "-pk"):
        take_back(vote)


def _forget(sitting: Sitting) -> None:
    meeting = sitting.meeting
    try:
        Vote.objects.filter(meeting=meeting).delete()
        Question.objects.filter(meeting=meeting).delete()
        Presence.objects.filter(meeting=meeting).delete()
        Minutes.objects.filter(meeting=meeting).delete()
        sitting.delete()
        if not meeting.was_called_here:
            meeting.delete()
    except ProtectedError:
        raise Refused(
            _(
                "Something else names this meeting, such as a plan that it adopted or work that it gave out, so it stays."
            )
        ) from None
