from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import World
from folkmoot.decisions.actions.attesting import (
    attest_reading,
    confirm_conveyed,
    withdraw_confirmation,
    withdraw_mark,
)
from folkmoot.decisions.actions.conveying import convey_decision
from folkmoot.decisions.actions.receiving import (
    acknowledge_decision,
    withdraw_acknowledgement,
)
from folkmoot.decisions.actions.repealing import repeal_decision
from folkmoot.decisions.intakes import Acknowledgements
from folkmoot.decisions.models import Audience, Decision, ReachCount, Receipt, Relation, UnitReached
from folkmoot.decisions.queries.cells import cell_decisions
from folkmoot.decisions.queries.inbox import beginning_of_inbox, inbox
from folkmoot.decisions.tests.papers import amending, amendment, conveyed, do
from folkmoot.decisions.tests.test_amending import SINGING, WEEKLY, adopt
from folkmoot.live.interfaces import Arrival
from folkmoot.people.models import Person

LATER = date(2026, 5, 1)


@pytest.fixture
def rules(world: World) -> Decision:
    return conveyed(world, title="Rules")


def acknowledge(world: World, person: Person, *decisions: Decision) -> None:
    for decision in decisions:
        do(world, acknowledge_decision, by=person, decision_id=decision.pk)


def waiting(person: Person, at: datetime) -> list[str]:
    return [each.number for each in inbox(person, at=at) if each.acknowledged_at is None]


@pytest.mark.parametrize("most", [1, 2, 3, 9])
def test_a_page_shows_the_beginning_of_the_inbox(world: World, rules: Decision, most: int) -> None:
    first = amendment(world, rules, WEEKLY, to=world.union)
    amendment(world, rules, SINGING, to=world.union)
    conveyed(world, title="Another", to=world.north)
    acknowledge(world, world.cy, rules, conveyed(world, title="Read", to=world.north))
    acknowledge(world, world.max, rules, first)
    for person in (world.cy, world.max, world.dee):
        whole, audiences = inbox(person, at=world.at), Audience.objects.reaching(person, world.at)
        beginning = beginning_of_inbox(person, audiences, at=world.at, most=most)
        assert [seen(each) for each in beginning] == [seen(each) for each in whole[:most]]


def seen(decision: Decision) -> tuple[object, ...]:
    return decision.pk, decision.title, decision.amends_id, decision.acknowledged_at


def test_no_list_of_all_decisions_is_gone_through_for_each_relation(world: World) -> None:
    # With fifty thousand decisions and some thousand amendments, Today took minutes.
    assert " IN (SELECT" not in str(Relation.objects.read_together(world.at).query)


def have(person: Person) -> set[str]:
    return set(Receipt.objects.filter(person=person).values_list("decision__number", flat=True))


def test_whoever_never_read_a_text_reads_it_once_as_it_is_and_has_its_amendments_too(
    world: World, rules: Decision
) -> None:
    amendment(world, rules, WEEKLY, to=world.union)
    amendment(world, rules, SINGING, to=world.union)
    assert waiting(world.cy, world.at) == ["2026/1"]
    acknowledge(world, world.cy, rules)
    assert have(world.cy) == {"2026/1", "2026/2", "2026/3"}
    assert waiting(world.cy, world.at) == []
    counted = ReachCount.objects.values_list("decision__number", "unit__name", "made").order_by(
        "decision__number"
    )
    assert list(counted) == [("2026/1", "Hill", 1), ("2026/2", "Hill", 1), ("2026/3", "Hill", 1)]


def test_whoever_read_it_before_reads_all_that_changed_at_once(world: World, rules: Decision) -> None:
    acknowledge(world, world.cy, rules)
    first = amendment(world, rules, WEEKLY, to=world.union)
    assert waiting(world.cy, world.at) == ["2026/2"]
    latest = amendment(world, rules, SINGING, to=world.union)
    assert waiting(world.cy, world.at) == ["2026/3"]
    assert {each.amends_id for each in inbox(world.cy, at=world.at)} == {None, rules.pk}
    acknowledge(world, world.cy, rules)
    assert waiting(world.cy, world.at) == []
    assert [each.number for each in inbox(world.cy, at=world.at)] == ["2026/3", "2026/1"]
    assert have(world.cy) == {rules.number, first.number, latest.number}


def test_an_amendment_that_was_left_out_waits_though_a_later_one_was_read(
    world: World, rules: Decision
) -> None:
    acknowledge(world, world.cy, rules)
    amendment(world, rules, WEEKLY, to=world.union)
    latest = amendment(world, rules, SINGING, to=world.union)
    acknowledge(world, world.cy, latest)
    assert waiting(world.cy, world.at) == ["2026/2"]


def test_an_amendment_that_is_coming_is_news_only_for_those_who_know_the_text(
    world: World, rules: Decision
) -> None:
    coming = amendment(world, rules, WEEKLY, to=world.union, in_force_from=LATER)
    assert waiting(world.cy, world.at) == ["2026/1"]
    acknowledge(world, world.cy, rules)
    assert have(world.cy) == {"2026/1"}
    assert waiting(world.cy, world.at) == ["2026/2"]
    acknowledge(world, world.cy, coming)
    assert waiting(world.cy, world.at + timedelta(days=90)) == []


