import json
import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from fido2.utils import websafe_encode
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks, Settings

from conftest import START, World, give_passkey, make_person
from folkmoot.access.policy import may, require
from folkmoot.accounts.queries.factors import factors_of, rest_of
from folkmoot.accounts.rules.second_factor import GRACE, is_asked, rests_from
from folkmoot.accounts.tests.apps import code_of, set_up_app
from folkmoot.accounts.tests.devices import HOST, Device, add_passkey, sign_in_with
from folkmoot.accounts.tests.test_doors import ask_for_code, code_in_mail, is_signed_in
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Account, Office, Person, Term


def sign_in(client: Client, person: Person) -> None:
    client.force_login(person.account)


def enter_mail_code(client: Client, email: str) -> str:
    ask_for_code(client, email)
    return str(client.post("/sign-in/code/", {"code": code_in_mail()}).headers["Location"])


def chair_of_north(world: World, *, name: str = "Newcomer", days_ago: int = 60) -> Person:
    person = make_person(name)
    office = Office.objects.get(code="chair")
    started_at = world.at - timedelta(days=days_ago)
    Term.objects.create(person=person, office=office, unit=world.north, started_at=started_at)
    return person


@pytest.fixture
def with_app(world: World, client: Client) -> str:
    sign_in(client, world.cy)
    secret = set_up_app(client)
    client.post("/sign-out/")
    return secret


def test_an_app_makes_signing_in_two_steps(world: World, client: Client, with_app: str) -> None:
    assert enter_mail_code(client, "cy@example.org") == "/sign-in/second/"
    assert not is_signed_in(client)
    assert client.post("/sign-in/second/", {"code": code_of(with_app)}).status_code == 302
    assert is_signed_in(client)


def test_a_wrong_code_is_told_and_lets_nobody_in(world: World, client: Client, with_app: str) -> None:
    enter_mail_code(client, "cy@example.org")
    page = client.post("/sign-in/second/", {"code": "000000"})
    assert "This did not work." in page.content.decode()
    assert not is_signed_in(client)


def test_guessing_the_second_step_is_slowed_down(world: World, client: Client, with_app: str) -> None:
    enter_mail_code(client, "cy@example.org")
    for _ in range(5):
        client.post("/sign-in/second/", {"code": "000000"})
    page = client.post("/sign-in/second/", {"code": code_of(with_app)})
    assert "Signing in as you was tried too often." in page.content.decode()
    assert not is_signed_in(client)


def test_a_code_of_an_app_is_taken_once(world: World, client: Client, with_app: str) -> None:
    code = code_of(with_app, steps_on=1)
    enter_mail_code(client, "cy@example.org")
    client.post("/sign-in/second/", {"code": code})
    client.post("/sign-out/")
    enter_mail_code(client, "cy@example.org")
    # allauth itself forgets after half a minute, and would take it for a minute more.
    cache.delete(f"allauth.mfa.totp.used?user={world.cy.account.pk}&code={code}")
    client.post("/sign-in/second/", {"code": code})
    assert not is_signed_in(client)


def test_a_recovery_code_lets_in_once(world: World, client: Client) -> None:
    sign_in(client, world.cy)
    set_up_app(client)
    page = client.get("/account/second/codes/").content.decode()
    code = re.findall(r"<li><code>(\d{8})</code>", page)[0]
    answers = []
    for _ in range(2):
        client.post("/sign-out/")
        enter_mail_code(client, "cy@example.org")
        client.post("/sign-in/second/", {"code": code})
        answers.append(is_signed_in(client))
    assert answers == [True, False]
    assert factors_of(world.cy).codes_left == 9


def test_neither_the_app_nor_the_recovery_codes_can_be_read_in_the_database(
    world: World, client: Client
) -> None:
    sign_in(client, world.cy)
    secret = set_up_app(client)
    codes = re.findall(r"<li><code>(\d{8})</code>", client.get("/account/second/codes/").content.decode())
    kept = json.dumps(
        list(Authenticator.objects.filter(user__person=world.cy).values_list("data", flat=True))
    )
    assert len(codes) == 10
    assert not [each for each in (secret, *codes) if each in kept]
    assert secret not in str(client.session.items())


