"""Cards with what is right and the point they come from: taken along on a phone, or printed. Nothing is written down of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from folkmoot.decisions.queries.searching import readable_among
from folkmoot.documents.collecting import PointRead, point_read, points_numbered
from folkmoot.people.models import Person
from folkmoot.study.along import Given, token_of
from folkmoot.study.models import Card, CardQuerySet, Memory, Wording
from folkmoot.study.queries.amended import amended
from folkmoot.study.queries.learning import cards_for, days_ahead
from folkmoot.study.queries.material import source_of

# More than anybody answers in a week of half hours a day.
_SHOWN = 350


@dataclass(frozen=True)
class CardAlong:
    """A card with what is right, the point it comes from if one may read it, and what it says of itself once it is answered."""

    card: Card
    wording: Wording
    point: PointRead | None
    answers: int = 0
    along: str = ""


def cards_along(person: Person, *, days: int, at: datetime) -> list[CardAlong]:
    """Return the cards of a member for so many days from today on, for that member's own eyes."""
    ids = days_ahead(person, days=days, at=at)
    rows = Card.objects.select_related("decision", "current", "programme").in_bulk(ids)
    known = dict(Memory.objects.filter(person=person, card__in=ids).values_list("card", "answers"))
    told = _with_points([rows[pk] for pk in ids if pk in rows], person, at=at)
    return [_given(each, known.get(each.card.pk, 0), person.pk, at) for each in told]


def cards_of_text(decision_id: UUID, person: Person, *, at: datetime) -> list[CardAlong]:
    """Return the cards on a decision that every member there is asked, without anybody's state, if `person` is asked any."""
    return _standing(cards_for(person, at=at).filter(decision=decision_id), person, at=at)


def cards_of_programme(programme_id: UUID, person: Person, *, at: datetime) -> list[CardAlong]:
    """Return the cards of a programme that every member there is asked, without anybody's state, if `person` is asked any."""
    return _standing(cards_for(person, at=at).filter(programme=programme_id), person, at=at)


def _standing(cards: CardQuerySet, person: Person, *, at: datetime) -> list[CardAlong]:
    rows = cards.select_related("decision", "current", "programme").order_by("pk")[:_SHOWN]
    sources = {card.pk: source_of(card, card.current) for card in rows if card.current}
    changed = amended(set(sources.values()), at=at)
    return _with_points([card for card in rows if sources.get(card.pk) not in changed], person, at=at)


def _with_points(cards: Sequence[Card], person: Person, *, at: datetime) -> list[CardAlong]:
    told = [(card, card.current) for card in cards if card.current]
    documents = {card.decision.document_id for card in cards if card.decision}
    known = {each.pk for each in readable_among(person, documents, at=at)}
    versions = {each.version_id for _card, each in told if each.version_id}
    texts = points_numbered(versions, {each.point for _card, each in told})
    return [
        CardAlong(
            card,
            wording,
            point_read(found, person.languages)
            if card.decision_id in known
            and wording.version_id
            and (found := texts.get((wording.version_id, wording.point)))
            else None,
        )
        for card, wording in told
    ]


def _given(each: CardAlong, answers: int, person: UUID, at: datetime) -> CardAlong:
    given = Given(person, each.card.pk, each.wording.pk, answers, at)
    return replace(each, answers=answers, along=token_of(given))
