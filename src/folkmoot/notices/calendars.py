"""A person's deadlines as a calendar program reads them (RFC 5545); it names no paper, as it is read on others' machines."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from folkmoot.notices.interfaces import Appointment, appointments_of
from folkmoot.people.models import Person

if TYPE_CHECKING:
    from icalendar import Event

# How often programs that heed it ask again (RFC 7986 §5.7).
_REFRESH = timedelta(hours=12)


def calendar_of(person: Person, *, at: datetime) -> bytes:
    """Return the person's calendar as it is at the moment `at`."""
    # Only a page process that a calendar program asks has a use for it.
    from icalendar import Calendar  # noqa: PLC0415  -- 2 MB, where it is used

    calendar = Calendar()
    calendar.add("PRODID", "-//Folkmoot//Deadlines//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("REFRESH-INTERVAL", _REFRESH, parameters={"VALUE": "DURATION"})
    with override(next(iter(person.languages), settings.LANGUAGE_CODE)):
        calendar.add("X-WR-CALNAME", _("Deadlines"))
        for appointment in appointments_of(person, at):
            calendar.add_component(_event(appointment, at))
    written: bytes = calendar.to_ical()
    return written


def _event(appointment: Appointment, at: datetime) -> "Event":
    from icalendar import Event  # noqa: PLC0415  -- as above

    event = Event()
    event.add("UID", f"{appointment.uid}@{urlsplit(settings.PUBLIC_URL).hostname}")
    event.add("DTSTAMP", at)
    event.add("DTSTART", appointment.on)
    event.add("SUMMARY", appointment.summary)
    event.add("URL", settings.PUBLIC_URL + appointment.path)
    # A day to keep in mind is no appointment that blocks others.
    event.add("TRANSP", "TRANSPARENT")
    return event
