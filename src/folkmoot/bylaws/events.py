"""What can happen to bylaws."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from folkmoot.kernel.ledger import Event


@dataclass(frozen=True)
class ClauseEntered(Event):
    """A body entered what an article of its bylaws asks; `clause` is JSON, and `former_id` what it takes the place of."""

    provision_id: UUID
    decision_id: UUID
    article: str
    clause: str
    unit_kinds: tuple[str, ...]
    since: date
    former_id: UUID | None = None


@dataclass(frozen=True)
class ArticleRemarked(Event):
    """A body entered why an article of its bylaws cannot be checked by a machine."""

    provision_id: UUID
    decision_id: UUID
    article: str


@dataclass(frozen=True)
class ProvisionEnded(Event):
    """A clause or a remark no longer holds from a day on."""

    provision_id: UUID
    until: date


@dataclass(frozen=True)
class ClauseConfirmed(Event):
    """Somebody looked: a clause still says what its changed article says."""

    provision_id: UUID


@dataclass(frozen=True)
class ClausesFollowed(Event):
    """An amendment is in force: clauses went to the new numbers of their articles, or ended with them.

    `to_check` are those whose article has other words now.
    """

    decision_id: UUID
    version: int
    moved: tuple[UUID, ...]
    ended: tuple[UUID, ...]
    to_check: tuple[UUID, ...]
