"""Study material as those see it who write and publish it. Nothing here knows of anybody who learns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from folkmoot.access.policy import permitted, units_where_each
from folkmoot.decisions.queries.audiences import standings_with_homes
from folkmoot.kernel.sight import Asking
from folkmoot.people.models import Person
from folkmoot.study.models import Card, Programme, ProgrammeQuerySet, Wording
from folkmoot.study.queries.amended import Source, amended
from folkmoot.study.queries.learning import cards_for, lines_of
from folkmoot.study.queries.lesson_lines import LessonLine, lesson_lines
from folkmoot.study.rules.permissions import PUBLISHING, WRITING
from folkmoot.units.models import Unit, UnitQuerySet

PAGE = 100


@dataclass(frozen=True)
class CardLine:
    """A card on the page of its programme: as it is asked, what is to take its place, and whether its point was amended since."""

    card: Card
    asked: Wording | None
    draft: Wording | None
    is_amended: bool

    @property
    def wording(self) -> Wording:
        """The newest words."""
        found = self.draft or self.asked
        if found is None:
            raise ValueError(self.card.pk)
        return found


@dataclass(frozen=True)
class ProgrammePage:
    """A programme on its page, and what the reader may do with it."""

    programme: Programme
    lessons: Sequence[LessonLine]
    cards: Sequence[CardLine]
    may_write: bool
    may_publish: bool
    is_own: bool

    @property
    def waits(self) -> bool:
        """Whether something was written that nobody has published yet."""
        return any(each.draft for each in self.lessons) or any(each.draft for each in self.cards)


def programmes_seen(person: Person, *, at: datetime) -> ProgrammeQuerySet:
    """Return the programmes of the units where `person` writes or publishes."""
    units = units_where_each(person, [WRITING, PUBLISHING], at=at)
    seen = Q(unit__in=units[WRITING].order_by().values("pk"))
    seen |= Q(unit__in=units[PUBLISHING].order_by().values("pk"))
    return Programme.objects.filter(seen).select_related("unit__kind")


def units_studying(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the units for which `person` writes or publishes study material."""
    units = units_where_each(person, [WRITING, PUBLISHING], at=at)
    return (units[WRITING] | units[PUBLISHING]).select_related("kind")


def units_writing(person: Person, *, at: datetime) -> UnitQuerySet:
    """Return the open units for which `person` writes study material."""
    return units_where_each(person, [WRITING], at=at)[WRITING].open().select_related("kind")


def programmes_of(unit: Unit, person: Person, *, at: datetime) -> Sequence[Programme]:
    """Return the latest programmes of a unit that `person` sees, each with its number of `cards`; those that ended last."""
    number = Count("cards", filter=Q(cards__ended_at=None))
    rows = programmes_seen(person, at=at).filter(unit=unit).annotate(number=number)
    return list(rows.order_by("ended_at", "-pk")[:PAGE])


def programme_page(programme_id: UUID, person: Person, *, at: datetime) -> ProgrammePage | None:
    """Return a programme as `person` sees it who writes or publishes there; None if they do not."""
    programme = programmes_seen(person, at=at).filter(pk=programme_id).first()
    if programme is None:
        return None
    may = permitted(person, [WRITING, PUBLISHING], on=programme.unit, at=at)
    stands = programme.ended_at is None
    lessons, cards = lesson_lines(programme, at=at), card_lines(programme, at=at)
    is_own = programme.writers.filter(person=person).exists()
    may_write, may_publish = stands and WRITING in may, stands and PUBLISHING in may
    return ProgrammePage(programme, lessons, cards, may_write, may_publish, is_own)


def card_lines(programme: Programme, *, at: datetime) -> list[CardLine]:
    """Return the cards of a programme in the order in which they were written; four questions however many."""
    cards = Card.objects.standing().filter(programme=programme).order_by("pk")
    rows = list(cards.select_related("decision", "current"))
    drafts = {each.card_id: each for each in Wording.objects.filter(card__in=rows, published_at=None)}
    sources = {each.pk: source_of(each, each.current or drafts[each.pk]) for each in rows}
    changed = amended(set(sources.values()), at=at)
    return [CardLine(each, each.current, drafts.get(each.pk), sources[each.pk] in changed) for each in rows]


def card_line(card_id: UUID, person: Person, *, at: datetime) -> CardLine | None:
    """Return a card as `person` sees it who writes there; None if they do not."""
    seen = programmes_seen(person, at=at).filter(ended_at=None).order_by().values("pk")
    card = Card.objects.standing().filter(pk=card_id, programme__in=seen).select_related("programme").first()
    if card is None:
        return None
    return next((each for each in card_lines(card.programme, at=at) if each.card.pk == card_id), None)


def source_of(card: Card, wording: Wording) -> Source:
    """Return where the words of a card come from; it was read with its decision, if it has one."""
    return Source(card.decision.document_id if card.decision else None, wording.version_id, wording.point)


def programmes_known(asking: Asking) -> set[UUID]:
    """Return the programmes of units where `to` writes or publishes, and those that `to` is offered as a member."""
    seen = programmes_seen(asking.to, at=asking.at).filter(pk__in=asking.ids)
    known = set(seen.values_list("pk", flat=True))
    left = set(asking.ids) - known
    if left:
        stands, _homes = standings_with_homes(asking.to, at=asking.at)
        offered = Programme.objects.offered().for_lines(lines_of(stands)).filter(pk__in=left)
        known |= set(offered.values_list("pk", flat=True))
    return known


def cards_known(asking: Asking) -> set[UUID]:
    """Return the cards of units where `to` writes or publishes, and those that `to` is asked as a member."""
    seen = programmes_seen(asking.to, at=asking.at).order_by().values("pk")
    written = Card.objects.filter(programme__in=seen, pk__in=asking.ids)
    known = set(written.values_list("pk", flat=True))
    left = set(asking.ids) - known
    if left:
        known |= set(cards_for(asking.to, at=asking.at).filter(pk__in=left).values_list("pk", flat=True))
    return known
