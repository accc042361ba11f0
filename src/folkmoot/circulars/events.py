"""What can happen to circulars."""

from dataclasses import dataclass
from uuid import UUID

from folkmoot.kernel.ledger import Event


@dataclass(frozen=True)
class PaperSet(Event):
    """A cell gets its decisions on paper from now on, or no longer."""

    unit_id: UUID
    is_on_paper: bool


@dataclass(frozen=True)
class BatchAsked(Event):
    """Circulars of a decision were asked for, for all cells on paper at and below a unit."""

    batch_id: UUID
    decision_id: UUID
    unit_id: UUID
    cells: int


@dataclass(frozen=True)
class BatchDiscarded(Event):
    """A batch of circulars is not needed any more: its files go."""

    batch_id: UUID
