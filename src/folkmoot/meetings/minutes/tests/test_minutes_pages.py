import pytest

from conftest import World
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import do
from folkmoot.meetings.actions.items import take_up_item
from folkmoot.meetings.minutes.models import MinutesVersion
from folkmoot.meetings.minutes.tests.test_minutes import (
    adopted,
    checked,
    edit,
    held,
    revision,
    with_checking,
    written,
)
from folkmoot.meetings.models import Meeting
from folkmoot.meetings.tests.held import item, joined, opened
from folkmoot.membership.tests.paging import as_, cost, links, refusals


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def address(meeting: Meeting, rest: str = "") -> str:
    return f"/meetings/{meeting.pk}/minutes/{rest}"


def test_minutes_are_written_changed_checked_and_adopted_on_their_page(world: World, client) -> None:
    meeting = held(world)
    page = as_(client, world.bo).get(f"/meetings/{meeting.pk}/")
    page = client.get(links(page)["Minutes"])
    assert texts_of(page, "h2") == ["No minutes yet"]
    page = client.post(address(meeting, "writing/"), follow=True)
    assert texts_of(page, "h2") == ["Opening", "1. The new boat", "2. Elections", "Closing"]
    page = client.get(address(meeting, "parts/closing/"))
    assert texts_of(page, "textarea") == ["Closed at 19:35."]
    given = {**fields(page), "text": "Closed at 19:35.\r\nWe thank Eve."}
    page = client.post(address(meeting, "parts/closing/"), given, follow=True)
    assert "We thank Eve." in page.content.decode()
    page = as_(client, world.eve).get("/")
    assert "Nothing new for you" not in texts_of(page, "h2")
    page = client.get(links(page)["Minutes to check: General meeting, Harbour, 17 March 2026"])
    page = client.post(address(meeting, "checking/"), fields(page), follow=True)
    assert "A draft, checked by Eve. The next meeting adopts it." in texts_of(page, "p")
    page = as_(client, world.bo).get("/desk/")
    assert "Minutes to be adopted: General meeting, 17 March 2026" in links(page)
    adopted(world, meeting)
    page = client.get(address(meeting))
    assert texts_of(page, "h2")[-1] == "Checked"
    assert (
        "Version 1, adopted on 17 March 2026 by the meeting of 17 March 2026: General meeting."
        in texts_of(page, "p")
    )


def test_the_page_quotes_the_article_by_which_minutes_are_checked(world: World, client) -> None:
    meeting = written(world)
    said = "A draft: the next meeting adopts it. Somebody who was there and did not take the minutes may check it before."
    assert said in texts_of(as_(client, world.bo).get(address(meeting)), "p")
    assert "They are right" in texts_of(as_(client, world.eve).get(address(meeting)), "span")
    with_checking(world)
    page = as_(client, world.bo).get(address(meeting))
    assert texts_of(page, "p.meta") == ["Checked by a second person: article 2.2"]
    assert said not in texts_of(page, "p")


def test_the_item_by_which_minutes_are_adopted_offers_that_on_the_screen(world: World, client) -> None:
    first = written(world)
    checked(world, first)
    agenda = [{"text": "Minutes of 17 March 2026: to be adopted"}, {"text": "Tea"}]
    meeting = opened(world, begins="21:00", agenda=agenda)
    given = {"meeting_id": meeting.pk, "agenda_item_id": item(meeting, 2).pk}
    do(world, take_up_item, by=world.bo, **given)
    page = as_(client, world.bo).get(f"/meetings/{meeting.pk}/run/")
    assert "Open the minutes to read them aloud" not in links(page)
    given |= {"agenda_item_id": item(meeting, 1).pk, "instead_of_id": item(meeting, 2).pk}
    do(world, take_up_item, by=world.bo, **given)
    page = client.get(f"/meetings/{meeting.pk}/run/")
    assert links(page)["Open the minutes to read them aloud"] == address(first)
    page = client.get(links(page)["The meeting adopts them"])
    assert texts_of(page, "h1") == ["Does the meeting adopt the minutes of 17 March 2026?"]
    assert links(page)["Go back"] == f"/meetings/{meeting.pk}/run/"
    assert MinutesVersion.objects.count() == 0
    asked = f"{address(first, 'adoption/')}?revision={revision(first)}&at_meeting={meeting.pk}"
    answer = client.post(asked, fields(page))
    assert (answer.url, MinutesVersion.objects.count()) == (f"/meetings/{meeting.pk}/run/", 1)
    assert "Open the minutes to read them aloud" not in links(client.get(answer.url))
    page = client.get(f"/meetings/{meeting.pk}/run/closing/")
    assert texts_of(page, "ul.unfinished li") == []


