"""The public edition as anybody reads it: nothing here asks who that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from folkmoot.access.policy import may, units_where_each
from folkmoot.decisions.queries.openly import decisions_shown
from folkmoot.documents.queries import Prose, Reading, prose_of_version, reading_of_version
from folkmoot.documents.queries.versions import holding_versions, versions_of
from folkmoot.documents.queries.whole import Whole, whole_texts
from folkmoot.kernel.paging import cut
from folkmoot.news.models import Item, PublicEdition, PublicPaper
from folkmoot.news.queries.items import Wording, titled_in
from folkmoot.news.queries.paging import after_key, key_of
from folkmoot.people.models import Person
from folkmoot.units.models import Unit
from folkmoot.units.rules.paths import ROOT

OPENLY, OPENING = "news.publish_openly", "news.open_public_edition"
PAGE = 30
IN_A_FEED = 50
# All words of a feed together, in signs: a constitution is read on its page.
WORDS_IN_A_FEED = 100_000
BODIES_SHOWN = 200


@dataclass(frozen=True)
class PublicLine:
    """A decision or news in the public edition as lists and feeds tell of it."""

    pk: UUID
    body: Unit
    title: str
    language: str
    number: str
    published_at: datetime
    updated_at: datetime
    is_amended: bool
    is_repealed: bool
    version_id: UUID

    @property
    def is_news(self) -> bool:
        """Whether it is news, which has no number."""
        return not self.number


@dataclass(frozen=True)
class PublicList:
    """One page of the public edition, of one body or of all; `changed_at` is when anything of it last changed."""

    body: Unit | None
    bodies: Sequence[Unit]
    lines: Sequence[PublicLine]
    following: str
    changed_at: datetime | None


@dataclass(frozen=True)
class EditionPage:
    """What officers see of the public edition: whether there is one, whether they may open it, and what is theirs in it."""

    opens: bool
    is_open: bool
    lines: Sequence[PublicLine]
    following: str


@dataclass(frozen=True)
class PublicPage:
    """One decision or news in the public edition, in the wording that was asked for."""

    line: PublicLine
    decision: Any
    item: Item | None
    reading: Reading | None
    prose: Prose | None
    wordings: Sequence[Wording]
    wording: Wording
    is_old: bool

    @property
    def shown(self) -> Reading | Prose | None:
        """The words, with points or without."""
        return self.reading or self.prose


def is_edition_open() -> bool:
    """Return whether the organisation publishes anything to everybody."""
    return PublicEdition.objects.filter(is_open=True).exists()


def organisation() -> str:
    """Return what the organisation is called."""
    return Unit.objects.values_list("name", flat=True).get(path=ROOT)


def public_list(
    body_id: UUID | None,
    languages: Sequence[str],
    *,
    after: str = "",
    size: int = PAGE,
    at: datetime,
) -> PublicList | None:
    """Return a page of what is published to everybody, by the body `body_id` or by all; None if there is no such body.

    `after` is the key that the page before gave.
    """
    every = PublicPaper.objects.filter(body=body_id) if body_id else PublicPaper.objects.all()
    body = Unit.objects.filter(pk=body_id).first() if body_id else None
    changed = every.last_changed()
    if body_id and not changed:
        return None
    rows = list(after_key(every.out(), after).newest_first().select_related("body")[: size + 1])
    page, following = cut(rows, size, key_of)
    lines = lines_of(page, languages, at=at)
    moments = [*changed, *(line.updated_at for line in lines)]
    return PublicList(body, _bodies() if body is None else [], lines, following, max(moments, default=None))


def words_of(lines: Sequence[PublicLine], languages: Sequence[str]) -> dict[UUID, Whole]:
    """Return the words of the first of `lines`, as many as a feed carries, each under the id of its paper; three queries."""
    texts = whole_texts([line.version_id for line in lines], languages, most=WORDS_IN_A_FEED)
    return {line.pk: texts[line.version_id] for line in lines if line.version_id in texts}


def public_page(
    paper_id: UUID, languages: Sequence[str], *, number: int | None = None, at: datetime
) -> PublicPage | None:
    """Return one paper in its wording of today, or in the one with `number`; None if there is none, or it was taken back."""
    paper = PublicPaper.objects.out().filter(pk=paper_id).select_related("body").first()
    decisions, items = _sources([paper], languages, at=at) if paper else ({}, {})
    source = _source_of(paper, decisions, items) if paper else None
    if paper is None or source is None:
        return None
    versions = [
        each for each in versions_of(source.document_id) if each.holds_from is None or each.holds_from <= at
    ]
    chosen = next((each for each in versions if each.number == number), None if number else versions[-1])
    if chosen is None:
        return None
    is_news = paper.item_id is not None
    return PublicPage(
        line=_line(paper, source, versions[-1], at=at),
        decision=None if is_news else source,
        item=source if is_news else None,
        reading=None if is_news else reading_of_version(chosen.pk, languages),
        prose=prose_of_version(chosen.pk, languages) if is_news else None,
        wordings=[Wording(each.number, each.known_from) for each in versions if each.known_from],
        wording=Wording(chosen.number, chosen.known_from or paper.published_at),
        is_old=chosen != versions[-1],
    )


def was_taken_back(paper_id: UUID) -> bool:
    """Return whether something was published to everybody under this id, and is no longer."""
    return PublicPaper.objects.filter(pk=paper_id, taken_back_at__isnull=False).exists()


def lines_of(papers: Sequence[PublicPaper], languages: Sequence[str], *, at: datetime) -> list[PublicLine]:
    """Return `papers` as they are listed: three questions, however many there are."""
    decisions, items = _sources(papers, languages, at=at)
    sources = {paper.pk: _source_of(paper, decisions, items) for paper in papers}
    documents = [source.document_id for source in sources.values() if source is not None]
    versions = holding_versions(documents, at=at)
    return [
        _line(paper, source, versions[source.document_id], at=at)
        for paper in papers
        if (source := sources[paper.pk]) is not None
    ]


def edition_page(person: Person, languages: Sequence[str], *, after: str, at: datetime) -> EditionPage | None:
    """Return a page of what the bodies for which `person` may do so publish to everybody; None if they may do nothing there."""
    units = units_where_each(person, (OPENLY, OPENING), at=at)
    opens = units[OPENING].filter(path=ROOT).exists()
    if not opens and not units[OPENLY].exists():
        return None
    managed = after_key(PublicPaper.objects.out().in_units(units[OPENLY]), after).newest_first()
    rows = list(managed.select_related("body")[: PAGE + 1])
    page, following = cut(rows, PAGE, key_of)
    return EditionPage(opens, is_edition_open(), lines_of(page, languages, at=at), following)


def may_open_edition(person: Person, *, at: datetime) -> bool:
    """Return whether `person` may open and close the public edition."""
    return may(person, OPENING, on=Unit.objects.get(path=ROOT), at=at)


def paper_of(*, decision_id: UUID | None = None, item_id: UUID | None = None) -> PublicPaper | None:
    """Return under what a decision or a news item is published to everybody now, None if it is not."""
    return PublicPaper.objects.out().filter(decision=decision_id, item=item_id).first()


def _sources(
    papers: Sequence[PublicPaper], languages: Sequence[str], *, at: datetime
) -> tuple[dict[UUID, Any], dict[UUID, Item]]:
    decision_ids = [paper.decision_id for paper in papers if paper.decision_id]
    item_ids = [paper.item_id for paper in papers if paper.item_id]
    decisions = decisions_shown(decision_ids, languages, at=at) if decision_ids else {}
    items = titled_in(Item.objects.standing(at).filter(pk__in=item_ids), languages, at=at) if item_ids else ()
    return decisions, {item.pk: item for item in items}


def _source_of(paper: PublicPaper, decisions: Mapping[UUID, Any], items: Mapping[UUID, Item]) -> Any:  # noqa: ANN401  -- a decision or an item
    return decisions.get(paper.decision_id) if paper.decision_id else items.get(paper.item_id or paper.pk)


def _line(paper: PublicPaper, source: Any, version: Any, *, at: datetime) -> PublicLine:  # noqa: ANN401  -- a decision or an item
    is_news = paper.item_id is not None
    later = [version.known_from if version.number > 1 else None]
    if not is_news:
        later += [source.in_force_from, source.in_force_to, source.repealed_at]
    moments = [moment for moment in later if moment is not None and moment <= at]
    return PublicLine(
        paper.pk,
        paper.body,
        source.title,
        source.title_language,
        "" if is_news else source.number,
        paper.published_at,
        max([paper.published_at, *moments]),
        is_amended=version.number > 1,
        is_repealed=not is_news and source.is_repealed(at),
        version_id=version.pk,
    )


def _bodies() -> list[Unit]:
    publishing = PublicPaper.objects.out().values("body")
    return list(Unit.objects.filter(pk__in=publishing).in_order()[:BODIES_SHOWN])
