from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conftest import World
from folkmoot.accounts.jobs import forget_expired, forget_lost
from folkmoot.accounts.models import ThrottleRow
from folkmoot.accounts.queries.sessions import people_of_sessions
from folkmoot.accounts.session_keys import row_key
from folkmoot.kernel.clock import now
from folkmoot.people.models import Account

ANDROID = "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0"
NEW = "another long sentence"


def signed_in(account: Account, **headers: str) -> Client:
    client = Client(headers=headers)
    client.force_login(account)
    client.get("/account/")
    return client


def key_of(client: Client) -> str:
    return client.session.session_key or ""


def row_of(client: Client) -> str:
    return row_key(key_of(client))


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_a_session_is_listed_by_its_device_and_day_without_a_network_address(world: World) -> None:
    client = signed_in(world.cy.account, **{"User-Agent": ANDROID})
    [listed] = UserSession.objects.all()
    assert (listed.user, listed.session_key) == (world.cy.account, row_of(client))
    assert (listed.ip, listed.user_agent) == ("::", "Firefox, Android")
    assert listed.created_at.time().isoformat() == "00:00:00"
    assert listed.last_seen_at == listed.created_at


def test_a_session_is_listed_once_however_often_it_is_used(world: World) -> None:
    client = signed_in(world.cy.account)
    client.get("/account/")
    assert UserSession.objects.count() == 1


def test_reading_pages_writes_nothing(world: World) -> None:
    client = signed_in(world.cy.account)
    with CaptureQueriesContext(connection) as queries:
        client.get("/account/")
        client.get("/account/sessions/")
    assert {query["sql"].lstrip("(").split()[0] for query in queries} == {"SELECT"}


def test_the_list_costs_the_same_however_long(world: World) -> None:
    counts = []
    for count in (1, 3):
        client, *_others = [signed_in(world.cy.account) for _ in range(count - UserSession.objects.count())]
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get("/account/sessions/").context["sessions"]) == count
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_ending_a_session_signs_that_device_out_at_its_next_request(world: World) -> None:
    phone, desk = signed_in(world.cy.account), signed_in(world.cy.account)
    lost = UserSession.objects.get(session_key=row_of(phone))
    assert desk.post(f"/account/sessions/{lost.pk}/end/").status_code == 302
    assert (is_signed_in(phone), is_signed_in(desk)) == (False, True)
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [row_of(desk)]


def test_ending_this_session_signs_out_here(world: World) -> None:
    client = signed_in(world.cy.account)
    mine = UserSession.objects.get()
    client.post(f"/account/sessions/{mine.pk}/end/")
    assert not is_signed_in(client)
    assert UserSession.objects.count() == 0


def test_closing_an_account_signs_it_out_everywhere(world: World) -> None:
    client = signed_in(world.cy.account)
    Account.objects.filter(person=world.cy).update(is_active=False)
    assert not is_signed_in(client)


def test_nobody_ends_the_session_of_somebody_else(world: World) -> None:
    victim, stranger = signed_in(world.cy.account), signed_in(world.dee.account)
    theirs = UserSession.objects.get(user=world.cy.account)
    response = stranger.post(f"/account/sessions/{theirs.pk}/end/")
    assert response.status_code == 422
    assert "There is no such session any more." in response.content.decode()
    assert is_signed_in(victim)


def test_all_other_sessions_can_be_ended_at_once(world: World) -> None:
    others = [signed_in(world.cy.account) for _ in range(2)]
    here, bo = signed_in(world.cy.account), signed_in(world.bo.account)
    here.post("/account/sessions/others/end/")
    assert [is_signed_in(client) for client in (*others, here, bo)] == [False, False, True, True]


def test_signing_out_takes_the_session_off_the_list(world: World) -> None:
    client, other = signed_in(world.cy.account), signed_in(world.cy.account)
    key = key_of(client)
    client.post("/sign-out/")
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [row_of(other)]
    assert people_of_sessions([key], world.at) == {}


def test_a_session_that_was_lost_otherwise_is_not_shown_and_soon_forgotten(world: World) -> None:
    lost, kept = signed_in(world.cy.account), signed_in(world.cy.account)
    Session.objects.filter(pk=row_of(lost)).delete()
    shown = kept.get("/account/sessions/").context["sessions"]
    assert [session.session_key for session in shown] == [row_of(kept)]
    assert forget_lost(world.at) is False
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [row_of(kept)]


def test_changing_the_password_ends_all_other_sessions_and_keeps_this_one(world: World) -> None:
    other, here = signed_in(world.cy.account), signed_in(world.cy.account)
    here.post("/account/password/first/", {"password1": NEW, "password2": NEW})
    assert (is_signed_in(other), is_signed_in(here)) == (False, True)
    # Rows, too: open streams look at nothing else.
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [row_of(here)]
    assert list(Session.objects.values_list("pk", flat=True)) == [row_of(here)]


def test_live_streams_learn_who_a_session_belongs_to(world: World) -> None:
    cy, bo = signed_in(world.cy.account), signed_in(world.bo.account)
    world.bo.account.is_active = False
    Account.objects.filter(person=world.bo).update(is_active=False)
    keys = [key_of(cy), key_of(bo), "unknown"]
    expiry = Session.objects.get(pk=row_of(cy)).expire_date
    assert people_of_sessions(keys, expiry - timedelta(seconds=1)) == {keys[0]: world.cy.pk}
    assert people_of_sessions(keys, expiry) == {}


def test_a_session_without_a_place_on_the_list_is_nobodys(world: World) -> None:
    client = Client()
    client.force_login(world.cy.account)
    assert people_of_sessions([key_of(client)], world.at) == {}


def test_what_has_expired_is_forgotten(world: World) -> None:
    client = signed_in(world.cy.account)
    expiry = Session.objects.get().expire_date
    ThrottleRow.objects.create(cache_key="k", value="v", expires=expiry)
    assert forget_expired(expiry) is False
    assert (Session.objects.count(), UserSession.objects.count(), ThrottleRow.objects.count()) == (1, 1, 1)
    forget_expired(expiry + timedelta(seconds=1))
    assert (Session.objects.count(), UserSession.objects.count(), ThrottleRow.objects.count()) == (0, 0, 0)
    assert not is_signed_in(client)


def test_a_session_ends_at_a_midnight_so_that_it_does_not_tell_when_somebody_signed_in(world: World) -> None:
    signed_in(world.cy.account)
    ends_at = Session.objects.get().expire_date
    assert (ends_at.hour, ends_at.minute, ends_at.second, ends_at.microsecond) == (0, 0, 0, 0)
    assert timedelta(days=30) < ends_at - now() <= timedelta(days=31)


@pytest.mark.parametrize("key", ["a\0b", "'; --", "", "A" * 32, "ä" * 32])
def test_what_is_no_key_of_a_session_is_nobodys(world: World, key: str) -> None:
    mine = str(signed_in(world.cy.account).session.session_key)
    assert people_of_sessions([key, mine], now()) == {mine: world.cy.pk}
