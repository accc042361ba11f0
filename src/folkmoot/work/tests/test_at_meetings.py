import json
from datetime import date, timedelta
from typing import Any

import pytest

from conftest import World
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.errors import Refused
from folkmoot.meetings.actions.closing import close_meeting
from folkmoot.meetings.models import Meeting
from folkmoot.meetings.tests.held import arrived, joined, opened
from folkmoot.meetings.tests.held import later as time_goes_by
from folkmoot.membership.tests.paging import as_, links
from folkmoot.people.models import Account, Person
from folkmoot.structure.tests.acting import entries
from folkmoot.structure.tests.pages import words_of
from folkmoot.work.actions.at_meetings import give_out_work
from folkmoot.work.actions.holding import report_done
from folkmoot.work.actions.offering import accept_work, decline_work
from folkmoot.work.holdings import offers_over
from folkmoot.work.models import Assignment
from folkmoot.work.queries.at_meetings import given_out_at, work_topics
from folkmoot.work.tests.doing import fresh, offered, put_up, taken
from folkmoot.work.tests.test_giving import ids_in_rows_with


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def given_out(
    world: World, meeting: Meeting, to: Any = None, *, by: Any = None, title: str = "Mend the net"
) -> Assignment:
    given = {"title": title, "due_on": date(2026, 4, 1), "person_id": to.pk if to else None}
    return fresh(do(world, give_out_work, by=by or world.bo, meeting_id=meeting.pk, **given))


def test_who_said_yes_aloud_counts_as_doing_it_and_no_entry_and_no_minutes_name_them(world: World) -> None:
    meeting = opened(world)
    arrived(world, meeting, world.eve, world.bo)
    work = given_out(world, meeting, world.eve)
    assert (work.state, work.holder, work.offer.person, work.offer.meeting_id, work.meeting_id) == (
        "open", None, world.eve, meeting.pk, meeting.pk,
    )  # fmt: skip
    assert [(event, json.loads(payload)) for event, payload in entries()[-2:]] == [
        (
            "WorkPutUp",
            {"assignment_id": str(work.pk), "unit_id": str(world.harbour.pk), "due_on": "2026-04-01"},
        ),
        ("WorkOffered", {"unit_id": str(world.harbour.pk)}),
    ]
    assert list(given_out_at(meeting)) == ["Work given out: Mend the net, by 1 April 2026."]


def test_they_are_told_and_take_it_back_without_a_trace(world: World, client) -> None:
    meeting = opened(world)
    arrived(world, meeting, world.eve, world.bo)
    work = given_out(world, meeting, world.eve)
    page = as_(client, world.eve).get("/")
    assert texts_of(page, "button.button") == ["Yes, I do it: Mend the net", "Take it back: Mend the net"]
    page = client.get(f"/work/{work.pk}/")
    assert "You said yes at the meeting of 17 March 2026" in texts_of(page, "p")[1]
    client.post(f"/work/{work.pk}/declining/", fields(page))
    assert (fresh(work.pk).state, fresh(work.pk).waiting) == ("open", None)
    # That she attended stands where it did.
    assert ids_in_rows_with(world.eve.pk, work.pk) == []


def test_members_see_that_somebody_said_yes_and_who_once_they_confirm_it(world: World, client) -> None:
    """Nobody is shown as doing what others say of them: only they and the officers see the name."""
    meeting = opened(world)
    arrived(world, meeting, world.eve, world.bo)
    work = given_out(world, meeting, world.bo, by=world.eve)
    address = f"/units/{world.harbour.pk}/work/"
    page = as_(client, joined(world, 1)[0]).get(address)
    assert texts_of(page, "p.meta") == ["said yes at the meeting by 1 April 2026"]
    page = words_of(client.get(f"/work/{work.pk}/"))
    assert ("said yes" in page, "Bo" in page, "Eve" in page) == (True, False, False)
    said = "Bo said yes, as Eve wrote down. Only they and the officers here see that."
    assert said in texts_of(as_(client, world.bo).get(f"/work/{work.pk}/"), "span.meta")
    do(world, accept_work, by=world.bo, assignment_id=work.pk)
    page = as_(client, Person.objects.get(name="Member 01")).get(address)
    assert texts_of(page, "p.meta") == ["taken Bo, by 1 April 2026"]


def test_once_it_was_taken_back_nothing_more_is_entered_for_them_there(world: World) -> None:
    meeting = opened(world)
    arrived(world, meeting, world.eve, world.bo)
    given_out(world, meeting, world.eve)
    work = given_out(world, meeting, world.eve, title="Apologise to all")
    do(world, decline_work, by=world.eve, assignment_id=work.pk)
    with pytest.raises(Refused, match="No more can be entered for them at this meeting"):
        given_out(world, meeting, world.eve, title="Sweep")
    assert given_out(world, meeting, world.bo, title="Sweep").offer.person == world.bo


def test_what_nobody_confirmed_lapses_after_a_month(world: World) -> None:
    meeting = opened(world)
    arrived(world, meeting, world.eve, world.bo)
    given_out(world, meeting, world.eve)
    assert offers_over(world.at + timedelta(days=29)).count() == 0
    assert offers_over(world.at + timedelta(days=30)).count() == 1


def test_of_whoever_has_no_account_no_name_is_kept(world: World) -> None:
    meeting = opened(world)
    (one,) = joined(world, 1)
    Account.objects.filter(person=one).delete()
    arrived(world, meeting, one, world.bo)
    work = given_out(world, meeting, one)
    assert (work.state, work.waiting) == ("open", None)
    assert ids_in_rows_with(one.pk, work.pk) == []


