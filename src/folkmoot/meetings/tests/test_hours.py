import json
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from conftest import START, World, make_person
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.errors import Refused
from folkmoot.meetings.actions.attendance import note_departure
from folkmoot.meetings.actions.calling_again import call_again
from folkmoot.meetings.actions.closing import close_meeting, close_without_quorum
from folkmoot.meetings.actions.reopening import reopen_meeting
from folkmoot.meetings.models import Meeting
from folkmoot.meetings.queries.running import people_at, present_now, sitting_page
from folkmoot.meetings.tests.held import (
    EVENING,
    arrived,
    joined,
    later,
    opened,
    sitting_of,
    with_quorum,
)
from folkmoot.people.models import Membership
from folkmoot.structure.tests.acting import entries


def last_event() -> tuple[str, dict[str, object]]:
    event, payload = entries()[-1]
    return event, json.loads(payload)


def present_at(meeting: Meeting, moment: datetime) -> set[UUID]:
    return {each.pk for each in people_at(meeting, moment)}


def test_before_its_hour_a_meeting_has_not_failed(world: World) -> None:
    with_quorum(world)
    joined(world, 15)
    meeting = opened(world)
    world.at = EVENING - timedelta(minutes=1)
    with pytest.raises(Refused, match=r"called for 19:00, and whoever comes by then is not late"):
        do(world, close_without_quorum, by=world.bo, meeting_id=meeting.pk)
    world.at = EVENING
    do(world, close_without_quorum, by=world.bo, meeting_id=meeting.pk)
    assert sitting_of(meeting).has_no_quorum_at == EVENING


def test_who_left_the_unit_meanwhile_counts_no_more_and_their_row_stays(world: World) -> None:
    one, two = joined(world, 2)
    meeting = opened(world)
    arrived(world, meeting, one, two)
    left = later(world, 10)
    Membership.objects.filter(person=one).update(ended_at=left)
    later(world, 10)
    assert present_now(meeting, at=world.at) == {world.bo.pk, world.eve.pk, two.pk}
    assert one.pk in present_at(meeting, EVENING)
    page = sitting_page(meeting.pk, world.bo, at=world.at)
    assert page is not None
    assert (page.here, [(each.person.pk, each.has_left) for each in page.people][-1]) == (3, (one.pk, True))
    do(world, note_departure, by=world.bo, meeting_id=meeting.pk, people=[one.pk])
    page = sitting_page(meeting.pk, world.bo, at=world.at)
    assert page is not None
    assert (page.here, one.pk in {each.person.pk for each in page.people}) == (3, False)


def test_a_meeting_closed_by_mistake_goes_on_with_those_who_were_there(world: World) -> None:
    one, two = joined(world, 2)
    meeting = opened(world)
    arrived(world, meeting, one, two)
    later(world, 10)
    do(world, note_departure, by=world.bo, meeting_id=meeting.pk, people=[two.pk])
    later(world, 10)
    do(world, close_meeting, by=world.bo, meeting_id=meeting.pk)
    later(world, 60)
    do(world, reopen_meeting, by=world.eve, meeting_id=meeting.pk)
    assert last_event() == ("MeetingReopened", {"meeting_id": str(meeting.pk)})
    sitting = sitting_of(meeting)
    assert (sitting.is_open, sitting.attended, sitting.guests) == (True, None, None)
    assert present_now(meeting, at=world.at) == {world.bo.pk, world.eve.pk, one.pk}


def test_one_that_failed_and_was_called_again_or_ended_long_ago_is_not_opened_again(world: World) -> None:
    with_quorum(world)
    joined(world, 15)
    meeting = opened(world)
    do(world, close_without_quorum, by=world.bo, meeting_id=meeting.pk)
    with pytest.raises(Refused, match=r"You hold no office"):
        do(world, reopen_meeting, by=world.ada, meeting_id=meeting.pk)
    do(world, reopen_meeting, by=world.bo, meeting_id=meeting.pk)
    assert (sitting_of(meeting).is_open, sitting_of(meeting).has_no_quorum_at) == (True, None)
    do(world, close_without_quorum, by=world.bo, meeting_id=meeting.pk)
    when = {"meeting_id": meeting.pk, "begins": "19:00", "minutes": 60}
    do(world, call_again, by=world.bo, day=date(2026, 3, 24), **when)
    with pytest.raises(Refused, match=r"It was called again already"):
        do(world, reopen_meeting, by=world.bo, meeting_id=meeting.pk)
    later(world, 61)
    with pytest.raises(Refused, match=r"for an hour after it was closed"):
        do(world, reopen_meeting, by=world.bo, meeting_id=meeting.pk)


def test_whoever_is_entered_since_as_having_joined_before_has_no_vote_at_it(world: World) -> None:
    meeting = opened(world)
    late = make_person("Late")
    entered_at = later(world, 5)
    Membership.objects.create(person=late, unit=world.harbour, started_at=START, entered_at=entered_at)
    later(world, 5)
    with pytest.raises(Refused, match=r"One of them has no vote in this meeting"):
        arrived(world, meeting, late)
    Membership.objects.filter(person=late).update(entered_at=EVENING)
    arrived(world, meeting, late)
    assert late.pk in present_now(meeting, at=world.at)
