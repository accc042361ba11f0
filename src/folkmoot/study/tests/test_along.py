from datetime import datetime, timedelta
from uuid import UUID

import pytest

from conftest import World
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import amendment, do
from folkmoot.kernel.acts import Actor, Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.membership.tests.paging import as_, cost, links
from folkmoot.people.models import Person
from folkmoot.structure.tests.acting import entries
from folkmoot.study.actions.along import answer_along
from folkmoot.study.actions.learning import set_pace
from folkmoot.study.actions.programmes import end_programme
from folkmoot.study.models import Answer, Memory
from folkmoot.study.queries.along import CardAlong, cards_along
from folkmoot.study.rules.offering import Day, days_together
from folkmoot.study.tests.studying import answered, changed, offered, published, source_of

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def taken(world: World, person: Person, *, days: int = 1) -> list[CardAlong]:
    return cards_along(person, days=days, at=world.at)


def sent(
    world: World,
    card: CardAlong,
    given: str = "Once a month",
    *,
    by: Actor | None = None,
    when: datetime | None = None,
    act_id: UUID | None = None,
) -> None:
    told = {"along": card.along, "given": [given], "when": when}
    run(answer_along, told, act_id=act_id or new_id(), by=by or world.eve, at=world.at, via=Via.WEB)


def test_days_together_have_room_for_what_is_left_of_today_and_whole_days() -> None:
    assert days_together(2, answered=0, answered_new=0, days=1) == Day(3, 1)
    assert days_together(2, answered=3, answered_new=1, days=1) == Day(0, 0)
    assert days_together(2, answered=2, answered_new=1, days=3) == Day(7, 2)
    assert days_together(0, answered=0, answered_new=0, days=7) == Day(0, 0)


def test_what_comes_back_in_the_days_asked_for_is_taken_along(world: World) -> None:
    first, _second, _third = offered(world, cards=3)
    memory = answered(world, world.eve, first, "Once a month")
    world.at += timedelta(days=1)
    days = (memory.due_at.date() - world.at.date()).days + 1
    assert [each.answers for each in taken(world, world.eve, days=days + 1)][:1] == [1]
    assert first.pk not in {each.card.pk for each in taken(world, world.eve)}
    assert len(taken(world, world.eve)) == 1
    do(world, set_pace, by=world.eve, minutes=0)
    assert taken(world, world.eve, days=7) == []


def test_an_answer_counts_from_the_moment_it_was_given_by_the_phone(world: World) -> None:
    offered(world)
    (card,) = taken(world, world.eve)
    begun = world.at
    world.at += 5 * HOUR
    sent(world, card, when=begun + 2 * HOUR)
    answer = Answer.objects.get()
    assert (answer.person, answer.answered_at, answer.grade) == (world.eve, begun + 2 * HOUR, 3)
    assert Memory.objects.get().answered_at == begun + 2 * HOUR


@pytest.mark.parametrize(
    ("when", "counts"),
    [(-2 * HOUR, timedelta(0)), (9 * HOUR, 5 * HOUR), (None, 5 * HOUR), (timedelta(days=9_999), 5 * HOUR)],
)
def test_no_phone_answers_before_the_card_was_given_or_after_now(
    world: World, when: timedelta | None, counts: timedelta
) -> None:
    offered(world)
    (card,) = taken(world, world.eve)
    begun = world.at
    world.at += 5 * HOUR
    sent(world, card, when=begun + when if when else None)
    assert Answer.objects.get().answered_at == begun + counts


def test_an_answer_that_is_sent_again_counts_once(world: World) -> None:
    offered(world)
    (card,) = taken(world, world.eve)
    act_id = new_id()
    for _time in range(3):
        sent(world, card, act_id=act_id)
    assert (Answer.objects.count(), Memory.objects.get().answers) == (1, 1)
    with pytest.raises(Refused, match=r"answered this card elsewhere"):
        sent(world, card)
    assert Answer.objects.count() == 1


def test_what_was_answered_elsewhere_or_written_anew_or_ended_meanwhile_is_said(world: World) -> None:
    (first, second, third) = (offered(world)[0] for _each in range(3))
    do(world, set_pace, by=world.eve, minutes=30)
    cards = {each.card.pk: each for each in taken(world, world.eve)}
    answered(world, world.eve, first, "Never")
    changed(world, second, question="How often now?")
    published(world, second.programme)
    do(world, end_programme, by=world.max, programme_id=third.programme_id)
    for card, sentence in (
        (first, r"answered this card elsewhere"),
        (second, r"written anew since you took it along"),
        (third, r"not asked any more"),
    ):
        with pytest.raises(Refused, match=sentence):
            sent(world, cards[card.pk])
    assert Answer.objects.count() == 1


