"""Digests of real decisions: who is written to, what the mail says, and what is kept of it."""

import re
import threading
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend
from django.forms import model_to_dict

from conftest import World
from folkmoot.decisions.models import Receipt
from folkmoot.decisions.tests.papers import conveyed
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.ids import new_id
from folkmoot.notices.actions.choosing import choose_frequency
from folkmoot.notices.actions.sending import send_due
from folkmoot.notices.alone import alone
from folkmoot.notices.jobs import Enrolment
from folkmoot.notices.mail import NotSent
from folkmoot.notices.models import Recipient
from folkmoot.notices.pace import Pace
from folkmoot.notices.queries import own_notices
from folkmoot.people.models import Account, Membership, Person

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
UNHURRIED = Pace(0)


@pytest.fixture
def enrolled(world: World, settings, tmp_path) -> World:
    settings.DATA = tmp_path
    Enrolment().go_on(world.at)
    world.at += timedelta(minutes=1)
    return world


def look(world: World, at: datetime) -> None:
    world.at = at
    while send_due(at, pace=UNHURRIED):
        pass


def a_week_of_looks(world: World) -> None:
    end = world.at + WEEK
    while world.at < end:
        look(world, world.at + timedelta(hours=1))


def written_to() -> list[str]:
    return sorted(address for message in mail.outbox for address in message.to)


def state(person: Person) -> tuple[datetime, datetime]:
    recipient = Recipient.objects.get(pk=person.pk)
    assert recipient.next_at is not None
    return recipient.since, recipient.next_at


def choose(world: World, person: Person, frequency: str) -> None:
    given = {"frequency": frequency}
    run(choose_frequency, given, act_id=new_id(), by=person, at=world.at, via=Via.WEB)


def test_within_a_week_everybody_is_told_once_what_is_new_for_them(enrolled: World) -> None:
    conveyed(enrolled, to=enrolled.north)
    conveyed(enrolled, to=enrolled.hill)
    a_week_of_looks(enrolled)
    everybody = ["ada", "bo", "cy", "eve", "max", "una"]
    assert written_to() == [f"{name}@example.org" for name in everybody]
    said = {message.to[0].partition("@")[0]: message.body.partition("\n")[0] for message in mail.outbox}
    one, two = "There is 1 new thing for you.", "There are 2 new things for you."
    assert said == {"bo": one, "eve": one, "ada": two, "cy": two, "max": two, "una": two}
    a_week_of_looks(enrolled)
    assert len(mail.outbox) == len(everybody)


def test_a_mail_comes_in_the_morning_where_its_reader_lives(enrolled: World) -> None:
    conveyed(enrolled, to=enrolled.vale)
    for _hour in range(7 * 24):
        look(enrolled, enrolled.at + timedelta(hours=1))
        if mail.outbox:
            break
    assert 8 <= enrolled.vale.local(enrolled.at).hour <= 10


def test_nobody_is_woken_however_long_their_mail_has_waited(enrolled: World) -> None:
    conveyed(enrolled, to=enrolled.vale)
    # 20:30 in UTC is 21:30 in Paris.
    night = enrolled.at.replace(hour=20, minute=30) + WEEK
    look(enrolled, night)
    assert mail.outbox == []
    _since, next_at = state(enrolled.dee)
    assert enrolled.vale.local(next_at).date() == enrolled.vale.local(night + DAY).date()
    look(enrolled, next_at)
    assert written_to() == ["dee@example.org"]


def test_a_mail_names_no_organisation_no_decision_and_nobody(enrolled: World, settings) -> None:
    settings.PUBLIC_URL = "https://folkmoot.example.org"
    conveyed(enrolled, title="Strike on Monday", to=enrolled.vale)
    a_week_of_looks(enrolled)
    [message] = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    whole = message.message().as_string()
    for word in ("Strike", "Union", "Vale", "Dee", "2026/"):
        assert not re.search(rf"\b{word}\b", whole)
    assert message.subject == "Something new for you"
    assert [kind for _text, kind in message.alternatives] == ["text/html"]
    assert "There is 1 new thing for you." in str(message.alternatives[0][0])


def test_a_mail_can_be_stopped_with_one_click(enrolled: World, settings, client) -> None:
    settings.PUBLIC_URL = "https://testserver"
    conveyed(enrolled, to=enrolled.vale)
    a_week_of_looks(enrolled)
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    client.post(headers["List-Unsubscribe"].strip("<>").removeprefix("https://testserver"))
    conveyed(enrolled, to=enrolled.vale)
    a_week_of_looks(enrolled)
    assert len(mail.outbox) == 1
    assert Recipient.objects.get(pk=enrolled.dee.pk).next_at is None


def test_one_click_is_not_promised_without_https(enrolled: World) -> None:
    conveyed(enrolled, to=enrolled.vale)
    a_week_of_looks(enrolled)
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe"].startswith("<http://")
    assert "List-Unsubscribe-Post" not in headers


