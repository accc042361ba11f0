from datetime import date

import pytest

from conftest import World
from folkmoot.decisions.tests.pages import texts_of
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.meetings.actions.closing import close_meeting
from folkmoot.meetings.minutes.actions.minutes import check_minutes, write_minutes
from folkmoot.meetings.motions.tests.motions import carried
from folkmoot.meetings.tests.held import EVENING, opened
from folkmoot.meetings.tests.meetings import called
from folkmoot.membership.tests.paging import as_, cost, links


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def test_a_meeting_of_today_stands_on_the_desk_before_it_is_opened(world: World, client) -> None:
    called(world, begins="21:00")
    called(world, day=date(2026, 3, 18))
    page = as_(client, world.bo).get("/desk/")
    assert [text for text in texts_of(page, "p") if "General meeting" in text] == []
    world.at = EVENING
    page = client.get("/desk/")
    told = [text for text in texts_of(page, "p") if "General meeting" in text]
    assert told == ["Today: General meeting, Tuesday, 17 March 2026, 21:00, Harbour"]


def test_a_motion_that_was_carried_waits_on_the_desk_until_it_is_a_decision(world: World, client) -> None:
    motion = carried(world, world.bo, world.eve)
    page = as_(client, world.bo).get("/desk/")
    assert links(page)["Paint the loft"] == f"/motions/{motion.pk}/"
    assert links(page)["Make it a decision"] == f"/motions/{motion.pk}/adoption/"
    client.post(f"/motions/{motion.pk}/adoption/", {"revision": "1"}, follow=True)
    assert "Make it a decision" not in links(client.get("/desk/"))


def test_minutes_to_check_stand_on_today_for_whoever_was_there_office_or_not(world: World, client) -> None:
    conveyed(world, to=world.north)
    meeting = opened(world, chair=world.bo, minute_taker=world.eve)
    do(world, close_meeting, by=world.bo, meeting_id=meeting.pk)
    do(world, write_minutes, by=world.bo, meeting_id=meeting.pk)
    told = "Minutes to check: General meeting, Harbour, 17 March 2026"
    assert told in links(as_(client, world.bo).get("/"))
    assert told not in links(as_(client, world.eve).get("/"))
    assert cost(as_(client, world.bo), "/") <= 12
    do(world, check_minutes, by=world.bo, meeting_id=meeting.pk, revision=1)
    assert told not in links(client.get("/"))
