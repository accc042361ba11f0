"""What can happen to plans and their targets. No entry names anybody: a plan is the unit's."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from folkmoot.kernel.ledger import Event


@dataclass(frozen=True)
class PlanDrafted(Event):
    """A unit drafts a plan, or a new version of one."""

    plan_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class PlanChanged(Event):
    """The draft of a plan was changed."""

    plan_id: UUID
    unit_id: UUID
    revision: int


@dataclass(frozen=True)
class PlanDropped(Event):
    """The draft of a plan was given up."""

    plan_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class PlanAdopted(Event):
    """A unit adopted a plan: from then on it is fixed, and takes the place of the version before."""

    plan_id: UUID
    unit_id: UUID
    adopted_on: date
    version: int
    meeting_id: UUID | None
    # SHA-256 of the days, the words, the points and the targets.
    digest: str


@dataclass(frozen=True)
class TargetReached(Event):
    """A unit said that a target in words was reached, or that it was not after all."""

    target_id: UUID
    unit_id: UUID
    is_reached: bool


@dataclass(frozen=True)
class TargetSharedOut(Event):
    """A body shared a target out among the units right below it."""

    share_out_id: UUID
    unit_id: UUID
    rule: str
    units: int


@dataclass(frozen=True)
class ShareAccepted(Event):
    """A unit adopted its share of a target into its own plan."""

    share_out_id: UUID
    unit_id: UUID
    plan_id: UUID


@dataclass(frozen=True)
class ShareChangeAsked(Event):
    """A unit asked the body above for another share of a target."""

    share_out_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class ShareChangeWithdrawn(Event):
    """A unit asks for another share of a target no longer."""

    share_out_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class ShareSettled(Event):
    """A body answered a unit that asked for another share: it took that, or kept its own."""

    share_out_id: UUID
    unit_id: UUID
    is_taken: bool


@dataclass(frozen=True)
class PracticeMarked(Event):
    """A unit marked what worked for others."""

    practice_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class PracticeEnded(Event):
    """A unit ended what it had marked as good practice."""

    practice_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class PracticeCopied(Event):
    """A unit copied what worked elsewhere into its own plan or work."""

    practice_id: UUID
    unit_id: UUID
