"""What becomes of the agenda when something is moved and put to the vote while another item is dealt with."""

from conftest import World
from folkmoot.decisions.tests.papers import do
from folkmoot.meetings.actions.items import take_up_item
from folkmoot.meetings.minutes.actions.minutes import write_minutes
from folkmoot.meetings.minutes.queries.minutes import minutes_page
from folkmoot.meetings.models import AgendaItem, Meeting
from folkmoot.meetings.motions.tests.motions import counted, moved
from folkmoot.meetings.tests.held import going_on, item, later

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
