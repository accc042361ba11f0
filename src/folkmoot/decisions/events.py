"""What can happen to a decision."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from folkmoot.kernel.ledger import Event


@dataclass(frozen=True)
class DecisionDrafted(Event):
    """Somebody began to write a decision for a body."""

    decision_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class DraftRevised(Event):
    """A draft's words were changed; `revision` counts its savings."""

    decision_id: UUID
    revision: int


@dataclass(frozen=True)
class DraftDiscarded(Event):
    """A draft was thrown away."""

    decision_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class DecisionAdopted(Event):
    """A body adopted a decision under a number; `text_digest` seals its words in every language."""

    decision_id: UUID
    unit_id: UUID
    number: str
    adopted_on: date
    text_digest: str


@dataclass(frozen=True)
class DecisionConveyed(Event):
    """A decision was addressed to an audience."""

    decision_id: UUID
    audience_unit_id: UUID
    kinds: tuple[str, ...]
    sectors: tuple[str, ...]
    offices: tuple[str, ...]
    deadlines: tuple[tuple[str, date], ...]
    rhythm: str


@dataclass(frozen=True)
class RecirculationSet(Event):
    """How often a decision comes back was changed."""

    decision_id: UUID
    rhythm: str


@dataclass(frozen=True)
class DecisionRepealed(Event):
    """A body took a decision back."""

    decision_id: UUID
    unit_id: UUID
    number: str


@dataclass(frozen=True)
class ReadingAttested(Event):
    """A decision was read aloud in a cell; those present have their receipts, which are their own."""

    decision_id: UUID
    unit_id: UUID
    read_on: date


@dataclass(frozen=True)
class ConveyingConfirmed(Event):
    """A cell's secretary confirmed that everyone there has a decision."""

    decision_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class ConveyingWithdrawn(Event):
    """A cell's secretary took that back."""

    decision_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class ReceiptsSealed(Event):
    """So many receipts, of any decisions and any units, were sealed under a digest."""

    batch_id: UUID
    count: int
    digest: str
