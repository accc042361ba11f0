import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import World
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.membership.tests.paging import as_, cost, links, refusals
from folkmoot.study.actions.learning import set_pace
from folkmoot.study.models import Answer, Card, Memory, Programme
from folkmoot.study.queries.learning import today_of
from folkmoot.study.tests.studying import answered, begun, offered, written

WORDS = {"point": "1", "kind": "choice", "question": "?", "right": "Once a month", "wrong": "Never"}


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def test_a_programme_is_written_by_one_editor_and_published_by_another(world: World, client) -> None:
    decision = conveyed(world)
    page = as_(client, world.ada).get(f"/units/{world.north.pk}/")
    page = client.get(links(page)["Study material"])
    assert "No programme stands here" in page.content.decode()
    page = client.get(links(page)["Begin a programme"])
    page = client.post(page.request["PATH_INFO"], {**fields(page), "title": "Meeting"}, follow=True)
    page = client.get(links(page)["Write a card"])
    given = {
        **fields(page),
        "decision_id": str(decision.pk),
        "point": "1",
        "kind": "choice",
        "question": "How often?",
        "right": "Once a month",
    }
    answer = client.post(page.request["PATH_INFO"], given)
    assert (answer.status_code, refusals(answer)) == (
        422,
        ["Wrong answers – Write at least one answer that is wrong."],
    )
    page = client.post(page.request["PATH_INFO"], {**given, "wrong": "Never\nOnce a year"}, follow=True)
    assert texts_of(page, "h3") == ["How often?"]
    assert "You wrote some of what waits." in page.content.decode()
    programme = Programme.objects.get()
    page = as_(client, world.max).get(f"/study/programmes/{programme.pk}/")
    address = f"/study/programmes/{programme.pk}/publication/"
    assert client.post(address, {"revision": "9" * 5_000}).status_code == 422
    client.post(address, {**fields(page), "revision": programme.revision})
    programme.refresh_from_db()
    assert programme.published_at == world.at


def test_of_two_who_change_a_card_by_its_page_the_second_is_refused(world: World, client) -> None:
    (card,) = offered(world)
    address = f"/study/cards/{card.pk}/changes/"
    seen = {**WORDS, **fields(as_(client, world.max).get(address))}
    page = as_(client, world.ada).get(address)
    client.post(address, {**WORDS, **fields(page), "question": "Ada's words?"})
    answer = as_(client, world.max).post(address, {**seen, "question": "Max's words?"})
    assert answer.status_code == 422
    assert "Somebody wrote this anew in the meantime." in answer.content.decode()
    assert card.wordings.get(published_at=None).question == "Ada's words?"


def test_a_member_learns_a_card_and_is_shown_the_point_it_comes_from(world: World, client) -> None:
    offered(world)
    page = as_(client, world.eve).get("/")
    assert "To learn: 1 card, 1 minute" in texts_of(page, "a")
    page = client.get("/study/")
    page = client.get(links(page)["Begin"])
    assert texts_of(page, "h1") == ["How often, 0?"]
    answer = client.post(page.request["PATH_INFO"], fields(page))
    assert (answer.status_code, refusals(answer)) == (422, ["Choose one – This is empty. Fill it in."])
    page = client.post(page.request["PATH_INFO"], {**fields(page), "given": "Never"}, follow=True)
    assert "Every local meets once a month." in page.content.decode()
    assert "Once a month" in texts_of(page, "li")
    assert texts_of(page, "p")[0].startswith("not yet")
    assert Answer.objects.get().person == world.eve
    assert texts_of(client.get("/study/"), "h3") == ["How often, 0?"]
    assert "To learn" not in client.get("/").content.decode()


def test_what_is_explained_is_shown_after_it_was_explained(world: World, client) -> None:
    (card,) = offered(world, kind="explain", right=["It is monthly"], wrong=[])
    page = as_(client, world.eve).get(f"/study/cards/{card.pk}/")
    assert "It is monthly" not in page.content.decode()
    page = client.get(f"/study/cards/{card.pk}/?shown")
    assert "It is monthly" in page.content.decode()
    client.post(f"/study/cards/{card.pk}/?shown", {**fields(page), "said": "knew"})
    assert Answer.objects.get().grade == 3


def test_lines_are_put_in_order(world: World, client) -> None:
    (order,) = offered(world, kind="order", right=["Call", "Meet", "Tell"], wrong=[])
    page = as_(client, world.eve).get(f"/study/cards/{order.pk}/")
    given = {"given_1": "Call", "given_2": "Meet", "given_3": "Tell"}
    client.post(f"/study/cards/{order.pk}/", {**fields(page), **given})
    assert Answer.objects.get(card=order).grade == 3


