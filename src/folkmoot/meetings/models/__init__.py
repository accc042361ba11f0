"""What is kept of meetings: those that were called, and those that are held."""

from folkmoot.meetings.models.meetings import AgendaItem, Meeting, MeetingQuerySet
from folkmoot.meetings.models.running import LateTap, Presence, PresenceQuerySet, Sitting, Speaker

__all__ = [
    "AgendaItem",
    "LateTap",
    "Meeting",
    "MeetingQuerySet",
    "Presence",
    "PresenceQuerySet",
    "Sitting",
    "Speaker",
]
