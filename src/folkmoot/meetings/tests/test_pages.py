from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from conftest import World
from folkmoot.bylaws.tests.papers import bylaws, entered
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.meetings.actions.calling import cancel_meeting, postpone_meeting
from folkmoot.meetings.actions.closing import close_meeting
from folkmoot.meetings.models import AgendaItem, Meeting
from folkmoot.meetings.queries import meetings as queries
from folkmoot.meetings.tests.held import opened
from folkmoot.meetings.tests.meetings import ONLINE, WEEK, called
from folkmoot.membership.tests.paging import as_, cost, links, refusals
from folkmoot.notices.calendars import calendar_of

FILLED = {
    "kind": "general", "day": "2026-03-17", "begins": "19:00", "minutes": "90", "how": "mixed",
    "place": "The old net loft", "link": "https://meet.example.org/harbour", "text": "Bring a cup.",
}  # fmt: skip
WHEN = "Tuesday, 17 March 2026, 19:00"


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def postponed(world: World, meeting: Meeting, **given) -> None:
    when = {
        "sequence": 0,
        "day": date(2026, 3, 24),
        "begins": "18:00",
        "minutes": 60,
        "reason": "The hall is taken.",
    }
    do(world, postpone_meeting, by=world.bo, meeting_id=meeting.pk, **when | given)


def events(written: bytes) -> list[Any]:
    return list(Calendar.from_ical(written).walk("VEVENT"))


def test_a_meeting_is_called_and_members_find_it_on_today(world: World, client) -> None:
    decision = conveyed(world)
    page = as_(client, world.bo).get("/desk/")
    address = links(page)["Meetings"]
    page = client.get(address)
    assert texts_of(page, "h2") == ["To come", "No meeting is called"]
    page = client.get(links(page)["Call a meeting"])
    given = {
        **fields(page),
        **FILLED,
        "agenda": "The new boat\n\n  Elections ",
        "readings": [str(decision.pk)],
    }
    page = client.post(page.request["PATH_INFO"], given, follow=True)
    meeting = Meeting.objects.get()
    assert page.request["PATH_INFO"] == address
    assert texts_of(page, "p.meta") == [f"called {WHEN}"]
    items = AgendaItem.objects.filter(meeting=meeting).order_by("position")
    assert [item.decision_id or item.text for item in items] == [decision.pk, "The new boat", "Elections"]
    page = as_(client, world.eve).get("/")
    assert f"Next meeting: General meeting, {WHEN}, Harbour" in texts_of(page, "p")
    page = client.get(links(page)["General meeting"])
    assert texts_of(page, "dd") == [
        WHEN,
        "Harbour (Europe/Paris)",
        "1 hour 30 minutes",
        "In person and online",
        "The old net loft",
        "2 March 2026",
    ]
    assert texts_of(page, "ol li") == [
        "Read aloud: Meet monthly 2026/1 of Union",
        "The new boat",
        "Elections",
    ]
    assert links(page)["Join online"] == "https://meet.example.org/harbour"
    assert "Postpone it" not in links(page)


def test_decisions_to_hear_are_ticked_and_those_unticked_stay_away(world: World, client) -> None:
    decision = conveyed(world)
    page = as_(client, world.bo).get(f"/units/{world.harbour.pk}/meetings/new/")
    assert fields(page)["readings"] == str(decision.pk)
    client.post(page.request["PATH_INFO"], {**FILLED, "agenda": ""})
    assert (Meeting.objects.count(), AgendaItem.objects.count()) == (1, 0)


def test_what_is_wrong_with_the_time_and_with_the_place_is_said_at_once(world: World, client) -> None:
    address = f"/units/{world.harbour.pk}/meetings/new/"
    page = as_(client, world.bo).post(address, {**FILLED, "day": "2026-03-01", "place": "", "agenda": ""})
    assert (page.status_code, [each.split(" – ")[0] for each in refusals(page)]) == (422, ["Day", "Place"])


def test_the_earliest_day_stands_on_the_form_and_in_the_refusal(world: World, client) -> None:
    entered(world, bylaws(world), "2.1", WEEK)
    address = f"/units/{world.harbour.pk}/meetings/new/"
    page = as_(client, world.bo).get(address)
    rule = "Notice, general meeting: at least 7 full days between the call and the meeting. (article 2.1)"
    assert texts_of(page, "dd") == [f"from 10 March 2026 on. {rule}"]
    page = client.post(address, {**FILLED, "day": "2026-03-09", "agenda": ""})
    assert page.status_code == 422
    assert refusals(page) == [
        f"Day – The earliest day is 10 March 2026. {rule} Choose that day or a later one."
    ]
    assert Meeting.objects.count() == 0


