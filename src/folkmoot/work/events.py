"""What can happen to work.

No entry names who was offered, took or gave back what: that stands with the work as long as it is so, and then nowhere.
Whoever reports what came of it does so in their own name.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from folkmoot.kernel.ledger import Event


@dataclass(frozen=True)
class WorkPutUp(Event):
    """A unit put up work that is to be done by a day."""

    assignment_id: UUID
    unit_id: UUID
    due_on: date


@dataclass(frozen=True)
class WorkOffered(Event):
    """Somebody was asked to do some work of a unit."""

    unit_id: UUID


@dataclass(frozen=True)
class WorkWithdrawn(Event):
    """A unit does not do some work after all."""

    assignment_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class WorkReported(Event):
    """Whoever held some work reported that it is done."""

    assignment_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class WorkHandedOver(Event):
    """What a unit had still to do became work of the unit it was merged into."""

    from_unit_id: UUID
    to_unit_id: UUID
    count: int


@dataclass(frozen=True)
class WorkReviewed(Event):
    """A unit talked over some work that was done."""

    assignment_id: UUID
    unit_id: UUID
