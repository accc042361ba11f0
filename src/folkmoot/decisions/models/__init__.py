"""The tables of decisions, by the name other modules know them."""

from folkmoot.decisions.models.audience import (
    Audience,
    AudienceKind,
    AudienceOffice,
    AudienceSector,
    Deadline,
)
from folkmoot.decisions.models.decision import Decision, Series, State
from folkmoot.decisions.models.reach import Figure, ReachState, Snapshot, TreeThen
from folkmoot.decisions.models.receipts import (
    ConfirmedCount,
    ErasedCount,
    How,
    ReachCount,
    Receipt,
    ReceiptBatch,
    UnitReached,
)
from folkmoot.decisions.models.recirculation import InMind, Recirculation
from folkmoot.decisions.models.relations import Kind, Relation
from folkmoot.decisions.models.repeals import Repeal

__all__ = [
    "Audience",
    "AudienceKind",
    "AudienceOffice",
    "AudienceSector",
    "ConfirmedCount",
    "Deadline",
    "Decision",
    "ErasedCount",
    "Figure",
    "How",
    "InMind",
    "Kind",
    "ReachCount",
    "ReachState",
    "Receipt",
    "ReceiptBatch",
    "Recirculation",
    "Relation",
    "Repeal",
    "Series",
    "Snapshot",
    "State",
    "TreeThen",
    "UnitReached",
]
