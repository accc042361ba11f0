"""What a notification says: that there is something new and how much; never what, nor from whom."""

import json
import secrets
from datetime import datetime
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from folkmoot.notices.push import push
from folkmoot.notices.queries import DueDevice
from folkmoot.notices.rules.encryption import bytes_of, sealed_for
from folkmoot.notices.rules.endpoints import endpoint_in
from folkmoot.notices.vapid import authorization

# As long as all that we say in any language: the length says nothing then.
_SIZE = 1024
_SALT_BYTES = 16
# A device that is off for so long is told of what is new then.
_KEPT_SECONDS = 24 * 3600


def push_news(each: DueDevice, count: int, *, at: datetime) -> None:
    """Notify one device of `count` new things.

    :raises NotSent: if its push service cannot be reached, or takes nothing.
    :raises NotTaken: if it does not take this message now.
    :raises Ended: if the browser no longer listens.
    """
    endpoint = endpoint_in(each.row.endpoint, inside=settings.PUSH_INSIDE)
    headers = {
        "Authorization": authorization(endpoint.origin, at=at) if endpoint else "",
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(_KEPT_SECONDS),
        "Urgency": "normal",
        # What waits at the service is replaced by what comes after it.
        "Topic": "news",
    }
    push(each.row.endpoint, _sealed(each, count), headers)


def _sealed(each: DueDevice, count: int) -> bytes:
    language = next(iter(each.person.languages), settings.LANGUAGE_CODE)
    said = {**_words(language, count), "mark": f"{each.slot.timestamp():.0f}"}
    return sealed_for(
        json.dumps(said, ensure_ascii=False).encode(),
        public_key=bytes_of(each.row.public_key),
        secret=bytes_of(each.row.secret),
        once=generate_private_key(SECP256R1()),
        salt=secrets.token_bytes(_SALT_BYTES),
        size=_SIZE,
    )


@lru_cache(maxsize=256)
def _words(language: str, count: int) -> dict[str, str]:
    with override(language):
        body = ngettext(
            "There is %(count)s new thing for you.", "There are %(count)s new things for you.", count
        )
        return {
            "title": _("Something new for you"),
            "body": body % {"count": count},
            "language": language,
        }
