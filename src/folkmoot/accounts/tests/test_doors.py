import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.urls import NoReverseMatch, reverse

from conftest import World
from folkmoot.accounts.models import ThrottleRow
from folkmoot.accounts.session_keys import row_key
from folkmoot.people.models import Account

PASSWORD = "a long enough sentence"


def give_password(account: Account) -> Account:
    account.set_password(PASSWORD)
    account.save(update_fields=["password"])
    return account


def code_in_mail() -> str:
    found = re.search(r"^[A-Z]{4}-[A-Z]{4}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found is not None, mail.outbox[-1].body
    return found.group()


def ask_for_code(client: Client, email: str, **more: str) -> None:
    response = client.post(reverse("account_request_login_code"), {"email": email, **more})
    assert response.status_code == 302
    assert response.headers["Location"].split("?")[0] == "/sign-in/code/"


def sign_in_with_password(client: Client, email: str, password: str = PASSWORD, **more: str) -> int:
    response = client.post("/sign-in/password/", {"login": email, "password": password, **more})
    return response.status_code


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_a_member_signs_in_by_a_code_from_their_mail(world: World, client: Client) -> None:
    ask_for_code(client, "cy@example.org")
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["cy@example.org"], "You asked to sign in")
    ]
    response = client.post("/sign-in/code/", {"code": code_in_mail()})
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert client.get("/account/").context["account"] == world.cy.account


@pytest.mark.parametrize("email", ["cy@example.org", "nobody@example.org"])
def test_who_mistyped_their_address_comes_back_to_where_they_typed_it(
    world: World, client: Client, email: str
) -> None:
    ask_for_code(client, email, next="/library/")
    page = client.get("/sign-in/?next=/library/")
    assert page.context["form"].initial["email"] == email
    assert 'href="/sign-in/code/?next=%2Flibrary%2F"' in page.content.decode()
    assert client.get("/sign-in/password/").status_code == 200
    ask_for_code(client, "cy@example.org")
    client.post("/sign-in/code/", {"code": code_in_mail()})
    assert is_signed_in(client)
    assert client.get("/sign-in/").status_code == 302


@pytest.mark.parametrize(
    ("door", "typed"),
    [("/sign-in/", {"email": "cy@"}), ("/sign-in/password/", {"login": "cy@example.org", "password": "x"})],
)
def test_a_browser_comes_back_to_a_form_that_was_refused(
    world: World, client: Client, door: str, typed: dict[str, str]
) -> None:
    assert "no-store" in client.get(door).headers["Cache-Control"]
    refused = client.post(door, typed)
    assert (refused.status_code, refused.headers["Cache-Control"]) == (200, "private, no-cache")
    assert "Expires" not in refused.headers


def test_a_code_is_taken_as_it_is_pasted(world: World, client: Client) -> None:
    ask_for_code(client, "CY@Example.org")
    pasted = f"  {code_in_mail().lower().replace('-', ' ')} "
    assert client.post("/sign-in/code/", {"code": pasted}).status_code == 302
    assert is_signed_in(client)


def test_a_wrong_code_lets_nobody_in_and_the_third_one_ends_the_attempt(world: World, client: Client) -> None:
    ask_for_code(client, "cy@example.org")
    code = code_in_mail()
    answers = [client.post("/sign-in/code/", {"code": "BCDF-GHJK"}).status_code for _ in range(3)]
    assert answers == [200, 200, 302]
    assert client.post("/sign-in/code/", {"code": code}).headers["Location"] == "/sign-in/"
    assert not is_signed_in(client)


def test_a_code_works_once(world: World, client: Client) -> None:
    ask_for_code(client, "cy@example.org")
    code = code_in_mail()
    client.post("/sign-in/code/", {"code": code})
    client.post("/sign-out/")
    assert client.post("/sign-in/code/", {"code": code}).headers["Location"] == "/sign-in/"
    assert not is_signed_in(client)


def test_the_code_can_be_filled_in_by_the_phone(world: World, client: Client) -> None:
    ask_for_code(client, "cy@example.org")
    page = client.get("/sign-in/code/").content.decode()
    assert re.findall(r'autocomplete="([^"]*)"', page) == ["one-time-code"]


def test_a_member_signs_in_with_a_password(world: World, client: Client) -> None:
    give_password(world.cy.account)
    assert sign_in_with_password(client, "Cy@example.org") == 302
    assert is_signed_in(client)


