"""The notice of a meeting on paper: one page, for a wall and for whoever has no phone."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from folkmoot.circulars.queries.printing import address_of
from folkmoot.circulars.rules.leaf import Leaf, Section
from folkmoot.meetings import screens
from folkmoot.meetings.queries.meetings import MeetingPage, meeting_page
from folkmoot.people.models import Person


def notice_of(meeting_id: UUID, reader: Person, *, organisation: str, at: datetime) -> Leaf | None:
    """Return the notice of a meeting as `reader` prints it; None if they do not see it, or there is none.

    Where it is held stands on it only if they are shown that. The link never does: a wall would let everybody in.
    """
    page = meeting_page(meeting_id, reader, at=at)
    if page is None:
        return None
    meeting = page.meeting
    return Leaf(
        title=meeting.title,
        kicker=meeting.unit.name,
        organisation=organisation,
        language=get_language() or "en",
        direction="rtl" if get_language_bidi() else "ltr",
        lede=_lede(page),
        facts=screens.all_facts_of(page),
        sections=list(_sections(page)),
        closing=[_("Scan the code for the page of this meeting: it has what changes. Sign in to see it.")],
        address=address_of(reverse("meetings:meeting", args=[meeting.pk])),
        is_large=True,
        words={
            "code": _("A code to scan: it leads to the page of this meeting"),
            "if_gaps": _("A square stands for each letter that could not be printed."),
        },
    )


def _lede(page: MeetingPage) -> str:
    meeting = page.meeting
    if meeting.is_cancelled:
        return _("This meeting is not held. It was cancelled: %(reason)s") % {"reason": meeting.reason}
    if meeting.was is None:
        return ""
    was = screens.moment_in_words(meeting.was)
    said = _("This meeting was postponed. It was to begin on %(was)s.") % {"was": was}
    return f"{said} {meeting.reason}"


def _sections(page: MeetingPage) -> Iterator[Section]:
    if page.meeting.link and not page.meeting.is_cancelled:
        yield Section(_("Online"), [_("The link stands on the page of this meeting, for its members.")])
    if page.meeting.text:
        yield Section("", page.meeting.text.splitlines())
    if page.items:
        yield Section(_("Agenda"), (), [screens.line_of_item(item) for item in page.items])
