import json
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from conftest import World, make_person
from folkmoot.bylaws.rules.calendar import Period
from folkmoot.bylaws.rules.duties import Held
from folkmoot.bylaws.rules.kinds import Meeting as Kind
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import ActClaim, Entry
from folkmoot.meetings.actions.attendance import note_arrival, note_departure
from folkmoot.meetings.actions.calling_again import call_again
from folkmoot.meetings.actions.closing import adjourn, close_meeting, close_without_quorum, go_on
from folkmoot.meetings.actions.going_over import hand_over_meetings
from folkmoot.meetings.actions.items import add_item, finish_item, take_up_item
from folkmoot.meetings.actions.opening import open_meeting
from folkmoot.meetings.actions.speaking import ask_to_speak, give_the_floor, take_off_list
from folkmoot.meetings.models import Meeting, Presence, Speaker
from folkmoot.meetings.motions.models import Vote
from folkmoot.meetings.queries.facts import meetings_called
from folkmoot.meetings.queries.running import people_at, present_now, sitting_page
from folkmoot.meetings.tests.held import (
    EVENING,
    arrived,
    item,
    joined,
    later,
    opened,
    sitting_of,
    stay,
    with_quorum,
)
from folkmoot.meetings.tests.meetings import called
from folkmoot.people.models import Membership
from folkmoot.structure.tests.acting import entries, events


def last_event() -> tuple[str, dict[str, object]]:
    event, payload = entries()[-1]
    return event, json.loads(payload)


def speakers(meeting: Meeting) -> list[tuple[str, bool, bool]]:
    rows = Speaker.objects.filter(meeting=meeting).order_by("-has_floor", "-is_point_of_order", "asked_at")
    return [(str(row.presence.person), row.has_floor, row.is_point_of_order) for row in rows]


# --- attendance


def present_at(meeting: Meeting, moment: datetime) -> set[UUID]:
    return {each.pk for each in people_at(meeting, moment)}


def test_people_come_late_leave_early_and_come_back_and_guests_have_no_vote(world: World) -> None:
    one, two = joined(world, 2)
    meeting = opened(world)
    arrived(world, meeting, one, two, guest=" The harbour  master ")
    assert last_event() == (
        "ArrivalsNoted",
        {
            "meeting_id": str(meeting.pk),
            "members": 2,
            "guests": 1,
            "came_at": "2026-03-17T18:00:00.000000+00:00",
        },
    )
    left = later(world, 10)
    guest = Presence.objects.get(guest_name="The harbour master")
    do(world, note_departure, by=world.bo, meeting_id=meeting.pk, people=[one.pk], stays=[guest.pk])
    assert last_event() == (
        "DeparturesNoted",
        {
            "meeting_id": str(meeting.pk),
            "members": 1,
            "guests": 1,
            "left_at": "2026-03-17T18:10:00.000000+00:00",
        },
    )
    back = later(world, 10)
    arrived(world, meeting, one)
    assert list(
        Presence.objects.filter(person=one).order_by("came_at").values_list("came_at", "left_at")
    ) == [(EVENING, left), (back, None)]
    leading = {world.eve.pk, world.bo.pk, two.pk}
    assert present_now(meeting, at=world.at) == leading | {one.pk}
    assert present_at(meeting, left) == leading
    assert present_at(meeting, left - timedelta(seconds=1)) == leading | {one.pk}
    assert present_at(meeting, EVENING - timedelta(seconds=1)) == set()


def test_who_is_there_already_stays_and_who_is_gone_is_gone(world: World) -> None:
    meeting = opened(world)
    before = events()
    arrived(world, meeting, world.eve)
    (one,) = joined(world, 1)
    do(world, note_departure, by=world.bo, meeting_id=meeting.pk, people=[one.pk])
    assert (events(), Presence.objects.count()) == (before, 2)


def test_a_stranger_comes_as_a_guest_and_nobody_is_nobody(world: World) -> None:
    meeting = opened(world)
    with pytest.raises(Refused, match=r"One of them has no vote in this meeting"):
        arrived(world, meeting, world.dee)
    with pytest.raises(Refused, match=r"Choose who it is"):
        arrived(world, meeting)
    with pytest.raises(Refused, match=r"Choose who it is"):
        do(world, note_departure, by=world.bo, meeting_id=meeting.pk)


