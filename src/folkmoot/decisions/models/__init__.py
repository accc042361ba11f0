"""The tables of decisions, by the name other modules know them."""

from folkmoot.decisions.models.audience import (
    Audience,
    AudienceKind,
    AudienceOffice,
    AudienceSector,
    Deadline,
)
from folkmoot.decisions.models.decision import Decision, Series, State
from folkmoot.decisions.models.receipts import How, ReachCount, Receipt, ReceiptBatch, UnitReached

__all__ = [
    "Audience",
    "AudienceKind",
    "AudienceOffice",
    "AudienceSector",
    "Deadline",
    "Decision",
    "How",
    "ReachCount",
    "Receipt",
    "ReceiptBatch",
    "Series",
    "State",
    "UnitReached",
]
