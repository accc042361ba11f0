"""Clauses: what of an article a machine can check, each kind with its own type."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import ClassVar
from uuid import UUID

from folkmoot.bylaws.rules.amounts import Amount
from folkmoot.bylaws.rules.kinds import Base, Counted, Every, Kind, Matter, Meeting, Method


@dataclass(frozen=True)
class MeetingFrequency:
    """A unit holds at least so many meetings of a kind in every such span of the calendar."""

    kind: ClassVar[Kind] = Kind.FREQUENCY
    meeting: Meeting
    times: int
    every: Every


@dataclass(frozen=True)
class Notice:
    """Between the day of the call and the day of the meeting lie so many clear days."""

    kind: ClassVar[Kind] = Kind.NOTICE
    meeting: Meeting
    days: int


@dataclass(frozen=True)
class ExtraordinaryCall:
    """So many members may demand a meeting, which is then held within so many days, if there is a limit."""

    kind: ClassVar[Kind] = Kind.CALL
    members: Amount
    within_days: int | None = None


@dataclass(frozen=True)
class SecondCall:
    """What follows when the quorum fails: a meeting so many days later at which fewer are enough; None: whoever comes."""

    after_days: int
    quorum: Amount | None


@dataclass(frozen=True)
class Quorum:
    """So many members have to be present, or to vote, or to vote in favour, for a decision to be valid."""

    kind: ClassVar[Kind] = Kind.QUORUM
    meeting: Meeting
    matter: Matter
    present: Amount
    second: SecondCall | None = None
    counted: Counted = Counted.PRESENT


@dataclass(frozen=True)
class Majority:
    """A motion is carried by such a share of the votes cast, of those present or of all members, or by `more_than` it.

    Of the votes cast, abstentions and invalid votes are left out unless they count.
    """

    kind: ClassVar[Kind] = Kind.MAJORITY
    matter: Matter
    share: Fraction
    more_than: bool
    of: Base
    abstentions_count: bool = False
    invalid_count: bool = False


@dataclass(frozen=True)
class BallotMethod:
    """How people vote on a matter."""

    kind: ClassVar[Kind] = Kind.BALLOT
    matter: Matter
    method: Method


@dataclass(frozen=True)
class OfficeTerm:
    """How long an office is held, and how often at most without a break; None: as often as people elect somebody."""

    kind: ClassVar[Kind] = Kind.TERM
    office: str
    months: int
    most_terms: int | None = None


@dataclass(frozen=True)
class ReadingDeadline:
    """A decision is read to members within so many days of the day on which it was conveyed."""

    kind: ClassVar[Kind] = Kind.READING
    days: int


@dataclass(frozen=True)
class ReportingDeadline:
    """A unit reports on every such span within so many days of its end."""

    kind: ClassVar[Kind] = Kind.REPORTING
    every: Every
    days: int


@dataclass(frozen=True)
class AnsweringDeadline:
    """What a unit right below asks for in a report is answered within so many days of the day on which it was sent."""

    kind: ClassVar[Kind] = Kind.ANSWERING
    days: int


@dataclass(frozen=True)
class Discussion:
    """A matter is discussed for so many days before it is voted on; somebody may vary this by so many."""

    kind: ClassVar[Kind] = Kind.DISCUSSION
    matter: Matter
    days: int
    vary_by: int = 0


@dataclass(frozen=True)
class VotingPeriod:
    """Votes are taken in for so many days; somebody may vary this by so many."""

    kind: ClassVar[Kind] = Kind.VOTING
    matter: Matter
    days: int
    vary_by: int = 0


@dataclass(frozen=True)
class Preparation:
    """A candidate is prepared for so many months before they are admitted."""

    kind: ClassVar[Kind] = Kind.PREPARATION
    months: int


@dataclass(frozen=True)
class Sponsors:
    """So many members have to stand behind a motion on a matter (or a candidate), besides whoever brings it."""

    kind: ClassVar[Kind] = Kind.SPONSORS
    matter: Matter
    members: Amount


@dataclass(frozen=True)
class CongressCycle:
    """A congress is held so many years after the last one, at the latest."""

    kind: ClassVar[Kind] = Kind.CONGRESS
    years: int


@dataclass(frozen=True)
class VisitFrequency:
    """A unit is visited by those above it at least so many times in every such span."""

    kind: ClassVar[Kind] = Kind.VISITS
    times: int
    every: Every


@dataclass(frozen=True)
class MinutesChecked:
    """Minutes of a meeting are checked by somebody who was there and did not write them, before they are adopted."""

    kind: ClassVar[Kind] = Kind.MINUTES
    meeting: Meeting


Clause = (
    MeetingFrequency
    | Notice
    | ExtraordinaryCall
    | Quorum
    | Majority
    | BallotMethod
    | OfficeTerm
    | ReadingDeadline
    | ReportingDeadline
    | AnsweringDeadline
    | Discussion
    | VotingPeriod
    | Preparation
    | Sponsors
    | CongressCycle
    | VisitFrequency
    | MinutesChecked
)


@dataclass(frozen=True)
class Subject:
    """What a clause is about, by which one takes the place of another: its kind, and a meeting, a matter or an office."""

    kind: Kind
    meeting: Meeting = Meeting.ANY
    matter: Matter = Matter.ANY
    office: str = ""
    every: Every | None = None


@dataclass(frozen=True)
class Provision:
    """A clause where it stands: its article, the depth of the unit whose bylaws these are, and the days on which it holds.

    It is for the kinds of unit that it names, for all if it names none. `until` is the first day on which it no longer holds.
    """

    article: str
    clause: Clause
    depth: int
    since: date
    until: date | None = None
    unit_kinds: frozenset[str] = frozenset()
    id: UUID | None = None
    decision_id: UUID | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.since <= day and (self.until is None or day < self.until)

    def is_for(self, unit_kind: str) -> bool:
        """Whether it is for units of that kind."""
        return not self.unit_kinds or unit_kind in self.unit_kinds


def subject_of(clause: Clause) -> Subject:
    """Return what a clause is about. Reports on every month and on every year are two things, and each has its deadline."""
    return Subject(
        clause.kind,
        getattr(clause, "meeting", Meeting.ANY),
        getattr(clause, "matter", Matter.ANY),
        getattr(clause, "office", ""),
        clause.every if isinstance(clause, ReportingDeadline) else None,
    )