def test_what_was_tapped_without_a_connection_has_its_own_moment_within_the_meeting(world: World) -> None:
    one, two, three = joined(world, 3)
    meeting = opened(world)
    later(world, 30)
    for person, when, came in (
        (one, EVENING + timedelta(minutes=5), EVENING + timedelta(minutes=5)),
        (two, EVENING - timedelta(days=1), EVENING),
        (three, EVENING + timedelta(days=1), world.at),
    ):
        arrived(world, meeting, person, when=when)
        assert stay(meeting, person).came_at == came
    do(world, note_departure, by=world.bo, meeting_id=meeting.pk, people=[one.pk], when=EVENING)
    assert stay(meeting, one).left_at == EVENING + timedelta(minutes=5)
    arrived(world, meeting, one, when=EVENING)
    assert stay(meeting, one).came_at == EVENING + timedelta(minutes=5)


def test_whoever_joined_since_it_was_opened_has_no_vote_at_it(world: World) -> None:
    meeting = opened(world)
    later(world, 50)
    late = make_person("Late")
    Membership.objects.create(person=late, unit=world.harbour, started_at=world.at)
    later(world, 10)
    for when in (EVENING, None):
        with pytest.raises(Refused, match=r"One of them has no vote in this meeting"):
            arrived(world, meeting, late, when=when)
    page = sitting_page(meeting.pk, world.bo, at=world.at)
    assert page is not None
    assert [each.person.name for each in page.people] == ["Bo", "Eve"]


def test_nobody_who_was_counted_at_a_vote_left_before_it_and_the_ledger_says_when_they_did(
    world: World,
) -> None:
    (one,) = joined(world, 1)
    meeting = opened(world)
    arrived(world, meeting, one)
    voted = later(world, 30)
    Vote.objects.create(meeting=meeting, matter="motion", method="hands", put_at=voted, text="Tea?")
    later(world, 30)
    do(world, note_departure, by=world.bo, meeting_id=meeting.pk, people=[one.pk], when=EVENING)
    assert one.pk in present_at(meeting, voted - timedelta(seconds=1))
    assert stay(meeting, one).left_at == voted
    assert last_event()[1]["left_at"] == "2026-03-17T18:30:00.000000+00:00"


# --- agenda


def test_items_are_taken_up_one_after_the_other_each_with_its_times(world: World) -> None:
    meeting = opened(world)
    first, second = item(meeting, 1), item(meeting, 2)
    do(world, take_up_item, by=world.bo, meeting_id=meeting.pk, agenda_item_id=first.pk)
    turned = later(world, 20)
    given = {"agenda_item_id": second.pk, "instead_of_id": first.pk}
    do(world, take_up_item, by=world.eve, meeting_id=meeting.pk, **given)
    done = later(world, 5)
    do(world, finish_item, by=world.bo, meeting_id=meeting.pk, agenda_item_id=second.pk)
    times = [(each.begun_at, each.ended_at) for each in (item(meeting, 1), item(meeting, 2))]
    assert times == [(EVENING, turned), (turned, done)]
    assert sitting_of(meeting).current_item is None
    again = later(world, 5)
    do(world, take_up_item, by=world.bo, meeting_id=meeting.pk, agenda_item_id=first.pk)
    assert (item(meeting, 1).begun_at, item(meeting, 1).ended_at) == (EVENING, None)
    assert sitting_of(meeting).current_item == first
    assert again > done
    told = [event for event in events() if event.startswith("Item")]
    assert told == ["ItemTakenUp", "ItemFinished", "ItemTakenUp", "ItemFinished", "ItemTakenUp"]


def test_two_who_tap_the_same_are_at_one_and_of_two_different_taps_the_later_is_refused(world: World) -> None:
    meeting = opened(world)
    first, second = item(meeting, 1), item(meeting, 2)
    for who in (world.bo, world.eve):
        do(world, take_up_item, by=who, meeting_id=meeting.pk, agenda_item_id=first.pk)
    with pytest.raises(Refused, match=r"Meanwhile the meeting turned to another item"):
        do(world, take_up_item, by=world.eve, meeting_id=meeting.pk, agenda_item_id=second.pk)
    before = events()
    do(world, finish_item, by=world.eve, meeting_id=meeting.pk, agenda_item_id=second.pk)
    assert (events(), sitting_of(meeting).current_item) == (before, first)


def test_an_item_is_added_at_the_end_and_one_of_another_meeting_is_none(world: World) -> None:
    other = called(world)
    meeting = opened(world)
    do(world, add_item, by=world.bo, meeting_id=meeting.pk, text="The light on the  pier")
    assert item(meeting, 3).text == "The light on the pier"
    assert last_event() == (
        "ItemAdded",
        {"meeting_id": str(meeting.pk), "agenda_item_id": str(item(meeting, 3).pk)},
    )
    do(world, add_item, by=world.bo, meeting_id=meeting.pk, text="Any other business")
    with pytest.raises(Refused, match=r"This is no item of its agenda"):
        do(world, take_up_item, by=world.bo, meeting_id=meeting.pk, agenda_item_id=other.pk)


