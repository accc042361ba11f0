"""One answer to who runs a meeting: what a page offers, a list has and an act lets through is the same."""

from uuid import UUID

import pytest

from conftest import World
from folkmoot.meetings.minutes.queries.minutes import minutes_page
from folkmoot.meetings.models import Meeting
from folkmoot.meetings.motions.queries.motions import motion_page
from folkmoot.meetings.motions.queries.voting import meeting_run
from folkmoot.meetings.motions.tests.motions import moved
from folkmoot.meetings.queries.meetings import meeting_page
from folkmoot.meetings.queries.runners import leads, meetings_run_by
from folkmoot.meetings.rules.permissions import RUNNING
from folkmoot.meetings.tests.held import joined, opened
from folkmoot.people.models import Membership, Person

pytestmark = pytest.mark.django_db


def offered(world: World, meeting: Meeting, motion_id: UUID, person: Person) -> list[bool]:
    """Return what each page and list says of whether somebody runs a meeting."""
    page = meeting_page(meeting.pk, person, at=world.at)
    motion = motion_page(motion_id, person, at=world.at)
    minutes = minutes_page(meeting.pk, person, at=world.at)
    return [
        leads(Meeting.objects.get(pk=meeting.pk).sitting, person, at=world.at),
        meetings_run_by(person, at=world.at).filter(pk=meeting.pk).exists(),
        page is not None and page.may_run,
        meeting_run(meeting.pk, person, at=world.at) is not None,
        motion is not None and RUNNING in motion.may,
        minutes is not None and minutes.may_write,
    ]


def test_who_is_named_to_lead_a_meeting_runs_it_everywhere_until_they_have_no_vote_there(
    world: World,
) -> None:
    chair, other = joined(world, 2)
    meeting = opened(world, chair=chair)
    motion = moved(world, by=world.bo, meeting_id=meeting.pk)
    assert offered(world, meeting, motion.pk, chair) == [True] * 6
    assert offered(world, meeting, motion.pk, other) == [False] * 6

    Membership.objects.filter(person=chair).update(unit=world.hill)
    assert offered(world, meeting, motion.pk, chair) == [False] * 6
