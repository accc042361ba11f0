import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from conftest import World
from folkmoot.decisions.models import Receipt, UnitReached
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry
from folkmoot.meetings.actions.entering import enter_held_meeting
from folkmoot.meetings.minutes.actions.of_closed import MINUTES, write_of_closed
from folkmoot.meetings.minutes.queries.minutes import minutes_page
from folkmoot.meetings.models import Meeting
from folkmoot.meetings.tests.held import joined, sitting_of, with_quorum
from folkmoot.meetings.tests.meetings import called
from folkmoot.membership.tests.paging import as_, links, refusals
from folkmoot.people.models import Membership
from folkmoot.structure.tests.acting import entries
from folkmoot.structure.tests.pages import words_of

SHEET: dict[str, Any] = {
    "kind": "general", "day": date(2026, 2, 27), "place": "The old net loft", "opened": "19:00", "closed": "20:30",
}  # fmt: skip


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def entered(world: World, **given: Any) -> Meeting:
    who = {
        "chair_id": world.eve.pk,
        "minute_taker_id": world.bo.pk,
        "people": [],
        "unit_id": world.harbour.pk,
    }
    by = given.pop("by", world.bo)
    return Meeting.objects.get(pk=do(world, enter_held_meeting, by=by, **SHEET | who | given))


def test_a_meeting_that_nobody_called_here_is_entered_with_its_quorum_and_no_notice(world: World) -> None:
    with_quorum(world)
    people = joined(world, 3)
    world.at += timedelta(days=14)
    meeting = entered(world, day=date(2026, 3, 10), people=[people[0].pk], agenda=[{"text": "The new boat"}])
    sitting = sitting_of(meeting)
    assert (sitting.opened_at, sitting.closed_at) == (
        datetime(2026, 3, 10, 18, tzinfo=UTC), datetime(2026, 3, 10, 19, 30, tzinfo=UTC),
    )  # fmt: skip
    assert (sitting.quorum, sitting.attended, sitting.was_held, sitting.is_entered_afterwards) == (
        3,
        3,
        True,
        True,
    )
    assert not meeting.was_called_here
    told, _entered = [(event, json.loads(payload)) for event, payload in entries()[-2:]]
    assert (told[0], told[1]["unit_id"], told[1]["kind"]) == (
        "UncalledMeetingEntered", str(world.harbour.pk), "general",
    )  # fmt: skip


def test_its_minutes_leave_open_what_was_decided_and_say_that_its_notice_is_not_known(world: World) -> None:
    meeting = entered(world, agenda=[{"text": "The new boat"}])
    write_of_closed(MINUTES.enough(list(Entry.objects.filter(event="MeetingEntered"))))
    page = minutes_page(meeting.pk, world.bo, at=world.at)
    assert page is not None
    assert page.parts is not None
    told = {part.heading: part.text for part in page.parts}
    assert told["1. The new boat"] == ""
    assert "It was not called here, so that its notice is not known here." in told["Opening"].splitlines()


def test_those_who_signed_and_are_not_named_are_counted_and_no_more_than_had_a_vote(world: World) -> None:
    with_quorum(world)
    joined(world, 3)
    assert sitting_of(entered(world, others=3)).attended == 5
    for others in (4, -1):
        with pytest.raises(Refused, match=r"5 had a vote in this meeting") as refusal:
            entered(world, others=others, day=date(2026, 2, 20))
        assert refusal.value.field == "others"


def test_of_one_time_a_meeting_is_entered_once_and_none_that_is_to_come_or_long_ago(world: World) -> None:
    entered(world)
    with pytest.raises(Refused, match=r"A meeting of that time stands here already"):
        entered(world, opened="20:00", closed="21:00")
    with pytest.raises(Refused, match=r"This is still to come"):
        entered(world, day=date(2026, 3, 9))
    with pytest.raises(Refused, match=r"more than ten years ago"):
        entered(world, day=date(206, 2, 27))
    with pytest.raises(Refused, match=r"You hold no office"):
        entered(world, day=date(2026, 2, 20), by=world.eve)


