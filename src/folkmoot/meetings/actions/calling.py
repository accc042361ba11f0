"""Calling a meeting with the notice that the bylaws ask, postponing it, and cancelling it. Nothing is written for members."""

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from folkmoot.access.policy import require
from folkmoot.bylaws.queries.provisions import clauses_in_force
from folkmoot.kernel.acts import act
from folkmoot.kernel.ledger import record
from folkmoot.meetings.actions.agenda import AgendaEntry, texts_of, write_agenda
from folkmoot.meetings.actions.claiming import (
    claim_meeting,
    must_be_as_seen,
    must_be_to_come,
    must_not_be_over,
)
from folkmoot.meetings.events import MeetingCalled, MeetingCancelled, MeetingPlaced, MeetingPostponed
from folkmoot.meetings.models import Meeting
from folkmoot.meetings.rules.notice import Earliest, earliest_of, must_give_notice
from folkmoot.meetings.rules.permissions import CALLING
from folkmoot.meetings.rules.times import When, when_of
from folkmoot.meetings.rules.words import kind_called, meeting_text, reason_text, where_of
from folkmoot.people.models import Person
from folkmoot.structure.actions.claiming import claim_unit
from folkmoot.units.models import Unit


@act("meetings.call_meeting")
def call_meeting(
    *,
    unit_id: UUID,
    kind: str,
    day: date,
    begins: str,
    minutes: int,
    how: str,
    place: str = "",
    link: str = "",
    text: str = "",
    agenda: list[AgendaEntry] | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Call a meeting of a unit for a `day` and an hour such as "19:00" by its clocks.

    `kind` is one of those in the bylaws, such as `general`; `how` is `in_person`, `online` or `mixed`.

    :raises Refused: if `by` may call no meetings there, the unit was closed, the time is past, the bylaws ask for longer
        notice, or one of the inputs is not in order.
    """
    unit = claim_unit(unit_id)
    require(by, CALLING, on=unit, at=at)
    meeting_kind, where = kind_called(kind), where_of(how, place, link)
    when = when_of(day, begins, minutes, zone=ZoneInfo(unit.time_zone), at=at)
    article = _with_notice(unit, kind, day, at=at)
    meeting = Meeting.objects.create(
        unit=unit, kind=meeting_kind, text=meeting_text(text), called_at=at, **asdict(where), **asdict(when)
    )
    write_agenda(meeting, agenda or [], at=at)
    _record_called(meeting, article, agenda or [], by=by, at=at)
    return meeting.pk


@act("meetings.postpone_meeting")
def postpone_meeting(
    *,
    meeting_id: UUID,
    sequence: int,
    day: date,
    begins: str,
    minutes: int,
    reason: str,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Call a meeting that has not begun anew for another time, with its notice again and a `reason` that members read.

    :raises Refused: if `by` may call no meetings there, it was cancelled, has begun or was changed since it had been changed
        `sequence` times, the time is past or there is none such, the bylaws ask for longer notice, or there is no reason.
    """
    meeting = claim_meeting(meeting_id, by=by, at=at)
    must_be_to_come(meeting, at=at)
    must_be_as_seen(meeting, sequence)
    when = when_of(day, begins, minutes, zone=ZoneInfo(meeting.unit.time_zone), at=at)
    article = _with_notice(meeting.unit, meeting.kind, day, at=at)
    meeting.reason, meeting.was_at, meeting.postponed_at = reason_text(reason), meeting.begins_at, at
    _move(meeting, when)
    event = MeetingPostponed(meeting.pk, when.begins_at, when.ends_at, article)
    record(event, by=by, at=at, personal={"reason": meeting.reason})
    return meeting.pk


@act("meetings.cancel_meeting")
def cancel_meeting(*, meeting_id: UUID, reason: str, by: Person | None, at: datetime) -> UUID:
    """Say that a meeting that was called is not held, with a `reason` that members read.

    :raises Refused: if `by` may call no meetings there, it was cancelled or has begun, or there is no reason.
    """
    meeting = claim_meeting(meeting_id, by=by, at=at)
    must_be_to_come(meeting, at=at)
    meeting.reason, meeting.cancelled_at = reason_text(reason), at
    meeting.sequence += 1
    meeting.save(update_fields=["reason", "cancelled_at", "sequence"])
    record(MeetingCancelled(meeting.pk), by=by, at=at, personal={"reason": meeting.reason})
    return meeting.pk


@act("meetings.change_place")
def change_place(
    *,
    meeting_id: UUID,
    sequence: int,
    how: str,
    place: str = "",
    link: str = "",
    by: Person | None,
    at: datetime,
) -> UUID:
    """Say that a meeting is held in another place, by another link, or in another way.

    :raises Refused: if `by` may call no meetings there, it was cancelled, is over or was changed since it had been changed
        `sequence` times, there is no such way to meet, or a place or an https link is missing or too much.
    """
    meeting = claim_meeting(meeting_id, by=by, at=at)
    must_not_be_over(meeting, at=at)
    must_be_as_seen(meeting, sequence)
    where = where_of(how, place, link)
    meeting.how, meeting.place, meeting.link = where.how, where.place, where.link
    meeting.sequence += 1
    meeting.save(update_fields=["how", "place", "link", "sequence"])
    record(MeetingPlaced(meeting.pk, meeting.how), by=by, at=at, personal={"place": meeting.place})
    return meeting.pk


def earliest_for(unit: Unit, kind: str, *, at: datetime) -> Earliest | None:
    """Return from which day on a meeting of a kind can be called in a unit now; None if from any.

    :raises Refused: if there is no such kind.
    """
    today = unit.local(at).date()
    provisions = clauses_in_force(unit, today)
    return earliest_of(provisions, kind_called(kind), str(unit.kind.code), today=today)


def _with_notice(unit: Unit, kind: str, day: date, *, at: datetime) -> str:
    """Return the article by which a meeting has its notice, "" if none asks for one."""
    earliest = earliest_for(unit, kind, at=at)
    must_give_notice(day, earliest)
    return earliest.provision.article if earliest else ""


def _move(meeting: Meeting, when: When) -> None:
    meeting.begins_at, meeting.ends_at = when.begins_at, when.ends_at
    meeting.sequence += 1
    meeting.save(update_fields=["begins_at", "ends_at", "was_at", "postponed_at", "reason", "sequence"])


def _record_called(
    meeting: Meeting, article: str, agenda: list[AgendaEntry], *, by: Person | None, at: datetime
) -> None:
    event = MeetingCalled(
        meeting.pk,
        meeting.unit_id,
        meeting.kind,
        meeting.how,
        meeting.begins_at,
        meeting.ends_at,
        article,
    )
    # The link lets in whoever has it, so that it stands in the meeting alone.
    personal = {"place": meeting.place, "text": meeting.text, "agenda": texts_of(agenda)}
    record(event, by=by, at=at, personal=personal)
