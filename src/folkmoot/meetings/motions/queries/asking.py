"""What the bylaws ask of a vote at a meeting, on the day on which it is held."""

from datetime import datetime

from folkmoot.bylaws.queries.provisions import clauses_in_force
from folkmoot.bylaws.rules.kinds import Matter
from folkmoot.bylaws.rules.kinds import Meeting as Kind
from folkmoot.meetings.models import Meeting
from folkmoot.meetings.motions.models import Motion
from folkmoot.meetings.motions.rules.motions import Seconding, seconding_of
from folkmoot.meetings.motions.rules.voting import Asked, asked_of


def asked_at(meeting: Meeting, matter: Matter, *, at: datetime) -> Asked:
    """Return what the bylaws in force ask of a vote on a `matter` at `meeting`: one question."""
    provisions = clauses_in_force(meeting.unit, meeting.unit.local(at).date())
    unit_kind = str(meeting.unit.kind.code)
    is_second = meeting.second_of_id is not None
    return asked_of(provisions, matter, Kind(meeting.kind), unit_kind, is_second=is_second)


def seconding(motion: Motion, *, members: int, at: datetime) -> Seconding:
    """Return how many of so many `members` have to stand behind a motion besides its mover, and how many do."""
    provisions = clauses_in_force(motion.unit, motion.unit.local(at).date())
    have = motion.backings.filter(is_mover=False).count()
    kind = str(motion.unit.kind.code)
    return seconding_of(provisions, Matter(motion.matter), kind, members=members, have=have)
