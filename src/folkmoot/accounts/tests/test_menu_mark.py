from django.test import Client

from conftest import World
from folkmoot.people.models import Person


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def mark_on(person: Person) -> str:
    page: str = signed_in(person).get("/").content.decode()
    return page.partition('data-who="')[2].partition('"')[0]


def test_a_device_tells_those_who_sign_in_apart_by_what_is_no_id_of_theirs(world: World) -> None:
    bo = mark_on(world.bo)
    assert len(bo) == 32
    assert bo == mark_on(world.bo) != mark_on(world.eve)
    assert bo not in {world.bo.pk.hex, world.bo.account.pk and str(world.bo.account.pk)}


def test_the_form_that_signs_out_says_so_to_the_device(world: World) -> None:
    assert "data-signs-out" in signed_in(world.bo).get("/sign-out/").content.decode()
