"""A person's deadlines and meetings as a calendar program reads them (RFC 5545).

It names no paper, as it is read on others' machines.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
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
    with override(next(iter(person.languages), settings.LANGUAGE_CODE)):
        return calendar_file(appointments_of(person, at), name=_("Deadlines and meetings"), at=at)


def calendar_file(
    appointments: Iterable[Appointment], *, name: str = "", is_published: bool = False, at: datetime
) -> bytes:
    """Return appointments as a file, which is a calendar that is asked for again if it has a `name`.

    One that `is_published` goes out by mail, and asks for no answer (RFC 5546 §3.2.1).
    """
    # Only a page process that a calendar program asks has a use for it.
    from icalendar import Calendar  # noqa: PLC0415  -- 2 MB, where it is used

    calendar = Calendar()
    calendar.add("PRODID", "-//Folkmoot//Deadlines//EN")
    calendar.add("VERSION", "2.0")
    if is_published:
        calendar.add("METHOD", "PUBLISH")
    if name:
        calendar.add("REFRESH-INTERVAL", _REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("X-WR-CALNAME", name)
    for appointment in appointments:
        calendar.add_component(_event(appointment, at))
    written: bytes = calendar.to_ical()
    return written


def _event(appointment: Appointment, at: datetime) -> "Event":
    from icalendar import Event  # noqa: PLC0415  -- as above

    event = Event()
    event.add("UID", f"{appointment.uid}@{urlsplit(settings.PUBLIC_URL).hostname}")
    event.add("DTSTAMP", at)
    event.add("SUMMARY", appointment.summary)
    event.add("URL", settings.PUBLIC_URL + appointment.path)
    if appointment.begins_at is None or appointment.ends_at is None:
        event.add("DTSTART", appointment.on)
        # A day to keep in mind is no appointment that blocks others.
        event.add("TRANSP", "TRANSPARENT")
    else:
        _add_hours(event, appointment, appointment.begins_at, appointment.ends_at)
    return event


def _add_hours(event: "Event", appointment: Appointment, begins_at: datetime, ends_at: datetime) -> None:
    # In UTC: every program shows it by its own clocks, and needs no table of time zones.
    event.add("DTSTART", begins_at.astimezone(UTC))
    event.add("DTEND", ends_at.astimezone(UTC))
    event.add("SEQUENCE", appointment.sequence)
    event.add("STATUS", "CANCELLED" if appointment.is_cancelled else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT" if appointment.is_cancelled else "OPAQUE")
    if appointment.place:
        event.add("LOCATION", appointment.place)