def test_notice_that_is_the_same_for_kinds_of_meeting_is_told_once(world: World, client) -> None:
    papers = bylaws(world)
    entered(world, papers, "2.1", WEEK | {"meeting": "any"})
    address = f"/units/{world.harbour.pk}/meetings/new/"
    page = as_(client, world.bo).get(address)
    assert texts_of(page, "dt") == ["Any meeting"]
    entered(world, papers, "2.2", WEEK | {"meeting": "committee", "days": 10})
    page = client.get(address)
    others = (
        "General meeting, extraordinary meeting, consultative meeting, review meeting, study circle, congress"
    )
    assert texts_of(page, "dt") == [others, "Committee meeting"]


def test_the_link_and_the_place_are_shown_to_those_who_belong_alone(world: World, client) -> None:
    meeting = called(world, **ONLINE | {"how": "mixed", "place": "The old net loft"})
    for address in (f"/meetings/{meeting.pk}/", f"/meetings/{meeting.pk}/meeting.ics"):
        for who, is_told in (("bo", True), ("eve", True), ("ada", False), ("max", False)):
            page = as_(client, world.people[who]).get(address)
            assert page.status_code == 200
            told = page.content.decode().replace("\r\n ", "")
            assert ("https://meet.example.org/harbour" in told, "The old net loft" in told) == (
                is_told,
                is_told,
            )
    for who in ("cy", "dee", "stan"):
        for page in ("", "meeting.ics", "agenda/", "place/", "postponement/", "cancellation/"):
            assert as_(client, world.people[who]).get(f"/meetings/{meeting.pk}/{page}").status_code == 404
        assert client.get(f"/units/{world.harbour.pk}/meetings/").status_code == 404


def test_those_who_see_a_meeting_and_may_not_change_it_find_no_page_for_that(world: World, client) -> None:
    meeting = called(world)
    for who in ("eve", "ada"):
        for page in ("agenda", "place", "postponement", "cancellation"):
            assert as_(client, world.people[who]).get(f"/meetings/{meeting.pk}/{page}/").status_code == 404
        assert client.get(f"/units/{world.harbour.pk}/meetings/new/").status_code == 404


def test_a_meeting_of_a_body_above_is_for_all_below_unless_it_is_of_a_committee(world: World, client) -> None:
    conveyed(world)
    called(world, unit=world.north, by=world.ada, kind="committee", day=date(2026, 3, 5))
    called(world, unit=world.north, by=world.ada, kind="consultative", day=date(2026, 3, 6))
    found = {
        who: [text for text in texts_of(as_(client, world.people[who]).get("/"), "p") if "meeting" in text]
        for who in ("cy", "ada", "dee")
    }
    assert found == {
        "cy": ["Next meeting: Consultative meeting, Friday, 6 March 2026, 19:00, North"],
        "ada": ["Next meeting: Committee meeting, Thursday, 5 March 2026, 19:00, North"],
        "dee": [],
    }


def test_a_cancelled_meeting_says_so_on_today_until_its_hour_and_the_next_one_stands_beside(
    world: World, client
) -> None:
    meeting = called(world)
    called(world, day=date(2026, 4, 1), kind="review")
    do(world, cancel_meeting, by=world.bo, meeting_id=meeting.pk, reason="A storm is coming.")
    page = as_(client, world.eve).get("/")
    assert [text for text in texts_of(page, "p") if "meeting" in text] == [
        f"Cancelled: General meeting, {WHEN}, Harbour",
        "Next meeting: Review meeting, Wednesday, 1 April 2026, 19:00, Harbour",
    ]
    page = client.get(f"/meetings/{meeting.pk}/")
    assert "This meeting is not held. It was cancelled: A storm is coming." in texts_of(page, "p")
    world.at = meeting.ends_at
    page = client.get("/")
    assert [text for text in texts_of(page, "p") if "General" in text] == []


