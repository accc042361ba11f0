"""Meetings in calendars, which are read on others' machines: in those that ask again, without unit and place."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from folkmoot.meetings.models import Meeting
from folkmoot.meetings.queries.meetings import meetings_for
from folkmoot.meetings.queries.news import called_for
from folkmoot.notices.interfaces import Appointment
from folkmoot.people.models import Person


def meetings_of(person: Person, at: datetime) -> Iterator[Appointment]:
    """Yield the meetings for a member, the earliest first, cancelled ones as such."""
    for meeting in meetings_for(person, at=at):
        yield appointment_of(meeting)


def invitations_to(since: Mapping[UUID, datetime], until: datetime) -> dict[UUID, list[Appointment]]:
    """Return for each person the meetings to come that were called or changed for them in that time, for their mail."""
    told = called_for(since, until)
    return {person: [appointment_of(each) for each in meetings] for person, meetings in told.items()}


def appointment_of(meeting: Meeting, *, shows_place: bool = False) -> Appointment:
    """Return a meeting as calendars have it, under one id for good; with place and link if it `shows_place`."""
    where = [meeting.place, meeting.link] if shows_place else []
    return Appointment(
        uid=str(meeting.pk),
        on=meeting.begins.date(),
        summary=meeting.title,
        path=reverse("meetings:meeting", args=[meeting.pk]),
        begins_at=meeting.begins_at,
        ends_at=meeting.ends_at,
        sequence=meeting.sequence,
        is_cancelled=meeting.is_cancelled,
        place=", ".join(each for each in where if each),
    )
