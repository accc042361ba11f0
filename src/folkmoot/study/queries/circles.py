"""A study circle as whoever leads it sees it: what is read aloud in turn, what is talked over, and what its quiz asks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.bylaws.rules.kinds import Meeting as MeetingKind
from folkmoot.decisions.queries.binding import binding
from folkmoot.decisions.queries.papers import may_read
from folkmoot.decisions.queries.searching import readable_decision
from folkmoot.documents.collecting import PointRead, point_read, points_numbered, points_written
from folkmoot.documents.queries.versions import holding_versions
from folkmoot.meetings.interfaces import Held
from folkmoot.meetings.queries.running import Led, meeting_led
from folkmoot.people.models import Person
from folkmoot.study.models import Card, CardQuerySet, Circle, Programme, QuizCount
from folkmoot.study.queries.amended import amended
from folkmoot.study.queries.material import source_of
from folkmoot.study.rules.circles import Plan, plan_of
from folkmoot.units.models import Unit
from folkmoot.units.rules import paths

STUDY_CIRCLE = MeetingKind.STUDY_CIRCLE.value
_LOOKED_THROUGH = 300


@dataclass(frozen=True)
class Passage:
    """A point that is read aloud."""

    decision_id: UUID
    number: str
    read: PointRead

    @property
    def key(self) -> tuple[UUID, str]:
        """Which point of which decision it is."""
        return self.decision_id, self.read.point.number

    @property
    def words(self) -> int:
        """How many words are read."""
        return len(strip_tags(self.read.point.html).split())


@dataclass(frozen=True)
class Asked:
    """A card of the quiz, and how many groups had it right, if that was counted."""

    card: Card
    count: QuizCount | None


@dataclass(frozen=True)
class CirclePage:
    """A study circle as whoever leads it sees it; `circle` and what follows only once it was planned.

    `whole` are the decisions of which all points are read, with their numbers: they count as read aloud to those present.
    """

    led: Led
    circle: Circle | None = None
    title: str = ""
    plan: Plan | None = None
    passages: Sequence[Passage] = ()
    quiz: Sequence[Asked] = ()
    whole: Sequence[tuple[UUID, str]] = ()
    left_out: int = 0


def circle_page(meeting_id: UUID, person: Person, *, at: datetime) -> CirclePage | None:
    """Return a study circle as `person` leads it; None if it is none, or they do not."""
    led = meeting_led(meeting_id, person, at=at)
    if led is None or led.meeting.kind != STUDY_CIRCLE:
        return None
    rows = Circle.objects.select_related("programme", "decision")
    circle = rows.filter(meeting=meeting_id).first()
    return CirclePage(led) if circle is None else _planned(led, circle, person, at=at)


def cards_of_circle(circle: Circle, path: str) -> CardQuerySet:
    """Return the cards that the quiz of a circle can ask, in the unit with this path."""
    cards = Card.objects.asked().for_lines(paths.ancestors_of(path))
    if circle.programme_id is not None:
        return cards.filter(programme=circle.programme_id)
    return cards.filter(decision=circle.decision_id)


def programmes_offered(unit: Unit) -> list[tuple[UUID, str]]:
    """Return the programmes that a circle of `unit` can study, by their ids and titles; one question."""
    rows = Programme.objects.offered().for_lines(paths.ancestors_of(unit.path)).order_by("unit__path", "-pk")
    return list(rows.values_list("pk", "title")[:_LOOKED_THROUGH])


def studied_at(meeting: Held) -> Iterator[str]:
    """Yield what a study circle studied, for its minutes: counts of groups, and nobody."""
    rows = Circle.objects.select_related("programme", "decision").filter(meeting=meeting.pk)
    circle = rows.first()
    if circle is None:
        return
    yield _("Studied in %(minutes)d minutes: %(what)s.") % {
        "minutes": circle.minutes,
        "what": _called(circle),
    }
    counts = list(circle.counts.order_by("pk"))
    if counts:
        right, groups = sum(each.right for each in counts), sum(each.groups for each in counts)
        said = ngettext("A quiz of %(number)d question", "A quiz of %(number)d questions", len(counts))
        told = _("%(right)d of %(groups)d answers of groups were right.") % {"right": right, "groups": groups}
        yield f"{said % {'number': len(counts)}}: {told}"


def _planned(led: Led, circle: Circle, person: Person, *, at: datetime) -> CirclePage:
    cards = _cards(circle, led.meeting.unit.path, at=at)
    points = _points(circle, cards, led.meeting.unit, person, at=at)
    told = {each.key for each in points}
    on_points = [each for each in cards if _key(each) in told]
    plan = plan_of([each.words for each in points], cards=len(on_points), minutes=circle.minutes)
    read = points[: plan.points]
    counts = {each.card_id: each for each in circle.counts.all()}
    return CirclePage(
        led,
        circle,
        _called(circle),
        plan,
        read,
        [Asked(each, counts.get(each.pk)) for each in _first(on_points, read)[: plan.cards]],
        _whole(circle, points, read),
        len(points) - len(read),
    )


def _called(circle: Circle) -> str:
    if circle.programme is not None:
        return circle.programme.title
    return circle.decision.number if circle.decision else ""


def _cards(circle: Circle, path: str, *, at: datetime) -> list[Card]:
    """Return the cards of a circle in the order in which they were written, but those whose point was amended."""
    rows = cards_of_circle(circle, path).select_related("decision", "current", "programme").order_by("pk")
    cards = [each for each in rows[:_LOOKED_THROUGH] if each.current]
    sources = {each.pk: source_of(each, each.current) for each in cards if each.current}
    changed = amended(set(sources.values()), at=at)
    return [each for each in cards if sources[each.pk] not in changed]


def _key(card: Card) -> tuple[UUID, str] | None:
    """Return which point a card is from; None where it is of its programme alone."""
    if card.decision_id is None or card.current is None:
        return None
    return card.decision_id, card.current.point


def _first(cards: Sequence[Card], passages: Sequence[Passage]) -> list[Card]:
    """Return the cards on what is read, in its order, and then the others."""
    place: Mapping[tuple[UUID, str] | None, int] = {each.key: number for number, each in enumerate(passages)}
    return sorted(cards, key=lambda card: place.get(_key(card), len(place)))


def _points(
    circle: Circle, cards: Sequence[Card], unit: Unit, person: Person, *, at: datetime
) -> list[Passage]:
    """Return the points that a circle can read: all of its decision, or those from which the cards of its programme are."""
    decision = circle.decision
    if decision is None:
        return _points_of_cards(cards, unit, person, at=at)
    if readable_decision(decision.pk, person, at=at) is None:
        return []
    written = points_written([decision.document_id], at=at).get(decision.document_id, {})
    return [
        Passage(decision.pk, decision.number, point_read(texts, person.languages))
        for texts in written.values()
    ]


def _points_of_cards(cards: Sequence[Card], unit: Unit, person: Person, *, at: datetime) -> list[Passage]:
    about = {key for card in cards if (key := _key(card))}
    in_force = {
        each.pk: each
        for each in binding(unit, at=at).filter(may_read(person, at=at), pk__in={pk for pk, _label in about})
    }
    keys = sorted({key for key in about if key[0] in in_force}, key=_in_order)
    versions = holding_versions({each.document_id for each in in_force.values()}, at=at)
    texts = points_numbered({each.pk for each in versions.values()}, {label for _pk, label in keys})
    return [
        Passage(pk, in_force[pk].number, point_read(found, person.languages))
        for pk, label in keys
        if (found := texts.get((versions[in_force[pk].document_id].pk, label)))
    ]


def _in_order(key: tuple[UUID, str]) -> tuple[UUID, list[int]]:
    return key[0], [int(part) for part in key[1].split(".")]


def _whole(circle: Circle, points: Sequence[Passage], read: Sequence[Passage]) -> list[tuple[UUID, str]]:
    # Of a programme single points are read, and nobody has heard the whole decision then.
    if circle.decision is None or not read or len(read) < len(points):
        return []
    return [(circle.decision.pk, circle.decision.number)]
