"""What can happen to motions and votes. Who said what when the roll was called stands beside the vote alone."""

from dataclasses import dataclass
from uuid import UUID

from folkmoot.kernel.ledger import Event


@dataclass(frozen=True)
class MotionSubmitted(Event):
    """A motion was submitted to a unit."""

    motion_id: UUID
    unit_id: UUID
    matter: str


@dataclass(frozen=True)
class MotionSeconded(Event):
    """Somebody stands behind a motion of another."""

    motion_id: UUID


@dataclass(frozen=True)
class MotionSecondedNoMore(Event):
    """Somebody who stood behind a motion of another does so no more."""

    motion_id: UUID


@dataclass(frozen=True)
class MotionWithdrawn(Event):
    """A motion was withdrawn before it was voted on."""

    motion_id: UUID


@dataclass(frozen=True)
class MotionTranslated(Event):
    """A motion has its wording with the number `on_revision` in another language as well."""

    motion_id: UUID
    language: str
    on_revision: int


@dataclass(frozen=True)
class MotionPutOnAgenda(Event):
    """A motion stands on the agenda of a meeting."""

    motion_id: UUID
    meeting_id: UUID


@dataclass(frozen=True)
class MotionAmendmentProposed(Event):
    """Another wording of a motion was proposed, in place of the one with the number `on_revision`."""

    amendment_id: UUID
    motion_id: UUID
    on_revision: int


@dataclass(frozen=True)
class MotionAmendmentRevised(Event):
    """A proposed wording was brought up to date."""

    amendment_id: UUID
    on_revision: int


@dataclass(frozen=True)
class MotionAmendmentWithdrawn(Event):
    """A proposed wording was withdrawn."""

    amendment_id: UUID


@dataclass(frozen=True)
class MotionAmendmentsOrdered(Event):
    """The chair put the amendments to a motion in order."""

    motion_id: UUID
    amendments: tuple[UUID, ...]


@dataclass(frozen=True)
class VotePut(Event):
    """A meeting is asked to vote."""

    vote_id: UUID
    meeting_id: UUID
    matter: str
    method: str


@dataclass(frozen=True)
class AsideNoted(Event):
    """Whoever runs a meeting wrote down that somebody stands aside from a vote; so many do so now."""

    vote_id: UUID
    meeting_id: UUID
    aside: int


@dataclass(frozen=True)
class VoteDropped(Event):
    """A vote that was put was not held after all."""

    vote_id: UUID


@dataclass(frozen=True)
class VoteDecided(Event):
    """A vote was counted. `article` is that of the majority, "" where none says anything."""

    vote_id: UUID
    outcome: str
    in_favour: int
    against: int
    abstained: int
    invalid: int
    present: int
    members: int
    needed: int
    article: str
    quorum_article: str


@dataclass(frozen=True)
class PaperVoteEntered(Event):
    """A vote was entered from the sheet of a meeting, in place of one that was entered wrongly if that is named.

    So many stood `aside` from it.
    """

    vote_id: UUID
    meeting_id: UUID
    matter: str
    replaces_id: UUID | None
    method: str = "hands"
    aside: int = 0


@dataclass(frozen=True)
class RecountAsked(Event):
    """A vote is counted again, as `again_id`; the first count stays, as replaced."""

    vote_id: UUID
    again_id: UUID


@dataclass(frozen=True)
class MotionAdopted(Event):
    """A motion that was carried is a decision."""

    motion_id: UUID
    decision_id: UUID


@dataclass(frozen=True)
class MotionForwarded(Event):
    """A motion that was carried was sent to a body above, and those on the way were told."""

    motion_id: UUID
    to_unit_id: UUID
    told: tuple[UUID, ...]


@dataclass(frozen=True)
class MotionTakenUp(Event):
    """A body put a motion that came from below on its agenda, as a motion of its own."""

    forwarding_id: UUID
    motion_id: UUID
    meeting_id: UUID


@dataclass(frozen=True)
class MotionAnswered(Event):
    """A body answered a motion that came from below, with its reasons."""

    forwarding_id: UUID
    answer: str


@dataclass(frozen=True)
class MotionsHandedOver(Event):
    """Motions on which nothing was decided went over to another unit, and so did those that came there from below."""

    from_unit_id: UUID
    to_unit_id: UUID
    motions: tuple[UUID, ...]
    forwardings: tuple[UUID, ...]


@dataclass(frozen=True)
class QuestionAsked(Event):
    """A meeting was asked for its advice."""

    question_id: UUID
    meeting_id: UUID
    options: int


@dataclass(frozen=True)
class QuestionTallied(Event):
    """The hands for each answer to a question were counted, in the order of the answers."""

    question_id: UUID
    hands: tuple[int, ...]
    present: int


@dataclass(frozen=True)
class PaperAdviceEntered(Event):
    """What a meeting advised was entered from its sheet; the next event has the hands."""

    question_id: UUID
    meeting_id: UUID
    options: int
