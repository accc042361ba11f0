"""An address that an officer entered opens nothing that a passkey keeps shut, and the member hears of it everywhere."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from django.utils.formats import date_format
from pytest_django.fixtures import Settings

from conftest import World, give_passkey
from folkmoot.accounts.actions.changing import change_own_contact, prove
from folkmoot.accounts.actions.channels import enter_channel
from folkmoot.accounts.jobs import apply_contact_changes, tell_old_addresses
from folkmoot.accounts.models import ContactChange
from folkmoot.accounts.queries.contact import is_address_by_others
from folkmoot.accounts.rules.waiting import WAIT
from folkmoot.accounts.tests.devices import HOST, Device, add_passkey, sign_in_with
from folkmoot.accounts.tests.paper import do
from folkmoot.accounts.tests.telephones import give_telephone, sent
from folkmoot.accounts.tests.test_changing import NEW, DeadServer, enter
from folkmoot.accounts.tests.test_doors import ask_for_code, code_in_mail, is_signed_in
from folkmoot.notices import sms
from folkmoot.notices.mail import NotSent
from folkmoot.people.models import Account


def put_in_use(world: World) -> None:
    enter(world)
    tell_old_addresses(world.at)
    apply_contact_changes(world.at + WAIT)
    assert Account.objects.get(person=world.eve).email == NEW
    mail.outbox.clear()


def change_own(world: World) -> None:
    own = "eve@new.example"
    do(world, change_own_contact, "eve", email=own, proof=prove(world.eve, own))


def enter_code(client: Client) -> str:
    ask_for_code(client, NEW)
    return str(client.post("/sign-in/code/", {"code": code_in_mail()}).headers["Location"])


def test_a_code_to_an_address_that_an_officer_entered_does_not_open_what_has_a_passkey(
    world: World, client: Client
) -> None:
    give_passkey(world.eve)
    put_in_use(world)
    assert enter_code(client) == "/sign-in/second/"
    assert not is_signed_in(client)
    for page in ("/account/", "/account/passkeys/new/", "/account/address/", "/account/tokens/new/"):
        assert client.get(page).headers["Location"].startswith("/sign-in/")


def test_a_password_set_by_such_a_code_does_not_either(world: World, client: Client) -> None:
    give_passkey(world.eve)
    put_in_use(world)
    client.post("/password/forgotten/", {"email": NEW})
    client.post("/password/forgotten/code/", {"code": code_in_mail()})
    new = {"password1": "a long new one, chosen", "password2": "a long new one, chosen"}
    client.post("/password/forgotten/new/", new)
    assert not is_signed_in(client)
    other = Client()
    answer = other.post("/sign-in/password/", {"login": NEW, "password": "a long new one, chosen"})
    assert answer.headers["Location"] == "/sign-in/second/"
    assert not is_signed_in(other)


def test_the_member_comes_in_by_their_passkey_and_then_by_an_address_of_their_own(
    world: World, client: Client
) -> None:
    device = Device()
    client.force_login(world.eve.account)
    add_passkey(client, device)
    put_in_use(world)
    assert not is_signed_in(client)
    assert sign_in_with(client, device) == "/"
    change_own(world)
    client.post("/sign-out/", headers=HOST)
    mail.outbox.clear()
    ask_for_code(client, "eve@new.example")
    client.post("/sign-in/code/", {"code": code_in_mail()})
    assert is_signed_in(client)


def test_without_a_passkey_there_is_nothing_to_ask_for(world: World, client: Client) -> None:
    put_in_use(world)
    enter_code(client)
    assert is_signed_in(client)


def test_an_address_given_at_admission_took_nobody_s_place(world: World) -> None:
    enter_channel(world.eve, "eve@example.org", by=world.bo, at=world.at, usable_at=world.at)
    assert not is_address_by_others(world.eve)
    put_in_use(world)
    assert is_address_by_others(world.eve)


def test_it_is_remembered_when_the_change_is_forgotten(world: World) -> None:
    put_in_use(world)
    ContactChange.objects.all().delete()
    assert is_address_by_others(world.eve)


# The telling


def test_every_telephone_is_told_what_the_mail_says(world: World, messages: Path) -> None:
    numbers = [give_telephone(world.eve), give_telephone(world.eve, "+49 30 5678")]
    enter(world)
    tell_old_addresses(world.at)
    tell_old_addresses(world.at)
    assert [message.to for message in mail.outbox] == [["eve@example.org"]]
    said = (
        "Bo wrote down a new e-mail address for you at http://127.0.0.1:8000: m…@evil.example. From 5 March 2026 18:30 UTC "
        "it is used to sign in, and the old one no longer is. If you did not ask for it, refuse it now: "
        "http://127.0.0.1:8000/account/"
    )
    assert sent(messages) == [f"To: {number}\n\n{said}\n" for number in numbers]


def test_who_has_no_mailbox_is_told_by_telephone_of_a_first_address(world: World, messages: Path) -> None:
    Account.objects.filter(person=world.eve).delete()
    give_telephone(world.eve)
    enter(world)
    tell_old_addresses(world.at)
    assert len(sent(messages)) == 1
    assert ContactChange.objects.get().told_at == world.at


def test_of_a_change_of_their_own_telephones_are_told_too(world: World, messages: Path) -> None:
    give_telephone(world.eve)
    change_own(world)
    tell_old_addresses(world.at)
    [message] = sent(messages)
    assert (
        "You changed the e-mail address for signing in at http://127.0.0.1:8000 to e…@new.example." in message
    )


def test_while_the_mail_server_is_down_telephones_are_not_told_every_minute(
    world: World,
    messages: Path,
    settings: Settings,
) -> None:
    give_telephone(world.eve)
    enter(world)
    settings.EMAIL_BACKEND = f"{DeadServer.__module__}.DeadServer"
    for _ in range(3):
        with pytest.raises(NotSent):
            tell_old_addresses(world.at)
    assert sent(messages) == []


@pytest.mark.parametrize(("backend", "is_told"), [("NoSuchMailbox", False), ("", True)])
def test_a_gateway_that_is_down_holds_the_wait_up_where_no_mailbox_was_reached(
    world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch, backend: str, is_told: bool
) -> None:
    monkeypatch.setattr(sms, "_gateways", [])
    give_telephone(world.eve)
    enter(world)
    if backend:
        settings.EMAIL_BACKEND = f"{DeadServer.__module__}.{backend}"
        with pytest.raises(NotSent):
            tell_old_addresses(world.at)
    else:
        tell_old_addresses(world.at)
    assert (ContactChange.objects.get().told_at == world.at) is is_told
    apply_contact_changes(world.at + WAIT + timedelta(days=90))
    assert (Account.objects.get(person=world.eve).email == NEW) is is_told


def test_the_page_says_where_the_member_is_told_of_an_address_that_is_entered(world: World) -> None:
    bo, address = Client(), f"/people/{world.eve.pk}/address/"
    bo.force_login(world.bo.account)
    assert (
        "at the old address, if mail still arrives there, and can refuse" in bo.get(address).content.decode()
    )
    give_telephone(world.eve)
    assert (
        "at the old address, if mail still arrives there, and by telephone"
        in bo.get(address).content.decode()
    )
    world.eve.account.email = None
    world.eve.account.save()
    page = bo.get(address).content.decode()
    assert ("told at once by telephone" in page, "An e-mail address for Eve" in page) == (True, True)
    world.eve.channels.all().delete()
    page = bo.get(address).content.decode()
    assert ("nothing here can tell them" in page, "old address" in page) == (True, False)


def answers_to(email: str) -> list[str]:
    mail.outbox.clear()
    for door in ("/sign-in/", "/password/forgotten/"):
        Client().post(door, {"email": email})
    return [" ".join(str(message.body).split()) for message in mail.outbox if message.to == [email]]


def test_a_first_address_is_told_by_mail_that_it_waits_and_until_when(world: World) -> None:
    Account.objects.filter(person=world.eve).delete()
    enter(world)
    waits = "It was written down there for a member and waits: one signs in with it"
    untold = answers_to(NEW)
    assert [f"{waits} 72 hours after the member could be told of it." in each for each in untold] == [
        True
    ] * 2
    tell_old_addresses(world.at)
    told = answers_to(NEW)
    until = date_format(
        (world.at + timedelta(hours=72)).astimezone(ZoneInfo(world.hill.time_zone)), "DATETIME_FORMAT"
    )
    assert [f"{waits} from {until} on." in each for each in told] == [True] * 2
    assert [each for each in told if "Eve" in each or "Nobody is written down" in each] == []


def test_an_address_that_is_to_take_the_place_of_another_is_told_nothing(world: World) -> None:
    enter(world)
    tell_old_addresses(world.at)
    assert ["Nobody is written down there with it." in each for each in answers_to(NEW)] == [True] * 2
