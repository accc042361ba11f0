import json
import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from conftest import World
from folkmoot.bylaws.tests.papers import bylaws, entered
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.kernel.acts import Actor, Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import Entry
from folkmoot.kernel.relay import chain_waiting, feed
from folkmoot.kernel.signing import HeadLog, Signer
from folkmoot.meetings.actions.closing import close_meeting
from folkmoot.meetings.actions.items import finish_item, take_up_item
from folkmoot.meetings.minutes.actions.adopting import adopt_minutes, correct_minutes, forget_in_minutes
from folkmoot.meetings.minutes.actions.minutes import KEPT, check_minutes, edit_minutes, write_minutes
from folkmoot.meetings.minutes.actions.of_closed import MINUTES, write_of_closed
from folkmoot.meetings.minutes.models import Minutes, MinutesEdit, MinutesName, MinutesPart
from folkmoot.meetings.minutes.queries.minutes import (
    held_at,
    minutes_page,
    to_adopt,
    to_check,
    version_page,
)
from folkmoot.meetings.models import Meeting, Sitting
from folkmoot.meetings.tests.held import arrived, item, joined, later, opened, with_quorum
from folkmoot.meetings.tests.meetings import called
from folkmoot.people.models import Person
from folkmoot.structure.tests.acting import entries


def held(world: World, *people: Actor, **given: Any) -> Meeting:
    """A meeting of Harbour that was closed: Eve chaired and Bo wrote; so did others, if any, come."""
    meeting = opened(world, **given)
    if people:
        arrived(world, meeting, *people)
    later(world, 5)
    do(world, take_up_item, by=world.bo, meeting_id=meeting.pk, agenda_item_id=item(meeting, 1).pk)
    later(world, 20)
    do(world, finish_item, by=world.bo, meeting_id=meeting.pk, agenda_item_id=item(meeting, 1).pk)
    later(world, 10)
    do(world, close_meeting, by=world.bo, meeting_id=meeting.pk)
    return meeting


def written(world: World, *people: Actor, **given: Any) -> Meeting:
    meeting = held(world, *people, **given)
    do(world, write_minutes, by=world.bo, meeting_id=meeting.pk)
    return meeting


def texts(world: World, meeting: Meeting, who: Actor | None = None) -> dict[str, str]:
    page = minutes_page(meeting.pk, _person(who or world.bo), at=world.at)
    assert page is not None
    assert page.parts is not None
    return {part.heading: part.text for part in page.parts}


def edit(
    world: World, meeting: Meeting, part: str, text: str, *, revision: int, by: Actor | None = None
) -> None:
    given = {"meeting_id": meeting.pk, "part": part, "revision": revision, "text": text}
    do(world, edit_minutes, by=by or world.bo, **given)


def revision(meeting: Meeting) -> int:
    return Minutes.objects.get(meeting=meeting).revision


def checked(world: World, meeting: Meeting, by: Actor | None = None) -> None:
    do(world, check_minutes, by=by or world.eve, meeting_id=meeting.pk, revision=revision(meeting))


def with_checking(world: World) -> None:
    """Have the bylaws ask, by article 2.2, that minutes are checked by a second person."""
    entered(world, bylaws(world), "2.2", {"kind": "minutes", "meeting": "any"})


def adopted(world: World, meeting: Meeting) -> UUID:
    """Let another meeting of Harbour, on the same evening, adopt the minutes."""
    if not _others_open(meeting):
        opened(world, begins="21:00")
        later(world, 120)
    version = do(world, adopt_minutes, by=world.bo, meeting_id=meeting.pk, revision=revision(meeting))
    return UUID(str(version))


def _others_open(meeting: Meeting) -> bool:
    return (
        Meeting.objects.filter(sitting__closed_at=None, sitting__isnull=False).exclude(pk=meeting.pk).exists()
    )


def _person(who: Actor) -> Person:
    return Person.objects.get(pk=who.pk)


