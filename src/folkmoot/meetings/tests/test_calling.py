import json
from datetime import UTC, date, datetime, timedelta

import pytest

from conftest import World
from folkmoot.bylaws.tests.papers import bylaws, entered
from folkmoot.decisions.models import UnitReached
from folkmoot.decisions.tests.papers import adopted, conveyed, do
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.meetings.actions.agenda import change_agenda
from folkmoot.meetings.actions.calling import cancel_meeting, change_place, postpone_meeting
from folkmoot.meetings.actions.going_over import MEETINGS_GO
from folkmoot.meetings.models import AgendaItem, Meeting
from folkmoot.meetings.queries.meetings import proposals_for
from folkmoot.meetings.tests.meetings import ONLINE, WEEK, called
from folkmoot.structure.actions.handing_over import continue_reorganisations
from folkmoot.structure.actions.reorganising import merge_units
from folkmoot.structure.tests.acting import entries

AGAIN = {
    "sequence": 0,
    "day": date(2026, 3, 24),
    "begins": "19:00",
    "minutes": 60,
    "reason": "The hall is taken.",
}


def agenda(meeting: Meeting) -> list[object]:
    items = AgendaItem.objects.filter(meeting=meeting).order_by("position")
    return [item.decision_id or item.text for item in items]


def test_a_meeting_is_called_by_the_clocks_of_its_unit_and_entered_without_its_place(world: World) -> None:
    meeting = called(world, text="Bring a cup.", agenda=[{"text": "The new  boat"}, {"text": "Elections"}])
    assert meeting.begins_at == datetime(2026, 3, 17, 18, tzinfo=UTC)
    assert meeting.ends_at == datetime(2026, 3, 17, 19, 30, tzinfo=UTC)
    assert (meeting.kind, meeting.how, meeting.place, meeting.link) == (
        "general", "in_person", "The old net loft", "",
    )  # fmt: skip
    assert (meeting.text, meeting.sequence, meeting.reason) == ("Bring a cup.", 0, "")
    assert agenda(meeting) == ["The new boat", "Elections"]
    event, payload = entries()[-1]
    assert event == "MeetingCalled"
    assert json.loads(payload) == {
        "meeting_id": str(meeting.pk),
        "unit_id": str(world.harbour.pk),
        "kind": "general",
        "how": "in_person",
        "begins_at": "2026-03-17T18:00:00.000000+00:00",
        "ends_at": "2026-03-17T19:30:00.000000+00:00",
        "article": "",
    }


@pytest.mark.parametrize("who", ["cy", "ada", "max", "una", "eve"])
def test_only_the_chair_and_the_secretary_of_a_unit_call_its_meetings(world: World, who: str) -> None:
    with pytest.raises(
        Refused, match=r"You hold no office that may do this in Harbour|There is no such unit"
    ):
        called(world, by=world.people[who])


def test_a_day_too_early_is_refused_with_the_earliest_day_and_its_article(world: World) -> None:
    entered(world, bylaws(world), "2.1", WEEK)
    with pytest.raises(Refused) as refusal:
        called(world, day=date(2026, 3, 9))
    assert str(refusal.value) == (
        "The earliest day is 10 March 2026. Notice, general meeting: at least 7 full days between the call and the meeting."
        " (article 2.1) Choose that day or a later one."
    )
    assert refusal.value.field == "day"
    assert called(world, day=date(2026, 3, 10)).begins.date() == date(2026, 3, 10)
    assert json.loads(entries()[-1][1])["article"] == "2.1"


def test_notice_is_asked_by_kind_of_meeting_and_of_unit_and_a_local_rule_may_ask_for_more(
    world: World,
) -> None:
    rules = bylaws(world)
    entered(world, rules, "2.1", WEEK, unit_kinds=["local"])
    assert called(world, kind="committee", day=date(2026, 3, 3)).kind == "committee"
    assert called(world, unit=world.north, by=world.ada, day=date(2026, 3, 3)).unit == world.north
    own = bylaws(world, unit=world.harbour, by=world.bo)
    entered(world, own, "2.2", WEEK | {"days": 14}, by=world.bo)
    with pytest.raises(Refused, match=r"The earliest day is 17 March 2026\. .*article 2\.2"):
        called(world, day=date(2026, 3, 16))
    assert called(world).begins.date() == date(2026, 3, 17)