def test_a_meeting_is_postponed_on_its_page_which_says_from_when_and_why(world: World, client) -> None:
    entered(world, bylaws(world), "2.1", WEEK)
    meeting = called(world)
    page = as_(client, world.bo).get(f"/meetings/{meeting.pk}/postponement/")
    assert {**fields(page), "sequence": "0"} == fields(page)
    assert (fields(page)["day"], fields(page)["begins"], fields(page)["minutes"]) == (
        "2026-03-17",
        "19:00",
        "90",
    )
    assert [text[:23] for text in texts_of(page, "dd")] == ["from 10 March 2026 on. "]
    given = {**fields(page), "day": "2026-03-24", "reason": "The hall is taken."}
    page = client.post(page.request["PATH_INFO"], given, follow=True)
    assert f"This meeting was postponed. It was to begin on {WHEN}. The hall is taken." in texts_of(page, "p")
    again = fields(client.get(f"/meetings/{meeting.pk}/postponement/"))
    page = client.post(f"/meetings/{meeting.pk}/postponement/", again | {"sequence": "0", "reason": "Rain."})
    assert page.status_code == 422
    assert refusals(page) == [
        "Somebody else has changed this meeting. Look at it as it is now, and change it again."
    ]


def test_a_meeting_is_cancelled_on_its_page_with_a_reason(world: World, client) -> None:
    meeting = called(world)
    page = as_(client, world.bo).get(f"/meetings/{meeting.pk}/cancellation/")
    page = client.post(page.request["PATH_INFO"], {**fields(page), "reason": " "})
    assert page.status_code == 422
    page = client.post(page.request["PATH_INFO"], {**fields(page), "reason": "A storm."}, follow=True)
    assert "This meeting is not held. It was cancelled: A storm." in texts_of(page, "p")
    for left in ("agenda", "place", "postponement", "cancellation"):
        assert client.get(f"/meetings/{meeting.pk}/{left}/").status_code == 404


def test_the_agenda_is_rewritten_line_by_line_and_a_decision_keeps_its_line(world: World, client) -> None:
    decision, other = conveyed(world), conveyed(world, title="Paint the hall")
    meeting = called(world, agenda=[{"decision_id": decision.pk}, {"text": "Tea"}])
    address = f"/meetings/{meeting.pk}/agenda/"
    page = as_(client, world.bo).get(address)
    form = page.context["form"]
    assert form["agenda"].value() == "Read aloud: 2026/1 Meet monthly\nTea"
    assert form.fields["readings"].choices == [(str(other.pk), "2026/2 Paint the hall")]
    given = {
        **fields(page),
        "agenda": "Tea\nRead aloud: 2026/2 Paint the hall\nRead aloud:  2026/1 Meet monthly",
        "readings": [],
    }
    client.post(address, given)
    items = AgendaItem.objects.filter(meeting=meeting).order_by("position")
    assert [item.decision_id or item.text for item in items] == ["Tea", other.pk, decision.pk]


def test_another_place_is_entered(world: World, client) -> None:
    meeting = called(world)
    page = as_(client, world.bo).get(f"/meetings/{meeting.pk}/place/")
    page = client.post(
        page.request["PATH_INFO"], {**fields(page), "how": "in_person", "place": "The hall"}, follow=True
    )
    assert "The hall" in texts_of(page, "dd")


