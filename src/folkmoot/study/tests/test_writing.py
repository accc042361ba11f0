import json

import pytest

from conftest import World
from folkmoot.decisions.tests.papers import amendment, conveyed, do
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry
from folkmoot.study.actions import cards
from folkmoot.study.actions.cards import change_card, remove_card
from folkmoot.study.actions.programmes import drop_programme, end_programme, publish_programme
from folkmoot.study.models import Card, Programme, Wording, Writer
from folkmoot.study.queries.learning import cards_for
from folkmoot.study.queries.material import card_lines
from folkmoot.study.tests.studying import CHOICE, begun, changed, offered, published, source_of, written


def events() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("event", flat=True))


def test_a_card_is_asked_once_somebody_else_has_published_it(world: World) -> None:
    programme = begun(world)
    card = written(world, programme, conveyed(world))
    assert list(cards_for(world.eve, at=world.at)) == []
    programme = published(world, programme)
    assert list(cards_for(world.eve, at=world.at)) == [card]
    assert [each for each in events() if "Programme" in each or "Card" in each] == [
        "ProgrammeDrafted",
        "CardWritten",
        "ProgrammePublished",
    ]
    assert (Wording.objects.get(card=card).published_at, programme.published_at) == (world.at, world.at)
    assert Writer.objects.count() == 0


def test_nobody_publishes_what_they_wrote_themselves(world: World) -> None:
    programme, decision = begun(world), conveyed(world)
    written(world, programme, decision)
    sentence = r"You wrote some of this yourself\. Ask somebody else who writes here to look it over and publish it\."
    with pytest.raises(Refused, match=sentence):
        published(world, programme, by=world.ada)
    written(world, programme, decision, by=world.max, question="How often, at least?")
    with pytest.raises(Refused, match=sentence):
        published(world, programme, by=world.max)


def test_whoever_began_a_programme_does_not_publish_it_with_the_cards_of_others(world: World) -> None:
    programme = begun(world)
    written(world, programme, conveyed(world), by=world.max)
    with pytest.raises(Refused, match=r"You wrote some of this yourself\."):
        published(world, programme, by=world.ada)


def test_what_is_published_is_what_was_looked_at(world: World) -> None:
    programme, decision = begun(world), conveyed(world)
    card = written(world, programme, decision)
    for write in (
        lambda: written(world, programme, decision, question="How often, at least?"),
        lambda: changed(world, card, question="How often?"),
        lambda: do(world, remove_card, by=world.ada, card_id=card.pk),
    ):
        programme.refresh_from_db()
        write()
        with pytest.raises(Refused, match=r"Somebody changed this programme in the meantime\."):
            do(world, publish_programme, by=world.max, programme_id=programme.pk, revision=programme.revision)
    published(world, programme)
    with pytest.raises(Refused, match=r"Nothing waits to be published\."):
        published(world, programme)


def test_members_are_asked_the_old_words_until_the_new_ones_are_published(world: World) -> None:
    (card,) = offered(world)
    old = card.current
    changed(world, card, question="How often does a local meet now?")
    card.refresh_from_db()
    assert card.current == old
    published(world, card.programme)
    card.refresh_from_db()
    assert card.current is not None
    assert card.current.question == "How often does a local meet now?"


def test_amending_a_point_marks_its_cards_for_revision_and_no_others(world: World) -> None:
    decision, programme = conveyed(world), begun(world)
    first = written(world, programme, decision)
    second = written(world, programme, decision, point="2", question="Who calls it?")
    published(world, programme)
    body = "1. Every local meets twice a month.\n2. The secretary calls the meeting.\n"
    amendment(world, decision, body, to=world.union)
    marks = {line.card: line.is_amended for line in card_lines(programme, at=world.at)}
    assert marks == {first: True, second: False}
    changed(world, first, right=["Twice a month"])
    published(world, programme)
    assert [line.is_amended for line in card_lines(programme, at=world.at)] == [False, False]


REFUSED = [
    ({"point": "9"}, r"The decision has no point 9\. It has 1, 2\."),
    ({"point": "one"}, r"A point is called by its number in the decision, such as 4\.1\."),
    ({"kind": "essay"}, r"Choose how the card is answered\."),
    ({"right": []}, r"Write at least one right answer\."),
    ({"right": ["One", "Two"]}, r"Only one answer can be right where one is chosen\."),
    ({"wrong": []}, r"Write at least one answer that is wrong\."),
    ({"wrong": ["once a month!"]}, r"Two answers say the same"),
    ({"kind": "short"}, r"Wrong answers are only for cards that are chosen from\."),
    ({"kind": "gap", "wrong": []}, r"Write ___ once, where the gap is\."),
    ({"kind": "order", "wrong": []}, r"Write at least three lines, in order\."),
    ({"question": " "}, r"Nothing is written here yet\."),
    ({"right": ["a" * 201]}, r"At most 8 lines fit, each of at most 200 characters\."),
]


@pytest.mark.parametrize(("given", "sentence"), REFUSED)
def test_a_card_that_cannot_be_asked_is_refused(world: World, given, sentence: str) -> None:
    programme, decision = begun(world), conveyed(world)
    with pytest.raises(Refused, match=sentence):
        written(world, programme, decision, **given)
    assert Card.objects.count() == 0


def test_a_card_comes_from_a_decision_that_is_in_force_for_its_unit(world: World) -> None:
    programme = begun(world, unit=world.south, by=world.max)
    elsewhere = conveyed(world, unit=world.north, to=world.north, by=world.ada)
    with pytest.raises(Refused, match=r"This decision is not in force for South\. Choose one that is\."):
        written(world, programme, elsewhere, by=world.max)
    assert programme.cards.count() == 0


