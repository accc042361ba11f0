"""Meetings held as people hold them, for tests that need one that goes on."""

from datetime import UTC, datetime, timedelta
from typing import Any

from conftest import START, World, make_person
from folkmoot.bylaws.tests.papers import HALF, bylaws, entered
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.acts import Actor
from folkmoot.meetings.actions.attendance import note_arrival
from folkmoot.meetings.actions.opening import open_meeting
from folkmoot.meetings.models import AgendaItem, Meeting, Presence, Sitting
from folkmoot.meetings.queries.voters import count_voters
from folkmoot.meetings.tests.meetings import called
from folkmoot.membership.tests.recounting import recount_members
from folkmoot.people.models import Membership, Person

# At seven in the evening of its day by the clocks of Harbour.
EVENING = datetime(2026, 3, 17, 18, tzinfo=UTC)
SECOND = HALF | {"meeting": "general", "second_after_days": 7, "second_as": "share", "second": "1/4"}


def joined(world: World, count: int, *, unit: Actor | None = None) -> list[Person]:
    """Let so many more people belong to a cell: to Harbour, where Bo and Eve are, unless another is named."""
    people = [make_person(f"Member {number:02}") for number in range(1, count + 1)]
    Membership.objects.bulk_create(
        Membership(person=each, unit_id=(unit or world.harbour).pk, started_at=START) for each in people
    )
    recount_members()
    return people


def with_quorum(world: World, clause: dict[str, Any] = SECOND) -> None:
    """Have the bylaws ask for a quorum, by article 2.2."""
    entered(world, bylaws(world), "2.2", clause)


def opened(
    world: World, *, chair: Actor | None = None, minute_taker: Actor | None = None, **given: Any
) -> Meeting:
    """Open a meeting of Harbour on its evening: Eve chairs and Bo writes, unless others are named."""
    agenda = given.pop("agenda", [{"text": "The new boat"}, {"text": "Elections"}])
    meeting = called(world, agenda=agenda, **given)
    world.at = EVENING
    chair_id, taker_id = (chair or world.eve).pk, (minute_taker or world.bo).pk
    lead = {"chair_id": chair_id, "minute_taker_id": taker_id, "is_early": True}
    do(world, open_meeting, by=world.bo, meeting_id=meeting.pk, **lead)
    return meeting


def going_on(world: World, *people: Person, by: Actor | None = None, **given: Any) -> Meeting:
    """Return a meeting that goes on at once, as its hour has come, with these people present and voting; one person leads it."""
    meeting = called(world, by=by, **given)
    meeting.begins_at = world.at
    meeting.save()
    keeper, members = by or world.bo, count_voters(meeting, at=world.at)
    led = {"chair_id": keeper.pk, "minute_taker_id": keeper.pk, "members": members}
    Sitting.objects.create(meeting=meeting, opened_at=world.at, **led)
    Presence.objects.bulk_create(
        Presence(meeting=meeting, person=each, has_vote=True, came_at=world.at) for each in people
    )
    return meeting


def arrived(world: World, meeting: Meeting, *people: Actor, by: Actor | None = None, **given: Any) -> None:
    do(
        world,
        note_arrival,
        by=by or world.bo,
        meeting_id=meeting.pk,
        people=[each.pk for each in people],
        **given,
    )


def later(world: World, minutes: int) -> datetime:
    """Let so many minutes go by."""
    world.at += timedelta(minutes=minutes)
    return world.at


def sitting_of(meeting: Meeting) -> Sitting:
    return Sitting.objects.get(meeting=meeting)


def item(meeting: Meeting, position: int) -> AgendaItem:
    return AgendaItem.objects.get(meeting=meeting, position=position)


def stay(meeting: Meeting, person: Actor) -> Presence:
    return Presence.objects.filter(meeting=meeting, person=person.pk).latest("came_at")
