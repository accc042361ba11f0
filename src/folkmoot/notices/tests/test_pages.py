import re
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.test import Client
from icalendar import Calendar

from conftest import World
from folkmoot.notices.actions.refusals import note_refused
from folkmoot.notices.jobs import Enrolment
from folkmoot.notices.models import CalendarAddress, Recipient
from folkmoot.notices.rules.slots import Often
from folkmoot.notices.signing import token_of
from folkmoot.people.models import Account, Membership, Person

OWN = "/account/notices/"


@pytest.fixture
def enrolled(world: World) -> World:
    Enrolment().go_on(world.at)
    return world


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(Account.objects.get(person=person))
    return client


def often(person: Person) -> Often:
    return Recipient.objects.get(pk=person.pk).often


def text(answer) -> str:
    return str(answer.content.decode())


def test_a_member_chooses_how_often(enrolled: World) -> None:
    client = signed_in(enrolled.cy)
    assert "Once a week" in text(client.get(OWN))
    answer = client.post(OWN, {"frequency": "daily"})
    assert (answer.status_code, often(enrolled.cy)) == (302, Often.DAILY)


def test_a_member_who_has_no_row_yet_sees_what_is_usual(world: World) -> None:
    page = text(signed_in(world.cy).get(OWN))
    assert 'value="weekly" required id="id_frequency_2" checked' in page.replace("  ", " ")


def test_a_choice_that_is_none_is_refused_on_the_page(enrolled: World) -> None:
    answer = signed_in(enrolled.cy).post(OWN, {"frequency": "hourly"})
    assert answer.status_code == 422
    assert often(enrolled.cy) is Often.WEEKLY


def test_a_stranger_signs_in_first(world: World) -> None:
    assert Client().get(OWN)["Location"] == f"/sign-in/?next={OWN}"


def test_a_link_in_a_mail_does_nothing_until_its_button_is_pressed(enrolled: World) -> None:
    link = f"/notices/stop/{token_of(enrolled.cy.pk)}/"
    client = Client(enforce_csrf_checks=True)
    for ask in (client.get, client.head, client.options):
        ask(link)
    assert "Stop the mail" in text(client.get(link))
    assert often(enrolled.cy) is Often.WEEKLY
    assert "You get no more such mail" in text(client.post(link))
    assert often(enrolled.cy) is Often.OFF
    assert often(enrolled.bo) is Often.WEEKLY


def test_a_mail_program_stops_the_mail_with_one_click(enrolled: World) -> None:
    # RFC 8058 §3.2: a POST with this body, and no cookie.
    link = f"/notices/stop/{token_of(enrolled.cy.pk)}/"
    answer = Client(enforce_csrf_checks=True).post(
        link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert (answer.status_code, often(enrolled.cy)) == (200, Often.OFF)


@pytest.mark.parametrize("wrong", ["{}x", "x{}", "é", "x.{}", "{}.x", "."])
def test_a_link_that_is_not_ours_leads_nowhere(enrolled: World, wrong) -> None:
    link = f"/notices/stop/{wrong.format(token_of(enrolled.cy.pk))}/"
    assert Client().post(link).status_code == 404
    assert often(enrolled.cy) is Often.WEEKLY


def test_the_page_to_stop_at_names_nobody(enrolled: World) -> None:
    page = text(Client().get(f"/notices/stop/{token_of(enrolled.cy.pk)}/"))
    # As a word: the form's token is made of letters too.
    assert not re.search(r"\bCy\b", page)
    assert "cy@example.org" not in page


def test_a_member_is_told_that_mail_comes_back_and_says_that_it_works(enrolled: World) -> None:
    note_refused(enrolled.cy.pk, "cy@example.org", at=enrolled.at)
    client = signed_in(enrolled.cy)
    assert "Mail to cy@example.org comes back" in text(client.get(OWN))
    client.post("/account/notices/address/")
    assert "comes back" not in text(client.get(OWN))


def test_only_the_cells_own_secretary_sees_whom_to_ask_for_an_address(enrolled: World) -> None:
    Membership.objects.filter(person=enrolled.cy).update(unit=enrolled.harbour)
    note_refused(enrolled.cy.pk, "cy@example.org", at=enrolled.at)
    place = f"/units/{enrolled.harbour.pk}/addresses/"
    page = text(signed_in(enrolled.bo).get(place))
    assert "Please ask for a new address" in page
    assert "Cy" in page
    assert "cy@example.org" not in page
    for name in ("una", "max", "ada", "cy", "eve", "dee", "stan"):
        assert signed_in(enrolled.people[name]).get(place).status_code == 404
    assert signed_in(enrolled.bo).get(f"/units/{enrolled.hill.pk}/addresses/").status_code == 404


@pytest.mark.parametrize("members", [1, 3])
def test_the_list_of_addresses_costs_the_same_however_long(
    enrolled: World, members, django_assert_num_queries
) -> None:
    for name in ("cy", "dee", "eve")[:members]:
        Membership.objects.filter(person=enrolled.people[name]).update(unit=enrolled.harbour)
        note_refused(enrolled.people[name].pk, f"{name}@example.org", at=enrolled.at)
    client = signed_in(enrolled.bo)
    client.get(OWN)
    with django_assert_num_queries(6):
        page = text(client.get(f"/units/{enrolled.harbour.pk}/addresses/"))
    assert page.count("Write down a new address") >= members


def made(client: Client) -> str:
    page = text(client.post("/account/calendar/"))
    return page.partition('id="calendar-address">')[2].partition("<")[0].partition("127.0.0.1:8000")[2]


def test_a_calendar_asks_at_a_secret_address_until_it_is_ended(enrolled: World) -> None:
    client = signed_in(enrolled.cy)
    address = made(client)
    answer = Client().get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert Calendar.from_ical(answer.content)["VERSION"] == "2.0"
    client.post("/account/calendar/end/")
    assert Client().get(address).status_code == 404


def test_another_address_ends_the_one_before_and_none_is_kept_to_be_read(enrolled: World) -> None:
    client = signed_in(enrolled.cy)
    first, second = made(client), made(client)
    assert first != second
    assert [Client().get(address).status_code for address in (first, second)] == [404, 200]
    [kept] = CalendarAddress.objects.values_list("secret_hash", flat=True)
    assert kept not in second


def test_a_guess_finds_no_calendar_and_nor_does_an_account_that_is_shut(enrolled: World) -> None:
    address = made(signed_in(enrolled.cy))
    assert Client().get("/calendar/guess.ics").status_code == 404
    assert Client().post(address).status_code == 405
    assert Client().get(address).status_code == 200
    Account.objects.filter(person=enrolled.cy).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_no_page_of_notices_sends_mail(enrolled: World) -> None:
    client = signed_in(enrolled.cy)
    client.post(OWN, {"frequency": "at_once"})
    assert mail.outbox == []
    assert Recipient.objects.filter(pk=enrolled.cy.pk, next_at__gt=datetime.now(UTC)).exists()
