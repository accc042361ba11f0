"""Whether the bylaws ask that minutes are checked by a second person."""

from datetime import datetime

from folkmoot.bylaws.queries.provisions import clauses_in_force
from folkmoot.bylaws.rules.clauses import Provision, Subject
from folkmoot.bylaws.rules.kinds import Kind
from folkmoot.bylaws.rules.kinds import Meeting as KindOfMeeting
from folkmoot.bylaws.rules.resolving import resolved
from folkmoot.meetings.models import Meeting


def checking_asked(meeting: Meeting, *, at: datetime) -> Provision | None:
    """Return the clause by which the minutes of a meeting, which comes with its unit and kind, are checked; None if none asks.

    It is one question, of the bylaws that hold at the moment `at`: minutes are adopted by the rules of that day.
    """
    provisions = clauses_in_force(meeting.unit, meeting.unit.local(at).date())
    subject = Subject(Kind.MINUTES, meeting=KindOfMeeting(meeting.kind))
    return resolved(provisions, subject, str(meeting.unit.kind.code))
