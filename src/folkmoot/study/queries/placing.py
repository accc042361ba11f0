"""Where a member begins with a programme, and what is asked to find that out: for that member's own eyes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from folkmoot.decisions.queries.audiences import standings_with_homes
from folkmoot.people.models import Person
from folkmoot.study.models import Card, Lesson, Placement, Programme, ProgrammeQuerySet, Wording
from folkmoot.study.queries.amended import amended
from folkmoot.study.queries.learning import lines_of
from folkmoot.study.queries.material import source_of
from folkmoot.study.rules.placing import ASKED_KINDS, few_of_each
from folkmoot.study.rules.programmes import CARDS_MOST, Level


@dataclass(frozen=True)
class CardPlacing:
    """A card by which somebody finds where to begin, and for which level it speaks."""

    card: Card
    wording: Wording
    level: Level


@dataclass(frozen=True)
class PlacingPage:
    """A programme as whoever begins with it sees it: what is asked, and where they begin, if that was found or said."""

    programme: Programme
    asked: Sequence[CardPlacing]
    level: Level | None


def programmes_offered(person: Person, *, at: datetime) -> ProgrammeQuerySet:
    """Return the programmes that a member is offered, by where they are at home."""
    stands, _homes = standings_with_homes(person, at=at)
    return Programme.objects.offered().for_lines(lines_of(stands))


def placing_page(programme_id: UUID, person: Person, *, at: datetime) -> PlacingPage | None:
    """Return a programme as a member begins with it; None if it is not for them."""
    programme = programmes_offered(person, at=at).select_related("unit").filter(pk=programme_id).first()
    if programme is None:
        return None
    placed = Placement.objects.filter(person=person, programme=programme).first()
    return PlacingPage(programme, _asked(programme, at), Level(placed.level) if placed else None)


def _asked(programme: Programme, at: datetime) -> list[CardPlacing]:
    cards = Card.objects.asked().filter(programme=programme, current__kind__in=ASKED_KINDS)
    rows = list(cards.select_related("current", "decision").order_by("pk")[:CARDS_MOST])
    levels = _levels_of_points(programme)
    found = [
        CardPlacing(
            card, card.current, levels.get((card.decision_id, card.current.point), Level(programme.level))
        )
        for card in rows
        if card.current
    ]
    resting = amended({source_of(each.card, each.wording) for each in found}, at=at)
    standing = {each.card.pk: each for each in found if source_of(each.card, each.wording) not in resting}
    return [standing[pk] for pk in few_of_each([(pk, each.level) for pk, each in standing.items()])]


def _levels_of_points(programme: Programme) -> dict[tuple[UUID | None, str], Level]:
    """Return for which level a point is explained: a card on it asks what its lesson says."""
    rows = Lesson.objects.offered().filter(programme=programme).order_by("-pk")
    said = rows.values_list("decision", "current__point", "current__level")
    return {(decision, point): Level(level) for decision, point, level in said}
