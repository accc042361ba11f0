"""What is kept of meetings: those that were called, and those that are held, and their minutes."""

from folkmoot.meetings.models.meetings import AgendaItem, Meeting, MeetingQuerySet
from folkmoot.meetings.models.minutes import (
    Minutes,
    MinutesEdit,
    MinutesName,
    MinutesPart,
    MinutesVersion,
)
from folkmoot.meetings.models.motions import (
    Amendment,
    Backing,
    Forwarding,
    ForwardingQuerySet,
    Motion,
    MotionQuerySet,
)
from folkmoot.meetings.models.running import LateTap, Presence, PresenceQuerySet, Sitting, Speaker
from folkmoot.meetings.models.voting import Option, Question, Voice, VoiceQuerySet, Vote, VoteQuerySet

__all__ = [
    "AgendaItem",
    "Amendment",
    "Backing",
    "Forwarding",
    "ForwardingQuerySet",
    "LateTap",
    "Meeting",
    "MeetingQuerySet",
    "Minutes",
    "MinutesEdit",
    "MinutesName",
    "MinutesPart",
    "MinutesVersion",
    "Motion",
    "MotionQuerySet",
    "Option",
    "Presence",
    "PresenceQuerySet",
    "Question",
    "Sitting",
    "Speaker",
    "Voice",
    "VoiceQuerySet",
    "Vote",
    "VoteQuerySet",
]
