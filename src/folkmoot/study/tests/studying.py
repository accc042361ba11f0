"""Material written, published and learnt as people do it, for tests that need some."""

from typing import Any

from conftest import World
from folkmoot.decisions.models import Decision
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.kernel.acts import Actor
from folkmoot.study.actions.cards import change_card, write_card
from folkmoot.study.actions.learning import answer_card
from folkmoot.study.actions.programmes import draft_programme, publish_programme
from folkmoot.study.models import Card, Memory, Programme

CHOICE: dict[str, Any] = {
    "point": "1",
    "kind": "choice",
    "question": "How often does a local meet?",
    "right": ["Once a month"],
    "wrong": ["Once a year", "Never"],
}


def begun(world: World, *, unit: Actor | None = None, by: Actor | None = None, **given: Any) -> Programme:
    asked = {"unit_id": (unit or world.north).pk, "title": "Meeting", **given}
    return Programme.objects.get(pk=do(world, draft_programme, by=by or world.ada, **asked))


def written(
    world: World,
    programme: Programme,
    decision: Decision,
    *,
    by: Actor | None = None,
    **given: Any,
) -> Card:
    asked = {"programme_id": programme.pk, "decision_id": decision.pk, **CHOICE, **given}
    return Card.objects.get(pk=do(world, write_card, by=by or world.ada, **asked))


def changed(world: World, card: Card, *, by: Actor | None = None, **given: Any) -> Card:
    card.refresh_from_db()
    asked = {"card_id": card.pk, "revision": card.revision, **CHOICE, **given}
    do(world, change_card, by=by or world.ada, **asked)
    return card


def published(world: World, programme: Programme, *, by: Actor | None = None) -> Programme:
    programme.refresh_from_db()
    given = {"programme_id": programme.pk, "revision": programme.revision}
    do(world, publish_programme, by=by or world.max, **given)
    programme.refresh_from_db()
    return programme


def offered(world: World, *, cards: int = 1, unit: Actor | None = None, **given: Any) -> list[Card]:
    """Cards from a decision for everybody, of a programme that Ada wrote and Max published."""
    decision, programme = conveyed(world), begun(world, unit=unit)
    made = [
        written(world, programme, decision, **{"question": f"How often, {each}?", **given})
        for each in range(cards)
    ]
    published(world, programme)
    return [Card.objects.select_related("current", "programme").get(pk=each.pk) for each in made]


def answered(world: World, by: Actor, card: Card, *given: str, said: str = "") -> Memory:
    known = Memory.objects.filter(person=by.pk, card=card).first()
    answers = known.answers if known else 0
    do(world, answer_card, by=by, card_id=card.pk, answers=answers, given=list(given), said=said)
    return Memory.objects.get(person=by.pk, card=card)


def source_of(card: Card) -> Decision:
    """The decision from which a card is."""
    assert card.decision is not None
    return card.decision
