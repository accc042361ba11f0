"""What a digest says: that there is something new and how much; never what, nor from whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.mime.text import MIMEText
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from folkmoot.notices.calendars import calendar_file
from folkmoot.notices.interfaces import Appointment
from folkmoot.notices.mail import AUTOMATIC
from folkmoot.notices.queries import Due
from folkmoot.notices.rules.slots import Often
from folkmoot.notices.signing import message_id, token_of

# Stands for the one thing in which two digests of a batch differ.
_STOP_URL = "stop-url-of-this-recipient"


class Content(NamedTuple):
    """How many things are new for somebody, and how many news items there are beside these."""

    things: int
    items: int = 0


class Letter(NamedTuple):
    """What somebody is told, and what they want for their calendar with it."""

    content: Content
    appointments: Sequence[Appointment] = ()


def digest(each: Due, letter: Letter, *, at: datetime) -> EmailMultiAlternatives:
    """Return the message that tells one recipient at the moment `at` how much is new, in their language."""
    person = each.recipient.person
    stop_url = settings.PUBLIC_URL + reverse("notices:stop", args=[token_of(person.pk)])
    language = next(iter(person.languages), settings.LANGUAGE_CODE)
    words = _words(language, letter.content, each.recipient.often, settings.PUBLIC_URL)
    message = EmailMultiAlternatives(
        words.subject,
        words.text.replace(_STOP_URL, stop_url),
        to=[each.address],
        headers=_headers(each, stop_url),
    )
    message.attach_alternative(words.html.replace(_STOP_URL, stop_url), "text/html")
    if letter.appointments:
        message.attach(_calendar(letter.appointments, language, at))
    return message


def _calendar(appointments: Sequence[Appointment], language: str, at: datetime) -> MIMEText:
    with override(language):
        written = calendar_file(appointments, is_published=True, at=at).decode()
    part = MIMEText(written, "calendar", "utf-8")
    part.set_param("method", "PUBLISH")
    part.add_header("Content-Disposition", "attachment", filename="meetings.ics")
    return part


@dataclass(frozen=True)
class _Words:
    subject: str
    text: str
    html: str


@lru_cache(maxsize=256)
def _words(language: str, content: Content, often: Often, url: str) -> _Words:
    facts = {
        "count": content.things,
        "items": content.items,
        "often": often,
        "url": url,
        "stop_url": _STOP_URL,
    }
    with override(language):
        return _Words(
            _("Something new for you"),
            render_to_string("notices/mail/digest.txt", facts),
            render_to_string("notices/mail/digest.html", facts),
        )


def _headers(each: Due, stop_url: str) -> dict[str, str]:
    headers = {
        **AUTOMATIC,
        "Message-ID": message_id(each.address, each.slot),
        "List-Unsubscribe": f"<{stop_url}>",
    }
    if stop_url.startswith("https:"):
        # One click is a promise about an address with https alone (RFC 8058 §3.1).
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
