"""Devices that are notified: turned on and off by their owner, and gone with their session."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from conftest import World, make_person
from folkmoot.accounts.session_keys import row_key
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import Entry
from folkmoot.notices import vapid
from folkmoot.notices.actions.devices import MOST_DEVICES, subscribe_device
from folkmoot.notices.holdings import erase
from folkmoot.notices.models import Subscription
from folkmoot.notices.rules.slots import Often
from folkmoot.notices.tests.pushes import Browser
from folkmoot.people.models import Account, Person
from folkmoot.rights.actions.leaving import leave_organisation

OWN, TURN_ON, SESSIONS = "/account/notices/", "/account/notices/device/", "/account/sessions/"
PHONE = "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0"


@pytest.fixture(autouse=True)
def data(settings, tmp_path) -> None:
    settings.DATA = tmp_path


def signed_in(person: Person) -> Client:
    client = Client(headers={"User-Agent": PHONE})
    client.force_login(Account.objects.get(person=person))
    client.get(OWN)
    return client


def session_of(client: Client) -> int:
    return int(UserSession.objects.get(session_key=row_key(client.session.session_key or "")).pk)


def given(name: str = "cy", **other: str) -> dict[str, str]:
    return {
        "endpoint": f"https://push.example.org/{name}",
        "frequency": "daily",
        **Browser().keys,
        **other,
    }


def turn_on(client: Client, name: str = "cy", **other: str):
    return client.post(TURN_ON, given(name, **other))


def endpoints() -> list[str]:
    return sorted(Subscription.objects.values_list("endpoint", flat=True))


def text(answer) -> str:
    return str(answer.content.decode())


def test_a_member_turns_it_on_and_off_on_their_own_device(world: World) -> None:
    client = signed_in(world.cy)
    assert turn_on(client)["Location"] == OWN
    [row] = Subscription.objects.all()
    assert (row.pk, row.often, row.service) == (session_of(client), Often.DAILY, "push.example.org")
    assert row.made_on == row.since.date()
    page = text(client.get(OWN))
    assert "This device is notified now." in page
    assert "by way of push.example.org" in page
    assert "Notify this device" not in page
    client.post(f"{TURN_ON}{row.pk}/end/")
    assert endpoints() == []
    assert "Notify this device" in text(client.get(OWN))


def test_the_page_says_what_it_needs_to_whoever_has_no_script(world: World) -> None:
    page = text(signed_in(world.cy).get(OWN))
    assert "you need a browser that runs scripts" in page
    assert (
        f'data-push-key="{vapid.public_key()}" data-push-worker="/static/ui/push-worker.js" hidden>' in page
    )


def test_a_stranger_signs_in_first(world: World) -> None:
    assert turn_on(Client())["Location"] == "/sign-in/?next=/"
    assert Client().get(TURN_ON).status_code == 405


def test_that_a_device_is_notified_leaves_no_entry(world: World) -> None:
    turn_on(signed_in(world.cy))
    assert not Entry.objects.exists()


def test_turning_it_on_again_is_one_device_with_its_new_address(world: World) -> None:
    client = signed_in(world.cy)
    turn_on(client)
    turn_on(client, "new", frequency="at_once")
    assert [(row.endpoint, row.often) for row in Subscription.objects.all()] == [
        ("https://push.example.org/new", Often.AT_ONCE)
    ]


def test_a_browser_that_two_people_use_is_notified_for_whoever_asked_last(world: World) -> None:
    turn_on(signed_in(world.cy), "shared")
    client = signed_in(world.bo)
    turn_on(client, "shared")
    assert list(Subscription.objects.values_list("pk", flat=True)) == [session_of(client)]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"endpoint": "http://push.example.org/a"}, "no address of a push service"),
        ({"endpoint": "https://push.example.org:22/a"}, "no address of a push service"),
        ({"endpoint": ""}, "no address of a push service"),
        ({"public_key": "BCVx"}, "no keys of a browser"),
        ({"public_key": "B" + "A" * 86}, "no keys of a browser"),
        ({"secret": "short"}, "no keys of a browser"),
        ({"frequency": "off"}, "turn it off"),
        ({"frequency": "hourly"}, "Choose one of these"),
    ],
)
def test_what_no_browser_makes_is_refused(world: World, wrong, sentence) -> None:
    answer = turn_on(signed_in(world.cy), **wrong)
    assert (answer.status_code, endpoints()) == (422, [])
    assert sentence in text(answer)


def test_nobody_is_notified_in_the_session_of_somebody_else(world: World) -> None:
    other = session_of(signed_in(world.bo))
    with pytest.raises(Refused, match="not signed in there"):
        run(
            subscribe_device,
            {"session": other, **given()},
            act_id=new_id(),
            by=world.cy,
            at=world.at,
            via=Via.WEB,
        )
    assert endpoints() == []


def test_whoever_has_no_account_has_no_device(world: World) -> None:
    person = make_person("Gus")
    Account.objects.filter(person=person).delete()
    with pytest.raises(Refused, match="not signed in there"):
        run(
            subscribe_device,
            {"session": 1, **given()},
            act_id=new_id(),
            by=person,
            at=world.at,
            via=Via.WEB,
        )


def test_a_program_cannot_be_notified(world: World) -> None:
    session = session_of(signed_in(world.cy))
    with pytest.raises(Refused, match="A program cannot be notified"):
        run(
            subscribe_device,
            {"session": session, **given()},
            act_id=new_id(),
            by=world.cy,
            at=world.at,
            via=Via.API,
        )


def test_nobody_turns_off_the_device_of_somebody_else(world: World) -> None:
    theirs = signed_in(world.bo)
    turn_on(theirs, "bo")
    signed_in(world.cy).post(f"{TURN_ON}{session_of(theirs)}/end/")
    assert endpoints() == ["https://push.example.org/bo"]


def test_the_eleventh_device_is_refused_and_one_of_the_ten_may_change(world: World) -> None:
    clients = [signed_in(world.cy) for _number in range(MOST_DEVICES)]
    for number, client in enumerate(clients):
        turn_on(client, str(number))
    assert len(endpoints()) == MOST_DEVICES
    answer = turn_on(signed_in(world.cy), "eleventh")
    assert "You are notified on 10 devices already." in text(answer)
    assert len(endpoints()) == MOST_DEVICES
    turn_on(clients[0], "changed")
    assert "https://push.example.org/changed" in endpoints()
    turn_on(signed_in(world.bo), "bo")
    assert "https://push.example.org/bo" in endpoints()


def test_it_ends_with_the_session_that_is_revoked_and_no_other(world: World) -> None:
    here, there = signed_in(world.cy), signed_in(world.cy)
    turn_on(here, "here")
    turn_on(there, "there")
    page = text(here.get(SESSIONS))
    assert len(re.findall("gets notifications", page)) == 2
    here.post(f"{SESSIONS}{session_of(there)}/end/")
    assert endpoints() == ["https://push.example.org/here"]


def test_it_ends_when_one_signs_out_everywhere_else(world: World) -> None:
    here, there = signed_in(world.cy), signed_in(world.cy)
    turn_on(here, "here")
    turn_on(there, "there")
    here.post(f"{SESSIONS}others/end/")
    assert endpoints() == ["https://push.example.org/here"]


def test_it_ends_with_the_account(world: World) -> None:
    turn_on(signed_in(world.cy))
    turn_on(signed_in(world.bo), "bo")
    closing = {"close_account": True}
    run(leave_organisation, closing, act_id=new_id(), by=world.cy, at=world.at, via=Via.WEB)
    assert endpoints() == ["https://push.example.org/bo"]


def test_it_ends_with_erasure(world: World) -> None:
    turn_on(signed_in(world.cy))
    turn_on(signed_in(world.bo), "bo")
    assert erase(world.cy.pk, 100) == 1
    assert endpoints() == ["https://push.example.org/bo"]


def test_a_member_takes_along_where_they_are_notified_and_no_secret_of_the_browser(world: World) -> None:
    client = signed_in(world.cy)
    sent = given()
    client.post(TURN_ON, sent)
    answer: Any = client.get("/account/record.json")
    whole = b"".join(answer.streaming_content).decode()
    [told] = json.loads(whole)["notices_subscription"]
    assert (told["session_id"], told["endpoint"], told["frequency"]) == (
        "Firefox, Android",
        sent["endpoint"],
        "daily",
    )
    assert sent["secret"] not in whole
    assert sent["public_key"] not in whole


def test_a_device_whose_session_is_over_is_not_on_the_list(world: World) -> None:
    gone, here = signed_in(world.cy), signed_in(world.cy)
    turn_on(gone, "gone")
    Session.objects.filter(pk=row_key(gone.session.session_key or "")).update(
        expire_date=world.at - timedelta(days=300)
    )
    assert "by way of" not in text(here.get(OWN))


@pytest.mark.parametrize("devices", [1, 3])
def test_the_page_costs_the_same_however_many_devices(
    world: World, devices, django_assert_num_queries
) -> None:
    client = signed_in(world.cy)
    for number in range(devices):
        turn_on(signed_in(world.cy), str(number))
    client.get(OWN)
    with django_assert_num_queries(8):
        client.get(OWN)
