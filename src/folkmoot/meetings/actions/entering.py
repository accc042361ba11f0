"""Entering a meeting afterwards, from the sheet that was signed there: when it was, who led it and who attended it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings.actions.agenda import AgendaEntry, texts_of, write_agenda
from folkmoot.meetings.actions.claiming import claim_to_run, must_not_be_opened, must_stand
from folkmoot.meetings.actions.opening import must_lead, open_sitting
from folkmoot.meetings.events import MeetingEntered, UncalledMeetingEntered
from folkmoot.meetings.models import Meeting, Presence, Sitting
from folkmoot.meetings.queries.meetings import called_meanwhile
from folkmoot.meetings.queries.voters import count_voters, voters_among
from folkmoot.meetings.rules.permissions import RUNNING
from folkmoot.meetings.rules.running import (
    must_be_no_more_than,
    must_be_one_night,
    must_have_happened,
    must_not_be_long_ago,
)
from folkmoot.meetings.rules.times import moment_at
from folkmoot.meetings.rules.words import Form, guest_named, kind_called, must_be_few_at_once, where_of
from folkmoot.people.models import Person
from folkmoot.structure.actions.claiming import claim_unit
from folkmoot.units.models import Unit


@dataclass(frozen=True)
class _Sheet:
    """What stands on the sheet: when it was, who led it, who signed, how many more did, and guests by name."""

    opened_at: datetime
    closed_at: datetime
    chair_id: UUID
    minute_taker_id: UUID
    people: Sequence[UUID]
    others: int
    guests: Sequence[str]


@act("meetings.enter_meeting")
def enter_meeting(
    *,
    meeting_id: UUID,
    chair_id: UUID,
    minute_taker_id: UUID,
    opened: str,
    closed: str,
    people: list[UUID],
    others: int = 0,
    guests: list[str] | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Enter a meeting afterwards that was called and held without this program, from the sheet that was signed there.

    `opened` and `closed` are hours of its day, such as "19:05"; the latter of the next one if it is earlier, for twelve hours at
    most. `others` with a vote signed and are counted alone. Quorum and votes are those of that day. With too few it was not
    held, as if it had been closed for want of a quorum.

    :raises Refused: if `by` may run no meetings there, it was cancelled or opened here, is not over, the hours are not in order,
        one of the people had no vote in it, or more came than had one.
    """
    meeting = claim_to_run(meeting_id, by=by, at=at)
    must_stand(meeting)
    must_not_be_opened(meeting)
    hours = _hours(meeting.unit, meeting.begins.date(), opened, closed, at=at)
    sheet = _Sheet(*hours, chair_id, minute_taker_id, people, others, guests or ())
    _enter(meeting, sheet, by=by, at=at)
    return meeting.pk


