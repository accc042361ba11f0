"""What can happen to a unit."""

from dataclasses import dataclass
from uuid import UUID

from folkmoot.kernel.ledger import Event


@dataclass(frozen=True)
class UnitFounded(Event):
    """A unit came to be below another."""

    unit_id: UUID
    parent_id: UUID
    name: str


@dataclass(frozen=True)
class UnitMoved(Event):
    """A unit, with all below it, was hung under another."""

    unit_id: UUID
    from_parent_id: UUID
    to_parent_id: UUID
