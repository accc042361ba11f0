import re
from datetime import date

import pytest

from conftest import World
from folkmoot.decisions.actions.receiving import acknowledge_decision
from folkmoot.decisions.actions.relating import set_relations
from folkmoot.decisions.models import Decision, Receipt, Relation
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import adopted, amending, amendment, conveyed, do, drafted
from folkmoot.decisions.tests.test_amending import BEFORE, SINGING, WEEKLY, adopt
from folkmoot.membership.tests.paging import as_, cost, links


def typed(page, **changed: str) -> dict[str, str]:
    """Return what a form sends that was filled in so, on top of what stands in its fields."""
    return {**fields(page), **changed}


def words(page, selector: str = "p") -> str:
    return " ".join(texts_of(page, selector))


def write(client, target: Decision, body: str, step: str = "continue"):
    address = f"/decisions/{target.pk}/amendments/new/"
    sent = typed(client.get(address))
    own = {"own-body": "1. The rules are changed.", "texts-0-body": body, "step": step}
    return client.post(address, sent | own, follow=True)


def test_an_amendment_is_written_over_the_text_of_today_looked_at_and_adopted(world: World, client) -> None:
    rules = conveyed(world, title="Rules")
    max_ = as_(client, world.max)
    assert links(max_.get(f"/decisions/{rules.pk}/"))["Amend it"] == f"/decisions/{rules.pk}/amendments/new/"
    form = max_.get(f"/decisions/{rules.pk}/amendments/new/")
    assert fields(form)["own-title"] == "Amendment of “Rules”"
    assert BEFORE.strip() in texts_of(form, "textarea")
    looked_at = write(max_, rules, WEEKLY, step="preview")
    assert (words(looked_at, "article del"), words(looked_at, "article ins")) == (
        "[struck: month]",
        "[added: week]",
    )
    page = write(max_, rules, WEEKLY)
    assert texts_of(page, "h1") == ["Enter that it was adopted"]
    assert "Amends 2026/1 Rules" in texts_of(page, "li")
    assert words(page, "article del") == "[struck: month]"
    draft = Relation.objects.get().decision
    adopted_on = {"adopted_on": "2026-03-01", "in_force_from": "2026-03-01"}
    max_.post(f"/publish/{draft.pk}/adoption/", typed(page, **adopted_on))
    proposed = max_.get(f"/publish/{draft.pk}/conveyance/")
    assert "Proposed are those who have the text" in words(proposed)
    assert "week" in words(max_.get(f"/decisions/{rules.pk}/"), "article p")


def test_an_outdated_draft_shows_what_others_changed_and_is_saved_on_top_of_it(world: World, client) -> None:
    rules = adopted(world)
    draft = amending(world, rules, BEFORE + "3. It ends with a song.\n")
    amendment(world, rules, WEEKLY)
    max_ = as_(client, world.max)
    assert "The text was changed by another amendment" in words(
        max_.get(f"/publish/{draft.pk}/adoption/"), "li"
    )
    page = max_.get(f"/publish/{draft.pk}/wording/")
    assert "Changed by others since you wrote this" in texts_of(page, "h2")
    assert words(page, "ins") == "[added: week]"
    sent = typed(page, step="continue", **{"texts-0-body": SINGING})
    page = max_.post(f"/publish/{draft.pk}/wording/", sent, follow=True)
    assert "It was adopted in these words" in texts_of(page, "button")
    assert words(page, "ins") == "[added: It ends with a song. ]"


def test_whoever_read_a_text_sees_what_changed_and_acknowledges_again(world: World, client) -> None:
    rules = conveyed(world, title="Rules")
    do(world, acknowledge_decision, by=world.cy, decision_id=rules.pk)
    amended = amendment(world, rules, WEEKLY, to=world.union)
    cy = as_(client, world.cy)
    assert links(cy.get("/"))["Read it"] == f"/decisions/{rules.pk}/"
    page = cy.get(f"/decisions/{rules.pk}/")
    assert "Changed since you read it" in texts_of(page, "h2")
    assert any(line.startswith("By 2026/2, in force from 1 March 2026") for line in texts_of(page, "li"))
    assert (words(page, "article del"), words(page, "article ins")) == ("[struck: month]", "[added: week]")
    assert texts_of(cy.get(f"/decisions/{rules.pk}/?marks=none"), "article ins") == []
    cy.post(f"/decisions/{rules.pk}/acknowledgement/", typed(page))
    assert Receipt.objects.filter(person=world.cy, decision=amended).exists()
    page = cy.get(f"/decisions/{rules.pk}/")
    assert (texts_of(page, "article ins"), "Withdraw" in words(page, "button")) == ([], True)
    dee = as_(client, world.dee).get(f"/decisions/{rules.pk}/")
    assert (texts_of(dee, "article ins"), words(dee, "article p").count("week")) == ([], 1)


