"""Who is named to those who run a meeting: running it is no way to the names of members."""

import re

import pytest
from django.test import Client

from conftest import World, make_person
from folkmoot.decisions.tests.pages import texts_of
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.acts import Actor
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.meetings.actions.closing import close_meeting
from folkmoot.meetings.actions.opening import open_meeting
from folkmoot.meetings.models import Meeting
from folkmoot.meetings.queries.running import present_now, sitting_page
from folkmoot.meetings.tests.held import EVENING, arrived, joined, later, opened
from folkmoot.meetings.tests.meetings import called
from folkmoot.membership.actions.offices import appoint_officer
from folkmoot.membership.tests.paging import as_
from folkmoot.people.models import Membership, Person


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def above(world: World, *, minute_taker: Actor | None = None) -> Meeting:
    """Let Max, who sees no members by name, open a meeting of the whole Union."""
    meeting = called(world, unit=world.union, by=world.max)
    world.at = EVENING
    given = {"chair_id": world.max.pk, "minute_taker_id": (minute_taker or world.max).pk}
    do(world, open_meeting, by=world.max, meeting_id=meeting.pk, **given)
    return meeting


def listed(world: World, meeting: Meeting, person: Person, words: str = "") -> list[str]:
    page = sitting_page(meeting.pk, person, words=words, at=world.at)
    return [each.person.name for each in page.people] if page else ["nothing"]


def test_above_the_cells_nobody_is_named_whom_one_does_not_see(world: World, client: Client) -> None:
    meeting = called(world, unit=world.union, by=world.max)
    world.at = EVENING
    page = as_(client, world.max).get(f"/meetings/{meeting.pk}/run/").content.decode()
    assert re.findall(r">(\w+)</option>", page) == ["Max", "Una"] * 2
    given = {"chair_id": world.max.pk, "minute_taker_id": world.dee.pk}
    do(world, open_meeting, by=world.max, meeting_id=meeting.pk, **given)
    for who in (world.max, world.dee):
        assert listed(world, meeting, who) == ["Dee", "Max", "Una"]
        assert listed(world, meeting, who, "bo") == []
    page = as_(client, world.max).get(f"/meetings/{meeting.pk}/run/")
    assert str(world.bo.pk) not in page.content.decode()


def test_a_registrar_who_leads_is_named_those_whom_they_see(world: World) -> None:
    meeting = above(world, minute_taker=world.una)
    assert listed(world, meeting, world.una) == ["Ada", "Bo", "Cy", "Dee", "Eve", "Max", "Una"]


def test_above_the_cells_somebody_is_noted_by_number_and_name(world: World, client: Client) -> None:
    meeting = above(world)
    make_person("Zoe")
    for number, name, status in (("M-Bo", "Bo", 302), ("M-Eve", "Bo", 422), ("M-Zoe", "Zoe", 422)):
        given = {"member_number": number, "name": name, "act_id": str(new_id())}
        page = as_(client, world.max).post(f"/meetings/{meeting.pk}/run/named/", given)
        assert (name, page.status_code) == (name, status)
    assert present_now(meeting, at=world.at) == {world.max.pk, world.bo.pk}
    assert listed(world, meeting, world.max) == ["Bo", "Max", "Una"]


def test_in_a_cell_nobody_is_noted_by_number(world: World, client: Client) -> None:
    meeting = opened(world)
    page = as_(client, world.bo).post(f"/meetings/{meeting.pk}/run/named/", {"act_id": str(new_id())})
    assert page.status_code == 404


def test_whoever_takes_the_minutes_of_a_cell_sees_its_names_while_it_meets(world: World) -> None:
    one, two = joined(world, 2)
    meeting = opened(world, minute_taker=one)
    arrived(world, meeting, by=one, guest="The harbour master")
    assert listed(world, meeting, one) == ["Bo", "Eve", "Member 01", "Member 02"]
    do(world, close_meeting, by=one, meeting_id=meeting.pk)
    assert listed(world, meeting, one) == []
    assert listed(world, meeting, world.bo) == ["Bo", "Eve", "Member 01", "Member 02"]
    assert two.name == "Member 02"


def test_whoever_gave_themselves_an_office_runs_no_meeting_and_reads_no_attendance(
    world: World, client: Client
) -> None:
    (one,) = joined(world, 1)
    meeting = opened(world)
    arrived(world, meeting, one)
    do(world, close_meeting, by=world.bo, meeting_id=meeting.pk)
    given = {"person_id": world.ada.pk, "unit_id": world.harbour.pk, "office": "secretary"}
    Membership.objects.filter(person=world.ada).update(unit=world.harbour)
    do(world, appoint_officer, by=world.ada, **given)
    page = as_(client, world.ada).get(f"/meetings/{meeting.pk}/")
    assert texts_of(page, "section.attended li") == []
    assert client.get(f"/meetings/{meeting.pk}/run/").status_code == 404
    do(world, appoint_officer, by=world.una, **given)
    assert texts_of(client.get(f"/meetings/{meeting.pk}/"), "section.attended li") == [
        "Bo", "Eve", "Member 01",
    ]  # fmt: skip


def test_whoever_leads_a_meeting_and_has_no_vote_any_more_runs_it_no_longer(world: World) -> None:
    one, _two = joined(world, 2)
    meeting = opened(world, minute_taker=one)
    assert listed(world, meeting, one) == ["Bo", "Eve", "Member 01", "Member 02"]
    Membership.objects.filter(person=one).update(ended_at=world.at)
    later(world, 1)
    assert listed(world, meeting, one) == ["nothing"]
    with pytest.raises(Refused, match=r"This meeting is not open"):
        arrived(world, meeting, by=one, guest="The harbour master")


def test_a_day_after_its_end_a_meeting_is_left_open_and_names_nobody_more_to_who_leads_it(
    world: World,
) -> None:
    one, _two = joined(world, 2)
    meeting = opened(world, minute_taker=one)
    later(world, 90 + 24 * 60)
    assert listed(world, meeting, one) == ["Bo", "Eve", "Member 01", "Member 02"]
    later(world, 1)
    assert listed(world, meeting, one) == []
    assert listed(world, meeting, world.bo) == ["Bo", "Eve", "Member 01", "Member 02"]
    do(world, close_meeting, by=one, meeting_id=meeting.pk)
