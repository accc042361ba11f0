"""Interrupting a meeting, and closing it: as one that was held, or for want of a quorum."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings import interfaces
from folkmoot.meetings.actions.attendance import end_stays, last_vote
from folkmoot.meetings.actions.claiming import claim_open, claim_to_close
from folkmoot.meetings.actions.items import finish_current
from folkmoot.meetings.events import MeetingAdjourned, MeetingClosed, MeetingWentOn, MeetingWithoutQuorum
from folkmoot.meetings.models import AgendaItem, Presence, Sitting
from folkmoot.meetings.queries.running import present_now
from folkmoot.meetings.rules.running import (
    moment_tapped,
    must_be_its_hour,
    must_be_new_day,
    must_have_no_quorum,
)
from folkmoot.people.models import Person


@act("meetings.adjourn")
def adjourn(*, meeting_id: UUID, goes_on_at: datetime | None = None, by: Person | None, at: datetime) -> UUID:
    """Interrupt a meeting, until a moment if one is named; people can come and leave meanwhile. One that is stays so.

    :raises Refused: if `by` may not run it, it is not open or was left open, or the moment is past.
    """
    sitting = claim_open(meeting_id, by=by, at=at, is_adjourned_too=True)
    must_be_new_day(goes_on_at, at=at)
    if not sitting.is_adjourned:
        sitting.adjourned_at, sitting.goes_on_at = at, goes_on_at
        sitting.save(update_fields=["adjourned_at", "goes_on_at"])
        record(MeetingAdjourned(meeting_id, goes_on_at), by=by, at=at)
    return meeting_id


@act("meetings.go_on")
def go_on(*, meeting_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Go on with a meeting that was adjourned; one that goes on already does.

    :raises Refused: if `by` may not run it, or it is not open or was left open.
    """
    sitting = claim_open(meeting_id, by=by, at=at, is_adjourned_too=True)
    if sitting.is_adjourned:
        sitting.adjourned_at, sitting.goes_on_at, sitting.went_on_at = None, None, at
        sitting.save(update_fields=["adjourned_at", "goes_on_at", "went_on_at"])
        record(MeetingWentOn(meeting_id), by=by, at=at)
    return meeting_id


@act("meetings.close_meeting")
def close_meeting(*, meeting_id: UUID, when: datetime | None = None, by: Person | None, at: datetime) -> UUID:
    """Close a meeting, which has been held then: its item is finished, and everybody leaves.

    `when` is the moment at which it was tapped, where that was without a connection. Nobody left before the last vote.

    :raises Refused: if `by` may not run it, it is not open, or a vote goes on.
    """
    sitting = claim_to_close(meeting_id, by=by, at=at)
    if interfaces.motions().is_voting(meeting_id):
        raise Refused(_("A vote goes on. Count it or give it up, and close the meeting then."))
    _close(sitting, moment_tapped(when, since=last_vote(sitting), at=at), by=by, at=at)
    event = MeetingClosed(meeting_id, sitting.attended or 0, sitting.guests or 0)
    record(event, by=by, at=at)
    return meeting_id


@act("meetings.close_without_quorum")
def close_without_quorum(*, meeting_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Close a meeting to which too few came: it was not held, and can be called again where the bylaws know that.

    :raises Refused: if `by` may not run it, it is not open, its hour is to come, enough are there, no quorum is asked, or it
        has dealt with items.
    """
    sitting = claim_to_close(meeting_id, by=by, at=at)
    present = len(present_now(sitting.meeting, at=at))
    must_be_its_hour(sitting.meeting.begins, at=at)
    must_have_no_quorum(present, sitting.quorum)
    if AgendaItem.objects.filter(meeting=meeting_id, begun_at__isnull=False).exists():
        raise Refused(_("It has dealt with items of its agenda. Close the meeting instead."))
    _close(sitting, at, by=by, at=at)
    sitting.has_no_quorum_at = at
    sitting.save(update_fields=["has_no_quorum_at"])
    event = MeetingWithoutQuorum(meeting_id, present, sitting.quorum or 0, sitting.quorum_article)
    record(event, by=by, at=at)
    return meeting_id


def _close(sitting: Sitting, moment: datetime, *, by: Person | None, at: datetime) -> None:
    finish_current(sitting, moment, by=by, at=at)
    end_stays(list(Presence.objects.filter(meeting=sitting.meeting_id).now()), moment)
    stays = Presence.objects.filter(meeting=sitting.meeting_id)
    sitting.attended = stays.voting().values("person").distinct().count()
    sitting.guests = stays.filter(person=None).count()
    sitting.closed_at, sitting.close_entered_at = moment, at
    sitting.adjourned_at = sitting.goes_on_at = None
    closed = ["closed_at", "close_entered_at", "adjourned_at", "goes_on_at"]
    sitting.save(update_fields=["attended", "guests", *closed])
