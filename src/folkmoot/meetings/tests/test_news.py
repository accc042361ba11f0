from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from django.core import mail
from icalendar import Calendar

from conftest import World
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.ids import new_id
from folkmoot.meetings.actions.calling import cancel_meeting, postpone_meeting
from folkmoot.meetings.actions.planning import plan_meetings
from folkmoot.meetings.models import Meeting
from folkmoot.meetings.queries.news import count_called
from folkmoot.meetings.tests.meetings import GIVEN, called
from folkmoot.notices.actions.choosing import choose_frequency
from folkmoot.notices.actions.sending import send_due
from folkmoot.notices.jobs import Enrolment
from folkmoot.notices.models import Recipient
from folkmoot.notices.pace import Pace
from folkmoot.people.models import Person

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def told(world: World, until: datetime | None = None, *, since: datetime | None = None) -> dict[str, int]:
    people = {person.pk: since or world.at - HOUR for person in world.people.values()}
    counts = count_called(people, until or world.at)
    return {name: counts[person.pk] for name, person in world.people.items() if counts.get(person.pk)}


def changed(world: World, act, at: datetime, **given) -> None:
    run(act, given, act_id=new_id(), by=world.bo, at=at, via=Via.WEB)


def postponed(world: World, meeting: Meeting, at: datetime) -> None:
    when = {"day": date(2026, 3, 24), "begins": "18:00", "minutes": 60, "reason": "The hall is taken."}
    changed(world, postpone_meeting, at, meeting_id=meeting.pk, sequence=meeting.sequence, **when)


def enrol(world: World) -> None:
    Enrolment().go_on(world.at)
    world.at += timedelta(minutes=1)


def chosen(world: World, person: Person, **given) -> None:
    run(choose_frequency, given, act_id=new_id(), by=person, at=world.at, via=Via.WEB)


def looked(at: datetime) -> None:
    while send_due(at, pace=Pace(0)):
        pass


def read() -> dict[str, EmailMessage]:
    return {each.to[0]: message_from_bytes(each.message().as_bytes(), policy=default) for each in mail.outbox}


def test_members_are_told_of_meetings_of_their_cell_and_of_those_above_without_committees(
    world: World,
) -> None:
    called(world)
    assert told(world) == {"bo": 1, "eve": 1}
    called(world, unit=world.union, by=world.max)
    assert told(world) == {"una": 1, "max": 1, "ada": 1, "bo": 2, "cy": 1, "dee": 1, "eve": 2}
    called(world, unit=world.north, by=world.ada, kind="committee", day=date(2026, 3, 18))
    assert told(world) == {"una": 1, "max": 1, "ada": 2, "bo": 2, "cy": 1, "dee": 1, "eve": 2}
    assert told(world, world.at + DAY, since=world.at) == {}


def test_postponing_and_cancelling_are_told_anew_and_what_is_over_is_not(world: World) -> None:
    meeting = called(world)
    postponed(world, meeting, world.at + DAY)
    assert told(world, world.at + 2 * DAY, since=world.at + HOUR) == {"bo": 1, "eve": 1}
    changed(world, cancel_meeting, world.at + 3 * DAY, meeting_id=meeting.pk, reason="A storm.")
    assert told(world, world.at + 4 * DAY, since=world.at + 2 * DAY) == {"bo": 1, "eve": 1}
    assert told(world, world.at + 40 * DAY) == {}


def test_a_year_s_plan_is_one_thing(world: World) -> None:
    given = {name: each for name, each in GIVEN.items() if name not in {"day", "begins"}}
    dates = [{"day": date(2026, month, 17), "begins": "19:00"} for month in (3, 4, 5)]
    do(world, plan_meetings, by=world.bo, unit_id=world.harbour.pk, dates=dates, **given)
    assert told(world) == {"bo": 1, "eve": 1}


@pytest.mark.parametrize("count", [0, 1, 3])
def test_asking_costs_the_same_for_one_and_for_three(
    world: World, count: int, django_assert_num_queries
) -> None:
    for number in range(count):
        called(world, day=date(2026, 3, 17 + number))
    with django_assert_num_queries(2):
        told(world)


def test_a_call_comes_with_the_mail_and_with_its_hour_to_whoever_wants_it(world: World) -> None:
    enrol(world)
    chosen(world, world.bo, frequency="at_once")
    chosen(world, world.eve, frequency="at_once", wants_meetings=True)
    meeting = called(world, place="The old net loft", text="Bring a cup.", agenda=[{"text": "The new boat"}])
    before = list(Recipient.objects.exclude(person__in=[world.bo.pk, world.eve.pk]).order_by("pk").values())
    looked(world.at + HOUR / 2)
    mails = read()
    assert sorted(mails) == ["bo@example.org", "eve@example.org"]
    assert {str(each["Subject"]) for each in mails.values()} == {"Something new for you"}
    assert list(mails["bo@example.org"].iter_attachments()) == []
    [attached] = mails["eve@example.org"].iter_attachments()
    assert (attached.get_content_type(), attached.get_filename()) == ("text/calendar", "meetings.ics")
    assert attached.get_param("method") == "PUBLISH"
    calendar = Calendar.from_ical(attached.get_content())
    event: Any
    [event] = calendar.walk("VEVENT")
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert (event.start, event.end) == (meeting.begins_at, meeting.ends_at)
    assert str(event["UID"]).startswith(str(meeting.pk))
    assert [name for name in event if name in {"ATTENDEE", "ORGANIZER", "LOCATION", "DESCRIPTION"}] == []
    said = mails["eve@example.org"].as_string() + attached.get_content()
    assert [secret for secret in ("Harbour", "net loft", "cup", "boat") if secret in said] == []
    # Nobody else was written to, and nothing says who was.
    assert (
        list(Recipient.objects.exclude(person__in=[world.bo.pk, world.eve.pk]).order_by("pk").values())
        == before
    )


def test_a_change_comes_under_the_same_id_with_a_higher_number(world: World) -> None:
    enrol(world)
    chosen(world, world.eve, frequency="at_once", wants_meetings=True)
    meeting = called(world)
    looked(world.at + HOUR / 2)
    changed(world, cancel_meeting, world.at + HOUR, meeting_id=meeting.pk, reason="A storm.")
    looked(world.at + 2 * DAY)
    messages = [message_from_bytes(each.message().as_bytes(), policy=default) for each in mail.outbox]
    events = [
        event
        for message in messages
        for attached in message.iter_attachments()
        for event in Calendar.from_ical(attached.get_content()).walk("VEVENT")
    ]
    assert [(str(each["STATUS"]), each["SEQUENCE"]) for each in events] == [
        ("CONFIRMED", 0),
        ("CANCELLED", 1),
    ]
    assert len({str(each["UID"]) for each in events}) == 1


def test_whoever_wanted_meetings_keeps_that_when_only_the_frequency_is_chosen(world: World) -> None:
    chosen(world, world.eve, frequency="daily", wants_meetings=True)
    chosen(world, world.eve, frequency="weekly")
    assert Recipient.objects.get(pk=world.eve.pk).wants_meetings is True
    chosen(world, world.eve, frequency="weekly", wants_meetings=False)
    assert Recipient.objects.get(pk=world.eve.pk).wants_meetings is False
