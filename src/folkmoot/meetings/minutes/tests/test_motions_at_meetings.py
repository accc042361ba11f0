"""What a meeting does with motions beside its own agenda: which it is proposed with, and that those voted on were dealt with."""

from datetime import timedelta

import pytest

from conftest import World
from folkmoot.decisions.tests.papers import do
from folkmoot.meetings import interfaces
from folkmoot.meetings.actions.closing import close_meeting
from folkmoot.meetings.actions.items import take_up_item
from folkmoot.meetings.minutes.actions.minutes import write_minutes
from folkmoot.meetings.minutes.queries.composing import composed
from folkmoot.meetings.models import AgendaItem, Meeting
from folkmoot.meetings.motions.actions.motions import put_motion_on_agenda
from folkmoot.meetings.motions.models import Motion
from folkmoot.meetings.motions.tests.motions import amended, counted, moved, put
from folkmoot.meetings.queries.meetings import meeting_page
from folkmoot.meetings.queries.running import sitting_page
from folkmoot.meetings.screens import all_facts_of
from folkmoot.meetings.tests.held import arrived, going_on, item, later, opened, sitting_of
from folkmoot.membership.tests.paging import as_
from folkmoot.people.models import Person


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def _proposed(world: World) -> list[str]:
    harbour = Meeting.objects.first()
    assert harbour is not None
    return [title for _pk, title in interfaces.motions().to_decide(harbour.unit)]


def test_a_motion_on_which_people_are_voting_is_not_proposed_for_another_agenda(world: World) -> None:
    meeting = going_on(world, world.bo, world.eve)
    oven, loft = moved(world, title="An oven"), moved(world, title="The loft")
    for each in (oven, loft):
        do(world, put_motion_on_agenda, by=world.bo, motion_id=each.pk, meeting_id=meeting.pk)
    amendment = amended(world, loft, by=world.bo)
    assert _proposed(world) == ["An oven", "The loft"]
    put(world, meeting, motion_id=oven.pk)
    assert _proposed(world) == ["The loft"]
    meeting.votes.all().delete()
    put(world, meeting, amendment_id=amendment.pk)
    assert _proposed(world) == ["An oven"]


def _moved_at(world: World) -> tuple[Meeting, Motion, AgendaItem]:
    meeting = opened(world)
    arrived(world, meeting, world.bo, world.eve)
    do(world, take_up_item, by=world.bo, meeting_id=meeting.pk, agenda_item_id=item(meeting, 1).pk)
    motion = moved(world, by=world.bo, meeting_id=meeting.pk)
    return meeting, motion, item(meeting, 3)


def test_what_was_moved_during_an_item_and_voted_on_was_dealt_with(world: World) -> None:
    meeting, motion, own = _moved_at(world)
    put_at = world.at
    vote = put(world, meeting, motion_id=motion.pk)
    own.refresh_from_db()
    assert (own.begun_at, own.ended_at) == (put_at, None)
    vote.delete()
    decided_at = later(world, 5)
    counted(world, meeting, 2, 0, motion_id=motion.pk)
    own.refresh_from_db()
    assert (own.begun_at, own.ended_at) == (put_at, decided_at)
    # The meeting is still with what it had turned to.
    assert sitting_of(meeting).current_item_id == item(meeting, 1).pk
    page = sitting_page(meeting.pk, Person.objects.get(pk=world.bo.pk), at=world.at)
    assert page is not None
    assert own not in page.unfinished
    told = {each.heading: each.text for each in composed(sitting_of(meeting))}
    assert "Not dealt with" not in told["3. Paint the loft"]


def test_an_item_to_which_the_meeting_turned_is_finished_by_going_on(world: World) -> None:
    meeting, motion, own = _moved_at(world)
    turned = {"agenda_item_id": own.pk, "instead_of_id": item(meeting, 1).pk}
    do(world, take_up_item, by=world.bo, meeting_id=meeting.pk, **turned)
    counted(world, meeting, 2, 0, motion_id=motion.pk)
    own.refresh_from_db()
    assert (own.ended_at, sitting_of(meeting).current_item_id) == (None, own.pk)


def test_a_motion_whose_amendment_alone_was_voted_on_was_begun_and_not_finished(world: World) -> None:
    meeting, motion, own = _moved_at(world)
    counted(world, meeting, 2, 0, amendment_id=amended(world, motion, by=world.bo).pk)
    own.refresh_from_db()
    assert (own.begun_at, own.ended_at) == (world.at, None)


def test_the_page_of_a_meeting_that_was_closed_says_how_long_it_lasted(world: World) -> None:
    meeting = opened(world)
    arrived(world, meeting, world.bo, world.eve)
    later(world, 13)
    do(world, close_meeting, by=world.bo, meeting_id=meeting.pk)
    page = meeting_page(meeting.pk, Person.objects.get(pk=world.bo.pk), at=world.at)
    assert page is not None
    assert dict(all_facts_of(page))["How long"] == "13 minutes"


def test_minutes_that_wait_are_offered_where_an_item_is_added(world: World, client) -> None:
    first = opened(world)
    arrived(world, first, world.bo, world.eve)
    do(world, close_meeting, by=world.bo, meeting_id=first.pk)
    do(world, write_minutes, by=world.bo, meeting_id=first.pk)
    world.at += timedelta(days=1)
    second = going_on(world, world.bo, world.eve, day=world.at.date() + timedelta(days=1))
    page = as_(client, world.bo).get(f"/meetings/{second.pk}/run/items/new/").content.decode()
    line = interfaces.minutes().to_adopt(second.unit)
    assert f'name="text" value="{line}"' in page
    client.post(f"/meetings/{second.pk}/run/add_item/", {"text": line})
    again = client.get(f"/meetings/{second.pk}/run/items/new/").content.decode()
    assert f'name="text" value="{line}"' not in again