def test_where_no_clause_asks_anything_any_time_to_come_goes(world: World) -> None:
    today = world.harbour.local(world.at).date()
    assert called(world, day=today, begins="19:31").begins_at > world.at
    with pytest.raises(Refused, match=r"2 March 2026, 19:30 is past\. Choose a later time\."):
        called(world, day=today, begins="19:30")


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"kind": "party"}, "kind", "“party” is none of these: general, extraordinary,"),
        ({"kind": "any"}, "kind", "“any” is none of these"),
        ({"how": "dream"}, "how", "“dream” is none of these: in_person, online, mixed"),
        ({"place": " "}, "place", "Say where people meet."),
        ({"how": "mixed"}, "link", "Give the link with which people join."),
        (ONLINE | {"place": "Loft"}, "place", "A meeting online has no place."),
        ({"link": "https://meet.example.org/"}, "link", "A meeting in person has no link."),
        (ONLINE | {"link": "http://meet.example.org/"}, "link", "This is no link that can be opened safely."),
        (ONLINE | {"link": "javascript:alert(1)"}, "link", "This is no link that can be opened safely."),
        (ONLINE | {"link": "https://bank.example@evil.example/"}, "link", "This is no link that can be opened"),
        (ONLINE | {"link": "https://[meet/"}, "link", "This is no link that can be opened safely."),
        ({"place": "x" * 201}, "place", "This has 201 characters"),
        ({"text": "x" * 2001}, "text", "This has 2001 characters"),
        ({"begins": "25:00"}, "begins", "“25:00” is no time of day. Write it as 19:00."),
        ({"minutes": 4}, "minutes", "A meeting lasts from 5 minutes to 24 hours."),
        ({"minutes": 1441}, "minutes", "A meeting lasts from 5 minutes to 24 hours."),
        ({"day": date(2026, 3, 1)}, "day", "1 March 2026, 19:00 is past."),
        ({"day": date(2037, 1, 1)}, "day", "This day is more than ten years away."),
        ({"day": date(2026, 3, 29), "begins": "02:30"}, "begins", "On 29 March 2026 clocks go forward, and there is no 02:30"),
        ({"agenda": [{"text": " "}]}, "agenda", "An item of the agenda is empty."),
        ({"agenda": [{"text": "x" * 201}]}, "agenda", "This has 201 characters"),
        ({"agenda": [{"text": "Tea"}] * 61}, "agenda", "These are 61 items; an agenda has at most 60."),
    ],
)  # fmt: skip
def test_what_is_not_in_order_is_refused_beside_its_field(
    world: World, given, field: str, sentence: str
) -> None:
    with pytest.raises(Refused) as refusal:
        called(world, **given)
    assert str(refusal.value).startswith(sentence)
    assert refusal.value.field == field
    assert Meeting.objects.count() == 0


def test_of_an_hour_that_clocks_repeat_the_first_is_meant(world: World) -> None:
    meeting = called(world, day=date(2026, 10, 25), begins="02:30")
    assert meeting.begins_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_an_online_meeting_has_a_link_and_no_place(world: World) -> None:
    meeting = called(world, **ONLINE)
    assert (meeting.place, meeting.link) == ("", "https://meet.example.org/harbour")
    assert "meet.example.org" not in json.dumps(entries())


