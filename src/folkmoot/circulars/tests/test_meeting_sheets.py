from datetime import timedelta

import pytest

from conftest import World
from folkmoot.circulars.queries.meetings import sheet_of
from folkmoot.circulars.rules.meeting_sheet import MeetingSheet, lines_for, sheet_as_values
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.meetings.actions.calling import cancel_meeting
from folkmoot.meetings.forms_running import EnteringForm
from folkmoot.meetings.motions.forms_paper import PaperVoteForm
from folkmoot.meetings.tests.meetings import called
from folkmoot.membership.tests.paging import as_, links


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def sheet(world: World, meeting, who: str = "bo") -> MeetingSheet:
    found = sheet_of(meeting.pk, world.people[who], organisation="Union", at=world.at)
    assert found is not None
    return found


def test_a_sheet_has_room_for_all_that_is_entered_from_it_under_the_same_words(world: World) -> None:
    words = set(sheet(world, called(world)).words.values())
    entering = EnteringForm([], is_named_all=True).fields
    vote = PaperVoteForm.base_fields
    asked = {str(entering[name].label) for name in ("opened", "closed", "chair_id", "minute_taker_id")}
    asked |= {str(vote[name].label) for name in ("in_favour", "against", "abstained", "counted_by", "aside")}
    assert asked - words == set()


def test_a_sheet_names_what_is_read_aloud_and_nobody(world: World) -> None:
    decision = conveyed(world)
    found = sheet(world, called(world, agenda=[{"decision_id": decision.pk}, {"text": "The new boat"}]))
    assert (found.heard, found.agenda) == (["2026/1"], ["Read aloud: 2026/1 Meet monthly", "The new boat"])
    printed = str(sheet_as_values(found))
    assert [each.name for each in world.people.values() if f" {each.name} " in printed] == []


@pytest.mark.parametrize(("members", "lines"), [(0, 10), (17, 17), (6_000, 60)])
def test_a_sheet_has_a_line_for_each_member_within_reason(members: int, lines: int) -> None:
    assert lines_for(members) == lines


def test_whoever_runs_the_meeting_prints_it_and_others_find_none(world: World, client) -> None:
    meeting = called(world, agenda=[{"text": "The new boat"}])
    page = as_(client, world.bo).get(f"/meetings/{meeting.pk}/")
    answer = client.get(links(page)["Print the sheet to sign"])
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in answer.content
    assert "Print the sheet to sign" not in links(as_(client, world.eve).get(f"/meetings/{meeting.pk}/"))
    for who in ("eve", "stan"):
        assert as_(client, world.people[who]).get(f"/meetings/{meeting.pk}/sheet.pdf").status_code == 404


def test_a_meeting_that_is_not_held_has_no_sheet(world: World) -> None:
    meeting = called(world)
    do(world, cancel_meeting, by=world.bo, meeting_id=meeting.pk, reason="A storm is coming.")
    later = world.at + timedelta(minutes=1)
    assert sheet_of(meeting.pk, world.bo, organisation="Union", at=later) is None
