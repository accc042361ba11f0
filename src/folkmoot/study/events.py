"""What can happen to study material. Of whoever learns from it, and how, no entry tells."""

from dataclasses import dataclass
from uuid import UUID

from folkmoot.kernel.ledger import Event


@dataclass(frozen=True)
class ProgrammeDrafted(Event):
    """A programme of study was begun for a unit and all below it."""

    programme_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class ProgrammeDropped(Event):
    """A programme that was never published was given up."""

    programme_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class ProgrammePublished(Event):
    """What was written of a programme was looked over by somebody else, and published."""

    programme_id: UUID
    unit_id: UUID
    revision: int
    # SHA-256 of the cards as they are asked from then on.
    digest: str


@dataclass(frozen=True)
class ProgrammeEnded(Event):
    """A programme is offered no more."""

    programme_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class CardWritten(Event):
    """A card was written, or written anew; members are asked it once that is published."""

    card_id: UUID
    programme_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class CardsImported(Event):
    """A batch of a file of cards was written into programmes; members are asked them once they are published."""

    job_id: UUID
    batch: int
    card_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class CardRemoved(Event):
    """A card, or what was to take its words' place, was taken out."""

    card_id: UUID
    programme_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class LessonWritten(Event):
    """A lesson was written, or written anew; members are offered it once that is published."""

    lesson_id: UUID
    programme_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class LessonRemoved(Event):
    """A lesson, or what was to take its text's place, was taken out."""

    lesson_id: UUID
    programme_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class QualificationSetUp(Event):
    """A unit said what it confirms of those who ask."""

    qualification_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class QualificationEnded(Event):
    """A qualification is given no more."""

    qualification_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class LearningConfirmed(Event):
    """It was confirmed of somebody that they learnt what a qualification asks; of whom, no entry tells."""

    qualification_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class LearningAnswered(Event):
    """Somebody who asked for a qualification was told what is missing; who, no entry tells."""

    qualification_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class CirclePlanned(Event):
    """It was said what a study circle studies, and in how many minutes."""

    meeting_id: UUID
    unit_id: UUID
    minutes: int


@dataclass(frozen=True)
class QuizCounted(Event):
    """It was counted how many groups of a study circle had a question of its quiz right."""

    meeting_id: UUID
    unit_id: UUID