@pytest.mark.parametrize("who", ["bo", "eve", "dee", "una", "stan"])
def test_only_those_who_write_there_write_and_publish(world: World, who: str) -> None:
    with pytest.raises(Refused, match=r"You hold no office|There is no such unit\."):
        begun(world, by=world.people[who])
    programme = begun(world)
    card = written(world, programme, conveyed(world))
    for act, given in (
        (change_card, {"card_id": card.pk, "revision": 1, **CHOICE}),
        (remove_card, {"card_id": card.pk}),
        (publish_programme, {"programme_id": programme.pk, "revision": 2}),
        (drop_programme, {"programme_id": programme.pk}),
        (end_programme, {"programme_id": programme.pk}),
    ):
        with pytest.raises(Refused, match=r"There is no such (card|programme)\."):
            do(world, act, by=world.people[who], **given)
    assert Programme.objects.filter(published_at=None, ended_at=None).count() == 1


def test_a_card_that_was_published_is_taken_out_and_asked_no_more(world: World) -> None:
    (card,) = offered(world)
    do(world, remove_card, by=world.ada, card_id=card.pk)
    assert list(cards_for(world.eve, at=world.at)) == []
    with pytest.raises(Refused, match=r"This card was taken out\. Write a new one\."):
        do(world, remove_card, by=world.ada, card_id=card.pk)


def test_a_programme_is_given_up_before_it_was_published_and_ended_after(world: World) -> None:
    draft = begun(world)
    written(world, draft, conveyed(world))
    with pytest.raises(Refused, match=r"This programme was never published\."):
        do(world, end_programme, by=world.ada, programme_id=draft.pk)
    published(world, draft)
    with pytest.raises(Refused, match=r"This programme was published\."):
        do(world, drop_programme, by=world.ada, programme_id=draft.pk)
    do(world, end_programme, by=world.ada, programme_id=draft.pk)
    assert list(cards_for(world.eve, at=world.at)) == []
    other = begun(world, title="Another")
    written(world, other, conveyed(world, title="Again"))
    do(world, drop_programme, by=world.ada, programme_id=other.pk)
    assert Programme.objects.filter(pk=other.pk).count() == 0


def test_of_two_who_change_a_card_the_second_is_shown_what_the_first_wrote(world: World) -> None:
    (card,) = offered(world)
    changed(world, card, by=world.ada, question="Ada's words?")
    sentence = r"Somebody wrote this anew in the meantime\. Look at their words before you change them\."
    with pytest.raises(Refused, match=sentence):
        do(world, change_card, by=world.max, card_id=card.pk, revision=1, **CHOICE)
    assert card.wordings.get(published_at=None).question == "Ada's words?"


def test_whoever_touches_a_draft_last_is_not_its_only_writer(world: World) -> None:
    programme = begun(world)
    card = written(world, programme, conveyed(world))
    published(world, programme)
    changed(world, card, by=world.ada, question="How often, do you know?")
    changed(world, card, by=world.max, question="How often, do you know it?")
    for who in (world.ada, world.max):
        with pytest.raises(Refused, match=r"You wrote some of this yourself\."):
            published(world, programme, by=who)
    do(world, remove_card, by=world.max, card_id=card.pk)
    other = written(world, programme, conveyed(world, title="Another"), by=world.max)
    assert published(world, programme, by=world.ada).pk == other.programme_id


def test_a_programme_has_so_many_cards_at_most(world: World, monkeypatch) -> None:
    programme, decision = begun(world), conveyed(world)
    monkeypatch.setattr(cards, "CARDS_MOST", 1)
    written(world, programme, decision)
    with pytest.raises(Refused, match=r"A programme has at most 1 cards\. Begin another one\."):
        written(world, programme, decision, question="And?")


def test_with_a_card_goes_what_was_to_take_its_place(world: World) -> None:
    (card,) = offered(world)
    changed(world, card, question="How often now?")
    do(world, remove_card, by=world.ada, card_id=card.pk)
    assert [each.pk for each in card.wordings.all()] == [card.current_id]
    with pytest.raises(Refused, match=r"Nothing waits to be published\."):
        published(world, card.programme)


def test_a_programme_that_has_ended_stays_as_it_is(world: World) -> None:
    (card,) = offered(world)
    changed(world, card, question="How often now?")
    programme = card.programme
    do(world, end_programme, by=world.ada, programme_id=programme.pk)
    for attempt in (
        lambda: written(world, programme, source_of(card)),
        lambda: changed(world, card),
        lambda: published(world, programme),
        lambda: do(world, end_programme, by=world.ada, programme_id=programme.pk),
    ):
        with pytest.raises(Refused, match=r"This programme has ended, and stays as it is\."):
            attempt()


def test_what_was_published_is_told_by_its_digest(world: World) -> None:
    (card,) = offered(world)
    changed(world, card, question="How often, 0?", right=["Twice a month"])
    published(world, card.programme)
    changed(world, card, question="How often, 0?", right=["Twice a month"])
    published(world, card.programme)
    told = [
        json.loads(payload)
        for payload in Entry.objects.filter(event="ProgrammePublished")
        .order_by("pk")
        .values_list("payload", flat=True)
    ]
    first, second, third = (each["digest"] for each in told)
    assert first != second == third
    assert [each["revision"] for each in told] == [2, 3, 4]
    assert {(each["programme_id"], each["unit_id"]) for each in told} == {
        (str(card.programme_id), str(world.north.pk))
    }
