"""Meetings as they are held: who is there, and what whoever keeps the screen sees."""

from datetime import datetime
from uuid import UUID

from folkmoot.meetings.models import Meeting, Presence


def present_now(meeting: Meeting) -> set[UUID]:
    """Return the ids of the people with a vote who are at `meeting` now: one question."""
    return set(Presence.objects.filter(meeting=meeting).now().voting().values_list("person", flat=True))


def present_at(meeting: Meeting, moment: datetime) -> set[UUID]:
    """Return the ids of the people with a vote who were at `meeting` at the moment `moment`: one question."""
    rows = Presence.objects.filter(meeting=meeting).at(moment).voting()
    return set(rows.values_list("person", flat=True))