def test_the_page_of_minutes_asks_before_they_are_adopted(world: World, client) -> None:
    first = written(world)
    checked(world, first)
    opened(world, begins="21:00")
    page = as_(client, world.bo).get(address(first))
    page = client.get(links(page)["The meeting adopts them"])
    assert texts_of(page, "h1") == ["Does the meeting adopt the minutes of 17 March 2026?"]
    assert MinutesVersion.objects.count() == 0
    asked = f"{address(first, 'adoption/')}?revision={revision(first)}"
    assert (client.post(asked, fields(page)).url, MinutesVersion.objects.count()) == (address(first), 1)


def test_who_saves_second_is_told_that_somebody_else_changed_the_part(world: World, client) -> None:
    meeting = written(world)
    boat = str(item(meeting, 1).pk)
    page = as_(client, world.bo).get(address(meeting, f"parts/{boat}/"))
    given = {**fields(page), "text": "From 19:05 to 19:25. It is old."}
    edit(world, meeting, boat, "From 19:05 to 19:25.\nWe keep it.", revision=0, by=world.eve)
    page = client.post(address(meeting, f"parts/{boat}/"), given, follow=True)
    said = page.content.decode()
    assert [words in said for words in ("It is old.", "We keep it.", "Somebody else changed this part meanwhile")] == [
        True, True, True,
    ]  # fmt: skip


def test_too_long_a_part_is_refused_and_stays_on_the_page(world: World, client) -> None:
    meeting = written(world)
    given = {"revision": "0", "text": "x" * 10_001}
    page = as_(client, world.bo).post(address(meeting, "parts/closing/"), given)
    assert page.status_code == 422
    assert refusals(page) == ["Text – This part has 10001 characters. Shorten it to at most 10000."]
    assert given["text"] in page.content.decode()


def test_a_stranger_finds_no_minutes(world: World, client) -> None:
    people = joined(world, 1)
    meeting = written(world)
    for who in (world.cy, world.ada, world.max, people[0]):
        for rest in ("", "parts/closing/", "1/", "1.pdf"):
            assert as_(client, who).get(address(meeting, rest)).status_code == 404
        for rest in ("writing/", "checking/", "adoption/", "correction/"):
            assert client.post(address(meeting, rest)).status_code == 404


def test_somebody_who_was_there_reads_the_draft_and_changes_nothing(world: World, client) -> None:
    people = joined(world, 1)
    meeting = written(world, people[0])
    page = as_(client, people[0]).get(address(meeting))
    assert page.status_code == 200
    assert "Change" not in page.content.decode()
    assert client.get(address(meeting, "parts/closing/")).status_code == 404


def test_the_next_agenda_is_proposed_with_minutes_to_adopt(world: World, client) -> None:
    written(world)
    page = as_(client, world.bo).get(f"/units/{world.harbour.pk}/meetings/new/")
    assert texts_of(page, "textarea")[0] == "Minutes of 17 March 2026: to be adopted"


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_however_many_parts_and_people(world: World, client, count: int) -> None:
    people = joined(world, count)
    meeting = written(world, *people, agenda=[{"text": "Tea"}] * count)
    as_(client, world.bo)
    assert (cost(client, address(meeting)), cost(client, address(meeting, "parts/closing/"))) == (10, 10)
    checked(world, meeting)
    adopted(world, meeting)
    assert cost(client, address(meeting)) == 8
