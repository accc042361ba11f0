"""What a digest says: that there is something new and how much; never what, nor from whom."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from folkmoot.notices.mail import AUTOMATIC
from folkmoot.notices.queries import Due
from folkmoot.notices.signing import message_id, token_of


def digest(each: Due, count: int) -> EmailMultiAlternatives:
    """Return the message that tells one recipient of `count` new things, in their language."""
    person = each.recipient.person
    stop_url = settings.PUBLIC_URL + reverse("notices:stop", args=[token_of(person.pk)])
    words = {"count": count, "often": each.recipient.often, "url": settings.PUBLIC_URL, "stop_url": stop_url}
    with override(next(iter(person.languages), settings.LANGUAGE_CODE)):
        message = EmailMultiAlternatives(
            _("Something new for you"),
            render_to_string("notices/mail/digest.txt", words),
            to=[each.address],
            headers=_headers(each, stop_url),
        )
        message.attach_alternative(render_to_string("notices/mail/digest.html", words), "text/html")
    return message


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
