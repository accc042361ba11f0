from datetime import datetime, timedelta

import pytest

from conftest import World
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import do
from folkmoot.membership.tests.paging import as_, cost, links, refusals
from folkmoot.news.actions.letters import publish_letter
from folkmoot.news.models import Letter
from folkmoot.news.tests.items import published
from folkmoot.news.tests.test_letters import WORDS, sent


@pytest.fixture(autouse=True)
def clock(world: World, monkeypatch) -> list[datetime]:
    """The moment at which pages are asked for, to be put forward."""
    moments = [world.at]
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: moments[-1])
    return moments


def test_a_letter_is_written_offered_shortened_agreed_to_answered_and_withdrawn(
    world: World, client, clock
) -> None:
    item = published(world)
    page = as_(client, world.cy).get(f"/news/{item.pk}/")
    address = links(page)["Write a letter about this"]
    page = client.get(address)
    assert "whoever reads this news can read it" in " ".join(texts_of(page, "p"))
    page = client.post(address, {**fields(page), "text": WORDS, "is_named": "no"}, follow=True)
    assert "not decided on yet" in texts_of(page, "p.meta")[0]
    letter = Letter.objects.get()
    assert WORDS not in as_(client, world.max).get("/news/letters/waiting/").content.decode()
    clock.append(world.at + timedelta(days=7))
    page = client.get("/news/letters/waiting/")
    assert texts_of(page, "p.meta") == ["to be decided To Union, by a member"]
    address = links(page)[WORDS]
    client.post(address, {**fields(client.get(address)), "step": "shorten", "offered": "Why not green?"})
    client.post(address, {"step": "answer", "answer": "It was dearer."}, follow=True)
    page = as_(client, world.cy).get("/news/letters/own/")
    assert "Why not green?" in texts_of(page, "p")
    client.post(f"/news/letters/{letter.pk}/agreement/")
    page = as_(client, world.bo).get(f"/news/{item.pk}/")
    assert texts_of(page, "article.card p") == [
        "Why not green?",
        "a member, 9 March 2026",
        "Union answers: It was dearer.",
    ]
    client.post(f"/news/letters/{letter.pk}/withdrawal/")
    assert Letter.objects.count() == 1
    page = as_(client, world.cy).post(f"/news/letters/{letter.pk}/withdrawal/", follow=True)
    assert "The letter is withdrawn, and nothing is left of it." in page.content.decode()
    assert Letter.objects.count() == 0


def test_an_empty_reason_is_refused_beside_its_field(world: World, client) -> None:
    letter = sent(world)
    page = as_(client, world.max).post(f"/news/letters/{letter.pk}/", {"step": "decline", "reason": " "})
    assert page.status_code == 422
    assert refusals(page) == ["Why you decline it – Nothing is written here yet."]


def test_who_reads_it_is_said_before_it_is_sent(world: World, client) -> None:
    page = as_(client, world.cy).get("/news/letters/new/")
    said = " ".join(texts_of(page, "p"))
    assert "The chair, the secretary and the editors of the body read it." in said
    assert "whoever operates the server could find it there" in page.content.decode()
    page = client.post("/news/letters/new/", {**fields(page), "text": " "})
    assert page.status_code == 422


@pytest.mark.parametrize("who", ["una", "ada", "bo", "cy", "dee", "stan"])
def test_who_edits_no_letters_there_finds_none(world: World, client, who: str) -> None:
    letter = sent(world)
    assert as_(client, world.people[who]).get(f"/news/letters/{letter.pk}/").status_code == 404
    assert WORDS not in client.get("/news/letters/").content.decode()


def test_a_letter_about_news_of_others_has_no_page(world: World, client) -> None:
    item = published(world, to=world.north)
    assert as_(client, world.dee).get(f"/news/letters/new/?about={item.pk}").status_code == 404
    assert client.get("/news/letters/new/?about=nothing").status_code == 404
    assert client.get("/news/letters/waiting/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_pages_of_letters_cost_the_same_however_many_there_are(world: World, client, count: int) -> None:
    item = published(world)
    for _number in range(count):
        for given in ({"item_id": item.pk}, {"unit_id": world.union.pk}):
            letter = sent(world, is_named=True, at=world.at, **given)
            do(world, publish_letter, by=world.max, letter_id=letter.pk)
    for writer in ("cy", "bo", "eve")[:count]:
        waiting = sent(world, by=world.people[writer])
    as_(client, world.max)
    for address in (
        "/news/letters/",
        "/news/letters/waiting/",
        f"/news/letters/{waiting.pk}/",
        f"/news/{item.pk}/",
        "/news/letters/new/",
    ):
        assert (address, cost(client, address)) <= (address, 12)
    assert cost(as_(client, world.cy), "/news/letters/own/") <= 12


def test_the_id_of_a_letter_tells_nothing_of_when_it_was_written(world: World, client) -> None:
    as_(client, world.cy)
    form = fields(client.get("/news/letters/new/"))
    for _twice in range(2):
        client.post("/news/letters/new/", {**form, "unit_id": world.union.pk, "text": "Who decides?"})
    [letter] = Letter.objects.all()
    # The seventh version begins with the moment.
    assert (letter.pk.version, str(letter.pk) == form["act_id"]) == (4, False)
