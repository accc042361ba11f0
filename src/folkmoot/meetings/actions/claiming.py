"""Taking a meeting for the act that changes it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.errors import Refused
from folkmoot.meetings.models import Meeting, Sitting
from folkmoot.meetings.queries.runners import leads
from folkmoot.meetings.rules.permissions import CALLING, RUNNING
from folkmoot.meetings.rules.running import must_have_an_open_sheet
from folkmoot.people.models import Person


def claim_meeting(meeting_id: UUID, *, by: Person | None, at: datetime) -> Meeting:
    """Lock a meeting that `by` may change for this transaction, and return it with its unit.

    :raises Refused: if there is none, or `by` may call no meetings there.
    """
    meeting = _claimed(meeting_id)
    require(by, CALLING, on=meeting.unit, at=at)
    return meeting


def claim_to_run(meeting_id: UUID, *, by: Person | None, at: datetime) -> Meeting:
    """Lock a meeting that `by` may open for this transaction, and return it with its unit.

    :raises Refused: if there is none, or `by` may run no meetings there.
    """
    meeting = _claimed(meeting_id)
    require(by, RUNNING, on=meeting.unit, at=at)
    return meeting


def claim_led(meeting_id: UUID, *, by: Person | None, at: datetime) -> Meeting:
    """Lock a meeting that `by` runs, opened or not, for this transaction, and return it with its unit.

    :raises Refused: if there is none, it was cancelled or closed, or `by` may not run it.
    """
    meeting = _claimed(meeting_id)
    sitting = Sitting.objects.select_related("meeting__unit__kind").filter(meeting=meeting).first()
    if sitting is None:
        require(by, RUNNING, on=meeting.unit, at=at)
    else:
        require_running(sitting, by=by, at=at)
        must_be_open(sitting)
    must_stand(meeting)
    return meeting


def claim_open(
    meeting_id: UUID, *, by: Person | None, at: datetime, is_adjourned_too: bool = False
) -> Sitting:
    """Lock a meeting that goes on and that `by` may run, and return its sitting with the meeting and its unit.

    Its version is counted up, so that whoever keeps the screen too is shown what changed.

    :raises Refused: if there is none, it was not opened, is closed, was left open or (unless `is_adjourned_too`) is adjourned,
        or `by` may not run it.
    """
    sitting = claim_to_close(meeting_id, by=by, at=at)
    must_go_on(sitting, at=at)
    if sitting.is_adjourned and not is_adjourned_too:
        raise Refused(_("The meeting is adjourned. Let it go on first."))
    return sitting


def claim_to_close(meeting_id: UUID, *, by: Person | None, at: datetime) -> Sitting:
    """Lock a meeting that was not closed, though it may be adjourned or left open, and that `by` may run; return its sitting.

    :raises Refused: if there is none, it was not opened, is closed, or `by` may not run it.
    """
    sitting = claim_late(meeting_id, by=by, at=at)
    must_be_open(sitting)
    return sitting


def claim_late(meeting_id: UUID, *, by: Person | None, at: datetime) -> Sitting:
    """Lock a meeting that was opened and that `by` may run, closed or not, and return its sitting, counted up as above.

    :raises Refused: if there is none, it was not opened, or `by` may not run it.
    """
    sitting = claim_sitting(meeting_id)
    require_running(sitting, by=by, at=at)
    count_up(sitting)
    return sitting


def claim_sheet(meeting_id: UUID, *, by: Person | None, at: datetime) -> Sitting:
    """Lock a meeting that was entered from its signed sheet, of which `by` may enter more; return its sitting, counted up.

    Whoever is named on a sheet led that evening, and enters nothing: that is asked of who may enter a meeting.

    :raises Refused: if there is none, `by` may run no meetings there, it was run here, or entered over two weeks ago.
    """
    sitting = claim_sitting(meeting_id)
    require(by, RUNNING, on=sitting.meeting.unit, at=at)
    if not sitting.is_entered_afterwards:
        raise Refused(
            _("This meeting was not entered from its signed sheet. What it does is entered while it goes on.")
        )
    must_have_an_open_sheet(sitting.close_known_at or at, at=at)
    count_up(sitting)
    return sitting


def claim_sitting(meeting_id: UUID) -> Sitting:
    """Lock a meeting that was opened for this transaction, and return it with its meeting, unit and those who lead it.

    :raises Refused: if there is none, or it was not opened.
    """
    claimed = Sitting.objects.select_for_update(of=("self",))
    claimed = claimed.select_related("meeting__unit__kind", "chair", "minute_taker")
    sitting = claimed.filter(meeting=meeting_id).first()
    if sitting is None:
        raise Refused(_("This meeting is not open. Open it first."), field="meeting_id")
    return sitting


def count_up(sitting: Sitting) -> None:
    """Count that something was done at a meeting, so that whoever keeps the screen too is shown what changed."""
    sitting.version += 1
    sitting.save(update_fields=["version"])


def require_running(sitting: Sitting, *, by: Person | None, at: datetime) -> None:
    """Let an act go on only if `by` leads the meeting and still has a vote there, or holds an office that runs meetings there.

    :raises Refused: if they do not.
    """
    if by is None or not leads(sitting, by, at=at):
        require(by, RUNNING, on=sitting.meeting.unit, at=at)


def must_be_open(sitting: Sitting) -> None:
    """Let only a meeting through that was not closed.

    :raises Refused: if it was.
    """
    if not sitting.is_open:
        raise Refused(_("This meeting is closed. Nothing can be done at it any more."))


def must_be_to_come(meeting: Meeting, *, at: datetime) -> None:
    """Let only a meeting through that is held and has not begun.

    :raises Refused: if it was cancelled, was opened, or has begun.
    """
    must_stand(meeting)
    must_not_be_opened(meeting)
    if meeting.has_begun(at):
        raise Refused(_("This meeting has begun. Only one that is still to come can be changed so."))


def must_not_be_over(meeting: Meeting, *, at: datetime) -> None:
    """Let only a meeting through that is held and not over.

    :raises Refused: if it was cancelled, was opened, or is over.
    """
    must_stand(meeting)
    must_not_be_opened(meeting)
    if meeting.is_over(at):
        raise Refused(_("This meeting is over, so nothing of it can be changed."))


def must_stand(meeting: Meeting) -> None:
    """Let only a meeting through that was not cancelled.

    :raises Refused: if it was.
    """
    if meeting.is_cancelled:
        raise Refused(_("This meeting was cancelled. Call another one."))


def must_not_be_opened(meeting: Meeting) -> None:
    """Let only a meeting through that was not opened yet.

    :raises Refused: if it was.
    """
    if Sitting.objects.filter(meeting=meeting).exists():
        raise Refused(_("This meeting was opened already. What it deals with is changed where it is run."))


def must_be_as_seen(meeting: Meeting, sequence: int) -> None:
    """Let only a change through that was made on what stands there now.

    :raises Refused: if somebody else changed the meeting since.
    """
    if meeting.sequence != sequence:
        raise Refused(
            _("Somebody else has changed this meeting. Look at it as it is now, and change it again.")
        )


def _claimed(meeting_id: UUID) -> Meeting:
    claimed = Meeting.objects.select_for_update(of=("self",)).select_related("unit__kind")
    meeting = claimed.filter(pk=meeting_id).first()
    if meeting is None:
        raise Refused(_("There is no such meeting. Choose it from the list again."), field="meeting_id")
    return meeting


def must_go_on(sitting: Sitting, *, at: datetime) -> None:
    """Let what a meeting does be entered only while it goes on, and not once it was left open.

    :raises Refused: if it was to end more than a day ago.
    """
    if not sitting.goes_on(at=at):
        raise Refused(
            _(
                "This meeting was to end more than a day ago, so nothing is said or done there any more. Close it."
            ),
            field="meeting_id",
        )