def test_several_are_chosen(world: World, client) -> None:
    (card,) = offered(world, kind="several", right=["A", "B"], wrong=["C"])
    page = as_(client, world.eve).get(f"/study/cards/{card.pk}/")
    client.post(f"/study/cards/{card.pk}/", {**fields(page), "given": ["B", "A"]})
    assert Answer.objects.get(card=card).grade == 3


def test_a_member_sets_their_pace_and_deletes_what_they_learnt(world: World, client) -> None:
    (card,) = offered(world)
    answered(world, world.eve, card, "Never")
    page = as_(client, world.eve).get("/study/")
    page = client.post("/study/", {**fields(page), "minutes": "31"})
    assert (page.status_code, refusals(page)) == (
        422,
        ["Minutes a day – Choose between 0 and 30 minutes a day."],
    )
    page = client.get(links(client.get("/study/"))["Delete all that I have learnt"])
    client.post("/study/forgetting/", fields(page))
    assert Memory.objects.count() == 0


@pytest.mark.parametrize("who", ["bo", "ada", "max", "una", "dee", "stan"])
def test_nobody_sees_whether_what_or_how_well_somebody_learns(world: World, client, who: str) -> None:
    """Every page they can open of material, of the member and of units is the same before and after Eve learns."""
    (card,) = offered(world)
    as_(client, world.people[who])
    addresses = [
        "/",
        "/study/",
        f"/study/cards/{card.pk}/",
        f"/study/cards/{card.pk}/answer/",
        f"/study/programmes/{card.programme_id}/",
        f"/units/{world.north.pk}/study/",
        f"/units/{world.harbour.pk}/",
        f"/people/{world.eve.pk}/",
        "/desk/",
        "/overview/",
    ]

    def seen() -> list[tuple[int, list[str]]]:
        pages = [client.get(each) for each in addresses]
        return [(page.status_code, texts_of(page, "main")) for page in pages]

    before = seen()
    answered(world, world.eve, card, "Never")
    assert seen() == before
    assert before[3][0] == 404


@pytest.mark.parametrize("who", ["bo", "eve", "dee", "stan"])
def test_material_is_shown_to_those_who_write_there(world: World, client, who: str) -> None:
    (card,) = offered(world)
    as_(client, world.people[who])
    for address in (
        f"/units/{world.north.pk}/study/",
        f"/units/{world.north.pk}/study/new/",
        f"/study/programmes/{card.programme_id}/",
        f"/study/programmes/{card.programme_id}/cards/",
        f"/study/cards/{card.pk}/changes/",
    ):
        assert client.get(address).status_code == 404


def test_what_cannot_be_taken_back_is_asked_before(world: World, client) -> None:
    decision, programme = conveyed(world), begun(world)
    card = written(world, programme, decision)
    as_(client, world.ada)
    page = client.get(f"/study/cards/{card.pk}/removal/")
    assert texts_of(page, "h1") == ["Take the card out?"]
    client.post(page.request["PATH_INFO"], fields(page))
    assert Card.objects.count() == 0
    page = client.get(f"/study/programmes/{programme.pk}/end/")
    answer = client.post(page.request["PATH_INFO"], fields(page))
    assert answer.status_code == 422
    page = client.get(f"/study/programmes/{programme.pk}/dropping/")
    client.post(page.request["PATH_INFO"], fields(page))
    assert Programme.objects.count() == 0


@pytest.mark.parametrize("who", ["dee", "stan"])
def test_a_card_for_others_is_not_there(world: World, client, who: str) -> None:
    (card,) = offered(world)
    assert as_(client, world.people[who]).get(f"/study/cards/{card.pk}/").status_code == 404


def test_pages_ask_as_much_of_one_card_as_of_many(world: World, client) -> None:
    decision, programme = conveyed(world), begun(world)
    address = f"/study/programmes/{programme.pk}/"
    written(world, programme, decision)
    as_(client, world.ada)
    one = cost(client, address)
    for number in range(3):
        written(world, programme, decision, question=f"And {number}?")
    assert cost(client, address) == one


def test_today_and_the_own_page_ask_as_much_after_a_long_history(world: World, client) -> None:
    first, *others = offered(world, cards=4)
    answered(world, world.eve, first, "Never")
    do(world, set_pace, by=world.eve, minutes=30)
    as_(client, world.eve)
    addresses = ["/", "/study/", f"/study/cards/{first.pk}/", f"/study/cards/{first.pk}/answer/"]
    before = [cost(client, each) for each in addresses]
    for card in others[:2]:
        answered(world, world.eve, card, "Never")
    assert [cost(client, each) for each in addresses] == before
    assert max(before) <= 12
    with CaptureQueriesContext(connection) as asked:
        today_of(world.eve, at=world.at)
    assert len(asked) <= 6
    assert Card.objects.count() == 4