def test_what_changed_for_others_is_shown_and_nothing_is_asked(world: World, client) -> None:
    rules = conveyed(world, title="Rules")
    do(world, acknowledge_decision, by=world.dee, decision_id=rules.pk)
    world.at = world.at.replace(day=3)
    amendment(world, rules, WEEKLY, to=world.north)
    page = as_(client, world.dee).get(f"/decisions/{rules.pk}/")
    assert "You need not acknowledge this again." in texts_of(page, "p")
    assert words(page, "article ins") == "[added: week]"
    assert "I have read" not in words(page, "button")


def test_the_text_of_a_day_and_what_changed_since(world: World, client) -> None:
    first, second = date(2024, 1, 1), date(2025, 1, 1)
    rules = conveyed(world, title="Rules", adopted_on=first, in_force_from=first)
    amendment(world, rules, WEEKLY, to=world.union, adopted_on=second, in_force_from=second)
    cy = as_(client, world.cy)
    then = cy.get(f"/decisions/{rules.pk}/?on=2024-12-31")
    assert "once a month" in words(then, "article p")
    assert "This is the text as it was on 31 December 2024." in words(then)
    assert "act_id" not in fields(then)
    assert "not in force yet on that day" in words(cy.get(f"/decisions/{rules.pk}/?on=2023-12-31"))
    assert "once a week" in words(cy.get(f"/decisions/{rules.pk}/?on=2025-01-01"), "article p")
    since = cy.get(f"/decisions/{rules.pk}/?since=2024-12-31")
    assert (words(since, "article del"), words(since, "article ins")) == ("[struck: month]", "[added: week]")
    assert "Nothing has changed since" in words(cy.get(f"/decisions/{rules.pk}/?since=2025-01-01"))
    wrong = cy.get(f"/decisions/{rules.pk}/?on=yesterday")
    assert (wrong.status_code, "Give a day such as 2010-07-01." in words(wrong)) == (422, True)


def test_each_wording_is_read_though_all_began_on_one_day(world: World, client) -> None:
    rules = conveyed(world, title="Rules")
    amendment(world, rules, WEEKLY, to=world.union)
    amendment(world, rules, SINGING, to=world.union)
    amendment(world, rules, BEFORE, to=world.union, in_force_from=date(2027, 1, 1))
    cy = as_(client, world.cy)
    page = cy.get(f"/decisions/{rules.pk}/")
    found = {name: address for name, address in links(page).items() if "?version=" in address}
    pages = [cy.get(f"/decisions/{rules.pk}/{address}") for address in found.values()]
    assert [*found] == ["As it was adopted", "From 1 March 2026, by 2026/2", "From 1 March 2026, by 2026/3"]
    told = [
        ("once a month" in words(each, "article p"), "song" in words(each, "article p")) for each in pages
    ]
    assert told == [(True, False), (False, False), (False, True)]
    assert "These are the words as they were adopted on 1 March 2026." in words(pages[0])
    assert "These are the words from 1 March 2026 on, as 2026/2 changed them." in words(pages[1])
    assert "I have read" not in words(pages[0], "button")
    assert cy.get(f"/decisions/{rules.pk}/?version=4").status_code == 404


def test_an_amendment_shows_only_the_points_it_changes(world: World, client) -> None:
    rules = conveyed(world, title="Rules")
    amended = amendment(world, rules, WEEKLY, to=world.union)
    page = as_(client, world.cy).get(f"/decisions/{amended.pk}/")
    assert texts_of(page, "h2")[0] == "What it changes in 2026/1"
    assert texts_of(page, "a.point-number") == ["Point 1", "Point 1"]
    assert "Repeal it" not in words(as_(client, world.max).get(f"/decisions/{amended.pk}/"), "a")


