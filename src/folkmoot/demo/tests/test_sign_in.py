import pytest
from django.core import signing
from django.test import Client

from conftest import World
from folkmoot.demo.links import sign_in_link


def test_a_link_of_the_demo_signs_its_person_in(world: World, client: Client, settings) -> None:
    settings.DEMO = True
    response = client.get(sign_in_link(world.bo))
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert client.get("/account/").context["account"] == world.bo.account


def test_outside_the_demo_there_is_no_such_page(world: World, client: Client, settings) -> None:
    settings.DEMO = False
    assert client.get(sign_in_link(world.bo)).status_code == 404
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize("salt", ["folkmoot.accounts.own-address", ""])
def test_a_link_that_was_not_made_for_this_signs_nobody_in(
    world: World, client: Client, settings, salt: str
) -> None:
    settings.DEMO = True
    forged = signing.dumps(str(world.bo.pk), salt=salt)
    assert client.get(f"/demo/sign-in/{forged}/").status_code == 404
    assert client.get("/account/").status_code == 302


def test_a_link_for_a_closed_account_signs_nobody_in(world: World, client: Client, settings) -> None:
    settings.DEMO = True
    world.bo.account.is_active = False
    world.bo.account.save()
    assert client.get(sign_in_link(world.bo)).status_code == 404
