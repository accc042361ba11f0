"""What is typed when a session has ended, through the pages: any form with an act will do."""

import time
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from conftest import World
from folkmoot.access.resuming import LONGEST, MOST, SECONDS
from folkmoot.accounts.tests.test_doors import ask_for_code, code_in_mail
from folkmoot.consultations.models import Comment, GivenOpinion
from folkmoot.consultations.tests.asking import opened
from folkmoot.decisions.models import Decision
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.kernel.clock import now
from folkmoot.people.models import Person

TYPED = "Every second month, <b>please</b>."


@pytest.fixture(autouse=True)
def _now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def address_of_point(world: World) -> str:
    return reverse("consultations:point", args=[opened(world).pk, 1])


def form_of(client: Client, person: Person, address: str) -> dict[str, str]:
    """Open a page, and let the session end then, as when it is ended from another device."""
    client.force_login(person.account)
    found = fields(client.get(address))
    Session.objects.all().delete()
    return found


def sent(client: Client, address: str, given: dict[str, str]) -> str:
    """Send a form from its own page, and return what the sign-in page says."""
    answer = client.post(address, given, headers={"referer": f"http://testserver{address}"})
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/")
    return " ".join(texts_of(client.get(answer["Location"]), "p.notice span"))


def lost(client: Client, address: str, given: dict[str, str]) -> list[str]:
    """Send a form that is not kept from its own page, and return the words that it is answered with."""
    answer = client.post(address, given, headers={"referer": f"http://testserver{address}"})
    assert (answer.status_code, texts_of(answer, "h1")) == (403, ["Not saved: your session had ended"])
    return texts_of(answer, "textarea")


def typed_into(client: Client, person: Person, address: str) -> str:
    given = {**form_of(client, person, address), "opinion": "disagree", "text": TYPED, "is_signed": "yes"}
    return sent(client, address, given)


def test_who_signs_in_again_finds_what_they_typed_and_nothing_is_saved_before_they_say_so(
    world: World, client: Client
) -> None:
    address = address_of_point(world)
    assert "nothing was saved yet. Sign in again" in typed_into(client, world.cy, address)
    client.force_login(world.cy.account)
    page = client.get(address)
    words = page.content.decode()
    assert "is not saved yet: press the button again" in words
    assert "Every second month, &lt;b&gt;please&lt;/b&gt;.</textarea>" in words
    assert (Comment.objects.count(), GivenOpinion.objects.count()) == (0, 0)
    again = {**fields(page), "opinion": "disagree", "text": TYPED, "is_signed": "yes"}
    assert client.post(address, again).status_code == 302
    assert list(Comment.objects.values_list("person__name", "text")) == [("Cy", TYPED)]


def test_it_is_shown_once(world: World, client: Client) -> None:
    address = address_of_point(world)
    typed_into(client, world.cy, address)
    client.force_login(world.cy.account)
    shown = ["Every second" in client.get(address).content.decode() for _time in range(2)]
    assert shown == [True, False]


def test_nobody_else_who_signs_in_there_finds_it_and_then_it_is_gone(world: World, client: Client) -> None:
    address = address_of_point(world)
    typed_into(client, world.cy, address)
    client.force_login(world.bo.account)
    assert "Every second" not in client.get(address).content.decode()
    assert "typed" not in client.session
    client.force_login(world.cy.account)
    assert "Every second" not in client.get(address).content.decode()


def test_after_an_hour_it_is_gone(world: World, client: Client) -> None:
    address = address_of_point(world)
    typed_into(client, world.cy, address)
    world.at += timedelta(hours=1, seconds=1)
    client.force_login(world.cy.account)
    assert "Every second" not in client.get(address).content.decode()


def test_it_waits_while_its_author_is_led_elsewhere_first(world: World, client: Client) -> None:
    address = address_of_point(world)
    typed_into(client, world.cy, address)
    client.force_login(world.cy.account)
    assert "Every second" not in client.get("/account/").content.decode()
    assert "Every second" in client.get(address).content.decode()


def test_a_new_decision_is_found_again_too(world: World, client: Client) -> None:
    given = form_of(client, world.max, "/publish/new/")
    given |= {"texts-0-title": "Meet", "texts-0-body": "1. Monthly.", "step": "save"}
    assert "Sign in again" in sent(client, "/publish/new/", given)
    client.force_login(world.max.account)
    page = client.get("/publish/new/")
    assert texts_of(page, "textarea") == ["1. Monthly."]
    assert Decision.objects.count() == 0


def without_mark(given: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in given.items() if name != "typed_by"}