def test_minutes_write_themselves_from_what_happened(world: World) -> None:
    with_quorum(world)
    people = joined(world, 3)
    decision = conveyed(world)
    agenda = [{"decision_id": decision.pk}, {"text": "The new boat"}]
    meeting = written(world, *people[:2], agenda=agenda)
    assert texts(world, meeting) == {
        "Opening": "Opened on 17 March 2026 at 19:00.\nHow: in person.\nChair: Eve. Minutes: Bo.\n"
        "Present: 4 of 5 with a vote.\nQuorum: 3 of 5 (article 2.2).",
        "1. 2026/2 Meet monthly": "From 19:05 to 19:25.\nThe decision 2026/2 was read aloud.",
        "2. The new boat": "Not dealt with.",
        "Closing": "Closed at 19:35.",
    }
    assert json.loads(entries()[-1][1]) == {"meeting_id": str(meeting.pk)}


def test_they_are_there_soon_after_the_meeting_is_closed_and_only_once(world: World) -> None:
    meeting = held(world)
    closed = list(Entry.objects.filter(event="MeetingClosed"))
    write_of_closed(closed)
    write_of_closed(closed)
    assert texts(world, meeting)["Closing"] == "Closed at 19:35."
    assert MinutesPart.objects.count() == 4
    assert MinutesEdit.objects.count() == 0


def test_the_worker_reads_on_to_the_next_meeting_that_was_closed(world: World) -> None:
    meeting = held(world)
    later(world, 30)
    called(world, day=date(2026, 4, 17))
    heads = HeadLog(settings.DATA / "heads-of-minutes.log")
    chain_waiting(at=world.at, signer=Signer.kept_in(settings.DATA), heads=heads)
    places = list(Entry.objects.order_by("position").values_list("event", "position"))
    closed = next(position for event, position in places if event == "MeetingClosed")
    assert [feed(MINUTES), feed(MINUTES), feed(MINUTES)] == [closed, len(places) - (closed or 0), 0]
    assert [each.meeting_id for each in Minutes.objects.all()] == [meeting.pk]


def test_what_happens_later_comes_beside_what_somebody_wrote(world: World) -> None:
    meeting = opened(world)
    do(world, write_minutes, by=world.bo, meeting_id=meeting.pk)
    assert texts(world, meeting)["Closing"] == "The meeting goes on."
    edit(world, meeting, "closing", "The meeting goes on.\nWe thank Eve.", revision=0)
    later(world, 30)
    do(world, close_meeting, by=world.bo, meeting_id=meeting.pk)
    do(world, write_minutes, by=world.bo, meeting_id=meeting.pk)
    assert texts(world, meeting)["Closing"] == "Closed at 19:30.\nWe thank Eve."


def test_two_who_change_different_parts_or_sentences_at_once_lose_nothing(world: World) -> None:
    meeting = written(world)
    boat = str(item(meeting, 1).pk)
    edit(world, meeting, boat, "The boat is old. The nets are torn.", revision=0)
    edit(world, meeting, "closing", "Closed at 19:35. It rained.", revision=0, by=world.eve)
    edit(world, meeting, boat, "The boat is very old. The nets are torn.", revision=1)
    edit(world, meeting, boat, "The boat is old. The nets are torn, and wet.", revision=1, by=world.eve)
    assert texts(world, meeting) == {
        "Opening": "Opened on 17 March 2026 at 19:00.\nHow: in person.\nChair: Eve. Minutes: Bo.\n"
        "Present: 2 of 2 with a vote.\nThe bylaws ask for no quorum.",
        "1. The new boat": "The boat is very old. The nets are torn, and wet.",
        "2. Elections": "Not dealt with.",
        "Closing": "Closed at 19:35. It rained.",
    }


def test_two_who_change_the_same_words_both_stand(world: World) -> None:
    meeting = written(world)
    edit(world, meeting, "closing", "We paint it red.", revision=0)
    edit(world, meeting, "closing", "We paint it blue.", revision=1)
    edit(world, meeting, "closing", "We paint it green.", revision=1, by=world.eve)
    said = texts(world, meeting)["Closing"]
    assert re.fullmatch(r"We paint it (bluegreen|greenblue)\.", said)


