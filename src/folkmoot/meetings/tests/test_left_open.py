"""A meeting that nobody closed: whoever was named to lead it does nothing by it days later, but close it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from conftest import World
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.errors import Refused
from folkmoot.meetings.actions.attendance import note_departure
from folkmoot.meetings.actions.closing import adjourn, close_meeting, go_on
from folkmoot.meetings.actions.items import take_up_item
from folkmoot.meetings.actions.reopening import reopen_meeting
from folkmoot.meetings.minutes.actions.adopting import adopt_minutes
from folkmoot.meetings.models import AgendaItem, Meeting, Presence, Sitting
from folkmoot.meetings.motions.actions.amendments import order_amendments
from folkmoot.meetings.motions.actions.asking import ask_question
from folkmoot.meetings.motions.actions.counting import enter_acclamation, recount_vote
from folkmoot.meetings.motions.actions.motions import put_motion_on_agenda, withdraw_motion
from folkmoot.meetings.motions.actions.voting import drop_vote, note_aside, stand_aside
from folkmoot.meetings.motions.models import Vote
from folkmoot.meetings.motions.queries.voting import vote_page
from folkmoot.meetings.motions.tests.motions import counted, moved, put
from folkmoot.meetings.queries.running import sitting_page
from folkmoot.meetings.tests.held import arrived, joined, later, opened, sitting_of
from folkmoot.meetings.tests.meetings import called
from folkmoot.membership.tests.paging import as_, links
from folkmoot.people.models import Person
from folkmoot.structure.tests.pages import words_of

LEFT = r"was to end more than a day ago"


def left(world: World) -> tuple[Meeting, list[Person]]:
    """Return a meeting that one of its members took the minutes of, and who was there."""
    people = joined(world, 4)
    meeting = opened(world, minute_taker=people[0])
    arrived(world, meeting, *people[1:], by=people[0])
    return meeting, people


def test_nothing_is_decided_at_a_meeting_that_was_left_open(world: World) -> None:
    meeting, (one, two, *_others) = left(world)
    placed = moved(world, by=two)
    do(world, put_motion_on_agenda, by=one, motion_id=placed.pk, meeting_id=meeting.pk)
    first = counted(world, meeting, 5, 0, by=one, text="We begin")
    vote = put(world, meeting, by=one, method="acclamation", text="We leave")
    later(world, 60 * 24 * 200)
    new = moved(world, by=one, title="Another")
    item = AgendaItem.objects.filter(meeting=meeting).first()
    assert item is not None
    tried: list[tuple[Callable[..., UUID], dict[str, Any]]] = [
        (enter_acclamation, {"vote_id": vote.pk}),
        (note_aside, {"vote_id": vote.pk, "person_id": two.pk}),
        (stand_aside, {"vote_id": vote.pk}),
        (recount_vote, {"vote_id": first.pk}),
        (ask_question, {"meeting_id": meeting.pk, "text": "Where?", "options": ["Here", "There"]}),
        (put_motion_on_agenda, {"motion_id": new.pk, "meeting_id": meeting.pk}),
        (take_up_item, {"meeting_id": meeting.pk, "agenda_item_id": item.pk}),
        (adjourn, {"meeting_id": meeting.pk, "goes_on_at": world.at + timedelta(days=1)}),
        (go_on, {"meeting_id": meeting.pk}),
    ]
    for function, given in tried:
        with pytest.raises(Refused, match=LEFT):
            do(world, function, by=one, **given)
    with pytest.raises(Refused, match=LEFT):
        arrived(world, meeting, world.eve, by=one)
    with pytest.raises(Refused, match=r"Its words are those of whoever moved it|You hold no office"):
        do(world, withdraw_motion, by=one, motion_id=placed.pk)
    with pytest.raises(Refused, match=r"You hold no office"):
        do(world, order_amendments, by=one, motion_id=placed.pk, amendments=[])
    with pytest.raises(Refused, match=r"You hold no office"):
        moved(world, by=one, person_id=two.pk, title="In their name")
    page = vote_page(vote.pk, one, at=world.at)
    assert page is not None
    assert (page.may_run, list(page.people)) == (False, [])


def test_its_page_says_that_it_is_to_be_closed(world: World, client, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)
    meeting, _people = left(world)
    bo = as_(client, world.bo)
    said = "This meeting was to end more than a day ago"
    assert said not in words_of(bo.get(f"/meetings/{meeting.pk}/run/"))
    later(world, 60 * 24 * 3)
    page = bo.get(f"/meetings/{meeting.pk}/run/")
    assert said in words_of(page)
    for offered in ("Somebody asks to speak", "Somebody moves something", "Who is here", "Take up"):
        assert offered not in words_of(page)
    page = bo.get(f"/meetings/{meeting.pk}/")
    assert links(page)["Close the meeting"] == f"/meetings/{meeting.pk}/run/closing/"
    assert "Run the meeting" not in links(page)
    assert "not closed" in words_of(as_(client, world.eve).get(f"/meetings/{meeting.pk}/"))


def test_the_desk_says_that_nobody_closed_it_and_when_an_adjourned_one_goes_on(
    world: World, client, monkeypatch
) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)
    meeting, (one, *_others) = left(world)
    bo = as_(client, world.bo)
    assert "On now: General meeting" in words_of(bo.get("/desk/"))
    do(world, adjourn, by=one, meeting_id=meeting.pk, goes_on_at=world.at + timedelta(days=7))
    goes_on = "Tuesday, 24 March 2026, 19:00"
    assert f"Adjourned: General meeting , {goes_on}, Harbour" in words_of(bo.get("/desk/"))
    page = as_(client, world.eve).get(f"/meetings/{meeting.pk}/")
    assert f"It goes on {goes_on}" in words_of(page)
    page = as_(client, world.bo).get(f"/meetings/{meeting.pk}/run/")
    for offered in ("Somebody moves something", "Vote on something else", "Ask for advice"):
        assert offered not in links(page)
    later(world, 60 * 24 * 9)
    assert "Nobody closed it yet: General meeting" in words_of(as_(client, world.bo).get("/desk/"))


def test_it_is_closed_as_of_its_evening_once_what_goes_on_there_was_given_up(world: World) -> None:
    meeting, (one, two, *_others) = left(world)
    counted(world, meeting, 5, 0, by=one, text="We begin")
    decided_at = world.at
    again_id = do(world, recount_vote, by=one, vote_id=Vote.objects.get().pk)
    with pytest.raises(Refused, match=r"Count again"):
        do(world, drop_vote, by=one, vote_id=again_id)
    later(world, 60 * 24 * 3)
    do(world, note_departure, by=world.bo, meeting_id=meeting.pk, people=[two.pk])
    do(world, drop_vote, by=world.bo, vote_id=again_id)
    do(world, close_meeting, by=world.bo, meeting_id=meeting.pk, when=sitting_of(meeting).opened_at)
    assert sitting_of(meeting).closed_at == decided_at
    assert not Presence.objects.filter(meeting=meeting, left_at=None).exists()


def test_minutes_are_not_adopted_by_a_meeting_that_was_left_open(world: World) -> None:
    other = called(world, day=date(2026, 4, 14))
    _meeting, (one, *_others) = left(world)
    later(world, 60 * 24 * 60)
    held = {"opened_at": world.at, "closed_at": world.at, "members": 6}
    Sitting.objects.create(meeting=other, chair=world.eve, minute_taker=one, **held)
    with pytest.raises(Refused, match=r"Open the next meeting"):
        do(world, adopt_minutes, by=one, meeting_id=other.pk, revision=1)


def test_one_that_was_adjourned_to_another_day_goes_on_that_day(world: World) -> None:
    meeting, (one, *_others) = left(world)
    do(world, adjourn, by=one, meeting_id=meeting.pk, goes_on_at=world.at + timedelta(days=7))
    later(world, 60 * 24 * 7)
    do(world, go_on, by=one, meeting_id=meeting.pk)
    counted(world, meeting, 5, 0, by=one, text="We begin")
    later(world, 60 * 24 + 1)
    with pytest.raises(Refused, match=LEFT):
        put(world, meeting, by=one, text="We leave")


def test_whoever_closes_it_ends_it_no_earlier_than_its_last_vote_and_the_others_can_object(
    world: World,
) -> None:
    meeting, (one, *_others) = left(world)
    later(world, 70)
    counted(world, meeting, 5, 0, by=one, text="We begin")
    decided_at = later(world, 0)
    later(world, 100)
    do(world, close_meeting, by=one, meeting_id=meeting.pk, when=sitting_of(meeting).opened_at)
    sitting = sitting_of(meeting)
    assert (sitting.closed_at, sitting.close_entered_at) == (decided_at, world.at)
    later(world, 60)
    do(world, reopen_meeting, by=world.bo, meeting_id=meeting.pk)
    assert (sitting_of(meeting).is_open, sitting_of(meeting).close_entered_at) == (True, None)


def test_whoever_only_closes_a_meeting_that_was_left_open_is_shown_nobody_by_name(
    world: World, client
) -> None:
    meeting, (one, *others) = left(world)
    later(world, 60 * 24 * 200)

    def named(person: Person) -> int:
        page = sitting_page(meeting.pk, person, at=world.at)
        assert page is not None
        return len(page.people)

    assert (named(one), named(Person.objects.get(pk=world.bo.pk))) == (0, 6)
    page = as_(client, one).get(f"/meetings/{meeting.pk}/run/").content.decode()
    main = page[page.index("<main") :]
    assert [each.name for each in others if each.name in main] == []
