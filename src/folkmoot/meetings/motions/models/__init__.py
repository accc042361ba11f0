"""What is kept of motions, amendments to them, and the votes on both."""

from folkmoot.meetings.motions.models.motions import (
    Amendment,
    Backing,
    Forwarding,
    ForwardingQuerySet,
    Motion,
    MotionQuerySet,
    MotionTranslation,
)
from folkmoot.meetings.motions.models.voting import (
    Option,
    Question,
    Teller,
    Voice,
    VoiceQuerySet,
    Vote,
    VoteQuerySet,
)

__all__ = [
    "Amendment",
    "Backing",
    "Forwarding",
    "ForwardingQuerySet",
    "Motion",
    "MotionQuerySet",
    "MotionTranslation",
    "Option",
    "Question",
    "Teller",
    "Voice",
    "VoiceQuerySet",
    "Vote",
    "VoteQuerySet",
]