def test_nobody_answers_with_what_another_took_along_or_with_what_was_never_given(world: World) -> None:
    first, _second = offered(world, cards=2)
    do(world, set_pace, by=world.eve, minutes=30)
    cards = {each.card.pk: each for each in taken(world, world.eve)}
    with pytest.raises(Refused, match=r"did not take this card along"):
        sent(world, cards[first.pk], by=world.bo)
    for along in ("", "x", cards[first.pk].along + "x"):
        with pytest.raises(Refused, match=r"did not take this card along"):
            do(world, answer_along, by=world.eve, along=along, given=["Once a month"])
    assert not Answer.objects.exists()


def test_an_answer_taken_along_leaves_no_entry(world: World) -> None:
    offered(world)
    before = entries()
    (card,) = taken(world, world.eve)
    sent(world, card)
    assert entries() == before


def test_cards_that_were_taken_along_are_answered_from_one_page(world: World, client) -> None:
    (card,) = offered(world)
    page = as_(client, world.eve).get("/study/")
    page = client.get(links(page)["Take a day along"])
    assert texts_of(page, "h2")[:1] == ["How often, 0?"]
    address = f"/study/cards/{card.pk}/along/"
    (along,) = (each.along for each in taken(world, world.eve))
    sent_first = {"along": along, "given": "Never", "act_id": str(new_id()), "answers": "0"}
    assert client.post(address, sent_first).status_code == 204
    assert client.post(address, sent_first).status_code == 204
    answer = client.post(address, {**sent_first, "act_id": str(new_id())})
    assert answer.status_code == 422
    assert answer.content.decode().startswith("You have answered this card elsewhere")
    assert [each.grade for each in Answer.objects.all()] == [1]


def test_without_a_script_a_card_taken_along_is_answered_as_any_other(world: World, client) -> None:
    (card,) = offered(world)
    page = as_(client, world.eve).get("/study/along/")
    page = client.post(f"/study/cards/{card.pk}/", {**fields(page), "given": "Once a month"}, follow=True)
    assert "What is right" in texts_of(page, "h2")
    assert Answer.objects.get().grade == 3


def test_a_week_is_printed_with_answers_and_their_points_and_nobody_is_told(world: World, client) -> None:
    offered(world, cards=3)
    before = entries()
    page = as_(client, world.eve).get("/study/")
    page = client.get(links(page)["Print a week of cards, with the answers overleaf"])
    assert page.content.decode().count("Every local meets once a month.") == 3
    assert entries() == before
    assert not Memory.objects.exists()


def test_the_sheet_of_a_text_is_the_same_for_everybody_and_a_stranger_has_none(world: World, client) -> None:
    first, _second = offered(world, cards=2)
    addresses = [f"/study/programmes/{first.programme_id}/sheet/", f"/study/texts/{first.decision_id}/sheet/"]
    answered(world, world.eve, first, "Never")
    for address in addresses:
        shown = [texts_of(as_(client, each).get(address), "li") for each in (world.bo, world.eve)]
        questions = [[text for text in each if "Once" in text or "How often" in text] for each in shown]
        assert questions[0] == questions[1] != []
        assert as_(client, world.dee).get(address).status_code == 404


def test_a_card_whose_point_was_amended_is_neither_printed_nor_taken_along(world: World, client) -> None:
    (card,) = offered(world)
    body = "1. Every local meets twice a month.\n2. The secretary calls the meeting.\n"
    address = f"/study/texts/{card.decision_id}/sheet/"
    assert as_(client, world.eve).get(address).status_code == 200
    amendment(world, source_of(card), body, to=world.union)
    assert client.get(address).status_code == 404
    assert taken(world, world.eve, days=7) == []


def test_how_recall_works_is_told_and_named(world: World, client) -> None:
    page = as_(client, world.eve).get("/study/")
    page = client.get(links(page)["How recall works"])
    assert "Ebbinghaus" in page.content.decode()


@pytest.mark.parametrize("address", ["along/?days=7", "week/"])
def test_what_is_taken_along_costs_the_same_however_much(world: World, client, address: str) -> None:
    offered(world, cards=1)
    few = cost(as_(client, world.eve), f"/study/{address}")
    offered(world, cards=4)
    assert cost(as_(client, world.eve), f"/study/{address}") == few <= 12
