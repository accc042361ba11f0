"""A target that is shared out anew: what was accepted and what was asked for stay."""

from typing import Any

import pytest

from conftest import World
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.membership.tests.paging import as_, links
from folkmoot.reports.tests.forms import opened
from folkmoot.reports.tests.planning import adopted, aimed, drafted, fresh, visits
from folkmoot.reports.tests.test_sharing import accept, ask, got, settle, shared, sums
from folkmoot.structure.tests.acting import entries
from folkmoot.work import share_screens
from folkmoot.work.actions.planning import revise_plan
from folkmoot.work.actions.targets import remove_target
from folkmoot.work.models import ShareAnswer, Target
from folkmoot.work.queries.desk import plans_waiting
from folkmoot.work.queries.share_pages import Sums, shares_page
from folkmoot.work.queries.sharing import shares_waiting


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


@pytest.fixture
def target(world: World) -> Target:
    plan = drafted(world)
    made = aimed(world, plan, **visits(opened(world)))
    adopted(world, plan)
    return made


def test_shared_out_anew_units_keep_what_they_accepted_and_the_rest_is_shared_among_the_others(
    world: World, target: Target
) -> None:
    first = shared(world, target)
    plan = accept(world, first, 40)
    second = shared(world, target, rule="equally")
    assert got(second) == {"Harbour": 40, "Hill": 80}
    answer = ShareAnswer.objects.get()
    assert (answer.share_out, answer.state, answer.original) == (second, "accepted", 40)
    assert sums(world, target) == Sums(120, 2, 120, 40, 1, 0, 0, 0)
    assert list(shares_waiting(world.harbour, at=world.at)) == []
    assert list(shares_waiting(world.hill, at=world.at)) == [second]
    assert fresh(plan.pk).is_in_force


def test_a_new_share_for_one_unit_that_accepted_is_said_by_an_exception_and_drops_nothing(
    world: World, target: Target
) -> None:
    accept(world, shared(world, target), 40)
    same = [{"unit_id": world.harbour.pk, "amount": "40"}]
    again = shared(world, target, exceptions=same)
    assert ShareAnswer.objects.get().share_out == again
    assert list(shares_waiting(world.harbour, at=world.at)) == []
    second = shared(world, target, exceptions=[{"unit_id": world.harbour.pk, "amount": "50"}])
    assert got(second) == {"Harbour": 50, "Hill": 70}
    assert list(shares_waiting(world.harbour, at=world.at)) == [second]
    assert sums(world, target) == Sums(120, 2, 120, 40, 0, 0, 0, 0, before=40, before_by=1)


def test_shared_out_anew_what_a_unit_asks_for_waits_for_its_answer_as_before(
    world: World, target: Target
) -> None:
    ask(world, shared(world, target))
    second = shared(world, target, rule="equally")
    answer = ShareAnswer.objects.get()
    assert (answer.share_out, answer.state, answer.share, answer.asked) == (second, "asked", 60, 30)
    assert answer.words.get().words == "Half of us are at sea."
    assert sums(world, target) == Sums(120, 2, 120, 0, 0, 30, 60, 1)
    settle(world, second, is_taken=True)
    assert ShareAnswer.objects.get().share == 30


def test_what_a_unit_asks_for_stays_among_its_plans_is_changed_and_taken_back(
    world: World, client, target: Target
) -> None:
    share_out = shared(world, target)
    ask(world, share_out)
    address = f"/shares/{share_out.pk}/units/{world.harbour.pk}/"
    page = as_(client, world.bo).get(f"/units/{world.harbour.pk}/plans/")
    assert texts_of(page, "ul.tasks p") == ["awaits an answer another share of “Open doors” is asked for"]
    assert links(page)["Visits"] == address
    page = client.get(links(client.get(address))["Change what you ask for"])
    assert (fields(page)["amount"], "Half of us are at sea." in page.content.decode()) == ("30", True)
    client.post(page.request["PATH_INFO"], {**fields(page), "amount": "25", "words": "Most of us."})
    assert sums(world, target) == Sums(120, 2, 120, 0, 0, 25, 40, 1)
    client.post(f"{address}withdrawal/", {"act_id": str(new_id())})
    assert (entries()[-1][0], ShareAnswer.objects.get().state) == ("ShareChangeWithdrawn", "waiting")
    assert sums(world, target) == Sums(120, 2, 120, 0, 0, 0, 0, 0)
    assert list(shares_waiting(world.harbour, at=world.at)) == [share_out]
    assert client.post(f"{address}withdrawal/", {"act_id": str(new_id())}).status_code == 404


