"""Entering a meeting afterwards, from the sheet that was signed there: when it was, who led it and who attended it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings.actions.claiming import claim_to_run, must_not_be_opened, must_stand
from folkmoot.meetings.actions.opening import must_lead, open_sitting
from folkmoot.meetings.events import MeetingEntered
from folkmoot.meetings.models import Meeting, Presence, Sitting
from folkmoot.meetings.queries.voters import voters_among
from folkmoot.meetings.rules.running import must_have_happened
from folkmoot.meetings.rules.times import moment_at
from folkmoot.meetings.rules.words import guest_named, must_be_few_at_once
from folkmoot.people.models import Person


@act("meetings.enter_meeting")
def enter_meeting(
    *,
    meeting_id: UUID,
    chair_id: UUID,
    minute_taker_id: UUID,
    opened: str,
    closed: str,
    people: list[UUID],
    guests: list[str] | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Enter a meeting afterwards that was called and held without this program, from the sheet that was signed there.

    `opened` and `closed` are hours of its day, such as "19:05"; the latter of the next one if it is earlier. Quorum and votes are
    those of that day. With too few it was not held, as if it had been closed for want of a quorum.

    :raises Refused: if `by` may run no meetings there, it was cancelled or opened here, is not over, the hours are not in order,
        or one of the people had no vote in it.
    """
    meeting = claim_to_run(meeting_id, by=by, at=at)
    must_stand(meeting)
    must_not_be_opened(meeting)
    opened_at, closed_at = _hours(meeting, opened, closed, at=at)
    must_lead(meeting, chair_id, minute_taker_id, at=opened_at)
    others = set(people) - {chair_id, minute_taker_id}
    names = [name for name in map(guest_named, guests or ()) if name]
    must_be_few_at_once(len(others) + len(names) + 1)
    _must_have_had_a_vote(meeting, others, at=opened_at)
    sitting = open_sitting(meeting, chair_id=chair_id, minute_taker_id=minute_taker_id, at=opened_at)
    _write_attendance(sitting, sorted(others), names, closed_at)
    _record(sitting, by=by, at=at)
    return meeting.pk


def _hours(meeting: Meeting, opened: str, closed: str, *, at: datetime) -> tuple[datetime, datetime]:
    zone, day = ZoneInfo(meeting.unit.time_zone), meeting.begins.date()
    opened_at = moment_at(day, opened, zone, field="opened")
    closed_at = moment_at(day, closed, zone, field="closed")
    if closed_at < opened_at:
        closed_at = moment_at(day + timedelta(days=1), closed, zone, field="closed")
    must_have_happened(opened_at, closed_at, at=at)
    return opened_at, closed_at


def _must_have_had_a_vote(meeting: Meeting, people: set[UUID], *, at: datetime) -> None:
    if people - voters_among(people, meeting, at=at):
        raise Refused(
            _("One of them had no vote in this meeting. Enter them as a guest, by name."), field="people"
        )


def _write_attendance(
    sitting: Sitting, others: Sequence[UUID], guests: Sequence[str], closed_at: datetime
) -> None:
    came = {"meeting": sitting.meeting, "came_at": sitting.opened_at}
    stays = [Presence(person_id=person, has_vote=True, **came) for person in others]
    stays += [Presence(guest_name=name, has_vote=False, **came) for name in guests]
    Presence.objects.bulk_create(stays)
    Presence.objects.filter(meeting=sitting.meeting_id).update(left_at=closed_at)
    sitting.attended = len({sitting.chair_id, sitting.minute_taker_id, *others})
    sitting.guests, sitting.closed_at, sitting.is_entered_afterwards = len(guests), closed_at, True
    if sitting.quorum is not None and sitting.attended < sitting.quorum:
        sitting.has_no_quorum_at = closed_at
    sitting.save()


def _record(sitting: Sitting, *, by: Person | None, at: datetime) -> None:
    assert sitting.closed_at is not None  # noqa: S101  -- it was just closed
    event = MeetingEntered(
        sitting.meeting_id,
        sitting.opened_at,
        sitting.closed_at,
        sitting.members,
        sitting.quorum,
        sitting.quorum_article,
        sitting.attended or 0,
        sitting.guests or 0,
    )
    record(event, by=by, at=at)