def test_what_is_kept_does_not_say_who_was_told(enrolled: World) -> None:
    """To have been told is not to have read: who reads looks the same as who was reminded."""
    decision = conveyed(enrolled, to=enrolled.hill)
    Receipt.objects.create(
        decision=decision, person=enrolled.cy, origin=enrolled.hill, acknowledged_at=enrolled.at
    )
    for name in ("cy", "max"):
        choose(enrolled, enrolled.people[name], "daily")
    Recipient.objects.filter(pk__in=[enrolled.cy.pk, enrolled.max.pk]).update(next_at=enrolled.at)
    Recipient.objects.exclude(pk__in=[enrolled.cy.pk, enrolled.max.pk]).update(frequency="off", next_at=None)
    at = enrolled.at.replace(hour=7, minute=0) + DAY
    look(enrolled, at)
    assert written_to() == ["max@example.org"]
    read, told = (
        model_to_dict(Recipient.objects.get(pk=person.pk)) for person in (enrolled.cy, enrolled.max)
    )
    assert set(read) == {
        "person", "frequency", "wants_meetings", "since", "next_at", "refused_digest", "refused_at", "proven_at",
    }  # fmt: skip
    for column in set(read) - {"person", "next_at"}:
        assert read[column] == told[column]
    assert {enrolled.hill.local(row["next_at"]).hour for row in (read, told)} <= {8, 9}


def test_at_once_is_within_a_quarter_of_an_hour_by_day(enrolled: World) -> None:
    choose(enrolled, enrolled.dee, "at_once")
    enrolled.at = enrolled.at.replace(hour=12) + DAY
    look(enrolled, enrolled.at)
    conveyed(enrolled, to=enrolled.vale)
    for _minute in range(15):
        look(enrolled, enrolled.at + timedelta(minutes=1))
    assert written_to() == ["dee@example.org"]


def test_what_was_being_conveyed_during_a_look_is_told_at_the_next(enrolled: World) -> None:
    _since, slot = state(enrolled.dee)
    look(enrolled, slot)
    # It carries an earlier moment than the look, and was committed after it.
    enrolled.at = slot - timedelta(seconds=30)
    conveyed(enrolled, to=enrolled.vale)
    enrolled.at = slot
    assert mail.outbox == []
    a_week_of_looks(enrolled)
    assert written_to() == ["dee@example.org"]


def test_whoever_left_closed_their_account_or_lost_their_address_is_passed_over(enrolled: World) -> None:
    conveyed(enrolled, to=enrolled.hill)
    Membership.objects.filter(person=enrolled.cy).update(ended_at=enrolled.at)
    Account.objects.filter(person=enrolled.max).update(is_active=False)
    Account.objects.filter(person=enrolled.una).delete()
    a_week_of_looks(enrolled)
    assert written_to() == ["ada@example.org"]
    assert not Recipient.objects.filter(next_at__lte=enrolled.at).exists()


class Choosy(EmailBackend):
    """A mail server that has something against Cy."""

    fault: Exception
    asked: list[str]

    def send_messages(self, messages) -> int:
        [message] = messages
        self.asked.append(message.to[0])
        if message.to == ["cy@example.org"]:
            raise self.fault
        return super().send_messages(messages)


@pytest.fixture
def choosy(settings) -> type[Choosy]:
    settings.EMAIL_BACKEND = f"{__name__}.Choosy"
    Choosy.asked = []
    return Choosy


def test_an_address_that_is_refused_is_not_written_to_again(enrolled: World, choosy) -> None:
    choosy.fault = SMTPRecipientsRefused({"cy@example.org": (550, b"5.1.1 no such user")})
    for _week in range(2):
        conveyed(enrolled, to=enrolled.hill)
        a_week_of_looks(enrolled)
    assert choosy.asked.count("cy@example.org") == 1
    assert own_notices(enrolled.cy).is_refused
    assert not own_notices(enrolled.max).is_refused
    Account.objects.filter(person=enrolled.cy).update(email="cy.hill@example.org")
    conveyed(enrolled, to=enrolled.hill)
    a_week_of_looks(enrolled)
    assert "cy.hill@example.org" in choosy.asked


class Closed(EmailBackend):
    """A mail server that does not know us."""

    def send_messages(self, messages) -> int:
        raise SMTPRecipientsRefused({messages[0].to[0]: (550, b"relay not permitted")})


def test_a_server_that_refuses_everybody_says_nothing_about_anybodys_address(
    enrolled: World, settings
) -> None:
    conveyed(enrolled, to=enrolled.hill)
    usual, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Closed"
    at = enrolled.at.replace(hour=9) + WEEK + DAY
    with pytest.raises(NotSent):
        look(enrolled, at)
    members = [enrolled.people[name] for name in ("ada", "cy", "max", "una")]
    assert {state(member)[1] for member in members} == {at + timedelta(hours=1)}
    assert not any(own_notices(member).is_refused for member in members)
    settings.EMAIL_BACKEND = usual
    look(enrolled, at + timedelta(hours=1))
    assert len(mail.outbox) == len(members)


