from datetime import date, timedelta
from typing import Any

import pytest

from conftest import START, World
from folkmoot.decisions.models import Receipt
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.kernel.ids import new_id
from folkmoot.meetings.actions.closing import adjourn, close_meeting
from folkmoot.meetings.actions.items import take_up_item
from folkmoot.meetings.actions.speaking import ask_to_speak
from folkmoot.meetings.models import LateTap, Meeting, Presence, Sitting, Speaker
from folkmoot.meetings.motions.actions.asking import ask_question
from folkmoot.meetings.motions.tests.motions import amended, moved
from folkmoot.meetings.queries.running import present_now
from folkmoot.meetings.tests.held import EVENING, arrived, item, joined, later, opened, stay, with_quorum
from folkmoot.meetings.tests.meetings import called
from folkmoot.membership.tests.paging import as_, cost, links, refusals
from folkmoot.people.models import Office, Term


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def run_page(meeting: Meeting) -> str:
    return f"/meetings/{meeting.pk}/run/"


def tap(client: Any, meeting: Meeting, name: str, *, by_script: bool = False, **given: Any) -> Any:
    headers = {"HX-Request": "true"} if by_script else {}
    posted = {"act_id": str(new_id())} | given
    return client.post(f"{run_page(meeting)}{name}/", posted, headers=headers)


def main_button(page) -> list[str]:
    return texts_of(page, "div.next span")


def buttons(page) -> list[str]:
    # The last one stands at the foot of every page.
    return texts_of(page, "form span")[:-1]


def in_order(page, first: str, second: str) -> bool:
    heads = texts_of(page, "h2")
    return heads.index(first) < heads.index(second)


def test_a_new_secretary_opens_keeps_and_closes_a_meeting_by_forms_alone(world: World, client) -> None:
    with_quorum(world)
    people = joined(world, 3)
    meeting = called(world, agenda=[{"text": "The new boat"}])
    assert "Open the meeting" not in links(as_(client, world.bo).get(f"/meetings/{meeting.pk}/"))
    world.at = EVENING
    page = client.get(links(client.get(f"/meetings/{meeting.pk}/"))["Open the meeting"])
    assert fields(page)["minute_taker_id"] == str(world.bo.pk)
    given = {"chair_id": str(world.eve.pk), "minute_taker_id": str(world.bo.pk), "act_id": str(new_id())}
    page = client.post(page.request["PATH_INFO"], given, follow=True)
    assert texts_of(page, "section.quorum p") == ["2 are here", "3 of 5 needed by article 2.2"]
    assert main_button(page) == ["Note who is here"]
    tap(client, meeting, "note_arrival", people=[str(people[0].pk)])
    page = client.get(run_page(meeting))
    assert texts_of(page, "section.quorum p") == ["3 are here", "3 of 5 needed by article 2.2"]
    assert main_button(page) == ["Take up: The new boat"]
    tap(client, meeting, "take_up_item", agenda_item_id=str(item(meeting, 1).pk), instead_of_id="")
    page = client.get(run_page(meeting))
    assert (texts_of(page, "section.current h2"), main_button(page)) == (
        ["The new boat"],
        ["Finish this item"],
    )
    tap(client, meeting, "finish_item", agenda_item_id=str(item(meeting, 1).pk))
    page = client.get(run_page(meeting))
    assert main_button(page) == ["Close the meeting"]
    page = client.get(links(page)["Close the meeting"])
    page = client.post(f"{run_page(meeting)}close_meeting/", {"act_id": str(new_id())}, follow=True)
    assert texts_of(page, "div.notice p") == ["The meeting is closed. 3 members attended it."]
    assert links(page)["Minutes"] == f"/meetings/{meeting.pk}/minutes/"


def test_who_is_here_comes_first_until_the_agenda_is_taken_up(world: World, client) -> None:
    joined(world, 2)
    meeting = opened(world)
    assert in_order(as_(client, world.bo).get(run_page(meeting)), "Who is here", "Agenda")
    tap(client, meeting, "take_up_item", agenda_item_id=str(item(meeting, 1).pk), instead_of_id="")
    assert in_order(client.get(run_page(meeting)), "Agenda", "Who is here")