# --- speakers


def test_points_of_order_come_first_and_nothing_is_kept_of_who_spoke(world: World) -> None:
    one, two = joined(world, 2)
    meeting = opened(world)
    arrived(world, meeting, one, two)
    do(world, take_up_item, by=world.bo, meeting_id=meeting.pk, agenda_item_id=item(meeting, 1).pk)
    for minute, (person, is_order) in enumerate(
        ((one, False), (world.eve, False), (two, True), (one, False))
    ):
        later(world, minute)
        given = {"stay_id": stay(meeting, person).pk, "is_point_of_order": is_order}
        do(world, ask_to_speak, by=world.bo, meeting_id=meeting.pk, **given)
    assert speakers(meeting) == [
        ("Member 02", False, True), ("Member 01", False, False), ("Eve", False, False),
    ]  # fmt: skip
    for person in (two, one):
        do(world, give_the_floor, by=world.bo, meeting_id=meeting.pk, stay_id=stay(meeting, person).pk)
    assert speakers(meeting) == [("Member 01", True, False), ("Eve", False, False)]
    do(world, take_off_list, by=world.bo, meeting_id=meeting.pk, stay_id=stay(meeting, one).pk)
    assert speakers(meeting) == [("Eve", False, False)]
    do(world, finish_item, by=world.bo, meeting_id=meeting.pk, agenda_item_id=item(meeting, 1).pk)
    assert speakers(meeting) == []
    speaking = ("meetings.ask_to_speak", "meetings.give_the_floor", "meetings.take_off_list")
    kept = (ActClaim.objects.filter(act__in=speaking), Entry.objects.filter(act__in=speaking))
    assert [rows.count() for rows in kept] == [0, 0]
    stays = Presence.objects.values("pk")
    assert ActClaim.objects.filter(answer__in=stays).count() == 0


def test_only_who_is_there_asks_to_speak_and_whoever_leaves_does_not_wait(world: World) -> None:
    (one,) = joined(world, 1)
    meeting = opened(world)
    arrived(world, meeting, one)
    place = stay(meeting, one).pk
    with pytest.raises(Refused, match=r"They are not on the list of speakers"):
        do(world, give_the_floor, by=world.bo, meeting_id=meeting.pk, stay_id=place)
    do(world, ask_to_speak, by=world.bo, meeting_id=meeting.pk, stay_id=place)
    do(world, note_departure, by=world.bo, meeting_id=meeting.pk, people=[one.pk])
    assert speakers(meeting) == []
    with pytest.raises(Refused, match=r"They are not here"):
        do(world, ask_to_speak, by=world.bo, meeting_id=meeting.pk, stay_id=place)


# --- interrupting and closing


def test_an_adjourned_meeting_waits_with_its_agenda_and_people_come_meanwhile(world: World) -> None:
    (one,) = joined(world, 1)
    meeting = opened(world)
    until = world.at + timedelta(hours=1)
    with pytest.raises(Refused, match=r"This is past"):
        do(world, adjourn, by=world.bo, meeting_id=meeting.pk, goes_on_at=world.at)
    do(world, adjourn, by=world.bo, meeting_id=meeting.pk, goes_on_at=until)
    assert (sitting_of(meeting).is_adjourned, sitting_of(meeting).goes_on_at) == (True, until)
    with pytest.raises(Refused, match=r"The meeting is adjourned\. Let it go on first"):
        do(world, take_up_item, by=world.bo, meeting_id=meeting.pk, agenda_item_id=item(meeting, 1).pk)
    arrived(world, meeting, one)
    for _again in range(2):
        do(world, go_on, by=world.bo, meeting_id=meeting.pk)
    assert (sitting_of(meeting).is_adjourned, events().count("MeetingWentOn")) == (False, 1)


def test_closing_ends_what_goes_on_and_counts_who_attended(world: World) -> None:
    one, two = joined(world, 2)
    meeting = opened(world)
    arrived(world, meeting, one, guest="The harbour master")
    do(world, note_departure, by=world.bo, meeting_id=meeting.pk, people=[one.pk])
    arrived(world, meeting, one)
    do(world, take_up_item, by=world.bo, meeting_id=meeting.pk, agenda_item_id=item(meeting, 1).pk)
    closed = later(world, 60)
    do(world, close_meeting, by=world.eve, meeting_id=meeting.pk)
    sitting = sitting_of(meeting)
    assert (sitting.closed_at, sitting.attended, sitting.guests, sitting.was_held) == (closed, 3, 1, True)
    assert item(meeting, 1).ended_at == closed
    assert not Presence.objects.filter(left_at=None).exists()
    assert last_event() == ("MeetingClosed", {"meeting_id": str(meeting.pk), "attended": 3, "guests": 1})
    with pytest.raises(Refused, match=r"This meeting is closed"):
        arrived(world, meeting, two)


