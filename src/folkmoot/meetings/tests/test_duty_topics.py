import pytest

from conftest import World
from folkmoot.bylaws.tests.papers import MONTHLY, bylaws, entered
from folkmoot.membership.tests.paging import as_, cost

SECRETARY = {"kind": "term", "office": "secretary", "months": 1}


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def proposed(page) -> list[str]:
    agenda: str = page.context["form"].initial["agenda"]
    return agenda.splitlines()


def test_an_agenda_is_proposed_with_the_elections_that_are_due_and_not_with_meeting_itself(
    world: World, client
) -> None:
    decision = bylaws(world)
    entered(world, decision, "3", SECRETARY)
    entered(world, decision, "2.1", MONTHLY)
    address = f"/units/{world.harbour.pk}/meetings/new/"
    (line,) = proposed(as_(client, world.bo).get(address))
    assert line.startswith("Article 3, by ")
    assert "secretary" in line
    assert cost(client, address) <= 12


def test_where_nothing_is_due_an_agenda_begins_empty(world: World, client) -> None:
    page = as_(client, world.bo).get(f"/units/{world.harbour.pk}/meetings/new/")
    assert proposed(page) == []