def test_a_wrong_password_is_refused_as_one_of_nobody_is(world: World, client: Client) -> None:
    give_password(world.cy.account)
    pages = []
    for email in ("cy@example.org", "nobody@example.org"):
        response = client.post("/sign-in/password/", {"login": email, "password": "wrong"})
        pages.append(response.context["form"].non_field_errors())
    assert pages[0] == pages[1]
    assert [str(sentence) for sentence in pages[0]] == [
        "The address and the password do not go together. Try again, or ask for a code by mail."
    ]
    assert not is_signed_in(client)


def test_a_closed_account_signs_nobody_in(world: World, client: Client) -> None:
    account = give_password(world.cy.account)
    account.is_active = False
    account.save(update_fields=["is_active"])
    response = client.post("/sign-in/password/", {"login": "cy@example.org", "password": PASSWORD})
    assert response.headers["Location"] == "/sign-in/closed/"
    assert client.get("/sign-in/closed/").status_code == 200
    assert not is_signed_in(client)


@pytest.mark.parametrize("door", ["account_request_login_code", "account_reset_password"])
def test_the_page_answers_alike_whether_or_not_somebody_has_the_address(world: World, door: str) -> None:
    pages, subjects = [], []
    for email in ("cy@example.org", "xy@example.org"):
        client = Client()
        response = client.post(reverse(door), {"email": email}, follow=True)
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
        pages.append((response.status_code, response.redirect_chain, page.replace(email, "")))
        subjects.append([message.to for message in mail.outbox])
        mail.outbox.clear()
    assert pages[0] == pages[1]
    # Both are written to, so that neither time nor a broken mail server tells them apart.
    assert subjects == [[["cy@example.org"]], [["xy@example.org"]]]


def test_an_address_nobody_has_is_told_so_by_mail_alone(world: World, client: Client) -> None:
    ask_for_code(client, "nobody@example.org")
    assert "Nobody is written down there with it." in str(mail.outbox[0].body)
    assert re.search(r"[A-Z]{4}-[A-Z]{4}", str(mail.outbox[0].body)) is None


def test_nobody_can_sign_up(world: World, client: Client) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    assert [client.get(path).status_code for path in ("/signup/", "/accounts/signup/", "/sign-up/")] == [
        404
    ] * 3
    assert Account.objects.count() == 8


