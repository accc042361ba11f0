from datetime import timedelta

import pytest

from conftest import World
from folkmoot.decisions.actions.receiving import acknowledge_decision
from folkmoot.decisions.models import InMind
from folkmoot.decisions.queries.recirculating import back_again
from folkmoot.decisions.tests.pages import texts_of
from folkmoot.decisions.tests.papers import amendment, do
from folkmoot.kernel.models import ActClaim, Entry
from folkmoot.membership.tests.paging import as_, cost, links
from folkmoot.study.actions.learning import set_pace
from folkmoot.study.models import Card
from folkmoot.study.tests.studying import answered, begun, offered, published, source_of, written


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def came_back(world: World, **given) -> Card:
    """A card on point 1 of a decision that Eve and Bo acknowledged, which comes back to them with that point."""
    (card,) = offered(world, **given)
    for who in (world.eve, world.bo):
        do(world, acknowledge_decision, by=who, decision_id=card.decision_id)
    world.at += timedelta(days=30)
    return card


def asked(world: World, who) -> list[str]:
    return [each.question.text for each in back_again(who, at=world.at) if each.question]


def test_a_decision_comes_back_with_a_question_on_the_point_in_focus(world: World, client) -> None:
    card = came_back(world)
    as_(client, world.eve)
    page = client.get("/")
    assert texts_of(page, "article h3") == ["Meet monthly"]
    assert "How often, 0?" in texts_of(page, "article p")
    assert "Every local meets once a month." not in page.content.decode()
    assert "I have it in mind" not in page.content.decode()
    assert links(page)["Answer it"] == f"/study/cards/{card.pk}/"
    before = Entry.objects.count(), ActClaim.objects.count()
    client.post(f"/study/cards/{card.pk}/", {"answers": "0", "given": "Never"})
    assert texts_of(client.get("/"), "article h3") == []
    assert list(InMind.objects.values_list("person", "decision")) == [(world.eve.pk, card.decision_id)]
    assert (Entry.objects.count(), ActClaim.objects.count()) == before
    assert asked(world, world.bo) == ["How often, 0?"]


def test_a_point_on_which_no_card_stands_is_shown(world: World, client) -> None:
    came_back(world, point="2")
    page = as_(client, world.eve).get("/")
    assert "Every local meets once a month." in texts_of(page, "div.prose")
    assert "I have it in mind" in page.content.decode()


def test_an_answer_on_another_point_or_between_rounds_is_no_round(world: World) -> None:
    card = came_back(world, point="2")
    answered(world, world.eve, card, "Never")
    world.at += timedelta(days=20)
    answered(world, world.eve, card, "Never")
    assert InMind.objects.count() == 0
    world.at += timedelta(days=41)  # the second round, with the second point
    assert asked(world, world.eve) == ["How often, 0?"]
    answered(world, world.eve, card, "Once a month")
    assert InMind.objects.count() == 1
    assert back_again(world.eve, at=world.at) == []


def test_of_several_cards_on_a_point_the_one_answered_least_lately_is_asked(world: World) -> None:
    card = came_back(world)
    programme = begun(world, title="Another")
    other = written(world, programme, source_of(card), question="And who?")
    published(world, programme)
    assert asked(world, world.eve) == ["How often, 0?"]
    world.at += timedelta(days=14)
    answered(world, world.eve, card, "Never")
    world.at += timedelta(days=136)  # the third round, with the first point again
    assert asked(world, world.eve) == ["And who?"]
    answered(world, world.eve, other, "Never")
    assert asked(world, world.eve) == []


def test_whoever_is_offered_nothing_is_asked_nothing_and_no_card_that_rests_is_asked(world: World) -> None:
    card = came_back(world)
    do(world, set_pace, by=world.eve, minutes=0)
    assert (asked(world, world.eve), asked(world, world.bo)) == ([], ["How often, 0?"])
    body = "1. Every local meets twice a month.\n2. The secretary calls the meeting.\n"
    amendment(world, source_of(card), body, to=world.union)
    assert asked(world, world.bo) == []


def test_today_asks_as_much_of_one_card_on_a_point_as_of_many(world: World, client) -> None:
    card = came_back(world)
    as_(client, world.eve)
    before = cost(client, "/")
    programme = begun(world, title="Another")
    for number in range(3):
        written(world, programme, source_of(card), question=f"And {number}?")
    published(world, programme)
    assert cost(client, "/") == before <= 12
