"""What people are shown of amendments before and after they are adopted: deadlines, titles, what comes back."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conftest import START, World
from folkmoot.decisions.actions.attesting import attest_reading
from folkmoot.decisions.actions.receiving import acknowledge_decision
from folkmoot.decisions.actions.relating import set_relations
from folkmoot.decisions.actions.repealing import repeal_decision
from folkmoot.decisions.models import Deadline, Decision, ReachCount
from folkmoot.decisions.queries.audiences import standings
from folkmoot.decisions.queries.cells import cell_decisions
from folkmoot.decisions.queries.family import family_of
from folkmoot.decisions.queries.first_screens import member_screen
from folkmoot.decisions.queries.papers import decision_page, decision_read_by
from folkmoot.decisions.queries.publishing import proposed_deadlines
from folkmoot.decisions.queries.recirculating import back_again
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import adopted, amendment, conveyed, do, drafted
from folkmoot.decisions.tests.test_amending import BEFORE, SINGING, WEEKLY, adopt
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.membership.tests.paging import as_, cost, links
from folkmoot.people.models import Membership, Office, Person, Term
from folkmoot.units.models import UnitKind

ASKED_OF = ("people_membership", "decisions_deadline")

SOON, LATER = date(2026, 3, 10), date(2026, 4, 10)


def read_by(world: World, decision: Decision, day: date) -> None:
    Deadline.objects.create(decision=decision, kind=world.hill.kind, read_by=day)


def on_today(world: World, person: Person) -> list[tuple[str, date | None]]:
    lines = member_screen(
        person, [world.hill], standings=standings(person, at=world.at), at=world.at, most=20
    ).addressed
    return [
        (
            line.decision.number,
            line.deadline and world.hill.local(line.deadline - timedelta(seconds=1)).date(),
        )
        for line in lines
        if line.acknowledged_at is None
    ]


def on_desk(world: World) -> list[tuple[str, date | None]]:
    lines = cell_decisions(world.hill, at=world.at, languages=["en"])
    return [
        (
            line.decision.number,
            line.deadline and world.hill.local(line.deadline - timedelta(seconds=1)).date(),
        )
        for line in lines
    ]


def test_a_text_is_to_be_read_by_the_first_day_of_what_is_read_with_it(world: World) -> None:
    rules = conveyed(world)
    first, second = (
        amendment(world, rules, WEEKLY, to=world.union),
        amendment(world, rules, SINGING, to=world.union),
    )
    assert (on_today(world, world.cy), on_desk(world)) == ([("2026/1", None)], [("2026/1", None)])
    read_by(world, second, LATER)
    read_by(world, first, SOON)
    assert (on_today(world, world.cy), on_desk(world)) == ([("2026/1", SOON)], [("2026/1", SOON)])


def test_the_latest_amendment_is_to_be_read_by_the_first_day_of_those_it_stands_for(world: World) -> None:
    rules = conveyed(world)
    do(world, acknowledge_decision, by=world.cy, decision_id=rules.pk)
    first = amendment(world, rules, WEEKLY, to=world.union)
    read_by(world, first, SOON)
    second = amendment(world, rules, SINGING, to=world.union)
    assert on_today(world, world.cy) == [(second.number, SOON)]
    do(world, acknowledge_decision, by=world.cy, decision_id=rules.pk)
    third = amendment(world, rules, WEEKLY, to=world.union)
    assert on_today(world, world.cy) == [(third.number, None)]


def test_an_amendment_does_not_come_back_and_its_text_does(world: World) -> None:
    rules = conveyed(world)
    change = amendment(world, rules, WEEKLY, to=world.union)
    do(world, acknowledge_decision, by=world.cy, decision_id=rules.pk)
    then = world.at + timedelta(days=30)
    assert [each.decision.pk for each in back_again(world.cy, at=then)] == [rules.pk]
    shown = [decision_page(each.pk, world.max, at=world.at) for each in (rules, change)]
    assert [page and (page.rhythm, page.may_set_rhythm) for page in shown] == [("usual", True), (None, False)]


def write(client: Client, rules: Decision, body: str, step: str):
    address = f"/decisions/{rules.pk}/amendments/new/"
    sent = fields(client.get(address))
    return client.post(
        address, {**sent, "own-body": "1. It changes.", "texts-0-body": body, "step": step}, follow=True
    )


def test_an_amendment_that_changes_nothing_is_told_so_while_it_is_written(world: World, client) -> None:
    rules = conveyed(world)
    max_ = as_(client, world.max)
    unchanged = BEFORE.replace("\n", "\r\n")
    page = write(max_, rules, unchanged, "continue")
    sentence = "The text is as it was, so there is nothing to adopt yet."
    assert (page.status_code, sentence in page.content.decode()) == (422, True)
    assert sentence in write(max_, rules, unchanged, "preview").content.decode()
    saved = write(max_, rules, unchanged, "save")
    assert saved.redirect_chain != []
    draft = Decision.objects.drafts().get()
    assert sentence in max_.get(f"/publish/{draft.pk}/adoption/").content.decode()
    changed = write(max_, rules, WEEKLY, "continue")
    assert texts_of(changed, "h1") == ["Enter that it was adopted"]


def test_each_amendment_of_a_text_is_proposed_a_title_of_its_own(world: World, client) -> None:
    rules = conveyed(world, title="Rules")
    amendment(world, rules, WEEKLY)
    page = as_(client, world.max).get(f"/decisions/{rules.pk}/amendments/new/")
    assert fields(page)["own-title"] == "Amendment 2 of “Meet monthly”"


def test_what_nobody_may_read_yet_is_not_shown_to_be_amended(world: World, client) -> None:
    own = adopted(world, unit=world.harbour, by=world.bo)
    assert as_(client, world.max).get(f"/decisions/{own.pk}/amendments/new/").status_code == 404
    assert as_(client, world.bo).get(f"/decisions/{own.pk}/amendments/new/").status_code == 200


def test_a_title_that_is_too_long_is_refused_and_not_cut_by_the_browser(world: World, client) -> None:
    max_ = as_(client, world.max)
    page = max_.get("/publish/new/")
    assert "maxlength" not in page.content.decode()
    sent = {**fields(page), "texts-0-title": "A" * 500, "texts-0-body": "1. Meet.", "step": "save"}
    refused = max_.post("/publish/new/", sent)
    assert (refused.status_code, Decision.objects.count()) == (422, 0)
    assert "500" in refused.content.decode()


def test_the_level_of_the_body_that_decided_is_proposed_no_deadline(world: World) -> None:
    decision = adopted(world)
    kinds = list(UnitKind.objects.order_by("rank"))
    assert proposed_deadlines(decision, kinds, at=world.at) == {"region": "2026-03-09", "local": "2026-04-01"}
    own = adopted(world, unit=world.harbour, by=world.bo)
    assert proposed_deadlines(own, [world.harbour.kind], at=world.at) == {"local": "2026-04-01"}


def test_a_decision_leads_to_its_reach_whoever_sees_it_and_back(world: World, client) -> None:
    rules = conveyed(world)
    for who, unit in (("max", "union"), ("ada", "north")):
        address = f"/decisions/{rules.pk}/reach/{getattr(world, unit).pk}/"
        found = links(as_(client, getattr(world, who)).get(f"/decisions/{rules.pk}/"))
        assert found["See how far it has come"] == address
        assert links(client.get(address))["Read the decision"] == f"/decisions/{rules.pk}/"
    assert "See how far it has come" not in links(as_(client, world.cy).get(f"/decisions/{rules.pk}/"))


def test_what_is_printed_does_not_tell_that_its_reader_acknowledged(world: World, client) -> None:
    rules = conveyed(world)
    do(world, acknowledge_decision, by=world.cy, decision_id=rules.pk)
    page = as_(client, world.cy).get(f"/decisions/{rules.pk}/")
    assert "You acknowledged this on" in " ".join(texts_of(page, "div.screen-only p"))


def test_the_same_number_of_two_bodies_is_told_apart_on_the_first_screens(world: World, client) -> None:
    rules = conveyed(world)
    amendment(world, rules, WEEKLY, to=world.union)
    conveyed(world, unit=world.north, by=world.ada, to=world.north, title="Own")
    for _twice in range(2):
        do(world, attest_reading, by=world.bo, decision_id=rules.pk, unit_id=world.harbour.pk,
           read_on=world.at.date(), present=[world.bo.pk])  # fmt: skip
    page = as_(client, world.bo).get("/desk/").content.decode()
    assert ("2026/1 of Union, " in page, "2026/1, adopted by North" in page) == (True, True)


def test_a_reading_that_was_entered_in_another_window_is_told_so(world: World, client) -> None:
    rules = conveyed(world)
    bo = as_(client, world.bo)
    address = f"/decisions/{rules.pk}/readings/{world.harbour.pk}/"
    first, second = fields(bo.get(address)), fields(bo.get(address))
    entered = bo.post(address, {**first, "present": [str(world.bo.pk)]}, follow=True).content.decode()
    assert "Entered: it was read aloud." in entered
    again = bo.post(address, {**second, "present": [str(world.bo.pk)]}, follow=True).content.decode()
    assert "This was entered before:" in again


def test_who_is_marked_at_once_is_bounded_by_how_often_the_text_was_amended(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = conveyed(world)
    amendment(world, rules, WEEKLY, to=world.union)
    monkeypatch.setattr("folkmoot.decisions.actions.attesting.MOST_RECEIPTS", 2)
    given = {"decision_id": rules.pk, "unit_id": world.harbour.pk, "read_on": world.at.date()}
    with pytest.raises(Refused, match="Mark at most 1 people at once, and the others after them"):
        do(world, attest_reading, by=world.bo, present=[world.bo.pk, world.eve.pk], **given)
    for person in (world.bo, world.eve):
        do(world, attest_reading, by=world.bo, present=[person.pk], **given)
    assert sorted(ReachCount.objects.values_list("made", flat=True)) == [2, 2]


def test_what_is_asked_of_who_marks_others_costs_the_same_however_often_the_text_was_amended(
    world: World,
) -> None:
    chair = Office.objects.get(code="chair")
    Term.objects.create(person=world.ada, office=chair, unit=world.harbour, started_at=START)
    Membership.objects.filter(person=world.ada).update(unit=world.harbour, started_at=START)
    rules = conveyed(world)
    given = {"decision_id": rules.pk, "unit_id": world.harbour.pk, "read_on": world.at.date()}
    costs = []
    for body in (WEEKLY, SINGING):
        amendment(world, rules, body, to=world.union)
        with CaptureQueriesContext(connection) as asked:
            do(world, attest_reading, by=world.ada, present=[world.eve.pk], **given)
        selects = [each["sql"] for each in asked if each["sql"].startswith("SELECT")]
        costs.append([sum(f'FROM "{table}"' in sql for sql in selects) for table in ASKED_OF])
    assert costs[0] == costs[1]


def repealing(world: World, target: Decision, *, in_force_from: date) -> Decision:
    draft = drafted(world, title="No more of it")
    do(world, set_relations, by=world.max, decision_id=draft.pk, repeals=[target.pk])
    adopt(world, draft, in_force_from=in_force_from)
    return draft


def test_what_a_repeal_did_stays_done_from_the_very_moment_it_is_in_force(world: World) -> None:
    for later, is_ended in ((timedelta(0), True), (-timedelta(seconds=1), False)):
        rules = conveyed(world)
        repeal = repealing(world, rules, in_force_from=date(2026, 5, 1))
        repeal.refresh_from_db()
        assert repeal.in_force_from is not None
        at = repeal.in_force_from + later
        run(repeal_decision, {"decision_id": repeal.pk}, act_id=new_id(), by=world.max, at=at, via=Via.WEB)
        rules.refresh_from_db()
        assert (rules.repealed_at == repeal.in_force_from) is is_ended


def test_an_amendment_repealed_before_its_text_keeps_its_own_day(world: World) -> None:
    rules = conveyed(world)
    coming = amendment(world, rules, WEEKLY, in_force_from=date(2026, 5, 1))
    do(world, repeal_decision, by=world.max, decision_id=coming.pk)
    at = world.at + timedelta(days=3)
    run(repeal_decision, {"decision_id": rules.pk}, act_id=new_id(), by=world.max, at=at, via=Via.WEB)
    coming.refresh_from_db()
    rules.refresh_from_db()
    assert (coming.repealed_at, rules.repealed_at) == (world.at, at)


def test_nothing_is_over_before_it_was_conveyed(world: World) -> None:
    rules = conveyed(world)
    repealing(world, rules, in_force_from=date(2026, 3, 1))
    rules.refresh_from_db()
    assert rules.repealed_at == rules.conveyed_at == world.at


def test_what_was_repealed_by_itself_is_not_revived_with_the_repeal_of_what_would_have_ended_it(
    world: World,
) -> None:
    rules = conveyed(world)
    repeal = repealing(world, rules, in_force_from=date(2026, 5, 1))
    for decision in (rules, repeal):
        do(world, repeal_decision, by=world.max, decision_id=decision.pk)
    rules.refresh_from_db()
    assert rules.repealed_at == world.at


def test_a_picture_names_what_it_is_about_to_whoever_that_is_addressed_to_by_an_office(world: World) -> None:
    treasurer = Office.objects.get(code="treasurer")
    Term.objects.create(person=world.stan, office=treasurer, unit=world.harbour, started_at=START)
    rules = conveyed(world, title="Rules", to=world.harbour, offices=["treasurer"])
    found = decision_read_by(rules.pk, world.stan, at=world.at)
    assert found is not None
    family = family_of(found[0], world.stan, allowed=found[1], at=world.at)
    assert [member.title for member in family.members] == ["Rules"]


def test_a_changed_text_says_by_when_and_why_it_is_read_again(world: World, client) -> None:
    rules = conveyed(world)
    read_by(world, rules, SOON)
    do(world, acknowledge_decision, by=world.cy, decision_id=rules.pk)
    cy = as_(client, world.cy)
    assert texts_of(cy.get("/"), "section h2")[-1:] == ["Received"]
    change = amendment(world, rules, WEEKLY, to=world.union, title="Once a week")
    read_by(world, change, LATER)
    page = cy.get(f"/decisions/{rules.pk}/")
    assert "Please read what changed by 10 April 2026." in texts_of(page, "p")
    headings = ["Until when to read it", "Until when to read what 2026/2 changed"]
    assert [each for each in texts_of(page, "aside h2") if each in headings] == headings
    assert texts_of(page, "aside li")[:2] == ["locals: 10 March 2026", "locals: 10 April 2026"]
    assert ("Once a week" in texts_of(page, "h3"), "The text is changed." in texts_of(page, "p")) == (
        True,
        True,
    )
    assert texts_of(cy.get("/"), "section h2") == ["New for you"]
    page = as_(client, world.eve).get(f"/decisions/{rules.pk}/")
    said = "Please read it, as it is now, by 10 March 2026."
    assert [text for text in texts_of(page, "p") if text.startswith(said)] != []


def test_a_changed_text_costs_the_same_however_often_it_was_changed(world: World, client) -> None:
    rules = conveyed(world)
    do(world, acknowledge_decision, by=world.cy, decision_id=rules.pk)
    cy, costs = as_(client, world.cy), []
    for body in (WEEKLY, SINGING, WEEKLY):
        read_by(world, amendment(world, rules, body, to=world.union), LATER)
        cy.get(f"/decisions/{rules.pk}/")
        costs.append(cost(cy, f"/decisions/{rules.pk}/"))
    assert costs[0] == costs[1] == costs[2] <= 16
