"""Letters as their writers, their editors and their readers see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import TruncWeek

from folkmoot.access.policy import Places, places_where, readers_in, units_at, units_where
from folkmoot.decisions.queries.addressing import are_few as are_few_of
from folkmoot.decisions.queries.audiences import addressees_called, standings
from folkmoot.decisions.rules.thresholds import SMALLEST
from folkmoot.documents.queries import title_of
from folkmoot.kernel.paging import cut
from folkmoot.kernel.prepared import prepared
from folkmoot.news.models import Item, Letter, LetterQuerySet, LetterState
from folkmoot.news.queries.items import for_reader
from folkmoot.news.queries.paging import after_key, key_of
from folkmoot.news.rules.lasting import fresh_since
from folkmoot.news.rules.letters import week_began
from folkmoot.people.models import Membership, Person
from folkmoot.units.models import Unit, UnitQuerySet

EDITING = "news.edit_letters"
PAGE = 30
# On the first page; their own page has all.
TOLD = 3
# More than that wait nowhere for long; the list has all.
MOST_COUNTED = 50


@dataclass(frozen=True)
class ShownLetter:
    """A published letter as its readers see it: by name, or by nobody who could be named."""

    pk: UUID
    body: str
    text: str
    answer: str
    by: str
    published_at: datetime | None


@dataclass(frozen=True)
class SentLetter:
    """A letter as its editors see it before they decide: without a name where its writer wants none."""

    letter: Letter
    by: str
    about: Item | None
    is_published: bool


@dataclass(frozen=True)
class OwnLetter:
    """A letter as its writer sees it: how far it has come, and when it comes to its editors, if it has not yet.

    While it is offered shortened, `appears_on` is when it would appear so if they agreed now.
    """

    letter: Letter
    state: LetterState
    comes_on: datetime | None
    appears_on: datetime | None


@dataclass(frozen=True)
class ToldLetter:
    """What became of a letter, as its writer's first page tells it: how far it has come, with whom, and from when on."""

    state: LetterState
    body: str
    published_at: datetime | None


def body_to_write_to(unit_id: UUID, person: Person, *, at: datetime) -> Unit | None:
    """Return the open body to which `person` may write: one to which they belong or in which they hold an office."""
    return bodies_to_write_to(person, at=at).filter(pk=unit_id).first()


