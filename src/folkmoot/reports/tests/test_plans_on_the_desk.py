from datetime import date, timedelta
from typing import Any

import pytest

from conftest import World
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.errors import Refused
from folkmoot.membership.tests.paging import as_, cost, links
from folkmoot.reports.models import Form
from folkmoot.reports.tests.forms import opened
from folkmoot.reports.tests.planning import adopted, aimed, drafted, visits
from folkmoot.work.actions.answering_shares import accept_share, ask_for_share
from folkmoot.work.actions.sharing import share_target
from folkmoot.work.models import ShareOut, Target
from folkmoot.work.queries.desk import ChangeAsked, Drafted, PlansWaiting, Proposed, plans_waiting


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


@pytest.fixture
def form(world: World) -> Form:
    return opened(world)


@pytest.fixture
def target(world: World, form: Form) -> Target:
    plan = drafted(world)
    made = aimed(world, plan, **visits(form))
    adopted(world, plan)
    return made


def shared(world: World, target: Target, **given: Any) -> ShareOut:
    pk = do(world, share_target, by=world.ada, plan_target_id=target.pk, rule="members", **given)
    return ShareOut.objects.get(pk=pk)


def on_desk(world: World, client, who: str) -> list[str]:
    page = as_(client, world.people[who]).get("/desk/")
    # What forms ask for stands there as well.
    return [each for each in texts_of(page, "ul.tasks h3") if "report" not in each]


def test_a_share_stands_on_the_desk_of_its_unit_until_it_is_answered(
    world: World, client, target: Target
) -> None:
    share_out = shared(world, target, answer_by=world.harbour.local(world.at).date() + timedelta(days=9))
    title = "A share of “Visits” is proposed to you"
    assert on_desk(world, client, "bo") == [title]
    page = client.get("/desk/")
    address = f"/shares/{share_out.pk}/units/{world.harbour.pk}/"
    assert (links(page)[title], links(page)["Answer it"]) == (address, address)
    day = world.harbour.local(world.at).date() + timedelta(days=9)
    assert f"answer it by {day.day} {day:%B} {day.year}" in " ".join(texts_of(page, "ul.tasks p"))
    given = {"share_out_id": share_out.pk, "unit_id": world.harbour.pk}
    do(world, accept_share, by=world.bo, share=40, **given)
    assert on_desk(world, client, "bo") == []


def test_the_body_above_is_told_how_many_asked_for_a_change(world: World, client, target: Target) -> None:
    share_out = shared(world, target)
    assert on_desk(world, client, "ada") == []
    given = {"share_out_id": share_out.pk, "unit_id": world.harbour.pk}
    do(world, ask_for_share, by=world.bo, amount="30", words="Half of us are at sea.", **given)
    assert on_desk(world, client, "ada") == ["1 unit asked for a change: Visits"]
    assert links(client.get("/desk/"))["Answer them"] == f"/targets/{target.pk}/shares/"
    assert on_desk(world, client, "bo") == []


def test_a_draft_with_targets_waits_to_be_adopted(world: World, client) -> None:
    plan = drafted(world, unit=world.harbour, by=world.bo)
    assert on_desk(world, client, "bo") == []
    aimed(world, plan, by=world.bo)
    assert on_desk(world, client, "bo") == ["The plan “Open doors” waits to be adopted"]
    page = client.get("/desk/")
    assert links(page)["Enter that it was adopted"] == f"/plans/{plan.pk}/adoption/"
    assert on_desk(world, client, "ada") == []
    adopted(world, plan, by=world.bo)
    assert on_desk(world, client, "bo") == []


def test_what_waits_is_one_question_for_all_units_each_by_its_own_clocks(
    world: World, target: Target, django_assert_num_queries: Any
) -> None:
    today = world.harbour.local(world.at).date()
    share_out = shared(world, target, answer_by=today)
    given = {"share_out_id": share_out.pk, "unit_id": world.harbour.pk}
    do(world, ask_for_share, by=world.bo, amount="30", words="Half of us are at sea.", **given)
    plan = drafted(world, title="Next year", first=date(2027, 1, 1))
    aimed(world, plan)
    units = [world.north, world.harbour, world.hill, world.south]
    with django_assert_num_queries(1):
        found = plans_waiting(units, at=world.at)
    assert found == {
        world.north.pk: PlansWaiting(
            [], [Drafted(plan.pk, "Next year")], [ChangeAsked(target.pk, "Visits", 1)]
        ),
        world.harbour.pk: PlansWaiting([], [], []),
        world.hill.pk: PlansWaiting([Proposed(share_out.pk, "Visits", today, is_late=False)], [], []),
        world.south.pk: PlansWaiting([], [], []),
    }
    later = plans_waiting([world.hill], at=world.at + timedelta(days=2))[world.hill.pk]
    assert [each.is_late for each in later.proposed] == [True]
    over = plans_waiting(units, at=world.at + timedelta(days=400))
    assert [(each.proposed, each.asked) for each in over.values()] == [([], [])] * 4


def test_a_share_that_was_shared_out_anew_stands_once(world: World, target: Target) -> None:
    shared(world, target)
    second = shared(world, target)
    found = plans_waiting([world.harbour], at=world.at)[world.harbour.pk]
    assert [each.share_out for each in found.proposed] == [second.pk]


@pytest.mark.parametrize("days", [-1, 400])
def test_units_are_asked_to_answer_by_a_day_that_is_to_come(world: World, target: Target, days: int) -> None:
    day = world.harbour.local(world.at).date() + timedelta(days=days)
    with pytest.raises(Refused, match=r"Choose a day from today on") as refusal:
        shared(world, target, answer_by=day)
    assert refusal.value.field == "answer_by"


def test_the_day_is_asked_where_a_target_is_shared_out_and_shown_beside_the_share(
    world: World, client, target: Target
) -> None:
    page = as_(client, world.ada).get(f"/targets/{target.pk}/shares/new/")
    given = {**fields(page), "rule": "members", "answer_by": "2026-12-01"}
    client.post(page.request["PATH_INFO"], given)
    page = as_(client, world.bo).get(f"/shares/{ShareOut.objects.get().pk}/units/{world.harbour.pk}/")
    assert "1 December 2026" in texts_of(page, "dd")


def test_the_desk_and_the_overview_stay_within_their_questions(world: World, client, target: Target) -> None:
    shared(world, target)
    assert cost(as_(client, world.bo), "/desk/") <= 12
    assert cost(as_(client, world.ada), "/desk/") <= 12
    page = client.get(f"/overview/{world.north.pk}/")
    assert links(page)["Plans, and what was reached"] == f"/units/{world.north.pk}/plans/"
