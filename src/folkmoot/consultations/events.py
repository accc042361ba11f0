"""What can happen to a consultation. What people say in it leaves no entry."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from folkmoot.kernel.ledger import Event


@dataclass(frozen=True)
class ConsultationOpened(Event):
    """A body put a draft, whose words `text_digest` seals, before an audience from one moment until another."""

    consultation_id: UUID
    decision_id: UUID
    unit_id: UUID
    opens_at: datetime
    ends_at: datetime
    text_digest: str
    kinds: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()


@dataclass(frozen=True)
class ConsultationExtended(Event):
    """A consultation goes on for longer."""

    consultation_id: UUID
    ends_at: datetime


@dataclass(frozen=True)
class ConsultationClosed(Event):
    """A body ended a consultation before its day."""

    consultation_id: UUID


@dataclass(frozen=True)
class ConsultationWithdrawn(Event):
    """A body took a consultation back: what was said in it is forgotten."""

    consultation_id: UUID


@dataclass(frozen=True)
class ConsultationsHandedOver(Event):
    """Consultations of a body that is merged into another became that one's."""

    from_unit_id: UUID
    to_unit_id: UUID
    consultations: tuple[UUID, ...]


@dataclass(frozen=True)
class OpinionsCounted(Event):
    """The figures of what people think were taken, in sums that tell of nobody; `figures_digest` seals them."""

    consultation_id: UUID
    figures_digest: str


@dataclass(frozen=True)
class CommentsAnswered(Event):
    """A body answered comments about a point of a draft, or about the whole where `point` is empty."""

    consultation_id: UUID
    answer_id: UUID
    point: str


@dataclass(frozen=True)
class PointSummarised(Event):
    """A body wrote what becomes of a point of a draft, or of the whole where `point` is empty."""

    consultation_id: UUID
    point: str
    outcome: str


@dataclass(frozen=True)
class SummaryPublished(Event):
    """A body published its summary of a consultation, with the figures, to those who were asked."""

    consultation_id: UUID
