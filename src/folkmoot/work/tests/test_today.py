import pytest

from conftest import World
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import do
from folkmoot.membership.tests.paging import as_, cost, links
from folkmoot.work.actions.offering import decline_work
from folkmoot.work.tests.doing import fresh, offered, put_up, taken


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def test_today_shows_what_one_is_asked_and_does_and_lets_one_answer_there(world: World, client) -> None:
    taken(world, world.eve)
    taken(world, world.eve, title="Sweep")
    asked = offered(world, world.eve, title="Mend the net")
    page = as_(client, world.eve).get("/")
    assert "Your work" in texts_of(page, "h2")
    assert texts_of(page, "h3") == ["Mend the net", "Paint the boat"]
    assert texts_of(page, "p.meta") == [
        "you are asked Bo asks you. Harbour, by 20 March 2026",
        "Harbour, by 20 March 2026",
    ]
    assert texts_of(page, "button.button") == ["Accept: Mend the net", "Decline: Mend the net"]
    assert "My work: 1 more" in texts_of(page, "a")
    client.post(f"/work/{asked.pk}/acceptance/", fields(page))
    assert fresh(asked.pk).holder == world.eve
    assert texts_of(client.get("/"), "h3") == ["Paint the boat"]


def test_today_says_nothing_of_work_declined_or_of_others(world: World, client) -> None:
    asked = offered(world, world.eve)
    taken(world, world.bo, title="Mend the net")
    do(world, decline_work, by=world.eve, assignment_id=asked.pk)
    assert "Your work" not in texts_of(as_(client, world.eve).get("/"), "h2")


@pytest.mark.parametrize("who", ["eve", "bo"])
def test_work_on_today_costs_no_further_question(world: World, client, who: str) -> None:
    person = world.people[who]
    as_(client, person)
    before = cost(client, "/")
    taken(world, person)
    offered(world, person, title="Mend the net")
    assert cost(client, "/") == before


def test_today_leads_to_the_work_that_nobody_was_asked_for_in_one_s_own_cell(world: World, client) -> None:
    put_up(world)
    put_up(world, title="Sweep")
    offered(world, world.bo, title="Mend the net")
    eve = as_(client, world.eve)
    said = "2 pieces of work are open in Harbour: look"
    assert links(eve.get("/"))[said] == f"/units/{world.harbour.pk}/work/?show=open"
    taken(world, world.bo, title="Cook")
    assert said in texts_of(eve.get("/"), "a")
    assert said not in texts_of(as_(client, world.cy).get("/"), "a")
