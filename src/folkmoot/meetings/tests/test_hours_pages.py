from datetime import timedelta

import pytest

from conftest import World
from folkmoot.decisions.tests.pages import texts_of
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.kernel.ids import new_id
from folkmoot.meetings.models import Sitting
from folkmoot.meetings.motions.actions.voting import put_to_vote
from folkmoot.meetings.motions.tests.motions import moved
from folkmoot.meetings.tests.held import EVENING, arrived, item, joined, later, opened, with_quorum
from folkmoot.meetings.tests.meetings import called
from folkmoot.meetings.tests.test_run_pages import buttons, run_page, tap
from folkmoot.membership.tests.paging import as_, links, refusals

ONE_MORE = "A decision to read aloud, or a motion that waits"


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def test_the_page_of_closing_asks_by_the_quorum_and_names_what_is_left(world: World, client) -> None:
    with_quorum(world)
    people = joined(world, 3)
    meeting = opened(world)
    closing = f"{run_page(meeting)}closing/"
    page = as_(client, world.bo).get(closing)
    assert texts_of(page, "h1") == ["Close it for want of a quorum?"]
    assert texts_of(page, "main p")[-2:] == ["2 are here", "3 of 5 needed by article 2.2"]
    assert buttons(page) == ["Close it without a quorum", "Go back", "It was held all the same: close it"]
    arrived(world, meeting, people[0])
    tap(client, meeting, "take_up_item", agenda_item_id=str(item(meeting, 1).pk))
    given = {"meeting_id": meeting.pk, "method": "hands", "text": "The boat is blue"}
    vote = do(world, put_to_vote, by=world.bo, **given)
    page = client.get(closing)
    assert (texts_of(page, "h1"), texts_of(page, "ul.unfinished li")) == (
        ["Close the meeting?"],
        ["Elections"],
    )
    assert links(page)["Go to the vote"] == f"/votes/{vote}/"
    assert buttons(page) == []


def test_what_was_closed_by_mistake_is_opened_again_from_the_screen(world: World, client) -> None:
    meeting = opened(world)
    arrived(world, meeting, guest="The harbour master")
    as_(client, world.bo)
    tap(client, meeting, "close_meeting")
    assert buttons(client.get(run_page(meeting))) == ["Open it again"]
    tap(client, meeting, "reopen_meeting")
    assert texts_of(client.get(run_page(meeting)), "p.quorum-here") == ["2 are here"]
    tap(client, meeting, "close_meeting")
    later(world, 61)
    assert buttons(client.get(run_page(meeting))) == []


def test_whoever_opens_it_early_is_asked_whether_it_begins(world: World, client) -> None:
    meeting = called(world)
    world.at = EVENING - timedelta(minutes=10)
    page = as_(client, world.bo).get(run_page(meeting))
    given = {"chair_id": str(world.eve.pk), "minute_taker_id": str(world.bo.pk), "act_id": str(new_id())}
    page = client.post(page.request["PATH_INFO"], given)
    assert (page.status_code, Sitting.objects.count()) == (422, 0)
    warning = "It was called for 19:00; who comes then finds it begun. Wait, or begin it now."
    assert warning in page.content.decode()
    assert refusals(page) == ["Begin now, before its hour – Say so here, or wait until then."]
    client.post(page.request["PATH_INFO"], given | {"is_early": "on"})
    assert Sitting.objects.count() == 1
    assert "It was called for 19:00: who comes then finds it closed." in texts_of(
        client.get(f"{run_page(meeting)}closing/"), "main p"
    )


def test_a_decision_or_a_motion_that_waits_is_one_more_item(world: World, client) -> None:
    meeting = opened(world, agenda=[])
    decision = conveyed(world)
    motion = moved(world, by=world.bo)
    page = as_(client, world.bo).get(links(as_(client, world.bo).get(run_page(meeting)))[ONE_MORE])
    assert len(texts_of(page, "li.task h3")) == 2
    tap(client, meeting, "add_item", decision_id=str(decision.pk))
    tap(client, meeting, "add_item", motion_id=str(motion.pk))
    assert [(each.decision, each.motion) for each in meeting.items.order_by("position")] == [
        (decision, None),
        (None, motion),
    ]
    answer = tap(client, meeting, "add_item", motion_id=str(motion.pk))
    assert (answer.status_code, meeting.items.count()) == (422, 2)
    page = client.get(links(client.get(run_page(meeting)))[ONE_MORE])
    assert "No decision waits to be read aloud here, no motion, and no minutes to be adopted." in texts_of(
        page, "main p"
    )


def test_a_meeting_is_adjourned_to_a_day_and_an_hour(world: World, client) -> None:
    meeting = opened(world)
    page = as_(client, world.bo).get(
        links(as_(client, world.bo).get(run_page(meeting)))["Adjourn it to a set time"]
    )
    given = {"day": "2026-03-16", "begins": "19:30", "act_id": str(new_id())}
    page = client.post(page.request["PATH_INFO"], given)
    assert (page.status_code, refusals(page)) == (422, ["This is past. Choose a later time, or none."])
    page = client.post(
        page.request["PATH_INFO"], given | {"day": "2026-03-18", "act_id": str(new_id())}, follow=True
    )
    assert texts_of(page, "div.notice p") == [
        "The meeting is adjourned. It goes on: Wednesday, 18 March 2026, 19:30."
    ]