def test_the_log_of_a_part_is_bounded_and_too_old_a_text_is_refused(world: World) -> None:
    meeting = written(world)
    for number in range(2 * KEPT):
        edit(world, meeting, "closing", f"Change {number}.", revision=number)
    assert MinutesEdit.objects.count() == KEPT
    edit(world, meeting, "closing", f"Change {2 * KEPT - 1}. Late.", revision=2 * KEPT)
    with pytest.raises(Refused, match="This part was changed very often since you opened it"):
        edit(world, meeting, "closing", "Older.", revision=KEPT - 1)
    edit(world, meeting, "closing", "Change 49. Older.", revision=KEPT)
    assert "Late." in texts(world, meeting)["Closing"]
    assert "Older." in texts(world, meeting)["Closing"]


@pytest.mark.parametrize("who", ["cy", "ada", "max", "una"])
def test_only_those_who_run_the_meeting_write_its_minutes(world: World, who: str) -> None:
    meeting = written(world)
    with pytest.raises(Refused, match=r"You hold no office that may do this|not open"):
        edit(world, meeting, "closing", "x", revision=0, by=world.people[who])


def test_a_draft_is_for_those_who_were_there_and_adopted_minutes_for_members(world: World) -> None:
    people = joined(world, 2)
    meeting = written(world, people[0])
    who = [*world.people.values(), *people]
    assert [each.name for each in who if minutes_page(meeting.pk, each, at=world.at)] == [
        "Bo", "Eve", "Member 01",
    ]  # fmt: skip
    checked(world, meeting)
    adopted(world, meeting)
    assert [each.name for each in who if minutes_page(meeting.pk, each, at=world.at)] == [
        "Bo", "Eve", "Member 01", "Member 02",
    ]  # fmt: skip


def test_somebody_who_was_there_and_did_not_take_them_checks_them(world: World) -> None:
    people = joined(world, 2)
    meeting = written(world, people[0])
    with pytest.raises(Refused, match="You took these minutes"):
        checked(world, meeting, by=world.bo)
    with pytest.raises(Refused, match="Minutes are checked by somebody who was at the meeting"):
        checked(world, meeting, by=people[1])
    checked(world, meeting, by=people[0])
    assert Minutes.objects.get().checked_by_id == people[0].pk
    edit(world, meeting, "closing", "Other.", revision=0)
    assert Minutes.objects.get().checked_by_id is None
    with pytest.raises(Refused, match="Somebody has changed these minutes since you read them"):
        do(world, check_minutes, by=people[0], meeting_id=meeting.pk, revision=revision(meeting) - 1)


def test_the_next_meeting_adopts_what_was_checked_and_fixes_it(world: World) -> None:
    with_checking(world)
    meeting = written(world)
    with pytest.raises(
        Refused, match=r"Minutes are adopted by a later meeting\. Open the next meeting of Harbour first"
    ):
        do(world, adopt_minutes, by=world.bo, meeting_id=meeting.pk, revision=revision(meeting))
    opened(world, begins="21:00")
    later(world, 120)
    with pytest.raises(Refused, match=r"Nobody has checked these minutes yet, as article 2\.2 asks"):
        do(world, adopt_minutes, by=world.bo, meeting_id=meeting.pk, revision=revision(meeting))
    checked(world, meeting)
    adopted(world, meeting)
    page = minutes_page(meeting.pk, world.bo, at=world.at)
    assert page is not None
    assert page.parts is None
    assert page.latest is not None
    assert page.latest.is_verified
    assert [(part.heading, part.text) for part in page.latest.parts][-2:] == [
        ("Closing", "Closed at 19:35."),
        ("Checked", "Checked by Eve."),
    ]
    event, payload = entries()[-1]
    assert event == "MinutesAdopted"
    assert json.loads(payload)["sha256"] == page.latest.version.sha256
    assert "Eve" not in payload
    assert (MinutesPart.objects.count(), MinutesEdit.objects.count()) == (0, 0)
    with pytest.raises(Refused, match="These minutes were adopted"):
        edit(world, meeting, "closing", "Other.", revision=0)


def test_where_no_clause_asks_for_it_minutes_are_adopted_unchecked_and_say_so(world: World) -> None:
    meeting = written(world)
    adopted(world, meeting)
    page = minutes_page(meeting.pk, world.bo, at=world.at)
    assert page is not None
    assert page.latest is not None
    assert (page.latest.parts[-1].heading, page.latest.parts[-1].text) == (
        "Checked", "Nobody checked them: the bylaws do not ask for it.",
    )  # fmt: skip


