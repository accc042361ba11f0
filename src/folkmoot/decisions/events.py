"""What can happen to a decision."""

from dataclasses import dataclass
from datetime import date, datetime
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
class DraftsHandedOver(Event):
    """Drafts of a body that is merged into another became that one's."""

    from_unit_id: UUID
    to_unit_id: UUID
    decisions: tuple[UUID, ...]


@dataclass(frozen=True)
class DecisionAdopted(Event):
    """A body adopted a decision under a number; `text_digest` seals its words in every language, and its files.

    `files` are the SHA-256 of each of these.
    """

    decision_id: UUID
    unit_id: UUID
    number: str
    adopted_on: date
    text_digest: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class AmendmentWritten(Event):
    """A draft says what the text of another decision is to be, on top of the version with this number."""

    decision_id: UUID
    target_id: UUID
    on_version: int


@dataclass(frozen=True)
class FileAttached(Event):
    """A file was hung on a draft; its name may say something of people, its digest does not."""

    decision_id: UUID
    sha256: str


@dataclass(frozen=True)
class FileDetached(Event):
    """A file was taken off a draft."""

    decision_id: UUID
    sha256: str


@dataclass(frozen=True)
class RelationsSet(Event):
    """A draft says which earlier decisions it repeals, replaces and implements once it is adopted."""

    decision_id: UUID
    repeals: tuple[UUID, ...]
    replaces: tuple[UUID, ...]
    implements: tuple[UUID, ...]


@dataclass(frozen=True)
class DecisionAmended(Event):
    """A decision's text has a new version, from a moment on; `text_digest` seals its words in every language, and its files.

    `files` are the SHA-256 of each of these.
    """

    decision_id: UUID
    by_decision_id: UUID
    version: int
    holds_from: datetime
    text_digest: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class DecisionEnded(Event):
    """Another decision repeals or replaces one, from a moment on."""

    decision_id: UUID
    by_decision_id: UUID
    kind: str
    ends_at: datetime


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
