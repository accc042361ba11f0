from datetime import timedelta

from conftest import World
from folkmoot.decisions.actions.receiving import acknowledge_decision
from folkmoot.decisions.models import Decision, InMind
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import adopted, conveyed, do
from folkmoot.kernel.clock import now
from folkmoot.membership.tests.paging import as_, cost, links, refusals


def back_again(world: World, **given) -> Decision:
    """A decision that Cy acknowledged and that came back yesterday."""
    at, world.at = world.at, now() - timedelta(days=31)
    world.people["cy"].memberships.update(started_at=world.at - timedelta(days=60))
    decision = conveyed(world, **given)
    do(world, acknowledge_decision, by=world.cy, decision_id=decision.pk)
    world.at = at
    return decision


def test_what_came_back_stands_on_today_until_it_is_in_mind(world: World, client) -> None:
    decision = back_again(world)
    cy = as_(client, world.cy)
    page = cy.get("/")
    assert texts_of(page, "article h3") == ["Meet monthly"]
    assert texts_of(page, "article p.meta") == ["2026/1 of Union, point 1"]
    assert texts_of(page, "div.prose") == ["Every local meets once a month."]
    assert links(page)["Read the whole"] == f"/decisions/{decision.pk}/#point-1"
    page = cy.post(f"/decisions/{decision.pk}/in-mind/", follow=True)
    assert texts_of(page, "article h3") == []
    assert InMind.objects.count() == 1


def test_nobody_has_in_mind_what_did_not_come_back(world: World, client) -> None:
    decision = conveyed(world)
    page = as_(client, world.cy).post(f"/decisions/{decision.pk}/in-mind/")
    assert page.status_code == 422


def test_today_costs_the_same_with_one_back_and_with_three(world: World, client) -> None:
    costs = []
    for more in (1, 2):
        for _number in range(more):
            back_again(world)
        costs.append(cost(as_(client, world.cy), "/"))
    assert costs[0] == costs[1]
    assert costs[0] <= 12


def test_the_rhythm_is_chosen_while_conveying(world: World, client) -> None:
    decision = adopted(world)
    address = f"/publish/{decision.pk}/conveyance/"
    client = as_(client, world.max)
    assert first_rhythm(client.get(address)) == "usual"
    given = {"unit": world.union.pk, "rhythm": "yearly"}
    page = client.post(address, {**given, "step": "look"})
    assert "Every year" in texts_of(page, "p")
    client.post(address, {**given, "step": "convey"})
    assert Decision.objects.get().recirculation.rhythm == "yearly"


def test_the_rhythm_is_changed_on_a_page_of_its_own(world: World, client) -> None:
    decision = conveyed(world)
    client, address = as_(client, world.max), f"/decisions/{decision.pk}/recirculation/"
    page = client.get(f"/decisions/{decision.pk}/")
    assert "After 30, 90 and 180 days, then every year" in " ".join(texts_of(page, "aside p"))
    assert links(page)["Change it"] == address
    assert first_rhythm(client.get(address)) == "usual"
    assert client.post(address, {"rhythm": "hourly"}).status_code == 422
    page = client.post(address, {"rhythm": "never"}, follow=True)
    assert "Never" in " ".join(texts_of(page, "aside p"))
    assert refusals(page) == []


def test_only_who_conveys_for_the_body_changes_the_rhythm(world: World, client) -> None:
    decision = conveyed(world)
    for who, status in (("max", 200), ("cy", 404), ("ada", 404)):
        page = as_(client, world.people[who]).get(f"/decisions/{decision.pk}/recirculation/")
        assert page.status_code == status
    assert "Change it" not in links(as_(client, world.cy).get(f"/decisions/{decision.pk}/"))


def first_rhythm(page) -> str:
    return fields(page)["rhythm"]