def test_postponing_needs_its_notice_again_and_says_why(world: World) -> None:
    entered(world, bylaws(world), "2.1", WEEK)
    meeting = called(world)
    world.at += timedelta(days=10)
    with pytest.raises(Refused, match=r"The earliest day is 20 March 2026\. .*article 2\.1"):
        do(world, postpone_meeting, by=world.bo, meeting_id=meeting.pk, **AGAIN | {"day": date(2026, 3, 19)})
    do(world, postpone_meeting, by=world.bo, meeting_id=meeting.pk, **AGAIN)
    was = meeting.begins_at
    meeting.refresh_from_db()
    assert (meeting.was_at, meeting.begins_at, meeting.reason, meeting.sequence) == (
        was, datetime(2026, 3, 24, 18, tzinfo=UTC), "The hall is taken.", 1,
    )  # fmt: skip
    assert json.loads(entries()[-1][1]) == {
        "meeting_id": str(meeting.pk),
        "begins_at": "2026-03-24T18:00:00.000000+00:00",
        "ends_at": "2026-03-24T19:00:00.000000+00:00",
        "article": "2.1",
    }


def test_whoever_changes_what_somebody_else_changed_meanwhile_looks_again(world: World) -> None:
    meeting = called(world)
    do(world, postpone_meeting, by=world.bo, meeting_id=meeting.pk, **AGAIN)
    for function, given in (
        (postpone_meeting, AGAIN),
        (change_place, {"sequence": 0, "how": "in_person", "place": "The hall"}),
        (change_agenda, {"sequence": 0, "agenda": []}),
    ):
        with pytest.raises(Refused, match="Somebody else has changed this meeting"):
            do(world, function, by=world.bo, meeting_id=meeting.pk, **given)


def test_a_meeting_is_cancelled_once_with_a_reason_and_changed_no_more(world: World) -> None:
    meeting = called(world)
    with pytest.raises(Refused, match="Say why, so that members know"):
        do(world, cancel_meeting, by=world.bo, meeting_id=meeting.pk, reason=" ")
    do(world, cancel_meeting, by=world.bo, meeting_id=meeting.pk, reason="A storm is coming.")
    meeting.refresh_from_db()
    assert (meeting.cancelled_at, meeting.reason, meeting.sequence) == (world.at, "A storm is coming.", 1)
    assert entries()[-1] == (
        "MeetingCancelled",
        json.dumps({"meeting_id": str(meeting.pk)}, separators=(",", ":")),
    )
    for function, given in (
        (cancel_meeting, {"reason": "Again."}),
        (postpone_meeting, AGAIN | {"sequence": 1}),
        (change_place, {"sequence": 1, "how": "in_person", "place": "The hall"}),
        (change_agenda, {"sequence": 1, "agenda": []}),
    ):
        with pytest.raises(Refused, match="This meeting was cancelled"):
            do(world, function, by=world.bo, meeting_id=meeting.pk, **given)


def test_what_has_begun_is_neither_postponed_nor_cancelled_and_what_is_over_not_changed(world: World) -> None:
    meeting = called(world)
    world.at = meeting.begins_at
    with pytest.raises(Refused, match="This meeting has begun"):
        do(world, postpone_meeting, by=world.bo, meeting_id=meeting.pk, **AGAIN)
    with pytest.raises(Refused, match="This meeting has begun"):
        do(world, cancel_meeting, by=world.bo, meeting_id=meeting.pk, reason="Late.")
    place = {"meeting_id": meeting.pk, "how": "in_person", "place": "The hall"}
    do(world, change_place, by=world.bo, sequence=0, **place)
    world.at = meeting.ends_at
    with pytest.raises(Refused, match="This meeting is over"):
        do(world, change_place, by=world.bo, sequence=1, **place)


def test_another_place_is_said_without_another_call(world: World) -> None:
    meeting = called(world)
    do(world, change_place, by=world.bo, meeting_id=meeting.pk, sequence=0, **ONLINE)
    meeting.refresh_from_db()
    assert (meeting.how, meeting.place, meeting.link, meeting.sequence) == (
        "online", "", "https://meet.example.org/harbour", 1,
    )  # fmt: skip
    assert json.loads(entries()[-1][1]) == {"meeting_id": str(meeting.pk), "how": "online"}


