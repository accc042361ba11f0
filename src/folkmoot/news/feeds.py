"""Feeds of the public edition, as readers of feeds ask for them: Atom (RFC 4287)."""

import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from folkmoot.news.queries.openly import PublicLine
from folkmoot.units.models import Unit

# What XML cannot carry in any spelling (XML 1.0, 2.2).
_UNSPEAKABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom_of(lines: Sequence[PublicLine], *, organisation: str, body: Unit | None) -> bytes:
    """Return a feed of what is published to everybody, by one body or by all; its ids and addresses stay the same."""
    page = address(reverse("public:body", args=[body.pk]) if body else reverse("public:all"))
    own = address(reverse("public:body_feed", args=[body.pk]) if body else reverse("public:feed"))
    name = f"{body.name} – {organisation}" if body and body.name != organisation else organisation
    feed = Atom1Feed(
        title=_spoken(name),
        link=page,
        description=_("Decisions and news for everybody"),
        feed_url=own,
        feed_guid=page,
    )
    for line in lines:
        feed.add_item(**_entry(line))
    return feed.writeString("utf-8").encode()


def address(path: str) -> str:
    """Return the whole address of one of our pages, the same whatever name it was asked under."""
    return f"{settings.PUBLIC_URL}{path}"


def _entry(line: PublicLine) -> dict[str, Any]:
    said = {"number": line.number, "body": line.body.name}
    words = _("News from %(body)s") if line.is_news else _("Decision %(number)s of %(body)s")
    if line.is_repealed:
        words = _("Decision %(number)s of %(body)s, repealed")
    elif line.is_amended and not line.is_news:
        words = _("Decision %(number)s of %(body)s, as amended")
    return {
        "title": _spoken(line.title),
        "link": address(reverse("public:paper", args=[line.pk])),
        "description": _spoken(words % said),
        "unique_id": f"urn:uuid:{line.pk}",
        "author_name": _spoken(line.body.name),
        "pubdate": line.published_at,
        "updateddate": line.updated_at,
    }


def _spoken(words: str) -> str:
    return _UNSPEAKABLE.sub("\ufffd", words)
