import csv
from datetime import UTC, date, datetime
from typing import Any

import pytest

from conftest import World, make_unit
from folkmoot.membership.tests.paging import as_, cost, table_rows
from folkmoot.people.models import Person
from folkmoot.reports.models import Form, RollUp
from folkmoot.reports.tests.forms import do, opened
from folkmoot.reports.tests.planning import adopted, aimed, drafted, rolled, visits
from folkmoot.reports.tests.test_figure_pages import facts, secretary
from folkmoot.reports.tests.test_overview_pages import INDICATORS, told
from folkmoot.structure.actions.moving import move_unit
from folkmoot.units.models import Unit
from folkmoot.work.actions.answering_shares import accept_share
from folkmoot.work.actions.planning import revise_plan
from folkmoot.work.actions.sharing import share_target
from folkmoot.work.models import Plan

JANUARY, FEBRUARY, MARCH, APRIL = (date(2026, month, 1) for month in range(1, 5))
A_MONTH: dict[str, Any] = {"kind": "month", "first": FEBRUARY}


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


@pytest.fixture
def form(world: World) -> Form:
    return opened(world, indicators=INDICATORS)


def planned(
    world: World,
    form: Form,
    amount: str = "120",
    *,
    unit: Unit | None = None,
    by: Person | None = None,
    **given: Any,
) -> Plan:
    counted = given.pop("counted", "sum")
    plan = drafted(world, unit=unit, by=by, **given)
    aimed(world, plan, by=by, **visits(form, amount), counted=counted)
    return adopted(world, plan, by=by)


def page_of(client, who: Person, unit: Unit, **asked: object):
    return as_(client, who).get(f"/reports/figures/{unit.pk}/", asked)


def below(page) -> list[list[str]]:
    return [row for row in table_rows(page) if len(row) == 6]


def test_what_a_unit_planned_for_longer_stands_beside_what_was_reached_until_then(
    world: World, client, form: Form
) -> None:
    plan = planned(world, form)
    told(form, world.harbour, JANUARY, visits=12)
    told(form, world.harbour, FEBRUARY, visits=30)
    rolled(world)
    page = page_of(client, world.ada, world.north)
    label = "Planned from 1 January 2026 to 31 December 2026"
    assert facts(page)[label] == "120: 42 reached until February 2026, gap 78"
    assert f'<a href="/plans/{plan.pk}/">120</a>' in page.content.decode()
    page = page_of(client, world.ada, world.north, first="2026-01-01")
    assert facts(page)[label] == "120: 12 reached until January 2026, gap 108"
    # Another figure is not what was planned.
    assert label not in facts(page_of(client, world.ada, world.north, code="people"))


def test_what_is_missing_is_not_taken_for_zero(world: World, client, form: Form) -> None:
    planned(world, form, **A_MONTH)
    planned(world, form, "40", unit=world.harbour, by=world.bo, **A_MONTH)
    told(form, world.hill, FEBRUARY, visits=0)
    rolled(world)
    page = page_of(client, world.ada, world.north)
    assert facts(page)["Planned"] == "120: 0 reached until February 2026, gap 120"
    assert below(page) == [
        ["Harbour", "–", "40", "–", "0 of 1", "0 of 1"], ["Hill", "0", "–", "–", "1 of 1", "1 of 1"],
    ]  # fmt: skip
    page = page_of(client, world.ada, world.north, first="2026-01-01")
    assert "Planned" not in facts(page)


def test_nothing_is_said_to_be_reached_where_nobody_reported(world: World, client, form: Form) -> None:
    planned(world, form)
    told(form, world.vale, FEBRUARY, visits=5)
    rolled(world)
    page = page_of(client, world.ada, world.north)
    label = "Planned from 1 January 2026 to 31 December 2026"
    assert facts(page)[label] == "120: nothing reported until February 2026"


def test_units_below_are_held_against_what_they_planned_for_that_period_and_more_is_said_to_be_more(
    world: World, client, form: Form
) -> None:
    planned(world, form, "40", unit=world.harbour, by=world.bo, **A_MONTH)
    # That of a year is not what a month is held against.
    planned(world, form, "9", unit=world.harbour, by=world.bo)
    told(form, world.harbour, FEBRUARY, visits=45)
    told(form, world.hill, FEBRUARY, visits=3)
    rolled(world)
    page = page_of(client, world.ada, world.north)
    assert below(page) == [
        ["Harbour", "45", "40", "5 more than planned", "1 of 1", "1 of 1"], ["Hill", "3", "–", "–", "1 of 1", "1 of 1"],
    ]  # fmt: skip