def bodies_to_write_to(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the open bodies to which `person` may write, from the top down."""
    above = {path for line, _kind, _office in standings(person, at=at) for path in line}
    return Unit.objects.open().filter(path__in=sorted(above)).in_order()


def are_few(body: Unit, item: Item | None, *, at: datetime) -> bool:
    """Return whether so few could write there that words without a name would tell whose they are: fewer than five.

    Those who would read them do not count: what is not theirs is the others'.
    To a body those write who belong to it or to a unit below it; about a news item, those for whom it is.
    """
    readers = readers_in(body, EDITING, at=at)
    if item is not None and item.audience_id is not None:
        return are_few_of(addressees_called(item.audience_id).rule, readers=readers, at=at)
    members = Membership.objects.current(at).in_units(Unit.objects.within(body)).order_by()
    members = members.exclude(person__in=readers)
    return len(members.values("person").distinct()[:SMALLEST]) < SMALLEST


def item_to_write_about(item_id: UUID, person: Person, *, at: datetime) -> Item | None:
    """Return the standing news item with this id, if `person` reads it."""
    return for_reader(person, at=at).standing(at).filter(pk=item_id).select_related("body").first()


def own_letters(person: Person, *, at: datetime) -> Sequence[OwnLetter]:
    """Return the letters that `person` wrote and that are kept, the latest first, with `item_title`, and how far each came."""
    letters = _naming_news(Letter.objects.of(person), person, at=at).select_related("body", "item")
    return [_own(each, at=at) for each in letters.order_by("-sent_at", "-pk")]


def is_told_of_letters(person: UUID, *, at: datetime) -> Exists:
    """Return, to be asked beside something else, whether the first page tells `person` what became of a letter of theirs."""
    return Exists(_told(person, at=at))


def letters_on_today(
    person: Person, *, is_told: bool = True, at: datetime
) -> tuple[Sequence[ToldLetter], int]:
    """Return what the first page says of letters: what became of those of `person`, and how many wait for them to decide.

    Of their own up to three, which editors offer to shorten or decided on in the last two weeks. One question for both,
    once it is known which offices they hold; none if they edit none, and `is_told`, what `is_told_of_letters` found, is not.
    """
    places = places_where(person, EDITING, at=at)
    if places.are_none:
        rows: Sequence[Letter] = _told_of(person=person.pk, at=at) if is_told else []
        return [_told_in_line(each, at=at) for each in rows], 0
    kept = _told_or_waiting(person=person.pk, places=places, week=week_began(at), at=at)
    told = [_told_in_line(each, at=at) for each in kept if vars(each)["is_told"]]
    return told[:TOLD], sum(vars(each)["waits"] for each in kept)


def _told_in_line(letter: Letter, *, at: datetime) -> ToldLetter:
    return ToldLetter(letter.state(at), letter.body.name, letter.published_at)


@prepared
def _told_or_waiting(*, person: UUID, places: Places, week: datetime, at: datetime) -> LetterQuerySet:
    waiting = Letter.objects.arrived(week).in_units(units_at(places)).undecided(at).order_by()
    found = Letter.objects.filter(
        Q(pk__in=_told(person, at=at).values("pk")) | Q(pk__in=waiting.values("pk"))
    )
    additions: dict[str, Any] = {
        "is_told": Exists(_told(person, at=at).filter(pk=OuterRef("pk"))),
        "waits": Exists(waiting.filter(pk=OuterRef("pk"))),
    }
    shown = found.annotate(**additions).select_related("body")
    return shown.order_by(F("is_told").desc(), "sent_at", "pk")[:MOST_COUNTED]


@prepared
def _told_of(*, person: UUID, at: datetime) -> LetterQuerySet:
    return _told(person, at=at).select_related("body").order_by("sent_at", "pk")[:TOLD]


def _told(person: UUID, *, at: datetime) -> LetterQuerySet:
    offered = Q(published_at=None, declined_at=None) & ~Q(offered="")
    decided = Q(published_at__gt=fresh_since(at)) | Q(declined_at__gt=fresh_since(at))
    return Letter.objects.of(Person(pk=person)).filter(offered | decided)


def letters_waiting(person: Person, *, at: datetime) -> Sequence[SentLetter]:
    """Return up to 30 letters on which `person` may decide, the longest waiting first; those of a week in no order."""
    week = TruncWeek("sent_at", tzinfo=UTC)
    waiting = _edited_by(person, at=at).undecided(at).alias(week=week).order_by("week", "pk")
    return [_sent(letter, at=at) for letter in waiting[:PAGE]]


def count_waiting(person: Person, *, at: datetime) -> int | None:
    """Return on how many letters `person` may decide, None if they edit none: two questions."""
    bodies = units_where(person, EDITING, at=at)
    if bodies.query.is_empty():
        return None
    return Letter.objects.arrived(week_began(at)).in_units(bodies).undecided(at).count()


def is_any_undecided(*, at: datetime) -> Exists:
    """Return, to be asked beside something else, whether any letter at all waits to be decided on."""
    return Exists(Letter.objects.undecided(at))


def letter_to_edit(letter_id: UUID, person: Person, *, at: datetime) -> SentLetter | None:
    """Return a letter that is waiting or published to whoever edits letters of its body; None to anybody else."""
    letter = _edited_by(person, at=at).filter(pk=letter_id, declined_at=None).first()
    return _sent(letter, at=at) if letter else None


def edits_letters(person: Person, *, at: datetime) -> bool:
    """Return whether `person` edits letters of any body."""
    return units_where(person, EDITING, at=at).open().exists()


def letters_about(item: Item, *, at: datetime) -> Sequence[ShownLetter]:
    """Return up to 30 letters published about a news item, the latest first."""
    published = Letter.objects.published(at).filter(item=item).order_by("-published_at", "-pk")
    return [_shown(letter) for letter in published.select_related("body", "writer")[:PAGE]]


def letters_at_large(person: Person, *, after: str, at: datetime) -> tuple[Sequence[ShownLetter], str]:
    """Return a page of the letters published by the bodies to which `person` belongs, about no news, and the next one's key."""
    bodies = bodies_to_write_to(person, at=at)
    published = after_key(Letter.objects.published(at).filter(item=None).in_units(bodies), after)
    rows = list(published.select_related("body", "writer").order_by("-published_at", "-pk")[: PAGE + 1])
    page, following = cut(rows, PAGE, key_of)
    return [_shown(row) for row in page], following


def _edited_by(person: Person, *, at: datetime) -> LetterQuerySet:
    letters = Letter.objects.arrived(week_began(at)).in_units(units_where(person, EDITING, at=at))
    return _naming_news(letters, person, at=at).select_related("body", "writer", "item")


def _naming_news(letters: LetterQuerySet, reader: Person, *, at: datetime) -> LetterQuerySet:
    title: dict[str, Any] = {"item_title": title_of("item__document", reader.languages, at=at)}
    return letters.annotate(**title)


def _own(letter: Letter, *, at: datetime) -> OwnLetter:
    state = letter.state(at)
    # It follows from the letter alone: nothing is noted of who was told.
    comes_on = letter.comes_on if state is LetterState.OPEN else None
    is_to_come = comes_on is not None and comes_on > at
    appears_on = letter.appears_on(at) if state is LetterState.OFFERED else None
    return OwnLetter(letter, state, comes_on if is_to_come else None, appears_on)


def _sent(letter: Letter, *, at: datetime) -> SentLetter:
    # Whether its writer agreed to what appears on Monday is not told: until then it is offered, and no more.
    return SentLetter(letter, _name(letter), letter.item, letter.state(at) is LetterState.PUBLISHED)


def _shown(letter: Letter) -> ShownLetter:
    by = _name(letter)
    return ShownLetter(letter.pk, letter.body.name, letter.words, letter.answer, by, letter.published_at)


def _name(letter: Letter) -> str:
    return letter.writer.name if letter.is_named and letter.writer else ""
