"""Adopted minutes on paper: for archives, and for whoever has no screen."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _

from folkmoot.circulars.queries.printing import address_of
from folkmoot.circulars.rules.leaf import Leaf, Section
from folkmoot.meetings import screens
from folkmoot.meetings.minutes.queries.minutes import VersionShown, version_page
from folkmoot.people.models import Person


def minutes_of(
    meeting_id: UUID, number: int, reader: Person, *, organisation: str, at: datetime
) -> Leaf | None:
    """Return an adopted version of minutes as `reader` prints it, in its language; None if they may not read it."""
    found = version_page(meeting_id, number, reader, at=at)
    if found is None:
        return None
    with override(found.version.minutes.language):
        return _leaf(found, organisation)


def _leaf(found: VersionShown, organisation: str) -> Leaf:
    version, meeting = found.version, found.meeting
    address = reverse("meetings:minutes_version", args=[meeting.pk, version.number])
    adopted = {"number": version.number, "on": date_format(version.adopted)}
    return Leaf(
        title=_("Minutes"),
        kicker=f"{meeting.title}, {meeting.unit.name}",
        organisation=organisation,
        language=version.minutes.language,
        direction="rtl" if get_language_bidi() else "ltr",
        lede="" if found.is_verified else _("This text is not the one that was adopted."),
        facts=[
            (_("When"), screens.moment_in_words(meeting.begins)),
            (_("Adopted"), _("Version %(number)d, on %(on)s") % adopted),
        ],
        sections=[Section(part.heading, part.text.splitlines()) for part in found.parts],
        closing=[
            _("SHA-256 in the ledger: %(hash)s. The page of these minutes proves it.")
            % {"hash": version.sha256}
        ],
        address=address_of(address),
        words={
            "code": _("A code to scan: it leads to the page of these minutes"),
            "if_gaps": _("A square stands for each letter that could not be printed."),
        },
    )