def test_a_mail_server_that_does_not_answer_is_told_to_all_alike(
    world: World, client: Client, settings, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    answers = [client.post("/sign-in/", {"email": f"{who}@example.org"}) for who in ("cy", "nobody")]
    assert [answer.status_code for answer in answers] == [503, 503]
    assert "The mail server does not answer." in answers[0].content.decode()


def test_one_network_address_cannot_ask_for_many(world: World, client: Client) -> None:
    answers = [client.post("/password/forgotten/", {"email": f"{n}@example.org"}) for n in range(21)]
    assert [answer.status_code for answer in answers] == [302] * 20 + [429]
    assert "Wait five minutes" in answers[-1].content.decode()


def test_a_hall_full_of_members_signs_in_together(world: World) -> None:
    for number in range(40):
        ask_for_code(Client(), f"{number}@example.org")
    assert len(mail.outbox) == 40


def test_behind_a_proxy_each_client_is_counted_by_what_the_proxy_saw(world: World, settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def ask(number: int, forwarded: str) -> int:
        headers = {"X-Forwarded-For": forwarded}
        return (
            Client()
            .post("/password/forgotten/", {"email": f"{number}@example.org"}, headers=headers)
            .status_code
        )

    assert {ask(number, f"192.0.2.{number}") for number in range(21)} == {302}
    # What a client claims to have been forwarded for stands before what the proxy saw.
    assert [ask(number, f"198.51.100.{number}, 192.0.2.99") for number in range(21)] == [302] * 20 + [429]


def test_throttles_keep_no_address(world: World, client: Client) -> None:
    sign_in_with_password(Client(REMOTE_ADDR="192.0.2.77"), "cy@example.org", "wrong")
    kept = "".join(key + value for key, value in ThrottleRow.objects.values_list("cache_key", "value"))
    assert ThrottleRow.objects.count() > 0
    assert "192.0.2.77" not in kept
    assert "cy@example.org" not in kept


@pytest.mark.django_db(transaction=True)
def test_throttles_count_across_page_processes() -> None:
    # Each thread has a database connection of its own, as each process has.
    def first(_number: int) -> bool:
        try:
            return cache.add("door", 1, timeout=60)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(first, range(8))) == [False] * 7 + [True]


def test_a_session_gets_another_key_when_somebody_signs_in(world: World, client: Client) -> None:
    ask_for_code(client, "cy@example.org")
    planted = client.session.session_key
    client.post("/sign-in/code/", {"code": code_in_mail()})
    assert is_signed_in(client)
    assert client.session.session_key != planted
    assert not Session.objects.filter(pk=row_key(planted or "")).exists()


def test_signing_in_needs_the_token_of_the_form(world: World) -> None:
    give_password(world.cy.account)
    client = Client(enforce_csrf_checks=True)
    assert sign_in_with_password(client, "cy@example.org") == 403
    token = client.get("/sign-in/password/").cookies["csrftoken"].value
    assert sign_in_with_password(client, "cy@example.org", csrfmiddlewaretoken=token) == 302


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(world: World, client: Client, elsewhere: str) -> None:
    give_password(world.cy.account)
    response = client.post(
        "/sign-in/password/", {"login": "cy@example.org", "password": PASSWORD, "next": elsewhere}
    )
    assert response.headers["Location"] == "/"


def test_signing_in_by_code_leads_back_to_the_page_that_was_asked_for(world: World, client: Client) -> None:
    asked = client.get("/account/sessions/")
    assert asked.headers["Location"] == "/sign-in/?next=/account/sessions/"
    response = client.post(
        asked.headers["Location"], {"email": "cy@example.org", "next": "/account/sessions/"}
    )
    answer = client.post(response.headers["Location"], {"code": code_in_mail()})
    assert answer.headers["Location"] == "/account/sessions/"


def test_a_forgotten_password_is_set_anew_with_a_code(world: World, client: Client) -> None:
    give_password(world.cy.account)
    client.post("/password/forgotten/", {"email": "cy@example.org"})
    client.post("/password/forgotten/code/", {"code": code_in_mail()})
    new = "another long sentence"
    answer = client.post("/password/forgotten/new/", {"password1": new, "password2": new})
    assert answer.headers["Location"] == "/"
    assert is_signed_in(client)
    assert Account.objects.get(email="cy@example.org").check_password(new)
    assert mail.outbox[-1].subject == "A change to how you sign in"


def test_allauth_keeps_no_addresses_of_its_own(world: World, client: Client) -> None:
    # It would sign people in by those too, and a changed address would go on working.
    give_password(world.cy.account)
    sign_in_with_password(client, "cy@example.org")
    client.post("/sign-out/")
    test_a_forgotten_password_is_set_anew_with_a_code(world, Client())
    assert EmailAddress.objects.count() == 0


def test_passwords_are_kept_by_argon2_and_have_ten_characters(world: World, client: Client) -> None:
    client.force_login(world.cy.account)
    short = client.post("/account/password/first/", {"password1": "too short", "password2": "too short"})
    assert list(short.context["form"].errors) == ["password1"]
    assert (
        client.post("/account/password/first/", {"password1": PASSWORD, "password2": PASSWORD}).status_code
        == 302
    )
    assert Account.objects.get(email="cy@example.org").password.startswith("argon2$")


def test_nothing_says_when_somebody_last_signed_in() -> None:
    assert "last_login" not in {field.name for field in Account._meta.get_fields()}


def test_no_log_names_a_person(world: World, client: Client, caplog, capfd) -> None:
    caplog.set_level(0)
    caplog.set_level(0, "django.request")
    give_password(world.cy.account)
    sign_in_with_password(client, "cy@example.org", "wrong")
    sign_in_with_password(client, "cy@example.org")
    client.get("/account/nowhere/")
    client.post("/sign-out/")
    ask_for_code(client, "cy@example.org")
    written = caplog.text + "".join(capfd.readouterr())
    assert "nowhere" in written
    assert "example.org" not in written
    assert str(world.cy.account.pk) not in written
    assert str(world.cy.pk) not in written


def test_the_title_of_a_mail_does_not_tell_whether_an_address_is_known(world: World) -> None:
    for address in ("cy@example.org", "nobody@example.org"):
        ask_for_code(Client(), address)
    assert [message.subject for message in mail.outbox] == ["You asked to sign in"] * 2