def test_a_unit_that_gets_what_it_asked_for_is_answered_by_that(world: World, target: Target) -> None:
    ask(world, shared(world, target))
    second = shared(world, target, exceptions=[{"unit_id": world.harbour.pk, "amount": "30"}])
    assert (ShareAnswer.objects.get().share_out, ShareAnswer.objects.get().state) == (second, "changed")


def test_what_was_accepted_is_not_kept_beyond_the_target(world: World, target: Target) -> None:
    accept(world, shared(world, target), 40)
    Target.objects.filter(pk=target.pk).update(amount=30)
    with pytest.raises(Refused, match=r"More was accepted than the target is\.") as refusal:
        shared(world, target)
    assert refusal.value.field == "renews"
    assert got(shared(world, target, renews=True)) == {"Harbour": 10, "Hill": 20}


def test_whoever_shares_out_anew_sees_what_stands_and_says_if_it_is_asked_again(
    world: World, client, target: Target
) -> None:
    first = shared(world, target)
    page = as_(client, world.ada).get(f"/targets/{target.pk}/shares/new/")
    assert "renews" not in fields(page)
    assert "renews" not in page.content.decode()
    accept(world, first, 40)
    page = client.get(f"/targets/{target.pk}/shares/new/")
    assert texts_of(page, "dd") == ["40 (1 unit)"]
    page = client.post(
        page.request["PATH_INFO"], {"rule": "equally", "act_id": fields(page)["act_id"]}, follow=True
    )
    assert texts_of(page, "dd") == ["120", "120 (2 units)", "40 (1 unit)", "1", "80"]
    page = client.get(f"/targets/{target.pk}/shares/new/")
    given = {"rule": "equally", "renews": "on", "act_id": fields(page)["act_id"]}
    page = client.post(page.request["PATH_INFO"], given, follow=True)
    assert texts_of(page, "dd") == ["120", "120 (2 units)", "40 (1 unit)", "40 (1 unit)", "2", "80"]


def test_shared_out_anew_what_was_accepted_stands_until_the_unit_answers(
    world: World, target: Target
) -> None:
    first = shared(world, target)
    plan = accept(world, first, 40)
    second = shared(world, target, rule="equally", renews=True)
    assert (first.number, second.number) == (1, 2)
    # Nothing of the new one is accepted, and 40 of the old one stand.
    assert sums(world, target) == Sums(120, 2, 120, 40, 0, 0, 0, 0, before=40, before_by=1)
    assert fresh(plan.pk).is_in_force
    with pytest.raises(Refused, match=r"This target was shared out anew\. Answer the new share\."):
        ask(world, first)
    later = accept(world, second, 60)
    own = later.targets.get()
    assert (later.follows, own.amount, own.thread) == (plan, 60, plan.targets.get().thread)
    states = ShareAnswer.objects.order_by("share_out__number").values_list("state", flat=True)
    assert list(states) == ["followed", "accepted"]
    assert sums(world, target) == Sums(120, 2, 120, 60, 1, 0, 0, 0)


def test_a_share_that_is_left_out_of_the_next_version_waits_for_an_answer_again(
    world: World, target: Target
) -> None:
    share_out = shared(world, target)
    version = fresh(do(world, revise_plan, by=world.bo, plan_id=accept(world, share_out, 40).pk))
    # While the new version is a draft, nothing has changed.
    own = version.targets.get()
    aimed(world, version, by=world.bo, title="Rest")
    do(world, remove_target, by=world.bo, plan_target_id=own.pk)
    assert sums(world, target) == Sums(120, 2, 120, 40, 1, 0, 0, 0)
    adopted(world, version, by=world.bo)
    assert sums(world, target) == Sums(120, 2, 120, 0, 0, 0, 0, 0)
    assert ShareAnswer.objects.get().state == "left_out"
    assert list(plans_waiting([world.harbour], at=world.at)[world.harbour.pk].proposed) != []
    page = shares_page(target.pk, world.ada, at=world.at)
    assert page is not None
    lines: Any = share_screens.shares_screen(page, "")["lines"]
    said = [each.word for each in lines]
    assert said == ["left out of the plan again, not answered", "not answered"]
    plan = accept(world, share_out, 40)
    assert [each.title for each in plan.targets.in_order()] == ["Rest", "Visits"]
    assert sums(world, target) == Sums(120, 2, 120, 40, 1, 0, 0, 0)