def test_no_moment_is_kept_at_which_a_factor_was_used(world: World, client: Client, with_app: str) -> None:
    enter_mail_code(client, "cy@example.org")
    client.post("/sign-in/second/", {"code": code_of(with_app)})
    assert is_signed_in(client)
    uses = Authenticator.objects.filter(user__person=world.cy).values_list("last_used_at", flat=True)
    assert list(uses) == [None, None]


def test_the_member_is_told_of_an_app_by_mail_that_names_nothing(
    world: World, client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    sign_in(client, world.cy)
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(client)
    [message] = mail.outbox
    assert (message.to, message.subject) == (["cy@example.org"], "A change to how you sign in")
    assert "An app was set up for the second step of signing in." in str(message.body)


def test_a_member_with_a_passkey_still_signs_in_by_code(world: World, client: Client) -> None:
    give_passkey(world.cy)
    enter_mail_code(client, "cy@example.org")
    assert is_signed_in(client)


def test_an_officer_above_the_cells_with_a_passkey_is_asked_for_it(world: World, client: Client) -> None:
    officer = chair_of_north(world)
    give_passkey(officer)
    assert enter_mail_code(client, "newcomer@example.org") == "/sign-in/second/"
    assert not is_signed_in(client)


def test_a_member_adds_a_passkey_and_signs_in_with_it_alone(world: World, client: Client) -> None:
    device = Device()
    sign_in(client, world.cy)
    assert add_passkey(client, device) == 302
    client.post("/sign-out/")
    assert sign_in_with(client, device) == "/"
    assert client.get("/account/").context["account"] == world.cy.account
    assert [str(passkey) for passkey in factors_of(world.cy).passkeys] == ["My phone"]


def test_a_passkey_that_does_not_make_sure_of_its_owner_is_not_taken(world: World, client: Client) -> None:
    sign_in(client, world.cy)
    assert add_passkey(client, Device(makes_sure=False)) == 200
    assert not factors_of(world.cy).is_any


def test_a_passkey_is_not_taken_when_it_no_longer_makes_sure(world: World, client: Client) -> None:
    device = Device()
    sign_in(client, world.cy)
    add_passkey(client, device)
    client.post("/sign-out/")
    device.makes_sure = False
    assert sign_in_with(client, device) == "/sign-in/"
    assert not is_signed_in(client)


def test_an_officer_signs_in_with_a_passkey_in_one_step(world: World, client: Client) -> None:
    officer, device = chair_of_north(world), Device()
    sign_in(client, officer)
    add_passkey(client, device)
    client.post("/sign-out/")
    assert sign_in_with(client, device) == "/"
    assert client.get(f"/units/{world.harbour.pk}/").status_code == 200


def test_an_officer_shows_a_passkey_as_the_second_step(world: World, client: Client) -> None:
    officer, device = chair_of_north(world), Device()
    sign_in(client, officer)
    add_passkey(client, device)
    client.post("/sign-out/")
    enter_mail_code(client, "newcomer@example.org")
    options = json.loads(client.get("/sign-in/second/", headers=HOST).context["passkey_options"])
    client.post("/sign-in/second/", {"credential": device.get(options)}, headers=HOST)
    assert is_signed_in(client)


def test_a_removed_passkey_opens_nothing(world: World, client: Client) -> None:
    device = Device()
    sign_in(client, world.cy)
    add_passkey(client, device)
    [passkey] = factors_of(world.cy).passkeys
    assert client.post(f"/account/passkeys/{passkey.pk}/end/").status_code == 302
    client.post("/sign-out/")
    assert sign_in_with(client, device) == "/sign-in/"


def test_nobody_removes_or_renames_a_passkey_of_another(world: World, client: Client) -> None:
    give_passkey(world.cy)
    [passkey] = factors_of(world.cy).passkeys
    sign_in(client, world.dee)
    assert client.post(f"/account/passkeys/{passkey.pk}/end/").status_code == 404
    assert client.post(f"/account/passkeys/{passkey.pk}/name/", {"name": "x"}).status_code == 404


def test_a_passkey_is_renamed(world: World, client: Client) -> None:
    sign_in(client, world.cy)
    add_passkey(client, Device())
    [passkey] = factors_of(world.cy).passkeys
    client.post(f"/account/passkeys/{passkey.pk}/name/", {"name": "Grey phone"})
    assert [str(each) for each in factors_of(world.cy).passkeys] == ["Grey phone"]


def test_the_passkey_door_answers_alike_whoever_is_meant(world: World, client: Client) -> None:
    device = Device()
    sign_in(client, world.cy)
    add_passkey(client, device)
    client.post("/sign-out/")
    true_owner = device.owner
    device.key = Device().key
    answers = []
    for owner in (true_owner, websafe_encode(b"0" * 32)):
        device.owner = owner
        where = sign_in_with(client, device)
        answers.append((where, "This did not work." in client.get("/sign-in/").content.decode()))
    assert answers == [("/sign-in/", True)] * 2


@pytest.mark.parametrize("answer", ["9" * 5000, "[" * 60_000, "no JSON"])
@pytest.mark.django_db
def test_what_is_no_answer_of_a_passkey_is_refused_whatever_it_is(client: Client, answer: str) -> None:
    client.get("/sign-in/passkey/", headers={"Accept": "application/json"})
    refused = client.post("/sign-in/passkey/", {"credential": answer})
    assert (refused.status_code, refused["Location"]) == (302, "/sign-in/")


def test_the_question_to_passkeys_names_nobody(world: World, client: Client) -> None:
    give_passkey(world.cy)
    asked = client.get("/sign-in/passkey/", headers={"Accept": "application/json"}).json()
    options = asked["request_options"]["publicKey"]
    assert options["userVerification"] == "required"
    assert not options.get("allowCredentials")


def test_who_has_a_passkey_shows_it_before_a_token_is_made(world: World, client: Client) -> None:
    sign_in(client, world.cy)
    assert client.get("/account/tokens/new/").status_code == 200
    give_passkey(world.cy)
    assert client.get("/account/tokens/new/").headers["Location"].startswith("/account/confirmation/passkey/")


# The office that rests


def test_an_office_above_the_cells_rests_without_a_second_factor_and_says_what_to_do(world: World) -> None:
    officer = chair_of_north(world)
    assert not may(officer, "structure.found_unit", on=world.harbour, at=world.at)
    with pytest.raises(Refused, match="Your office rests until signing in takes you two steps"):
        require(officer, "structure.found_unit", on=world.harbour, at=world.at)
    give_passkey(officer)
    require(officer, "structure.found_unit", on=world.harbour, at=world.at)


def test_who_holds_no_such_office_is_told_that_and_nothing_of_second_factors(world: World) -> None:
    with pytest.raises(Refused, match="You hold no office that may do this in South"):
        require(chair_of_north(world), "structure.found_unit", on=world.south, at=world.at)


def test_an_office_rests_from_the_fifteenth_day_on(world: World) -> None:
    officer = chair_of_north(world, days_ago=0)
    last = world.at + GRACE - timedelta(seconds=1)
    assert may(officer, "structure.found_unit", on=world.harbour, at=last)
    assert not may(officer, "structure.found_unit", on=world.harbour, at=world.at + GRACE)


def test_recovery_codes_alone_wake_no_office(world: World) -> None:
    officer = chair_of_north(world)
    Authenticator.objects.create(user=officer.account, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert not may(officer, "structure.found_unit", on=world.harbour, at=world.at)


def test_the_office_of_somebody_who_cannot_sign_in_does_not_rest(world: World) -> None:
    officer = chair_of_north(world)
    Account.objects.filter(person=officer).delete()
    assert may(officer, "structure.found_unit", on=world.harbour, at=world.at)
    assert rest_of(officer, at=world.at) is None


def test_an_office_in_a_cell_never_rests(world: World) -> None:
    assert may(world.bo, "membership.admit_member", on=world.harbour, at=world.at + timedelta(days=900))
    assert rest_of(world.bo, at=world.at) is None


def test_in_the_demo_no_office_rests(world: World, settings: Settings) -> None:
    settings.DEMO = True
    officer = chair_of_north(world)
    assert may(officer, "structure.found_unit", on=world.harbour, at=world.at)
    assert rest_of(officer, at=world.at) is None


def test_an_officer_without_a_second_factor_is_led_to_it_when_they_sign_in(
    world: World, client: Client
) -> None:
    chair_of_north(world)
    ask_for_code(client, "newcomer@example.org", next="/units/")
    code = {"code": code_in_mail(), "next": "/units/"}
    assert client.post("/sign-in/code/", code).headers["Location"] == "/account/second/"
    page = client.get("/account/second/").content.decode()
    assert ("Your office above the cells rests" in page, "Set one up now" in page) == (True, False)


def test_a_newly_appointed_officer_is_told_until_when(world: World, client: Client) -> None:
    officer = chair_of_north(world)
    Term.objects.filter(person=officer).update(started_at=timezone.now())
    assert enter_mail_code(client, "newcomer@example.org") == "/account/second/"
    assert "from then on your office rests" in client.get("/account/second/").content.decode()


def test_a_resting_officer_keeps_the_pages_of_a_member(world: World, client: Client) -> None:
    sign_in(client, chair_of_north(world))
    page = client.get("/")
    assert page.status_code == 200
    assert "Your office above the cells rests" in page.content.decode()
    assert f"/units/{world.south.pk}/" not in client.get("/").content.decode()
    assert client.get(f"/units/{world.harbour.pk}/").status_code == 404


def test_setting_up_an_app_wakes_the_office(world: World, client: Client) -> None:
    officer = chair_of_north(world)
    sign_in(client, officer)
    set_up_app(client)
    assert may(officer, "structure.found_unit", on=world.harbour, at=world.at)
    assert client.get(f"/units/{world.harbour.pk}/").status_code == 200


def test_a_page_asks_no_more_of_the_database_for_it(world: World, client: Client) -> None:
    sign_in(client, world.ada)
    client.get("/account/second/")
    counts = []
    for _ in (1, 3):
        with CaptureQueriesContext(connection) as queries:
            client.get("/account/second/")
        counts.append(len(queries))
        give_passkey(world.ada)
        give_passkey(world.ada)
    assert counts[0] == counts[1] <= 12


@given(*[st.booleans()] * 5)
def test_more_factors_and_more_authority_never_ask_for_less(
    has_app: bool, has_passkey: bool, is_officer: bool, has_mailbox: bool, is_address_by_others: bool
) -> None:
    given = {
        "has_app": has_app,
        "has_passkey": has_passkey,
        "is_officer": is_officer,
        "has_mailbox": has_mailbox,
        "is_address_by_others": is_address_by_others,
    }
    asked = is_asked(**given)
    more_of_one = ("has_app", "has_passkey", "is_officer", "is_address_by_others")
    for more in (*({each: True} for each in more_of_one), {"has_mailbox": False}):
        assert asked <= is_asked(**given | more)
    assert not asked or has_app or has_passkey
    # Beside a mailbox of their own, a member's passkey is a convenience; beside nothing but what others gave it is asked.
    is_own_mailbox = has_mailbox and not is_address_by_others
    assert asked == (has_app or (has_passkey and (is_officer or not is_own_mailbox)))


def test_the_grace_is_fourteen_days() -> None:
    assert rests_from(START) == START + timedelta(days=14)
