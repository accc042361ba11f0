"""What a member learns, found by looking up from where they are at home. Each function is for that member's own eyes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, FilteredRelation, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from folkmoot.decisions.queries.audiences import Standings, standings_with_homes
from folkmoot.decisions.queries.searching import readable_decision
from folkmoot.documents.collecting import PointRead, point_read, points_numbered
from folkmoot.documents.queries.versions import has_later
from folkmoot.people.models import Person
from folkmoot.study.models import (
    Answer,
    Card,
    CardQuerySet,
    Memory,
    Pace,
    Programme,
    ProgrammeQuerySet,
    Wording,
)
from folkmoot.study.queries.amended import Source, amended
from folkmoot.study.rules import recall
from folkmoot.study.rules.history import Reviewed
from folkmoot.study.rules.offering import (
    MINUTES_USUALLY,
    Day,
    Waiting,
    days_together,
    left_of_day,
    minutes_for,
    offered,
)
from folkmoot.units.models import Unit

# No day has room for more new cards.
_LOOKED_THROUGH = 100
# So many of what somebody learns are weighed against each other, that which came back first before the others.
RECKONED = 5_000
# What is joined to a card of what somebody remembers of it: the words that they answered, and the fields of `recall.Memory`.
_KNOWN = ("wording", "stability", "difficulty", "answered_at", "due_at")
# Of each card, what says where its words come from, and whether that binds.
_SOURCE = ("decision__document", "current__version", "current__point")
_FORCE = ("decision__in_force_from", "decision__in_force_to", "decision__repealed_at")


@dataclass(frozen=True)
class StudyToday:
    """How many cards are left of today, how long they take, and which comes first."""

    cards: int = 0
    first: UUID | None = None

    @property
    def minutes(self) -> int:
        """How long they take, in minutes."""
        return minutes_for(self.cards)


@dataclass(frozen=True)
class CardAsked:
    """A card as it is put to a member, and how often they answered it."""

    card: Card
    wording: Wording
    answers: int


@dataclass(frozen=True)
class CardAnswered:
    """What a member sees after an answer: how it went, what is right, and the point it comes from, if they may read it."""

    card: Card
    wording: Wording
    grade: recall.Grade
    due_at: datetime
    point: PointRead | None


def lines_of(standings: Standings) -> list[str]:
    """Return the paths of the units whose programmes are for whoever stands so as a member: theirs and all above."""
    return sorted({path for line, _kind, office in standings if office is None for path in line})


def cards_for(person: Person, *, at: datetime) -> CardQuerySet:
    """Return the cards that a member is asked, by where they are at home at the moment `at`."""
    stands, _homes = standings_with_homes(person, at=at)
    return Card.objects.asked().for_lines(lines_of(stands))


def programmes_for(person: Person, *, at: datetime) -> ProgrammeQuerySet:
    """Return the programmes that a member is offered, by where they are at home at the moment `at`."""
    stands, _homes = standings_with_homes(person, at=at)
    return Programme.objects.offered().for_lines(lines_of(stands))


def is_any_to_learn(person: UUID) -> Exists:
    """Return, to be asked beside something else, whether any programme is offered to anybody, and `person` has not said no."""
    said_no = Pace.objects.filter(person=person, minutes=0)
    return Exists(Programme.objects.offered().filter(~Exists(said_no)))


def study_today(person: Person, standings: Standings, homes: Sequence[Unit], *, at: datetime) -> StudyToday:
    """Return what is left of the day of a member with these `standings` and `homes`: two questions, four after amendments."""
    begun = _day_began(homes, at)
    lines = lines_of(standings)
    if not lines:
        return StudyToday()
    minutes, answered, new = day_of(person, since=begun)
    day = left_of_day(minutes, answered=answered, answered_new=new)
    if not day.cards:
        return StudyToday()
    waiting = _waiting(person, standings, lines, day, today=begun.date(), at=at)
    found = offered(waiting, day, today=begun.date(), at=at)
    return StudyToday(len(found), found[0].pk if found else None)


def today_of(person: Person, *, at: datetime) -> StudyToday:
    """Return what is left of the day of a member: where they stand, and what `study_today` asks."""
    stands, homes = standings_with_homes(person, at=at)
    return study_today(person, stands, homes, at=at)


def days_ahead(person: Person, *, days: int, at: datetime) -> list[UUID]:
    """Return the cards of a member for what is left of today and the days after it, `days` in all, in the order of a day.

    What comes back in that time is among them, so that it can be answered where there is no connection, or on paper.
    """
    stands, homes = standings_with_homes(person, at=at)
    lines = lines_of(stands)
    begun = _day_began(homes, at)
    minutes, answered, new = day_of(person, since=begun)
    day = days_together(minutes, answered=answered, answered_new=new, days=days)
    if not lines or not day.cards:
        return []
    ahead = timedelta(days=days - 1)
    on, until = (begun + ahead).date(), at + ahead
    waiting = _waiting(person, stands, lines, day, today=on, at=until)
    return [each.pk for each in offered(waiting, day, today=on, at=until)]


def history_of(person: Person) -> list[Reviewed]:
    """Return all that is kept of how the answers of a member went, in order: a year of their days, and no more."""
    rows = Answer.objects.filter(person=person).order_by("answered_at", "pk")
    return [Reviewed(*row) for row in rows.values_list("card", "grade", "answered_at", "is_first")]


def card_asked(card_id: UUID, person: Person, *, at: datetime) -> CardAsked | None:
    """Return a card that a member is asked; None if it is not for them."""
    card = cards_for(person, at=at).select_related("current", "programme").filter(pk=card_id).first()
    if card is None or card.current is None:
        return None
    known = Memory.objects.filter(person=person, card=card).first()
    return CardAsked(card, card.current, known.answers if known else 0)


def card_answered(card_id: UUID, person: Person, *, at: datetime) -> CardAnswered | None:
    """Return what a member sees of a card after they answered it; None if they never did."""
    rows = Memory.objects.filter(person=person, card=card_id)
    memory = rows.select_related("card__decision", "card__programme", "wording").first()
    last = Answer.objects.filter(person=person, card=card_id).order_by("-answered_at", "-pk").first()
    if memory is None or last is None:
        return None
    return CardAnswered(
        memory.card,
        memory.wording,
        recall.Grade(last.grade),
        memory.due_at,
        point_of(memory.card.decision_id, memory.wording.version_id, memory.wording.point, person, at=at),
    )


def point_of(
    decision_id: UUID | None, version_id: UUID | None, point: str, person: Person, *, at: datetime
) -> PointRead | None:
    """Return a point of a version of a decision as a member reads it; None if they may not read that, or there is none."""
    if decision_id is None or version_id is None:
        return None
    if readable_decision(decision_id, person, at=at) is None:
        return None
    found = points_numbered([version_id], [point])
    texts = found.get((version_id, point))
    return point_read(texts, person.languages) if texts else None


def _day_began(homes: Sequence[Unit], at: datetime) -> datetime:
    local = homes[0].local(at) if homes else at
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def day_of(person: Person, *, since: datetime) -> tuple[int, int, int]:
    """Return the minutes somebody set, and how many cards they answered since a moment, and how many new ones: one question."""
    pace = Pace.objects.filter(person=person).values("minutes")
    done = Answer.objects.filter(person=person, answered_at__gte=since)
    row = (
        Person.objects.filter(pk=person.pk)
        .values_list(Subquery(pace), _number(done), _number(done.filter(is_first=True)))
        .first()
    )
    minutes, answered, new = row or (None, 0, 0)
    return MINUTES_USUALLY if minutes is None else minutes, answered, new


def _number(rows: "QuerySet[Answer]") -> Coalesce:
    counted: QuerySet[Any, Any] = (
        rows.order_by().values("person").annotate(number=Count("pk")).values("number")
    )
    return Coalesce(Subquery(counted), 0)


def _waiting(
    person: Person, standings: Standings, lines: Collection[str], day: Day, *, today: date, at: datetime
) -> list[Waiting]:
    kinds = {kind for _line, kind, office in standings if office is None}
    cards = _beside_memory(Card.objects.asked().for_lines(lines), person, kinds, today=today, at=at)
    is_due = Q(known_due_at__lte=at) | (Q(known_due_at__isnull=False) & ~Q(known_wording=F("current")))
    due = cards.filter(is_due).order_by(F("known_due_at").asc(), "pk")
    found = _resting_left_out(due[:RECKONED], at)
    if day.new and len(found) < day.cards:
        # Of new cards a few are enough: by the nearest deadline, and none that could rest before one that cannot.
        order = (F("deadline").asc(nulls_last=True), "has_later", "pk")
        new = cards.filter(Q(known_due_at=None)).order_by(*order)
        found += _resting_left_out(new[:_LOOKED_THROUGH], at)
    return found


def _beside_memory(
    cards: CardQuerySet, person: Person, kinds: Collection[UUID], *, today: date, at: datetime
) -> CardQuerySet:
    # A deadline that is past presses nobody, and hides none that is to come.
    deadlines = Card.objects.filter(
        pk=OuterRef("pk"), decision__deadlines__kind__in=kinds, decision__deadlines__read_by__gte=today
    ).order_by()
    soonest = deadlines.values("pk").annotate(day=Min("decision__deadlines__read_by")).values("day")
    own = FilteredRelation("memories", condition=Q(memories__person=person))
    columns: dict[str, Any] = {f"known_{name}": F(f"known__{name}") for name in _KNOWN}
    columns |= {"deadline": Subquery(soonest), "has_later": has_later("current__version", at=at)}
    return cards.annotate(known=own).annotate(**columns)


def _resting_left_out(cards: CardQuerySet, at: datetime) -> list[Waiting]:
    """Return these cards but those whose point was amended: as values, as somebody may have thousands of them."""
    known = (f"known_{name}" for name in _KNOWN)
    rows = list(cards.values(*_SOURCE, *_FORCE, *known, "pk", "current", "deadline", "has_later"))
    changed = amended({_source(row) for row in rows if row["has_later"]}, at=at)
    return [_as_waiting(row, at) for row in rows if _source(row) not in changed]


def _source(row: Mapping[str, Any]) -> Source:
    return Source(*(row[name] for name in _SOURCE))


def _as_waiting(row: Mapping[str, Any], at: datetime) -> Waiting:
    wording, *state = (row[f"known_{name}"] for name in _KNOWN)
    memory = None if wording is None else recall.Memory(*state)
    is_revised = wording is not None and wording != row["current"]
    return Waiting(row["pk"], memory, is_revised, _binds(row, at), row["deadline"])


def _binds(row: Mapping[str, Any], at: datetime) -> bool:
    # As `Decision.is_in_force` says of one that was read whole.
    begins, ends, repealed = (row[name] for name in _FORCE)
    return begins is not None and begins <= at and all(end is None or end > at for end in (ends, repealed))