@pytest.mark.parametrize(
    "fault",
    [SMTPRecipientsRefused({"cy@example.org": (451, b"try later")}), SMTPDataError(452, b"too much")],
)
def test_a_message_that_is_not_taken_now_is_offered_again_within_hours_and_holds_up_nobody(
    enrolled: World, choosy, fault
) -> None:
    choosy.fault = fault
    conveyed(enrolled, to=enrolled.hill)
    _since, slot = state(enrolled.cy)
    look(enrolled, slot)
    assert state(enrolled.cy)[1] == slot + timedelta(hours=1)
    a_week_of_looks(enrolled)
    assert choosy.asked.count("cy@example.org") > 10
    assert written_to() == ["ada@example.org", "max@example.org", "una@example.org"]
    assert not own_notices(enrolled.cy).is_refused


def test_a_mail_server_that_is_away_changes_nothing_and_everybody_is_told_later(
    enrolled: World, choosy
) -> None:
    choosy.fault = ConnectionRefusedError()
    conveyed(enrolled, to=enrolled.hill)
    before, slot = state(enrolled.cy)
    with pytest.raises(NotSent):
        look(enrolled, slot)
    assert state(enrolled.cy) == (before, slot)
    choosy.fault = SMTPDataError(452, b"later")
    look(enrolled, slot)
    assert state(enrolled.cy)[1] == slot + timedelta(hours=1)


def test_a_message_that_cannot_be_written_is_put_aside_and_the_fault_is_told(enrolled: World, choosy) -> None:
    choosy.fault = UnicodeError("what nobody thought of")
    conveyed(enrolled, to=enrolled.hill)
    _since, slot = state(enrolled.cy)
    with pytest.raises(UnicodeError):
        look(enrolled, slot)
    assert state(enrolled.cy)[1] == slot + timedelta(hours=1)


def test_a_message_is_the_same_message_whenever_it_is_sent_again(enrolled: World) -> None:
    conveyed(enrolled, to=enrolled.vale)
    since, slot = state(enrolled.dee)
    look(enrolled, slot)
    # As if the process had been killed after handing over and before noting it.
    Recipient.objects.filter(pk=enrolled.dee.pk).update(since=since, next_at=slot)
    look(enrolled, slot + timedelta(minutes=20))
    first, again = (message.extra_headers["Message-ID"] for message in mail.outbox)
    assert first == again
    conveyed(enrolled, to=enrolled.vale)
    a_week_of_looks(enrolled)
    assert mail.outbox[-1].extra_headers["Message-ID"] != first


def test_whoever_stops_the_mail_while_it_is_being_sent_keeps_their_choice(enrolled: World, settings) -> None:
    conveyed(enrolled, to=enrolled.vale)
    _since, slot = state(enrolled.dee)

    class Slow(EmailBackend):
        def send_messages(self, messages) -> int:
            choose(enrolled, enrolled.dee, "off")
            return super().send_messages(messages)

    settings.EMAIL_BACKEND = f"{__name__}.Slow"
    globals()["Slow"] = Slow
    look(enrolled, slot)
    del globals()["Slow"]
    assert Recipient.objects.get(pk=enrolled.dee.pk).next_at is None


def test_only_one_sends_at_a_time(enrolled: World) -> None:
    conveyed(enrolled, to=enrolled.vale)
    _since, slot = state(enrolled.dee)
    answers = []

    def elsewhere() -> None:
        from django.db import connection  # noqa: PLC0415  -- a connection of this thread

        with alone() as is_alone:
            answers.append(is_alone)
        connection.close()

    with alone() as is_alone:
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert (is_alone, answers) == (True, [False, True])
    look(enrolled, slot)
    assert written_to() == ["dee@example.org"]


def test_a_sender_that_is_asked_to_stop_leaves_the_rest_for_later(enrolled: World) -> None:
    conveyed(enrolled, to=enrolled.hill)
    stopping = threading.Event()
    stopping.set()
    at = enrolled.at.replace(hour=9) + WEEK + DAY
    send_due(at, pace=Pace(0, stopping))
    assert mail.outbox == []
    look(enrolled, at)
    assert len(mail.outbox) == 4


@pytest.mark.parametrize("people", [1, 3])
def test_a_look_at_many_asks_no_more_than_a_look_at_one(
    enrolled: World, people, django_assert_num_queries
) -> None:
    conveyed(enrolled, to=enrolled.hill)
    at = enrolled.at.replace(hour=9) + WEEK + DAY
    chosen = [enrolled.people[name].pk for name in ("cy", "max", "una")[:people]]
    Recipient.objects.exclude(pk__in=chosen).update(frequency="off", next_at=None)
    # Three for the recipients, seven for what is new, one for what is asked about drafts, two for meetings, two for news
    # besides, and one for noting each message that was handed over.
    with django_assert_num_queries(3 + 7 + 1 + 2 + 2 + people + _locks()):
        send_due(at, pace=UNHURRIED)
    assert len(mail.outbox) == people


def _locks() -> int:
    from django.db import connection  # noqa: PLC0415  -- asked late

    return 2 if connection.vendor == "postgresql" else 0
