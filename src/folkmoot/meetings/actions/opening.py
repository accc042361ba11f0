"""Opening a meeting: who leads it, who writes, and how many have to be there."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.bylaws.queries.provisions import clauses_in_force
from folkmoot.bylaws.rules.kinds import Meeting as Kind
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings.actions.claiming import claim_to_run, must_be_open, must_stand
from folkmoot.meetings.events import ArrivalsNoted, MeetingOpened
from folkmoot.meetings.models import Meeting, Presence, Sitting
from folkmoot.meetings.queries.voters import count_voters, voters_among
from folkmoot.meetings.rules.quorum import Asked, quorum_asked
from folkmoot.meetings.rules.running import must_be_early_knowingly, must_be_its_day
from folkmoot.people.models import Person


@act("meetings.open_meeting")
def open_meeting(
    *,
    meeting_id: UUID,
    chair_id: UUID,
    minute_taker_id: UUID,
    is_early: bool = False,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Open a meeting on its day, with the members who chair it and take its minutes: both are there from then on.

    Who has a vote is counted at this moment, and how many of them make the quorum, by the bylaws of this day. A meeting that
    is open already stays as it is. Before its hour it begins only if it is said that it `is_early`.

    :raises Refused: if `by` may run no meetings there, it was cancelled or closed, is called for another day or a later hour,
        or one of the two has no vote in it.
    """
    meeting = claim_to_run(meeting_id, by=by, at=at)
    must_stand(meeting)
    opened = Sitting.objects.filter(meeting=meeting).first()
    if opened is not None:
        must_be_open(opened)
        return meeting.pk
    _must_be_today(meeting, at=at)
    must_be_early_knowingly(meeting.begins, is_early=is_early, at=at)
    must_lead(meeting, chair_id, minute_taker_id, at=at)
    sitting = open_sitting(meeting, chair_id=chair_id, minute_taker_id=minute_taker_id, at=at)
    _record_opened(sitting, by=by, at=at)
    return meeting.pk


def open_sitting(
    meeting: Meeting,
    *,
    chair_id: UUID,
    minute_taker_id: UUID,
    at: datetime,
    known_at: datetime | None = None,
) -> Sitting:
    """Write that a meeting is open from the moment `at` on, with those who lead it.

    With `known_at` those alone make its quorum who had been entered by then.
    """
    members = count_voters(meeting, at=at, known_at=known_at)
    asked = _quorum(meeting, members, at=at)
    sitting = Sitting.objects.create(
        meeting=meeting,
        opened_at=at,
        chair_id=chair_id,
        minute_taker_id=minute_taker_id,
        members=members,
        quorum=asked.needed if asked else None,
        quorum_article=asked.article if asked else "",
    )
    Presence.objects.bulk_create(
        Presence(meeting=meeting, person_id=person, has_vote=True, came_at=at)
        for person in sorted({chair_id, minute_taker_id})
    )
    return sitting


def _quorum(meeting: Meeting, members: int, *, at: datetime) -> Asked | None:
    provisions = clauses_in_force(meeting.unit, meeting.unit.local(at).date())
    return quorum_asked(
        provisions,
        Kind(meeting.kind),
        str(meeting.unit.kind.code),
        members=members,
        is_second=meeting.second_of_id is not None,
    )


def _must_be_today(meeting: Meeting, *, at: datetime) -> None:
    today = meeting.unit.local(at).date()
    must_be_its_day(first=meeting.begins.date(), last=meeting.ends.date(), today=today)


def must_lead(
    meeting: Meeting,
    chair_id: UUID,
    minute_taker_id: UUID,
    *,
    at: datetime,
    known_at: datetime | None = None,
) -> None:
    """Let only those chair a meeting and take its minutes who have a vote in it at the moment `at`, known at `known_at`.

    :raises Refused: naming the input, if one of the two has none.
    """
    with_a_vote = voters_among({chair_id, minute_taker_id}, meeting, at=at, known_at=known_at)
    for person, field in ((chair_id, "chair_id"), (minute_taker_id, "minute_taker_id")):
        if person not in with_a_vote:
            raise Refused(
                _("Choose somebody who has a vote in this meeting of %(unit)s.")
                % {"unit": meeting.unit.name},
                field=field,
            )


def _record_opened(sitting: Sitting, *, by: Person | None, at: datetime) -> None:
    event = MeetingOpened(
        sitting.meeting_id,
        sitting.members,
        sitting.quorum,
        sitting.quorum_article,
    )
    record(event, by=by, at=at)
    came = len({sitting.chair_id, sitting.minute_taker_id})
    record(ArrivalsNoted(sitting.meeting_id, came, 0, at), by=by, at=at)