def test_a_text_that_is_changed_behind_its_back_is_not_verified(world: World) -> None:
    meeting = written(world)
    checked(world, meeting)
    adopted(world, meeting)
    version = Minutes.objects.get(meeting=meeting).versions.get()
    version.text[0][1] = version.text[0][1].replace("19:00", "18:00")
    version.save()
    page = minutes_page(meeting.pk, world.bo, at=world.at)
    assert page is not None
    assert page.latest is not None
    assert not page.latest.is_verified


def test_minutes_are_corrected_by_a_new_version_and_the_older_stays(world: World) -> None:
    meeting = written(world)
    checked(world, meeting)
    adopted(world, meeting)
    do(world, correct_minutes, by=world.bo, meeting_id=meeting.pk)
    edit(world, meeting, "closing", "Closed at 19:36.", revision=0)
    checked(world, meeting)
    adopted(world, meeting)
    closings = {}
    for number in (1, 2):
        shown = version_page(meeting.pk, number, world.bo, at=world.at)
        assert shown is not None
        assert shown.is_verified
        closings[number] = shown.parts[-2].text
    assert closings == {1: "Closed at 19:35.", 2: "Closed at 19:36."}


def test_a_name_is_erased_from_adopted_minutes_and_their_hash_holds(world: World) -> None:
    people = joined(world, 1)
    meeting = written(world, people[0])
    edit(world, meeting, "closing", "Member 01 asked why. Eve answered.", revision=0)
    checked(world, meeting)
    adopted(world, meeting)
    assert sorted(MinutesName.objects.values_list("person__name", flat=True)) == [
        "Bo",
        "Eve",
        "Member 01",
    ]
    assert forget_in_minutes(people[0].pk, 10) == 1
    assert forget_in_minutes(people[0].pk, 10) == 0
    page = minutes_page(meeting.pk, world.bo, at=world.at)
    assert page is not None
    assert page.latest is not None
    assert page.latest.is_verified
    assert page.latest.parts[-2].text == "(name erased) asked why. Eve answered."
    kept = str(list(Minutes.objects.get(meeting=meeting).versions.values()))
    assert [name for name in ("Member 01", "Eve") if name in kept] == []


def test_what_waits_is_told_to_those_who_can_do_it(world: World) -> None:
    people = joined(world, 2)
    meeting = written(world, people[0])
    assert [bool(to_check(each)) for each in (world.bo, world.eve, *people, world.cy)] == [
        False, True, True, False, False,
    ]  # fmt: skip
    assert [each.pk for each in to_adopt([world.harbour])[world.harbour.pk]] == [meeting.pk]
    checked(world, meeting)
    assert to_check(world.eve) == []
    adopted(world, meeting)
    assert to_adopt([world.harbour]) == {world.harbour.pk: []}


def test_of_what_waits_in_a_unit_the_earliest_are_read_and_no_more(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.meetings.minutes.queries.minutes._PROPOSED", 2)
    led = {"chair_id": world.eve.pk, "minute_taker_id": world.bo.pk, "members": 2}
    for day in range(1, 4):
        moment = world.at + timedelta(days=day)
        for closed_at in (moment + timedelta(hours=1), None):
            meeting = called(world)
            Sitting.objects.create(meeting=meeting, opened_at=moment, closed_at=closed_at, **led)
            Minutes.objects.create(meeting=meeting, language="en")
    told = held_at([world.harbour, world.hill], at=world.at)
    assert [(len(each.on_or_today), len(each.to_adopt)) for each in told.values()] == [(2, 2), (0, 0)]
    earliest = Sitting.objects.order_by("opened_at", "pk")[:4]
    of_harbour = told[world.harbour.pk]
    assert {each.pk for each in (*of_harbour.on_or_today, *of_harbour.to_adopt)} == {
        each.pk for each in earliest
    }


def test_an_edit_that_came_twice_is_made_once(world: World) -> None:
    meeting = written(world)
    given = {"meeting_id": meeting.pk, "part": "closing", "revision": 0, "text": "Once."}
    act_id = new_id()
    for _again in range(2):
        run(edit_minutes, given, act_id=act_id, by=world.bo, at=world.at, via=Via.WEB)
    assert texts(world, meeting)["Closing"] == "Once."
    assert MinutesEdit.objects.count() == 1