def test_without_a_script_the_page_comes_back_at_the_row_that_was_tapped(world: World, client) -> None:
    one, two = joined(world, 2)
    meeting = opened(world)
    page = as_(client, world.bo).get(run_page(meeting))
    for mark in (f'id="row-{one.pk}"', f'id="tap-row-{one.pk}"'):
        assert page.content.decode().count(mark) == 1
    answers = [
        tap(client, meeting, "note_arrival", people=[str(one.pk)]),
        tap(client, meeting, "note_arrival", people=[str(one.pk), str(two.pk)]),
        tap(client, meeting, "take_up_item", agenda_item_id=str(item(meeting, 1).pk)),
        tap(client, meeting, "adjourn"),
    ]
    rows = [f"#row-{one.pk}", "", f"#row-{item(meeting, 1).pk}", ""]
    assert [each.url for each in answers] == [run_page(meeting) + row for row in rows]


def test_members_see_that_it_goes_on_how_many_came_and_who_only_if_they_were_there(
    world: World, client
) -> None:
    one, two = joined(world, 2)
    meeting = opened(world)
    arrived(world, meeting, one, guest="The harbour master")
    address = f"/meetings/{meeting.pk}/"
    for who, sees in ((one, True), (two, False), (world.bo, True), (world.ada, False)):
        page = as_(client, who).get(address)
        assert texts_of(page, "p span.state") == ["going on"]
        assert texts_of(page, "section.attended p")[0] == "3 of 4 with a vote, 1 guest"
        assert (texts_of(page, "section.attended li") == ["Bo", "Eve", "Member 01"]) == sees
    do(world, close_meeting, by=world.bo, meeting_id=meeting.pk)
    page = as_(client, two).get(address)
    assert texts_of(page, "p span.state") == ["held"]
    assert "Run the meeting" not in links(page)
    assert texts_of(client.get(f"/units/{world.harbour.pk}/meetings/"), "p.meta")[0].startswith("held")


def test_only_those_who_run_it_find_the_screen_and_its_parts(world: World, client) -> None:
    one, two = joined(world, 2)
    meeting = opened(world, chair=one, minute_taker=one)
    addresses = [run_page(meeting), f"{run_page(meeting)}parts/", f"{run_page(meeting)}closing/"]
    for who, status in (
        (one, 200),
        (world.bo, 200),
        (two, 404),
        (world.eve, 404),
        (world.ada, 404),
        (world.dee, 404),
    ):
        found = [as_(client, who).get(address).status_code for address in addresses]
        assert (who.name, found) == (who.name, [status] * 3)
    page = tap(as_(client, two), meeting, "note_arrival", people=[str(two.pk)])
    assert (page.status_code, present_now(meeting, at=world.at)) == (422, {one.pk})
    assert as_(client, one).post(f"{run_page(meeting)}acknowledge/").status_code == 404


def test_whoever_keeps_it_too_is_shown_what_changed_and_nothing_otherwise(world: World, client) -> None:
    (one,) = joined(world, 1)
    meeting = opened(world)
    version = Sitting.objects.get().version
    parts = f"{run_page(meeting)}parts/?version={version}"
    assert as_(client, world.eve).get(parts).status_code == 204
    arrived(world, meeting, one)
    page = client.get(parts)
    assert (page.status_code, texts_of(page, "p.quorum-here")) == (200, ["3 are here"])
    assert client.get(f"{run_page(meeting)}parts/?version={version + 1}").status_code == 204


def test_a_tap_by_the_script_is_answered_by_what_changed_and_a_refusal_stands_in_it(
    world: World, client
) -> None:
    (one,) = joined(world, 1)
    meeting = opened(world)
    as_(client, world.bo)
    page = tap(client, meeting, "note_arrival", by_script=True, people=[str(one.pk)])
    assert (page.status_code, texts_of(page, "p.quorum-here")) == (200, ["3 are here"])
    do(world, take_up_item, by=world.eve, meeting_id=meeting.pk, agenda_item_id=item(meeting, 1).pk)
    given: dict[str, Any] = {"agenda_item_id": str(item(meeting, 2).pk)}
    page = tap(client, meeting, "take_up_item", by_script=True, **given)
    sentence = "Meanwhile the meeting turned to another item. Look at the agenda, and choose again."
    assert (page.status_code, refusals(page)) == (422, [sentence])
    assert tap(client, meeting, "take_up_item", **given).status_code == 422
    assert LateTap.objects.count() == 0


