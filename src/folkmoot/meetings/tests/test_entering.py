import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from conftest import World
from folkmoot.bylaws.rules.calendar import Period
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.meetings.actions.entering import enter_meeting
from folkmoot.meetings.models import Meeting, Presence, Sitting
from folkmoot.meetings.queries.facts import meetings_called
from folkmoot.meetings.tests.held import EVENING, joined, opened, sitting_of, with_quorum
from folkmoot.meetings.tests.meetings import called
from folkmoot.membership.actions.admitting import admit_member
from folkmoot.membership.tests.paging import as_, links, refusals
from folkmoot.structure.tests.acting import entries

NEXT_DAY = EVENING + timedelta(days=1)


def entered(world: World, meeting: Meeting, **given: Any) -> None:
    world.at = NEXT_DAY
    sheet = {
        "chair_id": world.eve.pk, "minute_taker_id": world.bo.pk, "opened": "19:05", "closed": "20:40", "people": [],
    }  # fmt: skip
    do(world, enter_meeting, by=world.bo, meeting_id=meeting.pk, **sheet | given)


def test_a_meeting_is_entered_from_its_sheet_with_its_hours_its_quorum_and_a_mark(world: World) -> None:
    with_quorum(world)
    people = joined(world, 3)
    meeting = called(world)
    entered(world, meeting, people=[each.pk for each in people], guests=["The harbour  master", " "])
    sitting = sitting_of(meeting)
    assert (sitting.opened_at, sitting.closed_at) == (
        datetime(2026, 3, 17, 18, 5, tzinfo=UTC), datetime(2026, 3, 17, 19, 40, tzinfo=UTC),
    )  # fmt: skip
    assert (sitting.members, sitting.quorum, sitting.attended, sitting.guests) == (5, 3, 5, 1)
    assert (sitting.is_entered_afterwards, sitting.was_held) == (True, True)
    assert set(Presence.objects.values_list("came_at", "left_at")) == {(sitting.opened_at, sitting.closed_at)}
    event, payload = entries()[-1]
    assert (event, json.loads(payload)["attended"]) == ("MeetingEntered", 5)


def test_with_too_few_on_the_sheet_it_was_not_held(world: World) -> None:
    with_quorum(world)
    joined(world, 3)
    meeting = called(world)
    entered(world, meeting)
    assert (sitting_of(meeting).quorum, sitting_of(meeting).was_held) == (3, False)
    assert meetings_called([world.harbour], Period(date(2026, 3, 1), date(2026, 4, 1))) == {
        world.harbour.pk: []
    }


def test_an_end_after_midnight_is_of_the_next_day(world: World) -> None:
    meeting = called(world, begins="22:00")
    entered(world, meeting, opened="22:00", closed="00:30")
    assert sitting_of(meeting).closed_at == datetime(2026, 3, 17, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"closed": "19:05"}, "It ended after it began. Look at the hours again."),
        ({"opened": "25:00"}, "“25:00” is no time of day. Write it as 19:00."),
    ],
)
def test_hours_are_in_order(world: World, given: dict[str, str], sentence: str) -> None:
    meeting = called(world)
    with pytest.raises(Refused) as refusal:
        entered(world, meeting, **given)
    assert str(refusal.value) == sentence
    assert refusal.value.field == next(iter(given))


def test_what_is_to_come_or_was_run_here_is_not_entered_and_strangers_are_guests(world: World) -> None:
    meeting = called(world)
    with pytest.raises(Refused, match=r"One of them had no vote in this meeting"):
        entered(world, meeting, people=[world.dee.pk])
    later = called(world, day=date(2026, 3, 19))
    with pytest.raises(Refused, match=r"This is still to come"):
        entered(world, later)
    world.at = EVENING - timedelta(days=1)
    run = opened(world)
    with pytest.raises(Refused, match=r"This meeting was opened already"):
        entered(world, run)


def test_the_sheet_is_filled_in_on_a_page_and_marked_where_it_is_shown(
    world: World, client, monkeypatch
) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)
    (one,) = joined(world, 1)
    meeting = called(world)
    address = f"/meetings/{meeting.pk}/"
    assert "Enter it from the signed sheet" not in links(as_(client, world.bo).get(address))
    world.at = NEXT_DAY
    page = client.get(links(client.get(address))["Enter it from the signed sheet"])
    assert (fields(page)["opened"], fields(page)["closed"]) == ("19:00", "20:30")
    assert fields(page)["minute_taker_id"] == str(world.bo.pk)
    assert "telephone" not in page.content.decode()
    given = {"chair_id": str(world.eve.pk), "minute_taker_id": str(world.bo.pk), "people": [str(one.pk)]}
    given |= {"opened": "19:10", "closed": "19:00", "guests": "The harbour master\n", "act_id": str(new_id())}
    page = client.post(page.request["PATH_INFO"], given | {"closed": "19:10"})
    assert (page.status_code, refusals(page)) == (
        422, ["It ended at – It ended after it began. Look at the hours again."],
    )  # fmt: skip
    page = client.post(
        page.request["PATH_INFO"], given | {"closed": "20:00", "act_id": str(new_id())}, follow=True
    )
    assert texts_of(page, "p span.state") == ["held, entered afterwards"]
    assert texts_of(page, "section.attended p")[0] == "3 of 3 with a vote, 1 guest"
    assert client.get(f"{address}run/sheet/").status_code == 404


def test_a_search_for_who_led_keeps_the_hours_and_everybody_ticked(world: World, client, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)
    monkeypatch.setattr("folkmoot.meetings.queries.running.CHOICES", 2)
    people = joined(world, 3)
    meeting = called(world)
    world.at = NEXT_DAY
    sheet = {"chair_id": "", "minute_taker_id": "", "people": [str(people[0].pk)], "opened": "19:10"}
    page = as_(client, world.bo).post(
        f"/meetings/{meeting.pk}/run/sheet/", sheet | {"closed": "20:00", "q": "member 03", "find": "1"}
    )
    form = page.context["form"]
    assert [name for _pk, name in form.fields["people"].choices] == ["Member 01", "Member 03"]
    assert (form["people"].value(), form["opened"].value()) == ([str(people[0].pk)], "19:10")
    assert not Sitting.objects.exists()


def test_whoever_was_admitted_afterwards_with_an_earlier_day_makes_no_quorum(world: World) -> None:
    with_quorum(world)
    joined(world, 10)
    meeting = called(world)
    world.at = NEXT_DAY
    hours = {"chair_id": world.bo.pk, "minute_taker_id": world.eve.pk, "opened": "19:05", "closed": "20:00"}
    since = (world.at - timedelta(days=20)).date()
    new = [
        do(world, admit_member, by=world.bo, name=f"New {each}", unit_id=world.harbour.pk, joined_on=since)
        for each in range(8)
    ]
    with pytest.raises(Refused, match=r"These had no vote on 17 March 2026.*: New 0, New 1,"):
        do(world, enter_meeting, by=world.bo, meeting_id=meeting.pk, people=new, **hours)
    with pytest.raises(Refused, match=r"Choose somebody who has a vote"):
        do(
            world,
            enter_meeting,
            by=world.bo,
            meeting_id=meeting.pk,
            people=[],
            **hours | {"chair_id": new[0]},
        )
    do(world, enter_meeting, by=world.bo, meeting_id=meeting.pk, people=[], **hours)
    sitting = sitting_of(meeting)
    assert (sitting.members, sitting.attended, sitting.has_no_quorum_at) == (12, 2, sitting.closed_at)