@pytest.mark.parametrize(
    "spoil",
    [
        without_mark,
        lambda given: {**given, "typed_by": given["typed_by"][:-1] + "_"},
    ],
)
def test_what_is_not_marked_is_not_kept_and_stands_on_the_page_to_be_copied(
    world: World, client: Client, spoil
) -> None:
    address = address_of_point(world)
    given = spoil({**form_of(client, world.cy, address), "text": TYPED, "is_signed": "no"})
    assert lost(client, address, given) == [TYPED]
    assert "typed" not in client.session


def test_what_is_too_long_is_not_kept_and_that_is_said(world: World, client: Client) -> None:
    address = address_of_point(world)
    given = {**form_of(client, world.cy, address), "text": "x " * LONGEST, "is_signed": "no"}
    assert "nothing was saved. Sign in again." in sent(client, address, given)
    assert "typed" not in client.session


def test_nobody_fills_the_database_with_what_they_typed(world: World, client: Client) -> None:
    address = address_of_point(world)
    given = {**form_of(client, world.cy, address), "text": TYPED, "is_signed": "no"}
    cookies = client.cookies.output(header="", sep=";")
    for _time in range(MOST):
        assert "Sign in again: then" in sent(browser_with(cookies), address, given)
    assert lost(browser_with(cookies), address, given) == [TYPED]


def browser_with(cookies: str) -> Client:
    browser = Client()
    browser.cookies.load(cookies)
    return browser


def test_it_counts_for_a_day_how_often_something_was_kept(world: World, client: Client, monkeypatch) -> None:
    kept_for: list[int] = []

    def add(*_said: object, timeout: int) -> bool:
        kept_for.append(timeout)
        return True

    monkeypatch.setattr("folkmoot.access.resuming.cache.add", add)
    typed_into(client, world.cy, address_of_point(world))
    assert kept_for == [24 * 3600]


def test_a_mark_that_was_copied_lays_no_words_into_a_form_elsewhere(world: World, client: Client) -> None:
    address = address_of_point(world)
    mark = form_of(client, world.cy, address)["typed_by"]
    given = {"typed_by": mark, "opinion": "disagree", "text": "Words of Bo", "is_signed": "yes"}
    other = Client()
    assert lost(other, address, given) == ["Words of Bo"]
    signed_in_once = Client()
    form_of(signed_in_once, world.bo, address)
    assert lost(signed_in_once, address, given) == ["Words of Bo"]
    assert ["typed" in each.session for each in (other, signed_in_once)] == [False, False]


def test_a_mark_is_good_for_its_own_page_alone(world: World, client: Client) -> None:
    mark = form_of(client, world.max, "/news/new/")["typed_by"]
    given = {"typed_by": mark, "texts-0-title": "Meet", "step": "save"}
    assert "nothing was saved. Sign in again." in sent(client, "/publish/new/", given)


def test_a_mark_is_good_for_a_day(world: World, client: Client, monkeypatch) -> None:
    address = address_of_point(world)
    given = {**form_of(client, world.cy, address), "text": TYPED, "is_signed": "no"}
    later = time.time() + 24 * 3600 + 1
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert "typed" not in client.session
    assert lost(client, address, given) == [TYPED]


def test_its_row_goes_within_the_hour_and_that_of_who_signs_in_at_midnight(
    world: World, client: Client
) -> None:
    address = address_of_point(world)
    typed_into(client, world.cy, address)
    ends_at = Session.objects.get().expire_date
    assert ends_at <= now() + timedelta(seconds=SECONDS)
    ask_for_code(client, "cy@example.org", next=address)
    client.post("/sign-in/code/", {"code": code_in_mail(), "next": address})
    ends_at = Session.objects.get().expire_date
    assert ends_at.timetz().replace(tzinfo=None) == datetime.min.time()


def test_a_button_alone_leads_back_and_says_that_nothing_was_done(world: World, client: Client) -> None:
    page = f"http://testserver{reverse('consultations:consultations')}"
    answer = client.post(f"{address_of_point(world)}comment/withdrawal/", headers={"referer": page})
    assert answer["Location"] == "/sign-in/?next=/consultations/"
    assert "nothing was saved." in client.get(answer["Location"]).content.decode()


def test_it_is_found_again_by_who_signs_in_with_a_code_and_then_the_session_lasts_as_any(
    world: World, client: Client
) -> None:
    address = address_of_point(world)
    typed_into(client, world.cy, address)
    assert client.session.get_expiry_age() == SECONDS
    ask_for_code(client, "cy@example.org", next=address)
    answer = client.post("/sign-in/code/", {"code": code_in_mail(), "next": address})
    assert answer["Location"] == address
    assert "Every second" in client.get(address).content.decode()
    # The browser keeps the key beyond the end of the session: a form that is sent late still tells whose it was.
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE + 2 * 24 * SECONDS
