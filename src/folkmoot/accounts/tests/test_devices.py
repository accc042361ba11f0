from django.core import mail
from django.test import Client

from conftest import World
from folkmoot.accounts.jobs import tell_of_devices
from folkmoot.accounts.models import Device
from folkmoot.people.models import Account

PHONE = "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0"
NEWER_PHONE = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"


def sign_in(world: World, agent: str) -> None:
    client = Client(headers={"User-Agent": agent})
    client.force_login(Account.objects.get(person=world.cy))
    client.get("/account/")


def told(world: World) -> list[tuple[str, str]]:
    tell_of_devices(world.at)
    return [(str(message.subject), str(message.body)) for message in mail.outbox]


def test_a_device_of_another_family_is_told_once_in_a_mail_that_names_nothing_in_its_subject(
    world: World,
) -> None:
    sign_in(world, PHONE)
    assert told(world) == []
    sign_in(world, DESK)
    sign_in(world, DESK)
    [(subject, body)] = told(world)
    assert subject == "A change to how you sign in"
    assert "Chrome, Windows" in body
    assert len(told(world)) == 1


def test_the_same_family_in_another_version_is_known(world: World) -> None:
    sign_in(world, PHONE)
    sign_in(world, NEWER_PHONE)
    assert told(world) == []
    assert Device.objects.count() == 1


def test_whoever_has_no_mailbox_is_told_nothing(world: World) -> None:
    sign_in(world, PHONE)
    Account.objects.filter(person=world.cy).update(email=None)
    sign_in(world, DESK)
    assert told(world) == []


def test_no_network_address_and_no_time_is_kept_of_it(world: World) -> None:
    sign_in(world, PHONE)
    [device] = Device.objects.values()
    assert set(device) == {"id", "account_id", "family", "first_seen_on", "is_told"}
    assert (device["family"], device["is_told"]) == ("Firefox, Android", True)
