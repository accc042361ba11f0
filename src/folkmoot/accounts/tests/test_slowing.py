"""Guessing stays slow, and nobody keeps a member from their own door."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from conftest import World
from folkmoot.accounts.slowing import COOKIE, remember_device, take_try, take_try_here
from folkmoot.accounts.tests.apps import code_of, set_up_app
from folkmoot.accounts.tests.test_doors import (
    PASSWORD,
    ask_for_code,
    code_in_mail,
    give_password,
    is_signed_in,
    sign_in_with_password,
)
from folkmoot.people.models import Account

CY = "cy@example.org"
TOO_MANY = "Signing in as you was tried too often. Wait five minutes, then sign in again."


def network(number: int) -> Client:
    return Client(REMOTE_ADDR=f"192.0.2.{number}")


def guess(client: Client, times: int) -> str:
    page = ""
    for _ in range(times):
        answer = client.post("/sign-in/password/", {"login": CY, "password": "wrong"})
        page = answer.content.decode()
    return page


def ask(from_network: int, times: int) -> int:
    """Ask for a code so often, each time with another browser, and return how many were sent."""
    before = len(mail.outbox)
    for _ in range(times):
        network(from_network).post("/sign-in/", {"email": CY})
    return len(mail.outbox) - before


@pytest.fixture
def fewer(settings: Settings) -> None:
    """Let an address have as much as two networks use up, so that the tests need not guess all evening."""
    fewer = {"login_failed": "10/m/ip,10/h/key", "request_login_code": "100/m/ip,6/h/key"}
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, **fewer}


@pytest.mark.parametrize("action", ["login_failed", "request_login_code", "reset_password"])
def test_it_takes_four_networks_to_use_up_what_an_address_has(settings: Settings, action: str) -> None:
    wide, here = (settings.ACCOUNT_RATE_LIMITS[name].split(",")[1] for name in (action, f"{action}_here"))
    (wide_amount, wide_time, _key), (amount, time, _pair) = (rate.split("/") for rate in (wide, here))
    assert (int(wide_amount), wide_time) == (4 * int(amount), time)


def test_one_network_guesses_five_passwords_in_five_minutes(world: World) -> None:
    give_password(world.cy.account)
    stranger = network(1)
    assert TOO_MANY not in guess(stranger, 5)
    assert TOO_MANY in guess(stranger, 1)
    sign_in_with_password(stranger, CY)
    assert not is_signed_in(stranger)


def test_it_does_not_keep_the_member_out_who_comes_from_another(world: World) -> None:
    give_password(world.cy.account)
    guess(network(1), 8)
    member = network(2)
    sign_in_with_password(member, CY)
    assert is_signed_in(member)


@pytest.mark.usefixtures("fewer")
def test_many_networks_together_are_slowed_down_by_the_address(world: World) -> None:
    give_password(world.cy.account)
    for number in range(2):
        assert TOO_MANY not in guess(network(number), 5)
    member = network(99)
    sign_in_with_password(member, CY)
    assert not is_signed_in(member)


@pytest.mark.usefixtures("fewer")
def test_what_the_address_is_refused_costs_the_network_nothing(world: World) -> None:
    give_password(world.cy.account)
    for number in range(2):
        guess(network(number), 5)
    request = RequestFactory(REMOTE_ADDR="192.0.2.99").post("/sign-in/password/")
    request.user = AnonymousUser()
    assert [take_try(request, "login_failed", CY) for _try in range(6)] == [None] * 6
    left = [take_try_here(request, "login_failed", CY) is not None for _try in range(6)]
    assert left == [True] * 5 + [False]


@pytest.mark.usefixtures("fewer")
def test_even_then_a_device_lets_the_member_in_on_which_they_signed_in_before(world: World) -> None:
    give_password(world.cy.account)
    known = network(50)
    sign_in_with_password(known, CY)
    known.post("/sign-out/")
    for number in range(2):
        guess(network(number), 5)
    sign_in_with_password(known, CY)
    assert is_signed_in(known)


def test_guessing_is_slow_on_a_known_device_too(world: World) -> None:
    give_password(world.cy.account)
    known = network(50)
    sign_in_with_password(known, CY)
    known.post("/sign-out/")
    assert TOO_MANY not in guess(known, 5)
    assert TOO_MANY in guess(known, 1)


def cookies_of(account: Account, number: int) -> list[str]:
    """Sign in so often on one evening, at a telephone that was left lying about, and keep what the browser is given."""
    answers = [HttpResponse() for _each in range(number)]
    for answer in answers:
        remember_device(answer, account)
    return [answer.cookies[COOKIE].value for answer in answers]


def tries(action: str, cookies: list[str], *, each: int) -> int:
    done = 0
    for cookie in [cookie for cookie in cookies for _try in range(each)]:
        request = RequestFactory(REMOTE_ADDR="192.0.2.7").post("/sign-in/password/")
        request.COOKIES[COOKIE], request.user = cookie, AnonymousUser()
        done += take_try(request, action, CY) is not None
    return done


@pytest.mark.parametrize(("action", "each", "most"), [("login_failed", 5, 60), ("request_login_code", 3, 40)])
def test_all_known_devices_together_have_no_more_tries_than_an_address(
    world: World, action: str, each: int, most: int
) -> None:
    assert tries(action, cookies_of(world.cy.account, 30), each=each) == most


def test_what_one_known_device_uses_up_leaves_the_other_its_own(world: World) -> None:
    one, other = cookies_of(world.cy.account, 2)
    assert (tries("login_failed", [one], each=9), tries("login_failed", [other], each=9)) == (5, 5)


def test_with_a_new_password_no_device_is_known_any_more(world: World) -> None:
    cookies = cookies_of(world.cy.account, 30)
    world.cy.account.set_password("a new and much better one")
    world.cy.account.save()
    # As many as this network has.
    assert tries("login_failed", cookies, each=5) == 5


@pytest.mark.usefixtures("fewer")
@pytest.mark.parametrize("kept", ["", "x", ".", "a.b", "device.é", None])
def test_a_device_of_somebody_else_or_a_made_up_one_is_known_to_nobody(
    world: World, kept: str | None
) -> None:
    give_password(world.dee.account)
    thief = network(50)
    sign_in_with_password(thief, "dee@example.org")
    thief.post("/sign-out/")
    if kept is not None:
        thief.cookies[COOKIE] = kept
    for number in range(2):
        guess(network(number), 5)
    assert TOO_MANY in guess(thief, 1)


def test_one_network_asks_for_three_codes_and_the_member_gets_theirs(world: World) -> None:
    assert ask(1, 5) == 3
    member = network(2)
    ask_for_code(member, CY)
    member.post("/sign-in/code/", {"code": code_in_mail()})
    assert is_signed_in(member)


@pytest.mark.usefixtures("fewer")
def test_no_mailbox_is_flooded_from_many_networks(world: World) -> None:
    assert sum(ask(number, 3) for number in range(4)) == 6


def test_one_network_asks_for_three_resets_and_the_member_gets_theirs(world: World) -> None:
    answers = [network(1).post("/password/forgotten/", {"email": CY}).status_code for _ in range(4)]
    assert (answers, len(mail.outbox)) == ([302, 302, 302, 200], 3)
    assert network(2).post("/password/forgotten/", {"email": CY}).status_code == 302
    assert len(mail.outbox) == 4


def test_who_has_the_mail_and_guesses_the_app_does_not_keep_the_member_out(
    world: World, client: Client
) -> None:
    client.force_login(world.cy.account)
    secret = set_up_app(client)
    cache.clear()
    thief, member = network(1), network(2)
    for each in (thief, member):
        ask_for_code(each, CY)
        each.post("/sign-in/code/", {"code": code_in_mail()})
    pages = [thief.post("/sign-in/second/", {"code": "000000"}).content.decode() for _ in range(6)]
    assert [TOO_MANY in page for page in pages] == [False] * 5 + [True]
    member.post("/sign-in/second/", {"code": code_of(secret)})
    assert is_signed_in(member)


def test_an_address_written_otherwise_is_the_same(world: World) -> None:
    give_password(world.cy.account)
    stranger = network(1)
    guess(stranger, 5)
    answer = stranger.post("/sign-in/password/", {"login": "CY@Example.org", "password": PASSWORD})
    assert TOO_MANY in answer.content.decode()


def test_what_the_browser_keeps_says_nothing_of_whose_it_is(world: World) -> None:
    client = network(1)
    ask_for_code(client, CY)
    assert COOKIE not in client.cookies
    client.post("/sign-in/code/", {"code": code_in_mail()})
    kept = client.cookies[COOKIE]
    assert str(world.cy.account.pk) not in kept.value
    assert (kept["httponly"], kept["samesite"]) == (True, "Lax")
    device, mark = kept.value.split(".")
    assert (len(device), len(mark)) == (32, 64)
