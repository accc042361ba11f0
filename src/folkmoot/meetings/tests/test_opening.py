import json
from datetime import date, timedelta

import pytest

from conftest import START, World
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.errors import Refused
from folkmoot.meetings.actions.agenda import change_agenda
from folkmoot.meetings.actions.calling import cancel_meeting
from folkmoot.meetings.actions.closing import close_meeting
from folkmoot.meetings.actions.opening import open_meeting
from folkmoot.meetings.models import Meeting
from folkmoot.meetings.queries.running import present_now
from folkmoot.meetings.tests.held import EVENING, arrived, joined, opened, sitting_of, with_quorum
from folkmoot.meetings.tests.meetings import called
from folkmoot.people.models import Office, Term
from folkmoot.structure.tests.acting import entries, events


def test_opening_counts_the_members_and_the_quorum_by_the_clause_and_both_who_lead_are_there(
    world: World,
) -> None:
    with_quorum(world)
    joined(world, 15)
    meeting = opened(world)
    sitting = sitting_of(meeting)
    assert (sitting.members, sitting.quorum, sitting.quorum_article) == (17, 9, "2.2")
    assert (sitting.chair, sitting.minute_taker, sitting.opened_at) == (world.eve, world.bo, EVENING)
    assert present_now(meeting, at=world.at) == {world.eve.pk, world.bo.pk}
    assert [json.loads(payload) for event, payload in entries() if event == "MeetingOpened"] == [
        {
            "meeting_id": str(meeting.pk),
            "members": 17,
            "quorum": 9,
            "article": "2.2",
        }
    ]


def test_before_its_hour_a_meeting_is_opened_knowingly_or_not_at_all(world: World) -> None:
    meeting = called(world)
    world.at = EVENING - timedelta(minutes=1)
    given = {"meeting_id": meeting.pk, "chair_id": world.eve.pk, "minute_taker_id": world.bo.pk}
    with pytest.raises(Refused, match=r"It was called for 19:00; who comes then finds it begun"):
        do(world, open_meeting, by=world.bo, **given)
    do(world, open_meeting, by=world.bo, is_early=True, **given)
    assert sitting_of(meeting).opened_at == world.at


def test_where_no_clause_asks_there_is_no_quorum_and_one_person_may_lead_and_write(world: World) -> None:
    sitting = sitting_of(opened(world, chair=world.bo))
    assert (sitting.quorum, sitting.quorum_article, sitting.members) == (None, "", 2)
    event, payload = entries()[-1]
    assert (event, json.loads(payload)["members"]) == ("ArrivalsNoted", 1)


def test_a_clause_that_counts_votes_asks_nothing_of_the_meeting(world: World) -> None:
    with_quorum(world, {"kind": "quorum", "present_as": "share", "present": "1/2", "counted": "in_favour"})
    assert sitting_of(opened(world)).quorum is None


def test_a_committee_is_of_those_who_hold_an_office_and_a_unit_above_of_all_below(world: World) -> None:
    assert sitting_of(opened(world, kind="committee", chair=world.bo)).members == 1
    Term.objects.create(
        person=world.cy, office=Office.objects.get(code="secretary"), unit=world.north, started_at=START
    )
    above = called(world, unit=world.north, by=world.ada, day=date(2026, 3, 18))
    world.at = EVENING + timedelta(days=1)
    given = {"meeting_id": above.pk, "chair_id": world.ada.pk, "minute_taker_id": world.eve.pk}
    do(world, open_meeting, by=world.ada, **given)
    # Una, Max, Ada and Cy of Hill, Bo and Eve of Harbour.
    assert sitting_of(above).members == 6


@pytest.mark.parametrize(
    ("moved", "sentence"),
    [
        (timedelta(days=-1), r"called for 17 March 2026, and cannot be opened before that day"),
        (timedelta(days=1), r"was called for 17 March 2026, which is past"),
    ],
)
def test_a_meeting_is_opened_on_its_day_alone(world: World, moved: timedelta, sentence: str) -> None:
    meeting = called(world)
    world.at = EVENING + moved
    given = {"meeting_id": meeting.pk, "chair_id": world.eve.pk, "minute_taker_id": world.bo.pk}
    with pytest.raises(Refused, match=sentence):
        do(world, open_meeting, by=world.bo, **given)


def test_whoever_leads_has_a_vote_and_a_cancelled_meeting_is_not_opened(world: World) -> None:
    with pytest.raises(
        Refused, match=r"Choose somebody who has a vote in this meeting of Harbour"
    ) as refusal:
        opened(world, minute_taker=world.cy)
    assert refusal.value.field == "minute_taker_id"
    meeting = Meeting.objects.get()
    world.at = EVENING - timedelta(days=1)
    do(world, cancel_meeting, by=world.bo, meeting_id=meeting.pk, reason="A storm.")
    world.at = EVENING
    given = {"meeting_id": meeting.pk, "chair_id": world.eve.pk, "minute_taker_id": world.bo.pk}
    with pytest.raises(Refused, match=r"This meeting was cancelled"):
        do(world, open_meeting, by=world.bo, **given)


def test_only_officers_open_a_meeting_and_whoever_is_named_runs_it(world: World) -> None:
    one, two, *_rest = joined(world, 3)
    meeting = called(world)
    world.at = EVENING
    given = {"meeting_id": meeting.pk, "chair_id": one.pk, "minute_taker_id": two.pk}
    with pytest.raises(Refused, match=r"You hold no office that may do this in Harbour"):
        do(world, open_meeting, by=one, **given)
    do(world, open_meeting, by=world.bo, **given)
    for named in (one, two):
        arrived(world, meeting, world.eve, by=named)
    with pytest.raises(Refused, match=r"You hold no office that may do this in Harbour"):
        arrived(world, meeting, world.bo, by=world.eve)
    assert present_now(meeting, at=world.at) == {one.pk, two.pk, world.eve.pk}


def test_opening_what_is_open_changes_nothing_and_what_is_closed_stays_closed(world: World) -> None:
    meeting = opened(world)
    given = {"meeting_id": meeting.pk, "chair_id": world.bo.pk, "minute_taker_id": world.bo.pk}
    before = events()
    do(world, open_meeting, by=world.bo, **given)
    assert (sitting_of(meeting).chair, events()) == (world.eve, before)
    do(world, close_meeting, by=world.bo, meeting_id=meeting.pk)
    with pytest.raises(Refused, match=r"This meeting is closed"):
        do(world, open_meeting, by=world.bo, **given)


def test_what_was_opened_is_neither_changed_nor_cancelled_as_a_call(world: World) -> None:
    meeting = opened(world)
    for act, given in (
        (cancel_meeting, {"reason": "A storm."}),
        (change_agenda, {"sequence": 0, "agenda": []}),
    ):
        with pytest.raises(Refused, match=r"This meeting was opened already"):
            do(world, act, by=world.bo, meeting_id=meeting.pk, **given)
