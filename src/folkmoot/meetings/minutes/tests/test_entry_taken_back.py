"""What was entered from a signed sheet by a slip of the hand is taken back, and entered as it was."""

import re
from datetime import timedelta
from typing import Any

import pytest

from conftest import World
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry
from folkmoot.meetings.actions.entering import enter_meeting
from folkmoot.meetings.minutes.actions.minutes import check_minutes, edit_minutes, write_minutes
from folkmoot.meetings.minutes.actions.of_closed import write_of_closed
from folkmoot.meetings.minutes.actions.taking_back import take_back_entry
from folkmoot.meetings.minutes.models import Minutes
from folkmoot.meetings.minutes.tests.test_paper_votes import from_sheet, now, on_paper
from folkmoot.meetings.models import Meeting, Presence, Sitting
from folkmoot.meetings.motions.actions.adopting import adopt_motion
from folkmoot.meetings.motions.models import Motion, Vote
from folkmoot.meetings.motions.tests.motions import amended_there, moved_there
from folkmoot.meetings.tests.held import EVENING, later
from folkmoot.meetings.tests.meetings import called
from folkmoot.membership.tests.paging import as_, links, refusals
from folkmoot.structure.tests.acting import events

__all__ = ["now"]


def taken_back(world: World, meeting: Meeting, **given: Any) -> None:
    do(world, take_back_entry, by=given.pop("by", world.bo), meeting_id=meeting.pk)


def test_a_meeting_that_was_not_called_is_gone_with_all_that_was_entered_of_it(world: World) -> None:
    meeting = on_paper(world)
    write_of_closed(list(Entry.objects.filter(event="MeetingEntered")))
    motion = moved_there(world)
    amendment = amended_there(world, motion)
    from_sheet(world, meeting, 3, 1, amendment_id=amendment.pk)
    first = from_sheet(world, meeting, 1, 3, motion_id=motion.pk)
    from_sheet(world, meeting, 3, 1, replaces_id=first.pk)
    taken_back(world, meeting)
    assert [model.objects.count() for model in (Meeting, Sitting, Presence, Vote, Minutes)] == [0] * 5
    motion.refresh_from_db()
    amendment.refresh_from_db()
    assert (motion.state, amendment.state) == ("submitted", "proposed")
    assert events()[-1] == "MeetingEntryTakenBack"


def test_a_meeting_that_was_called_stands_there_again_as_it_was_called(world: World) -> None:
    meeting = called(world)
    world.at = EVENING + timedelta(hours=5)
    sheet = {"chair_id": world.eve.pk, "minute_taker_id": world.bo.pk, "people": []}
    hours = {"opened": "19:05", "closed": "20:00"}
    do(world, enter_meeting, by=world.bo, meeting_id=meeting.pk, **sheet, **hours)
    taken_back(world, meeting)
    assert (Meeting.objects.get().pk, Sitting.objects.count()) == (meeting.pk, 0)
    do(world, enter_meeting, by=world.bo, meeting_id=meeting.pk, **sheet, **hours)
    assert Sitting.objects.count() == 1


def test_it_is_taken_back_by_an_office_and_for_two_weeks(world: World) -> None:
    meeting = on_paper(world)
    with pytest.raises(Refused, match="You hold no office that may do this"):
        taken_back(world, meeting, by=world.eve)
    later(world, 14 * 24 * 60 + 1)
    with pytest.raises(Refused, match="within two weeks"):
        taken_back(world, meeting)
    assert Meeting.objects.count() == 1


def test_it_stays_where_something_rests_on_it(world: World) -> None:
    meeting, motion = on_paper(world), moved_there(world)
    from_sheet(world, meeting, 3, 1, motion_id=motion.pk)
    do(world, adopt_motion, by=world.bo, motion_id=motion.pk, revision=1)
    with pytest.raises(Refused, match="rests on this vote"):
        taken_back(world, meeting)
    assert (Motion.objects.get().state, Vote.objects.count()) == ("carried", 1)


@pytest.mark.parametrize("what", ["written", "checked"])
def test_it_stays_where_somebody_wrote_in_its_minutes_or_checked_them(world: World, what: str) -> None:
    meeting = on_paper(world)
    do(world, write_minutes, by=world.bo, meeting_id=meeting.pk)
    if what == "written":
        do(
            world,
            edit_minutes,
            by=world.bo,
            meeting_id=meeting.pk,
            part="closing",
            revision=0,
            text="Thanks.",
        )
    else:
        do(world, check_minutes, by=world.eve, meeting_id=meeting.pk, revision=1)
    with pytest.raises(Refused, match="Somebody has written in the minutes"):
        taken_back(world, meeting)


def test_it_stays_where_the_meeting_was_called_again(world: World) -> None:
    meeting = on_paper(world)
    second = called(world)
    Meeting.objects.filter(pk=second.pk).update(second_of=meeting)
    with pytest.raises(Refused, match="called again already"):
        taken_back(world, meeting)


def test_the_page_asks_once_more_and_leads_to_where_it_is_entered_anew(world: World, client) -> None:
    meeting = on_paper(world)
    page = as_(client, world.bo).get(f"/meetings/{meeting.pk}/")
    address = links(page)["Take back what was entered"]
    assert "Take back what was entered of this meeting?" in client.get(address).content.decode()
    done = client.post(address)
    assert done["Location"] == f"/units/{world.harbour.pk}/meetings/held/"
    assert client.post(address).status_code == 404


def test_whoever_may_not_is_not_offered_it(world: World, client) -> None:
    meeting = on_paper(world)
    page = as_(client, world.eve).get(f"/meetings/{meeting.pk}/")
    assert "Take back what was entered" not in links(page)
    assert client.get(f"/meetings/{meeting.pk}/entry/").status_code == 404
    assert refusals(client.post(f"/meetings/{meeting.pk}/entry/")) != []


def test_of_a_meeting_that_was_called_it_is_offered_in_the_message_after_it(world: World, client) -> None:
    meeting = called(world)
    world.at = EVENING + timedelta(hours=5)
    given = {
        "opened": "19:00", "closed": "20:00", "chair_id": str(world.eve.pk), "minute_taker_id": str(world.bo.pk), "guests": "",
    }  # fmt: skip
    page = as_(client, world.bo).post(f"/meetings/{meeting.pk}/run/sheet/", given, follow=True)
    (token,) = re.findall(r'name="undo" value="([^"]+)"', page.content.decode())
    page = client.post(
        "/undo/", {"undo": token}, headers={"referer": f"/meetings/{meeting.pk}/"}, follow=True
    )
    assert (page.status_code, Meeting.objects.count(), Sitting.objects.count()) == (200, 1, 0)