def test_an_amendment_for_others_is_acknowledged_by_itself(world: World, rules: Decision) -> None:
    for_north = amendment(world, rules, WEEKLY, to=world.north)
    assert waiting(world.cy, world.at) == ["2026/2", "2026/1"]
    assert waiting(world.dee, world.at) == ["2026/1"]
    acknowledge(world, world.cy, rules)
    acknowledge(world, world.dee, rules)
    assert (have(world.cy), have(world.dee)) == ({"2026/1"}, {"2026/1"})
    assert waiting(world.cy, world.at) == [for_north.number]


@pytest.mark.parametrize(("kinds", "count"), [(["local"], 1), (None, 2)])
def test_an_audience_narrowed_otherwise_is_another(world: World, kinds: list[str] | None, count: int) -> None:
    rules = conveyed(world, title="Rules", kinds=kinds)
    draft = amending(world, rules, WEEKLY)
    adopt(world, draft)
    do(world, convey_decision, by=world.max, decision_id=draft.pk, unit_id=world.union.pk, kinds=["local"])
    assert len(waiting(world.cy, world.at)) == count


def test_an_amendment_nobody_was_told_of_is_not_acknowledged(world: World, rules: Decision) -> None:
    amendment(world, rules, WEEKLY)
    acknowledge(world, world.cy, rules)
    assert have(world.cy) == {"2026/1"}


def test_what_was_acknowledged_together_is_taken_back_together(world: World, rules: Decision) -> None:
    amendment(world, rules, WEEKLY, to=world.union)
    acknowledge(world, world.cy, rules)
    acknowledge(world, world.dee, rules)
    do(world, withdraw_acknowledgement, by=world.cy, decision_id=rules.pk)
    assert have(world.cy) == set()
    assert waiting(world.cy, world.at) == ["2026/1"]
    assert list(ReachCount.objects.filter(unit=world.hill).values_list("made", flat=True)) == [0, 0]
    assert have(world.dee) == {"2026/1", "2026/2"}


def test_a_repealed_decision_leaves_with_its_amendments_at_once(world: World, rules: Decision) -> None:
    acknowledge(world, world.cy, rules)
    amendment(world, rules, WEEKLY, to=world.union)
    assert waiting(world.cy, world.at) == ["2026/2"]
    do(world, repeal_decision, by=world.max, decision_id=rules.pk)
    assert list(inbox(world.cy, at=world.at)) == []


def test_a_thousand_at_once_are_entered_as_one_by_one(world: World, rules: Decision) -> None:
    amendment(world, rules, WEEKLY, to=world.union)
    people = [world.cy, world.bo, world.stan]
    refusals = Acknowledgements().enter([Arrival(person.pk, rules.pk) for person in people], world.at)
    assert [bool(each) for each in refusals] == [False, False, True]
    bulk = set(Receipt.objects.values_list("decision", "person", "origin"))
    Receipt.objects.all().delete()
    acknowledge(world, world.cy, rules)
    acknowledge(world, world.bo, rules)
    assert set(Receipt.objects.values_list("decision", "person", "origin")) == bulk
    assert len(bulk) == 4


def test_the_intake_keeps_its_transactions_short_however_often_a_text_was_amended(
    world: World, rules: Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    amendment(world, rules, WEEKLY, to=world.union)
    monkeypatch.setattr("folkmoot.decisions.intakes.MOST_ROWS", 2)
    arrivals = [Arrival(person.pk, rules.pk) for person in (world.cy, world.bo, world.dee)]
    with CaptureQueriesContext(connection) as asked:
        Acknowledgements().enter(arrivals, world.at)
    written = [each for each in asked if 'into "decisions_receipt"' in each["sql"]]
    assert (len(written), Receipt.objects.count()) == (3, 6)


def lines(world: World) -> list[tuple[str, bool]]:
    shown = cell_decisions(world.harbour, at=world.at, languages=["en"])
    return sorted((line.decision.number, line.is_reached) for line in shown)


def test_a_desk_shows_an_amended_text_once_until_the_cell_has_it(world: World, rules: Decision) -> None:
    amendment(world, rules, WEEKLY, to=world.union)
    assert lines(world) == [("2026/1", False)]
    given = {"by": world.bo, "decision_id": rules.pk, "unit_id": world.harbour.pk}
    do(world, confirm_conveyed, **given)
    assert lines(world) == [("2026/1", True), ("2026/2", True)]
    amendment(world, rules, SINGING, to=world.union)
    assert lines(world) == [("2026/1", True), ("2026/2", True), ("2026/3", False)]
    do(world, withdraw_confirmation, **given)
    assert lines(world) == [("2026/1", False)]
    do(world, attest_reading, read_on=world.at.date(), present=[world.eve.pk], **given)
    assert have(world.eve) == {"2026/1", "2026/2", "2026/3"}
    assert UnitReached.objects.count() == 3


def test_a_mark_is_withdrawn_for_all_that_was_read_together(world: World, rules: Decision) -> None:
    amendment(world, rules, WEEKLY, to=world.union)
    given = {"by": world.bo, "decision_id": rules.pk, "unit_id": world.harbour.pk}
    do(world, attest_reading, read_on=world.at.date(), present=[world.bo.pk, world.eve.pk], **given)
    do(world, withdraw_mark, person_id=world.eve.pk, **given)
    assert (have(world.eve), have(world.bo)) == (set(), {"2026/1", "2026/2"})