def test_the_list_of_a_unit_has_what_is_to_come_and_what_is_past_page_by_page(
    world: World, client, monkeypatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    for day in range(3, 9):
        called(world, day=date(2026, 3, day))
    world.at += timedelta(days=4)
    address = f"/units/{world.harbour.pk}/meetings/"
    page = as_(client, world.eve).get(address)
    days = [text.split()[2] for text in texts_of(page, "p.meta")]
    assert days == ["6", "7", "5", "4"]
    assert texts_of(page, "h2") == ["To come", "Past"]
    further = links(page)
    later = client.get(address + further["Later meetings"])
    assert (texts_of(later, "h2"), [text.split()[2] for text in texts_of(later, "p.meta")]) == (
        ["To come"],
        ["8"],
    )
    earlier = client.get(address + further["Earlier meetings"])
    assert (texts_of(earlier, "h2"), [text.split()[2] for text in texts_of(earlier, "p.meta")]) == (
        ["Past"],
        ["3"],
    )
    assert client.get(f"{address}?later=nonsense&earlier=").status_code == 200


def test_a_meeting_that_was_closed_is_past_though_its_hour_is_not(world: World, client) -> None:
    closed = opened(world)
    do(world, close_meeting, by=world.bo, meeting_id=closed.pk)
    called(world, begins="21:00")
    page = as_(client, world.eve).get(f"/units/{world.harbour.pk}/meetings/")
    assert [[each.pk for each in page.context["page"].past], len(page.context["page"].upcoming)] == [
        [closed.pk],
        1,
    ]


def test_the_file_of_a_meeting_is_read_by_a_calendar_and_keeps_its_id_for_good(world: World, client) -> None:
    meeting = called(world, **ONLINE | {"how": "mixed", "place": "The old net loft"})
    address = f"/meetings/{meeting.pk}/meeting.ics"
    answer = as_(client, world.eve).get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    [first] = events(answer.content)
    assert (first["SUMMARY"], first["SEQUENCE"], first["STATUS"], first["LOCATION"]) == (
        "General meeting", 0, "CONFIRMED", "The old net loft, https://meet.example.org/harbour",
    )  # fmt: skip
    assert (first.decoded("DTSTART"), first.decoded("DTEND")) == (meeting.begins_at, meeting.ends_at)
    postponed(world, meeting)
    [moved] = events(client.get(address).content)
    assert (moved["UID"], moved["SEQUENCE"], moved["STATUS"]) == (first["UID"], 1, "CONFIRMED")
    assert moved.decoded("DTSTART") == meeting.begins_at + timedelta(days=7, hours=-1)
    do(world, cancel_meeting, by=world.bo, meeting_id=meeting.pk, reason="A storm.")
    [gone] = events(client.get(address).content)
    assert (gone["UID"], gone["SEQUENCE"], gone["STATUS"]) == (first["UID"], 2, "CANCELLED")
    [fed] = events(calendar_of(world.eve, at=world.at))
    assert (fed["UID"], fed["SEQUENCE"], fed["STATUS"]) == (first["UID"], 2, "CANCELLED")


def test_a_calendar_that_is_asked_for_again_names_neither_unit_nor_place(world: World) -> None:
    called(world, **ONLINE | {"how": "mixed", "place": "The old net loft"})
    written = calendar_of(world.eve, at=world.at)
    [event] = events(written)
    assert sorted(event) == [
        "DTEND",
        "DTSTAMP",
        "DTSTART",
        "SEQUENCE",
        "STATUS",
        "SUMMARY",
        "TRANSP",
        "UID",
        "URL",
    ]
    assert [word in written.decode() for word in ("Harbour", "loft", "meet.example")] == [False] * 3
    assert events(calendar_of(world.dee, at=world.at)) == []
    assert events(calendar_of(world.eve, at=world.at + timedelta(days=60))) == []


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_however_many_meetings_and_items_there_are(
    world: World, client, number: int
) -> None:
    for day in range(number):
        meeting = called(world, day=date(2026, 3, 10 + day), agenda=[{"text": "Tea"}] * number)
    as_(client, world.bo)
    asked = {
        name: cost(client, address)
        for name, address in (
            ("list", f"/units/{world.harbour.pk}/meetings/"),
            ("page", f"/meetings/{meeting.pk}/"),
            ("calling", f"/units/{world.harbour.pk}/meetings/new/"),
        )
    }
    assert {name: count <= 12 for name, count in asked.items()} == dict.fromkeys(asked, True)
    assert (asked["list"], asked["page"], asked["calling"]) == (5, 5, 10)


def test_the_form_says_when_a_place_or_a_link_is_needed(world: World, client) -> None:
    page = as_(client, world.bo).get(f"/units/{world.harbour.pk}/meetings/new/")
    said = {text for text in texts_of(page, "label") if "needed" in text}
    assert said == {"Place (needed when people meet in person)", "Link (needed when people join online)"}


def test_a_meeting_at_the_time_of_another_is_called_once_whoever_calls_it_was_told(
    world: World, client
) -> None:
    first = called(world)
    address = f"/units/{world.harbour.pk}/meetings/new/"
    given = FILLED | {"begins": "19:05", "agenda": ""}
    page = as_(client, world.bo).post(address, given)
    said = f"Another meeting is called for the same time: General meeting, {WHEN}, Harbour."
    assert (texts_of(page, "div.notice p")[:1], Meeting.objects.count()) == ([said], 1)
    client.post(address, given | {"beside": str(first.pk)})
    assert Meeting.objects.count() == 2
    client.post(address, FILLED | {"begins": "21:00", "agenda": ""})
    assert Meeting.objects.count() == 3
