"""News as it is read: found by looking up from where somebody belongs, like decisions, and never written down for them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Q

from folkmoot.access.policy import permitted, units_where, visible
from folkmoot.decisions.queries.addressees import Addressees, addressees_of
from folkmoot.decisions.queries.audiences import Standings, audiences_reached_from, standings
from folkmoot.documents.queries import Prose, documents_titled, language_of, prose_of, title_of
from folkmoot.documents.queries.versions import versions_of
from folkmoot.kernel.prepared import prepared
from folkmoot.news.models import Item
from folkmoot.news.models import ItemQuerySet as Items
from folkmoot.news.queries.paging import ItemList, page_of
from folkmoot.news.rules.lasting import fresh_since
from folkmoot.people.models import Person
from folkmoot.units.models import Unit, UnitQuerySet

WRITING, PUBLISHING = "news.draft_item", "news.publish_item"
# A glance on the first page; the list has all.
ON_TODAY = 2
BODIES_SHOWN = 50
IN_A_FILE = 500


@dataclass(frozen=True)
class NewsPage:
    """The list of news for somebody, and what they are writing."""

    pinned: Sequence[Item]
    items: ItemList
    bodies: Sequence[Unit]
    drafts: Sequence[Item]
    writes: bool


@dataclass(frozen=True)
class NewsLine:
    """A news item as the first page tells of it."""

    pk: UUID
    body: str
    title: str
    language: str
    is_pinned: bool


@dataclass(frozen=True)
class Wording:
    """One wording of a news item: its number, and from when on it was read."""

    number: int
    since: datetime


@dataclass(frozen=True)
class ItemPage:
    """One news item on its page: the words, whom it is for, and what the reader may do with it."""

    item: Item
    reading: Prose
    addressees: Addressees | None
    wordings: Sequence[Wording]
    is_old: bool
    may_publish: bool


def for_reader(person: Person, *, at: datetime) -> Items:
    """Return the published news that is for `person`, or for whose body they may write news."""
    return for_reader_from(standings(person, at=at), units_where(person, WRITING, at=at), at=at)


def for_reader_from(standings: Standings, bodies: UnitQuerySet, *, at: datetime) -> Items:
    """Return what `for_reader` does, once it is known where somebody stands, and for which `bodies` they write news."""
    written = Item.objects.published().in_units(bodies)
    addressed = Q(audience__in=audiences_reached_from(standings)) & Q(published_at__lte=at)
    return Item.objects.published().filter(addressed | Q(pk__in=written.values("pk")))


def is_any_news() -> Exists:
    """Return, to be asked beside something else, whether any news was ever written: else `on_today` finds none."""
    return Exists(Item.objects.all())


def on_today(person: Person, standings: Standings, *, at: datetime) -> Sequence[NewsLine]:
    """Return the two latest news for `person`, who has these `standings`, that are still news; what is pinned comes first."""
    rows = _on_today(person=person.pk, languages=person.languages, standings=standings, at=at)
    return [NewsLine(row.pk, row.body.name, row.title, row.title_language, row.is_pinned) for row in rows]


@prepared
def _on_today(*, person: UUID, languages: list[str], standings: Standings, at: datetime) -> Items:
    fresh = Q(ends_at__isnull=False) | Q(published_at__gt=fresh_since(at))
    addressed = Item.objects.current(at).filter(fresh, audience__in=audiences_reached_from(standings))
    reader = Person(pk=person, languages=languages)
    return titled(addressed, reader, at=at).order_by("-is_pinned", "-published_at", "-pk")[:ON_TODAY]


def news_page(
    person: Person, *, words: str = "", body: UUID | None = None, after: str = "", at: datetime
) -> NewsPage:
    """Return the news for `person` that stands, the latest first: of `body` if one is named, with `words` in the title.

    `after` is the key that the page before gave. What is pinned stands first on the first page of all.
    """
    standing = for_reader(person, at=at).standing(at)
    shown = titled(found_by(standing, words, body), person, at=at)
    is_plain = not (words.strip() or body or after)
    pinned = shown.current(at).filter(is_pinned=True).newest_first()[:ON_TODAY] if is_plain else []
    bodies = bodies_writing(person, at=at)
    drafts = titled(Item.objects.drafts().in_units(bodies), person, at=at)
    return NewsPage(
        list(pinned),
        page_of(shown, after=after),
        list(Unit.objects.filter(pk__in=standing.values("body")).in_order()[:BODIES_SHOWN]),
        list(drafts.order_by("-created_at", "-pk")[:BODIES_SHOWN]),
        bodies.exists(),
    )


def all_news(person: Person, *, words: str, body: UUID | None, at: datetime) -> Iterator[Item]:
    """Yield all the news that `news_page` finds, the latest first, never holding more than one page."""
    shown = titled(found_by(for_reader(person, at=at).standing(at), words, body), person, at=at)
    page = page_of(shown, after="", size=IN_A_FILE)
    yield from page.rows
    while page.following:
        page = page_of(shown, after=page.following, size=IN_A_FILE)
        yield from page.rows


def item_page(
    item_id: UUID, person: Person, *, language: str = "", version: int = 0, at: datetime
) -> ItemPage | None:
    """Return the page of published news, in `language` if it has it; None if it is not for `person`, or there is none.

    `version` shows the words of one that was corrected since.
    """
    found = titled(for_reader(person, at=at).filter(pk=item_id), person, at=at)
    item = found.select_related("audience__unit").first()
    if item is None:
        return None
    wordings = wordings_of(item)
    asked = next((each for each in wordings[:-1] if each.number == version), None)
    read_at = asked.since if asked else at
    allowed = permitted(person, [PUBLISHING], on=item.body, at=at)
    return ItemPage(
        item,
        prose_of(item.document_id, [language, *person.languages], at=read_at),
        addressees_of(item.audience) if item.audience else None,
        wordings,
        asked is not None,
        PUBLISHING in allowed,
    )


def wordings_of(item: Item) -> list[Wording]:
    """Return the wordings that published news has had, the first one first: one question if it was corrected, else none."""
    if item.corrected_at is None or item.published_at is None:
        return [Wording(1, item.published_at)] if item.published_at else []
    return [
        Wording(each.number, each.known_from) for each in versions_of(item.document_id) if each.known_from
    ]


def papers_of(person: Person, permission: str, *, at: datetime) -> Items:
    """Return the news of the bodies where `person` holds `permission`, with titles as they read them."""
    return titled(visible(Item.objects.all(), person, permission, at=at), person, at=at)


def bodies_writing(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the open units for which `person` may write news, from the top down."""
    return units_where(person, WRITING, at=at).open().in_order()


def titled(items: Items, person: Person, *, at: datetime) -> Items:
    """Return `items` with their bodies and, in the first of the person's languages they have, `title` and `title_language`."""
    return titled_in(items, person.languages, at=at)


def titled_in(items: Items, languages: Sequence[str], *, at: datetime) -> Items:
    """Return `items` as `titled` does, for whoever reads `languages`."""
    additions: dict[str, Any] = {
        "title": title_of("document", languages, at=at),
        "title_language": language_of("document", languages, at=at),
    }
    return items.select_related("body").annotate(**additions)


def found_by(items: Items, words: str, body: UUID | None) -> Items:
    """Keep those in whose title all of `words` occur, of `body` if one is named."""
    if words.strip():
        items = items.filter(document__in=documents_titled(words))
    return items.filter(body=body) if body else items