def test_the_same_tap_sent_twice_is_one(world: World, client) -> None:
    meeting = opened(world)
    as_(client, world.bo)
    once: dict[str, Any] = {
        "act_id": str(new_id()),
        "guest": "The harbour master",
        "when": EVENING.isoformat(),
    }
    for more in ({}, {"waited": "yes"}):
        assert tap(client, meeting, "note_arrival", by_script=True, **once | more).status_code == 200
    assert Presence.objects.filter(guest_name="The harbour master").count() == 1


def test_what_waited_and_came_too_late_is_proposed_to_whoever_has_the_screen(world: World, client) -> None:
    (one,) = joined(world, 1)
    meeting = opened(world)
    do(world, take_up_item, by=world.eve, meeting_id=meeting.pk, agenda_item_id=item(meeting, 1).pk)
    as_(client, world.bo)
    second = str(item(meeting, 2).pk)
    given = {"agenda_item_id": second, "when": EVENING.isoformat(), "waited": "yes", "act_id": str(new_id())}
    for _again in range(2):
        page = tap(client, meeting, "take_up_item", by_script=True, **given)
    assert texts_of(page, "section.late h3") == ["Turned to: Elections"]
    assert texts_of(page, "section.late p.meta") == [
        "Bo, 19:00", "Meanwhile the meeting turned to another item. Look at the agenda, and choose again.",
    ]  # fmt: skip
    waiting = LateTap.objects.get()
    assert waiting.input["agenda_item_id"] == second
    page = tap(client, meeting, "do_tap", by_script=True, tap_id=str(waiting.pk))
    assert (texts_of(page, "section.current h2"), LateTap.objects.count()) == (["Elections"], 0)
    do(world, adjourn, by=world.bo, meeting_id=meeting.pk)
    assert tap(client, meeting, "add_item", text="The light", waited="yes").status_code == 302
    page = client.get(run_page(meeting))
    assert texts_of(page, "section.late h3") == ["One more item: The light"]
    tap(client, meeting, "leave_out_tap", tap_id=str(LateTap.objects.get().pk))
    assert LateTap.objects.count() == 0
    assert one.pk not in present_now(meeting, at=world.at)


def test_a_late_word_about_who_speaks_is_kept_nowhere(world: World, client) -> None:
    meeting = opened(world)
    do(world, close_meeting, by=world.bo, meeting_id=meeting.pk)
    given = {"stay_id": str(stay(meeting, world.eve).pk), "waited": "yes"}
    assert tap(as_(client, world.bo), meeting, "ask_to_speak", by_script=True, **given).status_code == 200
    assert (LateTap.objects.count(), Speaker.objects.count()) == (0, 0)


def test_speakers_stand_in_their_order_and_a_point_of_order_before_them(world: World, client) -> None:
    meeting = opened(world)
    as_(client, world.bo)
    tap(client, meeting, "ask_to_speak", stay_id=str(stay(meeting, world.eve).pk))
    later(world, 1)
    tap(client, meeting, "ask_to_speak", stay_id=str(stay(meeting, world.bo).pk), is_point_of_order="true")
    page = client.get(run_page(meeting))
    assert texts_of(page, "section.speakers span.row-text") == ["Bo point of order", "Eve"]
    tap(client, meeting, "give_the_floor", stay_id=str(stay(meeting, world.bo).pk))
    page = client.get(run_page(meeting))
    assert texts_of(page, "section.speakers span.row-text") == ["Bo speaks now", "Eve"]