def test_a_draft_says_what_it_does_to_earlier_decisions(world: World, client) -> None:
    rules, other = adopted(world, title="Rules"), adopted(world, title="Other rules")
    draft = drafted(world, title="New rules")
    max_ = as_(client, world.max)
    address = f"/publish/{draft.pk}/relations/"
    page = max_.post(address, typed(max_.get(address), replaces="2026/1", implements="2026/2"), follow=True)
    assert texts_of(page, "h1") == ["Write a decision"]
    assert {"Replaces 2026/1 Rules", "Implements 2026/2 Other rules"} <= set(texts_of(page, "li"))
    assert fields(max_.get(address))["replaces"] == "2026/1"
    refused = max_.post(address, typed(max_.get(address), repeals="2026/1", replaces="2026/9"))
    assert refused.status_code == 422
    assert "No decision has the number “2026/9”." in words(refused)
    adopt(world, draft)
    page = max_.get(f"/decisions/{rules.pk}/")
    assert "Replaced by 2026/3 New rules" in texts_of(page, "li")
    assert "Repealed on 1 March 2026" in words(page)
    assert "Implemented by 2026/3 New rules" in texts_of(max_.get(f"/decisions/{other.pk}/"), "li")


@pytest.mark.parametrize(
    "address", ["decisions/{}/amendments/new/", "publish/{}/wording/", "publish/{}/relations/"]
)
def test_nobody_else_writes_amendments(world: World, client, address: str) -> None:
    rules = conveyed(world)
    pk = rules.pk if address.startswith("decisions") else amending(world, rules, WEEKLY).pk
    assert as_(client, world.max).get("/" + address.format(pk)).status_code == 200
    assert as_(client, world.cy).get("/" + address.format(pk)).status_code == 404


def test_how_decisions_hang_together_is_pictured_and_told_as_a_table(world: World, client) -> None:
    rules = conveyed(world, title="Rules")
    amendment(world, rules, WEEKLY, to=world.union, title="Weekly")
    amendment(world, rules, SINGING, title="Singing")
    new = drafted(world, title="Anew")
    do(world, set_relations, by=world.max, decision_id=new.pk, replaces=[rules.pk])
    adopt(world, new)
    page = as_(client, world.max).get(f"/decisions/{rules.pk}/relations/")
    lines = texts_of(page, "span.arcs-label")
    assert lines == ["2026/1 Meet monthly", "2026/2 Weekly", "2026/3 Singing", "2026/4 Anew"]
    assert page.content.decode().count('class="arc arc-amends" d="M') == 3
    assert page.content.decode().count('class="arc arc-replaces" d="M') == 2
    page = as_(client, world.cy).get(f"/decisions/{rules.pk}/relations/")
    # That the text changed is told; by what, and what replaced it, only once it is conveyed.
    unread = "A decision that you may not read"
    assert texts_of(page, "span.arcs-label") == ["2026/1 Meet monthly", "2026/2 Weekly", unread]
    assert {"2026/3", "2026/4"}.isdisjoint(re.findall(r"2026/\d", page.content.decode()))
    paper = as_(client, world.cy).get(f"/decisions/{rules.pk}/")
    assert "Amended by a decision that you may not read" in texts_of(paper, "li")
    assert {"2026/3", "2026/4"}.isdisjoint(re.findall(r"2026/\d", paper.content.decode()))
    assert as_(client, world.stan).get(f"/decisions/{rules.pk}/relations/").status_code == 404
    alone = conveyed(world, title="Alone")
    page = as_(client, world.cy).get(f"/decisions/{alone.pk}/relations/")
    assert texts_of(page, "h2") == ["It stands by itself"]


def test_pages_cost_the_same_however_often_a_text_was_amended(world: World, client) -> None:
    rules = conveyed(world, title="Rules")
    do(world, acknowledge_decision, by=world.cy, decision_id=rules.pk)
    costs = []
    for bodies in ([WEEKLY], [SINGING, BEFORE]):
        for body in bodies:
            amendment(world, rules, body, to=world.union)
        addresses = ("/", f"/decisions/{rules.pk}/", f"/decisions/{rules.pk}/relations/")
        cy = as_(client, world.cy)
        # Fixed words are read once.
        cy.get(addresses[1])
        costs.append([cost(cy, address) for address in addresses])
    assert costs[0] == costs[1]
    # One more than other pages: what was asked before its adoption, and what it was amended by, are both led to.
    assert max(costs[0]) <= 13