def test_of_what_is_counted_anew_each_time_a_longer_plan_is_compared_too(
    world: World, client, form: Form
) -> None:
    planned(world, form, "50", unit=world.harbour, by=world.bo, counted="last")
    told(form, world.harbour, JANUARY, visits=20)
    told(form, world.harbour, FEBRUARY, visits=45)
    rolled(world)
    assert below(page_of(client, world.ada, world.north))[0][1:4] == ["45", "50", "5"]


def test_an_adopted_share_is_held_against_and_one_that_is_only_proposed_is_not(
    world: World, client, form: Form
) -> None:
    plan = planned(world, form, **A_MONTH)
    share_out = do(world, share_target, by=world.ada, plan_target_id=plan.targets.get().pk, rule="equally")
    told(form, world.harbour, FEBRUARY, visits=45)
    rolled(world)
    assert below(page_of(client, world.ada, world.north)) == []
    given = {"share_out_id": share_out, "unit_id": world.harbour.pk, "share": 60}
    do(world, accept_share, by=world.bo, adopted_on=world.harbour.local(world.at).date(), **given)
    assert below(page_of(client, world.ada, world.north))[0][1:4] == ["45", "60", "15"]


def test_drafts_and_what_was_replaced_are_not_compared(world: World, client, form: Form) -> None:
    draft = drafted(world, **A_MONTH)
    aimed(world, draft, **visits(form, "7"))
    told(form, world.harbour, FEBRUARY, visits=45)
    rolled(world)
    assert "Planned" not in facts(page_of(client, world.ada, world.north))
    adopted(world, draft)
    do(world, revise_plan, by=world.ada, plan_id=draft.pk)
    version = Plan.objects.get(follows=draft)
    version.targets.update(amount=90)
    assert facts(page_of(client, world.ada, world.north))["Planned"].startswith("7: ")
    adopted(world, version)
    assert facts(page_of(client, world.ada, world.north))["Planned"].startswith("90: ")


def test_files_have_what_was_planned_and_the_gap_as_exact_digits(world: World, client, form: Form) -> None:
    planned(world, form, **A_MONTH)
    planned(world, form, "40", unit=world.hill, by=secretary(world, world.hill), **A_MONTH)
    told(form, world.harbour, FEBRUARY, visits=45)
    rolled(world)
    page = as_(client, world.ada).get(f"/reports/figures/{world.north.pk}/figures.csv")
    rows = list(csv.reader(b"".join(page.streaming_content).decode("utf-8-sig").splitlines()))
    assert rows[0][-2:] == ["Planned", "Gap"]
    by_place = {(row[0], row[4]): (row[8], *row[-2:]) for row in rows[1:] if row[4] in {"visits", "people"}}
    assert by_place == {
        ("north", "visits"): ("45", "120", "75"), ("harbour", "visits"): ("45", "", ""), ("hill", "visits"): ("", "40", ""),
        ("north", "people"): ("", "", ""), ("harbour", "people"): ("", "", ""), ("hill", "people"): ("", "", ""),
    }  # fmt: skip


def test_the_page_asks_twelve_times_at_most_over_three_trees_with_plans_and_the_file_no_more_for_more_of_them(
    world: World, client, form: Form
) -> None:
    for number in range(9):
        make_unit(f"c{number}", world.hill.kind, world.north)
    march, april = datetime(2026, 3, 15, tzinfo=UTC), datetime(2026, 4, 15, tzinfo=UTC)
    told(form, world.harbour, FEBRUARY, visits=3)
    rolled(world)
    planned(world, form, **A_MONTH | {"first": APRIL})
    do(world, move_unit, by=world.una, at=march, unit_id=world.vale.pk, to_parent_id=world.north.pk)
    for first in (MARCH, APRIL):
        told(form, world.harbour, first, visits=first.month)
    world.at = april
    rolled(world)
    do(world, move_unit, by=world.una, at=april, unit_id=world.hill.pk, to_parent_id=world.south.pk)
    world.at = datetime(2026, 5, 2, tzinfo=UTC)
    rolled(world)
    assert RollUp.objects.values("tree").distinct().count() == 3
    address = f"/reports/figures/{world.north.pk}/"
    as_(client, world.ada)
    page, file = cost(client, address), cost(client, f"{address}figures.csv")
    assert page <= 12
    planned(world, form, "40", unit=world.harbour, by=world.bo, **A_MONTH | {"first": APRIL})
    assert len(below(client.get(address))) == 11
    assert (cost(client, address), cost(client, f"{address}figures.csv")) == (page, file)
    assert cost(as_(client, world.max), f"/reports/figures/{world.union.pk}/") <= 12