def test_the_secretary_enters_it_on_a_page_with_what_was_read_and_then_who_heard_it(
    world: World, client
) -> None:
    decision = conveyed(world)
    (one,) = joined(world, 1)
    world.at += timedelta(days=3)
    page = as_(client, world.bo).get(f"/units/{world.harbour.pk}/meetings/")
    page = client.get(links(page)["Enter a meeting that was held"])
    assert fields(page)["minute_taker_id"] == str(world.bo.pk)
    given = SHEET | {"day": "2026-03-04", "chair_id": str(world.eve.pk), "people": [str(one.pk)]}
    given |= {
        "readings": [str(decision.pk)],
        "agenda": "The new boat\n\nTea",
        "act_id": fields(page)["act_id"],
    }
    address = page.request["PATH_INFO"]
    page = client.post(address, given | {"minute_taker_id": ""})
    assert (page.status_code, len(refusals(page))) == (422, 1)
    page = client.post(address, given | {"minute_taker_id": str(world.bo.pk)}, follow=True)
    assert "It is entered, as it stands on the sheet." in words_of(page)
    meeting = Meeting.objects.get()
    assert [each.text for each in meeting.items.order_by("position")] == ["", "The new boat", "Tea"]
    page = client.get(f"/meetings/{meeting.pk}/")
    assert "not here: its notice is not known here" in texts_of(page, "dd")
    assert "Print the notice" not in links(page)
    heard = links(page)["Enter who heard it"]
    client.post(heard, {"present": [str(one.pk)], "act_id": fields(client.get(heard))["act_id"]})
    assert UnitReached.objects.get(decision=decision, unit=world.harbour.pk).reached_on == date(2026, 3, 4)
    assert list(Receipt.objects.filter(decision=decision).values_list("person", flat=True)) == [one.pk]
    assert as_(client, world.eve).get(address).status_code == 404


def test_whoever_had_no_vote_is_named_together_with_what_is_wrong_with_the_hours(
    world: World, client
) -> None:
    (one,) = joined(world, 1)
    Membership.objects.filter(person=one).update(started_at=world.at)
    world.at += timedelta(days=14)
    address = f"/units/{world.harbour.pk}/meetings/held/"
    page = as_(client, world.bo).get(address)
    assert [label in words_of(page) for label in ("Who chaired it", "Who chairs it")] == [True, False]
    given = {
        **fields(page), "kind": "general", "day": "2026-01-05", "place": "Loft", "opened": "19:00", "closed": "19:00",
        "chair_id": str(world.eve.pk), "minute_taker_id": str(world.bo.pk), "people": [str(one.pk)], "agenda": "",
    }  # fmt: skip
    page = client.post(address, given)
    assert refusals(page) == [
        "It ended at – It ended after it began. Look at the hours again.",
        (
            "Who signed – These had no vote on 5 January 2026, as they did not belong here yet, or no longer did: Member 01."
            " Untick them, and enter them as guests, by name."
        ),
    ]


def test_above_cells_somebody_is_named_by_number_and_the_others_are_counted(world: World, client) -> None:
    (one,) = joined(world, 1)
    type(one).objects.filter(pk=one.pk).update(member_number="000012")
    called(world, unit=world.north, by=world.ada)
    address = f"/units/{world.north.pk}/meetings/held/"
    page = as_(client, world.ada).get(address)
    choices = [str(pk) for pk, _name in page.context["form"].fields["chair_id"].choices if pk]
    given = SHEET | {
        "day": "2026-02-27",
        "chair_id": choices[0],
        "minute_taker_id": choices[0],
        "others": "1",
    }
    wrong = given | {"member_number": "000012 Somebody Else", "act_id": fields(page)["act_id"]}
    assert client.post(address, wrong).status_code == 422
    client.post(address, wrong | {"member_number": f"000012 {one.name}"})
    meeting = Meeting.objects.get(unit=world.north, begins_at__lt=world.at)
    assert sitting_of(meeting).attended == 3
    assert meeting.presences.filter(person=one).exists()


def test_a_meeting_ended_before_it_began_only_over_one_night(world: World) -> None:
    meeting = entered(world, opened="20:00", closed="08:00")
    assert meeting.lasts == timedelta(hours=12)
    with pytest.raises(Refused, match=r"It ended before it began\. Look at the hours again"):
        entered(world, day=date(2026, 2, 20), opened="20:00", closed="19:00")
    assert Meeting.objects.count() == 1