def test_a_decision_read_aloud_is_entered_for_those_who_are_here_and_agree(world: World, client) -> None:
    (one,) = joined(world, 1)
    decision = conveyed(world)
    meeting = opened(world, agenda=[{"decision_id": decision.pk}])
    arrived(world, meeting, one)
    do(world, take_up_item, by=world.bo, meeting_id=meeting.pk, agenda_item_id=item(meeting, 1).pk)
    page = as_(client, world.bo).get(run_page(meeting))
    page = client.get(links(page)["It was read: enter who heard it"])
    assert texts_of(page, "fieldset label") == ["Bo", "Eve", "Member 01"]
    given = {"present": [str(world.eve.pk), str(one.pk)], "act_id": str(new_id())}
    page = client.post(page.request["PATH_INFO"], given, follow=True)
    assert page.request["PATH_INFO"] == run_page(meeting)
    marked = Receipt.objects.filter(decision=decision).values_list("person", flat=True)
    assert set(marked) == {world.eve.pk, one.pk}
    assert "It was read: enter who heard it" not in links(page)
    assert (
        links(page)["Enter others who heard it"]
        == f"/meetings/{meeting.pk}/run/items/{item(meeting, 1).pk}/heard/"
    )


def test_without_a_quorum_it_is_closed_and_called_again_from_the_screen(world: World, client) -> None:
    with_quorum(world)
    joined(world, 15)
    meeting = opened(world)
    page = as_(client, world.bo).get(run_page(meeting))
    page = client.get(links(page)["Close it without a quorum"])
    page = client.post(f"{run_page(meeting)}close_without_quorum/", {"act_id": str(new_id())}, follow=True)
    assert texts_of(page, "div.notice p") == [
        "Closed for want of a quorum: 2 came. 9 of 17 needed by article 2.2"
    ]
    page = client.get(links(page)["Call it again"])
    assert texts_of(page, "p.lede") == [
        "From 24 March 2026 on, by article 2.2. The agenda and the place stay the same."
    ]
    assert fields(page)["day"] == "2026-03-24"
    given = {"day": "2026-03-23", "begins": "19:00", "minutes": "60", "act_id": str(new_id())}
    page = client.post(page.request["PATH_INFO"], given)
    assert page.status_code == 422
    client.post(page.request["PATH_INFO"], given | {"day": "2026-03-24", "act_id": str(new_id())})
    assert Meeting.objects.get(second_of=meeting).begins.date() == date(2026, 3, 24)


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_costs_the_same_however_much_happens_and_whoever_keeps_it(
    world: World, client, count: int
) -> None:
    chair, *people = joined(world, count + 1)
    meeting = opened(world, chair=chair, agenda=[{"text": "Tea"}] * count)
    arrived(world, meeting, *people)
    for each in people:
        stay_id = stay(meeting, each).pk
        do(world, ask_to_speak, by=world.bo, meeting_id=meeting.pk, stay_id=stay_id)
        motion = moved(world, by=world.bo, meeting_id=meeting.pk)
        amended(world, motion, by=world.bo)
        do(world, ask_question, by=world.bo, meeting_id=meeting.pk, text="When?", options=["Now", "Later"])
    # An officer, and somebody who was named and holds no office.
    assert [cost(as_(client, who), run_page(meeting)) for who in (world.bo, chair)] == [10, 11]
    assert cost(as_(client, chair), f"/motions/{motion.pk}/") <= 12
    assert cost(as_(client, chair), f"/meetings/{meeting.pk}/minutes/") <= 12


def test_people_are_found_by_name(world: World, client) -> None:
    joined(world, 12)
    meeting = opened(world)
    page = as_(client, world.bo).get(f"{run_page(meeting)}?q=ber+11")
    assert texts_of(page, "section.attendance span.row-text") == ["Member 11"]


def test_chair_and_secretary_are_proposed_to_whoever_opens_the_meeting(world: World, client) -> None:
    meeting = called(world)
    world.at = EVENING
    proposed = fields(as_(client, world.bo).get(run_page(meeting)))
    assert (proposed["chair_id"], proposed["minute_taker_id"]) == ("", str(world.bo.pk))
    office = Office.objects.get(code="chair")
    Term.objects.create(office=office, unit=world.harbour, person_id=world.eve.pk, started_at=START)
    for who in (world.bo, world.eve):
        proposed = fields(as_(client, who).get(run_page(meeting)))
        assert (proposed["chair_id"], proposed["minute_taker_id"]) == (str(world.eve.pk), str(world.bo.pk))
    Term.objects.filter(person=world.bo.pk).update(ended_at=world.at)
    proposed = fields(as_(client, world.eve).get(run_page(meeting)))
    assert (proposed["chair_id"], proposed["minute_taker_id"]) == (str(world.eve.pk), "")


