"""Targets in words, shared out: each unit is asked to reach it too, or says in words of its own what it wants to reach."""

from typing import Any

import pytest

from conftest import World
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.errors import Refused
from folkmoot.membership.tests.paging import as_, links
from folkmoot.reports.tests.planning import adopted, aimed, drafted, fresh
from folkmoot.work.actions.answering_shares import accept_share, ask_for_share, settle_share
from folkmoot.work.actions.sharing import share_target
from folkmoot.work.actions.targets import mark_target
from folkmoot.work.models import Plan, ShareOut, Target
from folkmoot.work.queries.share_pages import Sums, shares_page

GOAL, OWN = "Every secretary has taken the course", "Our secretary has read the course book"


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


@pytest.fixture
def target(world: World) -> Target:
    plan = drafted(world)
    made = aimed(world, plan, title=GOAL)
    adopted(world, plan)
    return made


@pytest.fixture
def share_out(world: World, target: Target) -> ShareOut:
    pk = do(world, share_target, by=world.ada, plan_target_id=target.pk, rule="each")
    return ShareOut.objects.get(pk=pk)


def at_harbour(world: World, share_out: ShareOut) -> dict[str, Any]:
    return {"by": world.bo, "share_out_id": share_out.pk, "unit_id": world.harbour.pk}


def accept(world: World, share_out: ShareOut) -> Plan:
    return fresh(do(world, accept_share, **at_harbour(world, share_out), share=1))


def ask(world: World, share_out: ShareOut, title: str = OWN, **given: Any) -> None:
    do(world, ask_for_share, **at_harbour(world, share_out), title=title, words="No course is near.", **given)


def settle(world: World, share_out: ShareOut, *, is_taken: bool) -> None:
    given = at_harbour(world, share_out) | {"by": world.ada}
    do(world, settle_share, **given, is_taken=is_taken, words="We have heard you.")


def sums(world: World, target: Target) -> Sums | None:
    page = shares_page(target.pk, world.ada, at=world.at)
    return page.sums if page else None


def test_a_unit_that_accepts_a_target_in_words_has_it_in_its_own_plan_and_marks_it_there(
    world: World, target: Target, share_out: ShareOut
) -> None:
    own = accept(world, share_out).targets.get()
    assert (own.title, own.amount, own.key, own.due_on) == (GOAL, None, None, target.due_on)
    assert sums(world, target) == Sums(2, 2, 2, 1, 1, 0, 0, 0, 0)
    do(world, mark_target, by=world.bo, plan_target_id=own.pk, words="She took it in May.")
    assert sums(world, target) == Sums(2, 2, 2, 1, 1, 0, 0, 0, 1)


def test_a_unit_asks_for_words_of_its_own_which_stand_in_its_plan_once_they_were_taken_and_accepted(
    world: World, share_out: ShareOut
) -> None:
    ask(world, share_out)
    settle(world, share_out, is_taken=True)
    assert accept(world, share_out).targets.get().title == OWN


def test_words_that_were_not_taken_stand_nowhere(world: World, share_out: ShareOut) -> None:
    ask(world, share_out)
    settle(world, share_out, is_taken=False)
    assert accept(world, share_out).targets.get().title == GOAL


@pytest.mark.parametrize("title", ["", GOAL])
def test_asking_for_the_same_words_or_for_none_is_refused(
    world: World, share_out: ShareOut, title: str
) -> None:
    with pytest.raises(Refused) as refusal:
        ask(world, share_out, title)
    assert refusal.value.field == "title"


def test_a_target_in_words_is_shared_out_and_answered_in_the_browser(
    world: World, client, target: Target
) -> None:
    page = as_(client, world.ada).get(f"/plans/{target.plan_id}/")
    page = client.get(links(page)["Share it out"])
    assert not {"rule", "exceptions"} & set(fields(page))
    page = client.post(page.request["PATH_INFO"], fields(page), follow=True)
    assert texts_of(page, "dd") == ["2", "0", "0", "0", "2"]
    page = as_(client, world.bo).get(f"/units/{world.harbour.pk}/plans/")
    page = client.get(links(client.get(links(page)[GOAL]))["Ask for another share"])
    given = {**fields(page), "title": OWN, "words": "No course is near."}
    page = client.post(page.request["PATH_INFO"], given, follow=True)
    assert texts_of(page, "dd")[:2] == [GOAL, OWN]
    page = as_(client, world.ada).get(f"/targets/{target.pk}/shares/")
    lines = [f"waits for your answer {OWN}", f"asks for a change asks for: {OWN}", "not answered"]
    assert texts_of(page, "ul.tasks p") == lines