def test_what_becomes_of_it_is_said_where_somebody_has_no_account(world: World, client) -> None:
    meeting = opened(world)
    Account.objects.filter(person=world.eve).delete()
    arrived(world, meeting, world.eve, world.bo)
    address = f"/meetings/{meeting.pk}/work/"
    page = as_(client, world.bo).get(address)
    assert texts_of(page, "option") == [
        "Nobody yet: it stays open", "Bo", "Eve (no account: entered as open)",
    ]  # fmt: skip
    given = {**fields(page), "title": "Mend the net", "due_on": "2026-04-01", "person_id": str(world.eve.pk)}
    said = "It is entered as open: Eve has no account, and no name is kept. Write on paper who does it."
    page = client.post(address, given, follow=True)
    assert said in words_of(page)
    given = {**fields(page), "title": "Sweep", "due_on": "2026-04-01", "person_id": str(world.bo.pk)}
    assert "It is given out." in words_of(client.post(address, given, follow=True))


def test_nothing_is_given_out_at_a_meeting_that_was_left_open_and_nobody_is_named(
    world: World, client
) -> None:
    meeting = opened(world)
    arrived(world, meeting, world.eve, world.bo)
    time_goes_by(world, 60 * 24 * 3)
    with pytest.raises(Refused, match="This meeting was to end more than a day ago"):
        given_out(world, meeting, world.eve)
    page = as_(client, world.eve).get(f"/meetings/{meeting.pk}/work/")
    assert texts_of(page, "option") == ["Nobody yet: it stays open"]


def test_they_confirm_it_or_report_it_themselves(world: World) -> None:
    meeting = opened(world)
    arrived(world, meeting, world.eve, world.bo)
    work, other = given_out(world, meeting, world.eve), given_out(world, meeting, world.eve, title="Sweep")
    do(world, accept_work, by=world.eve, assignment_id=work.pk)
    assert (fresh(work.pk).state, fresh(work.pk).holder) == ("accepted", world.eve)
    with pytest.raises(Refused, match="Only whoever does this work"):
        do(world, report_done, by=world.bo, assignment_id=other.pk, result="Mended.")
    do(world, report_done, by=world.eve, assignment_id=other.pk, result="Mended.")
    assert (fresh(other.pk).state, fresh(other.pk).holder, fresh(other.pk).waiting) == (
        "done", world.eve, None,
    )  # fmt: skip


def test_only_who_is_there_says_yes_and_only_who_runs_the_meeting_enters_it(world: World) -> None:
    meeting = opened(world)
    (absent,) = joined(world, 1)
    arrived(world, meeting, world.eve, world.bo)
    with pytest.raises(Refused, match="They are not here"):
        given_out(world, meeting, absent)
    for who in ("cy", "ada", "dee", "stan", "max"):
        with pytest.raises(Refused):
            given_out(world, meeting, world.eve, by=world.people[who])
    # Eve holds no office, and chairs this meeting.
    assert given_out(world, meeting, world.bo, by=world.eve).offer.offered_by == world.eve
    assert Assignment.objects.count() == 1


def test_work_is_given_out_from_the_screen_on_which_the_meeting_is_run(world: World, client) -> None:
    meeting = opened(world)
    arrived(world, meeting, world.eve, world.bo)
    page = as_(client, world.bo).get(f"/meetings/{meeting.pk}/run/")
    page = client.get(links(page)["Give out work, or talk it over"])
    assert texts_of(page, "option") == ["Nobody yet: it stays open", "Bo", "Eve"]
    given = {**fields(page), "title": "Mend the net", "due_on": "2026-04-01", "person_id": str(world.eve.pk)}
    page = client.post(page.request["PATH_INFO"], given, follow=True)
    assert texts_of(page, "h3") == ["Mend the net"]
    assert Assignment.objects.get().offer.person == world.eve


@pytest.mark.parametrize("who", ["cy", "ada", "max", "dee", "stan"])
def test_nobody_else_gives_out_work_there(world: World, client, who: str) -> None:
    meeting = opened(world)
    assert as_(client, world.people[who]).get(f"/meetings/{meeting.pk}/work/").status_code == 404


def test_an_agenda_is_proposed_with_work_that_was_done_and_how_much_is_open(world: World, client) -> None:
    done = taken(world, world.eve)
    do(world, report_done, by=world.eve, assignment_id=done.pk, result="It is blue.")
    put_up(world, title="Sweep")
    offered(world, world.eve, title="Between them and those who ask")
    expected = ["Talk over: Paint the boat", "Work that is open: 2 pieces"]
    assert list(work_topics(world.harbour, world.at)) == expected
    page = as_(client, world.bo).get(f"/units/{world.harbour.pk}/meetings/new/")
    assert texts_of(page, "textarea")[0].split("\n")[-2:] == expected


def test_minutes_say_what_was_given_out_and_to_nobody(world: World, client) -> None:
    meeting = opened(world)
    arrived(world, meeting, world.eve, world.bo)
    given_out(world, meeting, world.bo)
    time_goes_by(world, 30)
    do(world, close_meeting, by=world.bo, meeting_id=meeting.pk)
    address = f"/meetings/{meeting.pk}/minutes/"
    client.post(f"{address}writing/", fields(as_(client, world.bo).get(address)))
    said = client.get(address).content.decode()
    closing = said[said.index("Work given out") :].split("Closed at")[0]
    assert closing.split("\n")[0].startswith("Work given out: Mend the net, by 1 April 2026.")
    assert "Bo" not in closing