def test_of_many_people_those_who_lead_are_searched_and_who_was_chosen_stays(
    world: World, client, monkeypatch
) -> None:
    monkeypatch.setattr("folkmoot.meetings.queries.running.CHOICES", 2)
    people = joined(world, 9)
    meeting = called(world)
    world.at = EVENING
    address = run_page(meeting)

    def offered(page) -> list[str]:
        return [name for _pk, name in page.context["form"].fields["chair_id"].choices]

    page = as_(client, world.bo).get(address)
    assert offered(page) == ["–", "Bo", "Eve"]
    given = {"chair_id": "", "minute_taker_id": str(world.bo.pk)}
    page = client.post(address, given | {"q": "ber 07", "find": "1"})
    assert (page.status_code, offered(page)) == (200, ["–", "Bo", "Member 07"])
    page = client.post(address, given | {"chair_id": str(people[6].pk), "q": "nobody", "find": "1"})
    assert offered(page) == ["–", "Bo", "Member 07"]
    assert fields(page)["chair_id"] == str(people[6].pk)
    assert "Nobody with a vote is called so." in page.content.decode()
    assert not Sitting.objects.exists()
    given |= {"chair_id": str(people[6].pk), "act_id": str(new_id()), "q": "nobody"}
    client.post(address, given)
    assert Sitting.objects.get().chair_id == people[6].pk


def test_a_meeting_that_goes_on_is_told_of_as_such_on_today_and_on_the_desk(world: World, client) -> None:
    meeting = opened(world)
    line = "General meeting, Tuesday, 17 March 2026, 19:00, Harbour"
    page = as_(client, world.eve).get("/")
    assert (texts_of(page, "h2")[0], "General meeting, Harbour" in texts_of(page, "p")) == ("On now", True)
    page = as_(client, world.bo).get("/desk/")
    assert f"On now: {line}" in texts_of(page, "p")
    assert links(page)["General meeting"] == f"/meetings/{meeting.pk}/"
    called(world, day=date(2026, 4, 1), kind="review")
    tap(client, meeting, "close_meeting")
    assert "On now" not in client.get("/desk/").content.decode()
    told = [text for text in texts_of(as_(client, world.eve).get("/"), "p") if "meeting" in text]
    assert told == ["Next meeting: Review meeting, Wednesday, 1 April 2026, 19:00, Harbour"]


def test_the_page_of_a_closed_meeting_says_what_was_not_dealt_with_and_offers_no_calendar(
    world: World, client
) -> None:
    meeting = opened(world)
    do(world, take_up_item, by=world.bo, meeting_id=meeting.pk, agenda_item_id=item(meeting, 1).pk)
    page = as_(client, world.bo).get(f"/meetings/{meeting.pk}/")
    assert (texts_of(page, "ol li"), "Put it into my calendar" in links(page)) == (
        ["The new boat", "Elections"],
        True,
    )
    do(world, close_meeting, by=world.bo, meeting_id=meeting.pk)
    page = client.get(f"/meetings/{meeting.pk}/")
    assert (texts_of(page, "ol li"), "Put it into my calendar" in links(page)) == (
        ["The new boat", "Elections It was not dealt with"],
        False,
    )


def test_a_meeting_of_today_stands_first_on_today_with_its_hour_and_one_of_another_day_below(
    world: World, client
) -> None:
    meeting = called(world)
    world.at = EVENING - timedelta(hours=9)
    page = as_(client, world.eve).get("/")
    assert texts_of(page, "h2")[0] == "Today at 19:00"
    assert links(page)["General meeting"] == f"/meetings/{meeting.pk}/"
    assert "Next meeting" not in page.content.decode()
    world.at -= timedelta(days=1)
    page = as_(client, world.eve).get("/")
    assert "Today at" not in " ".join(texts_of(page, "h2"))
    assert texts_of(page, "h2")[-1] == "Meetings"
    Meeting.objects.update(cancelled_at=world.at, reason="The loft is wet.")
    world.at += timedelta(days=1)
    assert texts_of(as_(client, world.eve).get("/"), "h2")[0] == "Cancelled today"