@pytest.mark.parametrize("who", ["eve", "ada", "cy"])
def test_nobody_else_changes_a_meeting(world: World, who: str) -> None:
    meeting = called(world)
    for function, given in (
        (postpone_meeting, AGAIN),
        (cancel_meeting, {"reason": "No."}),
        (change_place, {"sequence": 0, "how": "in_person", "place": "The hall"}),
        (change_agenda, {"sequence": 0, "agenda": []}),
    ):
        with pytest.raises(Refused, match=r"You hold no office|There is no such meeting"):
            do(world, function, by=world.people[who], meeting_id=meeting.pk, **given)


def test_what_a_cell_has_yet_to_hear_is_proposed_for_its_agenda(world: World) -> None:
    heard, due = conveyed(world, title="Heard"), conveyed(world, title="Due")
    UnitReached.objects.create(
        decision=heard, unit=world.harbour, how="read", reached_on=date(2026, 3, 2), entered_at=world.at
    )
    found = proposals_for(world.harbour, ["en"], at=world.at)
    assert [(each.decision_id, each.title, each.is_due) for each in found] == [
        (due.pk, "Due", True),
        (heard.pk, "Heard", False),
    ]
    assert proposals_for(world.north, ["en"], at=world.at) == []


def test_an_agenda_has_texts_and_decisions_in_their_order_and_is_replaced_as_a_whole(world: World) -> None:
    decision = conveyed(world)
    meeting = called(world, agenda=[{"text": "Tea"}, {"decision_id": decision.pk}])
    assert agenda(meeting) == ["Tea", decision.pk]
    given = [{"decision_id": decision.pk}, {"text": "Elections"}]
    do(world, change_agenda, by=world.bo, meeting_id=meeting.pk, sequence=0, agenda=given)
    assert agenda(meeting) == [decision.pk, "Elections"]
    assert json.loads(entries()[-1][1]) == {
        "meeting_id": str(meeting.pk),
        "items": 2,
        "decisions": [str(decision.pk)],
        "motions": [],
    }


def test_a_decision_that_is_not_for_the_cell_stands_on_no_agenda(world: World) -> None:
    elsewhere = conveyed(world, to=world.south)
    unconveyed = adopted(world, title="Not conveyed")
    for each in (elsewhere.pk, unconveyed.pk, new_id()):
        with pytest.raises(Refused, match="Harbour has no such decision to hear"):
            called(world, agenda=[{"decision_id": each}])
    decision = conveyed(world)
    with pytest.raises(Refused, match="Decisions are read aloud in cells"):
        called(world, unit=world.north, by=world.ada, agenda=[{"decision_id": decision.pk}])
    with pytest.raises(Refused, match="stands twice"):
        called(world, agenda=[{"decision_id": decision.pk}] * 2)
    with pytest.raises(Refused, match="a text, a decision that is read aloud, or a motion"):
        called(world, agenda=[{"decision_id": decision.pk, "text": "Tea"}])


def test_meetings_to_come_go_over_in_a_merger_and_those_held_stay(world: World, monkeypatch) -> None:
    held, to_come = called(world, day=date(2026, 3, 3)), called(world)
    world.at += timedelta(days=2)
    monkeypatch.setattr("folkmoot.meetings.actions.going_over.now", lambda: world.at)
    assert MEETINGS_GO.count(world.harbour) == 1
    assert MEETINGS_GO.fate(1, world.hill) == "1 meeting that is to come is one of Hill."
    do(world, merge_units, by=world.una, unit_id=world.harbour.pk, into_unit_id=world.hill.pk)
    at = world.at
    while continue_reorganisations(at):
        at += timedelta(seconds=1)
    assert set(Meeting.objects.values_list("pk", "unit__name")) == {
        (held.pk, "Harbour"),
        (to_come.pk, "Hill"),
    }
    assert "MeetingsHandedOver" in [event for event, _payload in entries()]
