import pytest
from django.test import Client

from conftest import World
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.membership.tests.paging import as_, links
from folkmoot.news.actions.openly import close_public_edition, take_back_paper
from folkmoot.news.tests.items import open_edition, openly


@pytest.fixture(autouse=True)
def _now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def offered(client: Client, address: str) -> tuple[bool, bool]:
    found = links(client.get(address))
    return "Publish it to everybody" in found, "See it as everybody does" in found


def test_a_decision_that_everybody_reads_says_so_and_is_not_offered_to_be_published_again(
    world: World, client
) -> None:
    open_edition(world)
    decision = conveyed(world)
    address = f"/decisions/{decision.pk}/"
    assert offered(as_(client, world.max), address) == (True, False)
    paper = openly(world, decision=decision)
    assert offered(client, address) == (False, True)
    found = links(client.get(address))
    assert Client().get(found["See it as everybody does"]).status_code == 200
    assert "Everybody can read this" in client.get(found["Take it back from there"]).content.decode()
    assert "Take it back from there" not in as_(client, world.cy).get(address).content.decode()
    do(world, close_public_edition, by=world.max)
    assert offered(as_(client, world.max), address) == (True, False)
    open_edition(world)
    do(world, take_back_paper, by=world.max, paper_id=paper.pk)
    assert offered(client, address) == (True, False)