@act("meetings.enter_held_meeting")
def enter_held_meeting(
    *,
    unit_id: UUID,
    kind: str,
    day: date,
    place: str,
    chair_id: UUID,
    minute_taker_id: UUID,
    opened: str,
    closed: str,
    people: list[UUID],
    others: int = 0,
    guests: list[str] | None = None,
    agenda: list[AgendaEntry] | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Enter a meeting that was neither called nor run here, from the sheet that was signed there; its notice is not known.

    The rest is as for one that was called.

    :raises Refused: if `by` may run no meetings there, the unit was closed, it is not over or was over ten years ago, a meeting
        of that time stands here already, or one of the inputs is not in order.
    """
    unit = claim_unit(unit_id)
    require(by, RUNNING, on=unit, at=at)
    meeting_kind, where = kind_called(kind), where_of(Form.IN_PERSON, place, "")
    must_not_be_long_ago(day, today=unit.local(at).date())
    opened_at, closed_at = _hours(unit, day, opened, closed, at=at)
    _must_be_the_only_one(unit, opened_at, closed_at)
    when = {"begins_at": opened_at, "ends_at": closed_at, "called_at": at}
    meeting = Meeting.objects.create(unit=unit, kind=meeting_kind, how=where.how, place=where.place, **when)
    write_agenda(meeting, agenda or [], at=at)
    event = UncalledMeetingEntered(meeting.pk, unit.pk, meeting.kind, opened_at, closed_at)
    record(event, by=by, at=at, personal={"place": meeting.place, "agenda": texts_of(agenda or [])})
    sheet = _Sheet(opened_at, closed_at, chair_id, minute_taker_id, people, others, guests or ())
    _enter(meeting, sheet, by=by, at=at)
    return meeting.pk


def _enter(meeting: Meeting, sheet: _Sheet, *, by: Person | None, at: datetime) -> None:
    known_at = _end_of_day(meeting, sheet.opened_at)
    leading = {"chair_id": sheet.chair_id, "minute_taker_id": sheet.minute_taker_id}
    must_lead(meeting, **leading, at=sheet.opened_at, known_at=known_at)
    others = set(sheet.people) - {sheet.chair_id, sheet.minute_taker_id}
    names = [name for name in map(guest_named, sheet.guests) if name]
    must_be_few_at_once(len(others) + len(names) + 1)
    must_have_had_a_vote(meeting, others, at=sheet.opened_at, known_at=known_at)
    sitting = open_sitting(meeting, **leading, at=sheet.opened_at, known_at=known_at)
    attended = len({sheet.chair_id, sheet.minute_taker_id, *others}) + sheet.others
    must_be_no_more_than(sitting.members, attended, sheet.others)
    _write_attendance(sitting, sorted(others), names, sheet.closed_at)
    _close(sitting, attended, len(names), sheet.closed_at, at=at)
    _record(sitting, by=by, at=at)


def _must_be_the_only_one(unit: Unit, opened_at: datetime, closed_at: datetime) -> None:
    if called_meanwhile(unit, opened_at, closed_at).exists():
        raise Refused(
            _("A meeting of that time stands here already. Open its page, and enter it there."),
            field="opened",
        )


def _hours(unit: Unit, day: date, opened: str, closed: str, *, at: datetime) -> tuple[datetime, datetime]:
    zone = ZoneInfo(unit.time_zone)
    opened_at = moment_at(day, opened, zone, field="opened")
    closed_at = moment_at(day, closed, zone, field="closed")
    if closed_at < opened_at:
        closed_at = moment_at(day + timedelta(days=1), closed, zone, field="closed")
        must_be_one_night(opened_at, closed_at)
    must_have_happened(opened_at, closed_at, at=at)
    return opened_at, closed_at


def _end_of_day(meeting: Meeting, moment: datetime) -> datetime | None:
    """Return until when people had to be entered to count at a meeting; None if nobody was yet, as nothing was known here.

    Whoever is entered afterwards with an earlier day would make a quorum that nobody had counted.
    """
    zone = ZoneInfo(meeting.unit.time_zone)
    end = datetime.combine(moment.astimezone(zone).date() + timedelta(days=1), time.min, zone)
    return end if count_voters(meeting, at=moment, known_at=end) else None


def must_have_had_a_vote(
    meeting: Meeting, people: set[UUID], *, at: datetime, known_at: datetime | None = None
) -> None:
    """Let only those through who had a vote in a meeting at the moment `at`, as far as that was known by `known_at`.

    :raises Refused: if some had none; the sentence names them.
    """
    left = people - voters_among(people, meeting, at=at, known_at=known_at)
    if left:
        names = [each.name for each in Person.objects.filter(pk__in=left).in_order()]
        raise Refused(_had_no_vote(names, meeting.unit.local(at)), field="people")


def _had_no_vote(names: Sequence[str], day: datetime) -> str:
    # Whom one does not see is nobody to this act.
    if not names:
        return _("One of them had no vote in this meeting. Enter them as a guest, by name.")
    return _(
        "These had no vote on %(day)s, as they did not belong here yet, or no longer did: %(names)s. Untick them, and enter them"
        " as guests, by name."
    ) % {"day": date_format(day), "names": ", ".join(names)}


def _write_attendance(
    sitting: Sitting, others: Sequence[UUID], guests: Sequence[str], closed_at: datetime
) -> None:
    came = {"meeting": sitting.meeting, "came_at": sitting.opened_at}
    stays = [Presence(person_id=person, has_vote=True, **came) for person in others]
    stays += [Presence(guest_name=name, has_vote=False, **came) for name in guests]
    Presence.objects.bulk_create(stays)
    Presence.objects.filter(meeting=sitting.meeting_id).update(left_at=closed_at)


def _close(sitting: Sitting, attended: int, guests: int, closed_at: datetime, *, at: datetime) -> None:
    sitting.attended, sitting.guests = attended, guests
    sitting.closed_at, sitting.close_entered_at, sitting.is_entered_afterwards = closed_at, at, True
    if sitting.quorum is not None and attended < sitting.quorum:
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