def test_without_a_quorum_it_is_not_held_and_is_called_again_by_the_clause(world: World) -> None:
    with_quorum(world)
    people = joined(world, 15)
    meeting = opened(world)
    do(world, close_without_quorum, by=world.bo, meeting_id=meeting.pk)
    assert last_event() == (
        "MeetingWithoutQuorum",
        {"meeting_id": str(meeting.pk), "present": 2, "quorum": 9, "article": "2.2"},
    )
    assert (sitting_of(meeting).was_held, sitting_of(meeting).has_no_quorum_at) == (False, EVENING)
    march = Period(date(2026, 3, 1), date(2026, 4, 1))
    assert meetings_called([world.harbour], march) == {world.harbour.pk: []}
    when = {"meeting_id": meeting.pk, "begins": "19:00", "minutes": 60}
    with pytest.raises(Refused, match=r"earliest day of the second call is 24 March 2026, by article 2\.2"):
        do(world, call_again, by=world.bo, day=date(2026, 3, 23), **when)
    second = Meeting.objects.get(pk=do(world, call_again, by=world.bo, day=date(2026, 3, 24), **when))
    assert (second.second_of, second.place, second.begins.date()) == (
        meeting,
        meeting.place,
        date(2026, 3, 24),
    )
    assert [each.text for each in second.items.order_by("position")] == ["The new boat", "Elections"]
    assert meetings_called([world.harbour], march) == {
        world.harbour.pk: [Held(Kind.GENERAL, date(2026, 3, 24), second.pk)]
    }
    with pytest.raises(Refused, match=r"It was called again already"):
        do(world, call_again, by=world.bo, day=date(2026, 3, 25), **when)
    world.at = second.begins_at
    given = {"meeting_id": second.pk, "chair_id": people[0].pk, "minute_taker_id": world.bo.pk}
    do(world, open_meeting, by=world.bo, **given)
    # A quarter of 17.
    assert sitting_of(second).quorum == 5


def test_enough_people_or_no_clause_or_a_begun_agenda_is_no_want_of_a_quorum(world: World) -> None:
    meeting = opened(world)
    with pytest.raises(Refused, match=r"The bylaws ask for no quorum here"):
        do(world, close_without_quorum, by=world.bo, meeting_id=meeting.pk)
    world.at = EVENING - timedelta(days=2)
    with_quorum(world)
    people = joined(world, 3)
    second = opened(world)
    assert sitting_of(second).quorum == 3
    do(world, take_up_item, by=world.bo, meeting_id=second.pk, agenda_item_id=item(second, 1).pk)
    with pytest.raises(Refused, match=r"It has dealt with items of its agenda"):
        do(world, close_without_quorum, by=world.bo, meeting_id=second.pk)
    arrived(world, second, people[0])
    with pytest.raises(Refused, match=r"3 are here, and 3 are enough"):
        do(world, close_without_quorum, by=world.bo, meeting_id=second.pk)
    given = {"day": date(2026, 3, 30), "begins": "19:00", "minutes": 60}
    with pytest.raises(Refused, match=r"Only a meeting that was closed for want of a quorum is called again"):
        do(world, call_again, by=world.bo, meeting_id=second.pk, **given)


def test_where_the_bylaws_know_no_second_call_there_is_none(world: World) -> None:
    with_quorum(world, {"kind": "quorum", "present_as": "share", "present": "1/1"})
    joined(world, 1)
    meeting = opened(world)
    do(world, close_without_quorum, by=world.bo, meeting_id=meeting.pk)
    given = {"day": date(2026, 3, 30), "begins": "19:00", "minutes": 60}
    with pytest.raises(Refused, match=r"The bylaws know no second call"):
        do(world, call_again, by=world.bo, meeting_id=meeting.pk, **given)


def test_whoever_leaves_the_unit_during_the_meeting_has_come_and_joins_no_more(world: World) -> None:
    (one,) = joined(world, 1)
    meeting = opened(world)
    Membership.objects.filter(person=one).update(ended_at=EVENING)
    with pytest.raises(Refused, match=r"One of them has no vote"):
        do(world, note_arrival, by=world.bo, meeting_id=meeting.pk, people=[one.pk])


def test_a_meeting_that_was_opened_stays_with_the_unit_that_held_it(world: World) -> None:
    opened(world)
    assert hand_over_meetings(world.harbour, world.hill, by=world.una, at=world.at) == 0
    assert Meeting.objects.get().unit == world.harbour
