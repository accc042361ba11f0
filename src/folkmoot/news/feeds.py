"""Feeds of the public edition, as readers of feeds ask for them: Atom (RFC 4287)."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html
from django.utils.translation import gettext as _

from folkmoot.documents.queries.whole import Whole
from folkmoot.news.queries.openly import PublicLine
from folkmoot.units.models import Unit

# What XML cannot carry in any spelling (XML 1.0, 2.2).
_UNSPEAKABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Feed(Atom1Feed):
    """Atom whose entries have their words with them, and whose summaries are words and no markup."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:  # noqa: ANN401  -- what Django hands over
        super().add_item_elements(handler, {**item, "description": None})
        handler.addQuickElement("summary", item["description"], {"type": "text"})
        if item["words"]:
            # What the words lead to is named from their page.
            handler.addQuickElement("content", item["words"], {"type": "html", "xml:base": item["link"]})


def atom_of(
    lines: Sequence[PublicLine], words: Mapping[UUID, Whole], *, organisation: str, body: Unit | None
) -> bytes:
    """Return a feed of what is published to everybody, by one body or by all; its ids and addresses stay the same.

    An entry carries its `words`, those that are given by the id of its paper.
    """
    page = address(reverse("public:body", args=[body.pk]) if body else reverse("public:all"))
    own = address(reverse("public:body_feed", args=[body.pk]) if body else reverse("public:feed"))
    name = f"{body.name} – {organisation}" if body and body.name != organisation else organisation
    feed = _Feed(
        title=_spoken(name),
        link=page,
        description=_("Decisions and news for everybody"),
        feed_url=own,
        feed_guid=page,
    )
    for line in lines:
        feed.add_item(**_entry(line), words=_words(words.get(line.pk)))
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


def _words(whole: Whole | None) -> str:
    if whole is None:
        return ""
    language = whole.language
    return _spoken(
        format_html('<div lang="{}" dir="{}">{}</div>', language.code, language.direction, whole.html)
    )


def _spoken(words: str) -> str:
    return _UNSPEAKABLE.sub("\ufffd", words)
