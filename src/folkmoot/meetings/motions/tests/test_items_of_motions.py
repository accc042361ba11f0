"""What becomes of the agenda when something is moved and put to the vote while another item is dealt with."""

from typing import Any

import pytest
from django.test import Client

from conftest import World
from folkmoot.decisions.tests.papers import do
from folkmoot.meetings.actions.closing import close_meeting
from folkmoot.meetings.actions.items import take_up_item
from folkmoot.meetings.minutes.actions.minutes import write_minutes
from folkmoot.meetings.minutes.queries.minutes import minutes_page
from folkmoot.meetings.models import AgendaItem, Meeting
from folkmoot.meetings.motions.tests.motions import amended, counted, moved, put
from folkmoot.meetings.tests.held import going_on, item, later, sitting_of
from folkmoot.membership.tests.paging import as_

AGENDA = [{"text": "A new oar"}, {"text": "Any other business"}]


def dealing_with_oars(world: World) -> Meeting:
    meeting = going_on(world, world.bo, world.eve, agenda=AGENDA)
    do(world, take_up_item, by=world.bo, meeting_id=meeting.pk, agenda_item_id=item(meeting, 1).pk)
    later(world, 5)
    return meeting


def texts(meeting: Meeting) -> list[tuple[int, str]]:
    rows = AgendaItem.objects.filter(meeting=meeting).order_by("position")
    return list(rows.values_list("position", "text"))


def test_what_is_moved_during_an_item_comes_right_after_it(world: World) -> None:
    meeting = dealing_with_oars(world)
    moved(world, by=world.bo, meeting_id=meeting.pk, title="We buy one oar")
    assert texts(meeting) == [(1, "A new oar"), (2, "We buy one oar"), (3, "Any other business")]


def test_what_is_moved_before_anything_was_dealt_with_comes_last(world: World) -> None:
    meeting = going_on(world, world.bo, world.eve, agenda=AGENDA)
    moved(world, by=world.bo, meeting_id=meeting.pk, title="We buy one oar")
    assert texts(meeting) == [(1, "A new oar"), (2, "Any other business"), (3, "We buy one oar")]


@pytest.mark.parametrize("is_about_amendment", [False, True])
def test_a_motion_put_to_the_vote_is_dealt_with_from_then_on(
    world: World, *, is_about_amendment: bool
) -> None:
    meeting = dealing_with_oars(world)
    motion = moved(world, by=world.bo, meeting_id=meeting.pk)
    about: dict[str, Any] = {"motion_id": motion.pk}
    if is_about_amendment:
        about = {"amendment_id": amended(world, motion).pk}
    put(world, meeting, **about)
    assert sitting_of(meeting).current_item == item(meeting, 2)
    assert (item(meeting, 1).ended_at, item(meeting, 2).begun_at) == (world.at, world.at)


@pytest.mark.parametrize(("in_favour", "against"), [(2, 0), (0, 2)])
def test_what_was_voted_on_is_finished_and_nothing_calls_it_left_out(
    world: World, client: Client, in_favour: int, against: int
) -> None:
    meeting = dealing_with_oars(world)
    motion = moved(world, by=world.bo, meeting_id=meeting.pk)
    counted(world, meeting, in_favour, against, motion_id=motion.pk)
    assert (sitting_of(meeting).current_item, item(meeting, 2).ended_at) == (None, world.at)
    later(world, 5)
    do(world, close_meeting, by=world.bo, meeting_id=meeting.pk)
    page = as_(client, world.eve).get(f"/meetings/{meeting.pk}/").content.decode()
    assert (page.count("It was not dealt with"), page.count("<dd>10 minutes</dd>")) == (1, 1)


def test_an_amendment_that_was_voted_on_leaves_its_motion_to_be_dealt_with(world: World) -> None:
    meeting = dealing_with_oars(world)
    motion = moved(world, by=world.bo, meeting_id=meeting.pk)
    counted(world, meeting, 2, 0, amendment_id=amended(world, motion).pk)
    assert sitting_of(meeting).current_item == item(meeting, 2)


def test_minutes_of_before_never_say_of_a_motion_that_was_voted_on_that_it_was_left_out(
    world: World,
) -> None:
    meeting = going_on(world, world.bo, world.eve)
    motion = moved(world, by=world.bo, meeting_id=meeting.pk)
    counted(world, meeting, 2, 0, motion_id=motion.pk)
    AgendaItem.objects.filter(motion=motion).update(begun_at=None, ended_at=None)
    do(world, write_minutes, by=world.bo, meeting_id=meeting.pk)
    page = minutes_page(meeting.pk, world.bo, at=world.at)
    assert page is not None
    assert page.parts is not None
    assert [part.heading for part in page.parts if "Not dealt with" in part.text] == []
