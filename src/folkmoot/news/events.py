"""What can happen to news."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from folkmoot.kernel.ledger import Event


@dataclass(frozen=True)
class NewsDrafted(Event):
    """Somebody began to write news for a body."""

    item_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class NewsRevised(Event):
    """The words of unpublished news were changed; `revision` counts their savings."""

    item_id: UUID
    revision: int


@dataclass(frozen=True)
class NewsDiscarded(Event):
    """Unpublished news was thrown away."""

    item_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class NewsHandedOver(Event):
    """Unpublished news of a body that is merged into another became that one's."""

    from_unit_id: UUID
    to_unit_id: UUID
    items: tuple[UUID, ...]


@dataclass(frozen=True)
class NewsPublished(Event):
    """A body published news to an audience; `text_digest` seals its words in every language."""

    item_id: UUID
    unit_id: UUID
    kinds: tuple[str, ...]
    sectors: tuple[str, ...]
    offices: tuple[str, ...]
    until: date | None
    is_pinned: bool
    text_digest: str


@dataclass(frozen=True)
class NewsCorrected(Event):
    """Published news has other words; those of before are kept. `text_digest` seals the new ones."""

    item_id: UUID
    version: int
    text_digest: str


@dataclass(frozen=True)
class NewsWithdrawn(Event):
    """A body withdrew what it had published."""

    item_id: UUID


@dataclass(frozen=True)
class PublicEditionOpened(Event):
    """The organisation began to publish to everybody what its bodies choose."""

    unit_id: UUID


@dataclass(frozen=True)
class PublicEditionClosed(Event):
    """The organisation publishes to nobody but its members any more."""

    unit_id: UUID


@dataclass(frozen=True)
class PublishedOpenly(Event):
    """A body published a decision or news to everybody."""

    paper_id: UUID
    unit_id: UUID
    decision_id: UUID | None
    item_id: UUID | None


@dataclass(frozen=True)
class TakenBackFromPublic(Event):
    """A body took back what it had published to everybody."""

    paper_id: UUID


@dataclass(frozen=True)
class LetterPublished(Event):
    """A body published a letter as it was sent; who wrote it is not entered."""

    letter_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class LetterShortened(Event):
    """A body offered a letter's writer to publish it shortened."""

    letter_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class LetterAnswered(Event):
    """A body answered a letter."""

    letter_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class LetterDeclined(Event):
    """A body declined a letter."""

    letter_id: UUID
    unit_id: UUID
