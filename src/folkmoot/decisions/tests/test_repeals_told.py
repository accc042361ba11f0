from datetime import timedelta

import pytest

from conftest import World
from folkmoot.decisions.actions.repealing import repeal_decision
from folkmoot.decisions.models import Decision, Repeal
from folkmoot.decisions.models.audience import standings_of
from folkmoot.decisions.queries.repeals import repealed_lately, to_read_aloud
from folkmoot.decisions.tests.pages import texts_of
from folkmoot.decisions.tests.papers import adopted, amendment, conveyed, do
from folkmoot.decisions.tests.test_amending import WEEKLY
from folkmoot.kernel.errors import Refused
from folkmoot.membership.tests.paging import as_
from folkmoot.people.models import Person
from folkmoot.units.models import Sector

WHY = "Nobody kept to it."


def repealed(world: World, decision: Decision, reason: str = WHY) -> Decision:
    do(world, repeal_decision, by=world.max, decision_id=decision.pk, reason=reason)
    return decision


def told(world: World, person: Person, days: int = 0) -> list[tuple[str, str]]:
    at = world.at + timedelta(days=days)
    found = repealed_lately(person, standings_of(person, at=at), at=at)
    return [(each.decision.number, each.reason) for each in found]


def test_those_a_decision_was_for_are_told_for_two_weeks_that_it_is_repealed_and_why(world: World) -> None:
    repealed(world, conveyed(world, title="Rules", to=world.north))
    assert told(world, world.cy) == told(world, world.cy, days=13) == [("2026/1", WHY)]
    assert told(world, world.cy, days=15) == []
    assert told(world, world.dee) == told(world, world.stan) == []


def test_an_amendment_that_ends_with_its_text_is_not_told_by_itself(world: World) -> None:
    rules = conveyed(world, title="Rules")
    amendment(world, rules, WEEKLY, to=world.union)
    repealed(world, rules)
    assert told(world, world.cy) == [("2026/1", WHY)]


def test_nobody_is_told_of_what_nobody_had(world: World) -> None:
    repealed(world, adopted(world))
    assert told(world, world.cy) == told(world, world.max) == []


def test_a_desk_says_for_a_month_what_is_repealed_to_those_whose_cell_it_was_for(world: World) -> None:
    health = Sector.objects.create(code="health", name="health")
    world.hill.sectors.add(health)
    repealed(world, conveyed(world, title="Rules", sectors=["health"]))

    def aloud(cell, days: int) -> list[str]:
        at = world.at + timedelta(days=days)
        return [each.title for each in to_read_aloud([cell], ["en"], at=at)]

    assert aloud(world.hill, 30) == ["Rules"]
    assert aloud(world.hill, 32) == aloud(world.harbour, 0) == []


def test_a_reason_that_is_too_long_is_refused_and_repeals_nothing(world: World) -> None:
    decision = conveyed(world)
    with pytest.raises(Refused, match="Shorten it to at most 500"):
        repealed(world, decision, reason="x" * 501)
    assert not Repeal.objects.exists()


def test_every_page_says_that_it_is_repealed_and_why(world: World, client, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)
    decision = conveyed(world, title="Rules")
    first = as_(client, world.max).get(f"/publish/{decision.pk}/repeal/")
    assert any("finds on their first page, for two weeks" in each for each in texts_of(first, "p"))
    assert "Or repeal it by another decision" in texts_of(first, "h2")
    repealed(world, decision)
    cy = as_(client, world.cy)
    assert "Repealed" in texts_of(cy.get("/"), "h2")
    assert f"Why: {WHY}" in texts_of(cy.get(f"/decisions/{decision.pk}/"), "p")
    assert any(WHY in each for each in texts_of(cy.get("/library/?which=over"), "p.meta"))
    bo = as_(client, world.bo)
    assert "Repealed: read it aloud at the next meeting" in texts_of(bo.get("/desk/"), "h2")
