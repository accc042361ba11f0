import pytest

from conftest import World
from folkmoot.access.grants import GRANTS
from folkmoot.access.policy import ask_once, held_somewhere, may, permitted, units_where


@pytest.mark.parametrize("who", ["una", "max", "ada", "bo", "cy", "eve", "dee", "stan"])
def test_what_is_permitted_is_what_a_person_may_do(world: World, who: str) -> None:
    person = world.people[who]
    ask_once(person)
    for unit in world.units.values():
        expected = {permission for permission in GRANTS if may(person, permission, on=unit, at=world.at)}
        assert permitted(person, GRANTS, on=unit, at=world.at) == expected


@pytest.mark.parametrize(
    "permissions", [["structure.move_unit"], ["structure.move_unit", "membership.end_membership"]]
)
def test_many_permissions_cost_as_much_as_one(world: World, permissions, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        permitted(world.una, permissions, on=world.north, at=world.at)


@pytest.mark.parametrize("who", ["una", "max", "ada", "bo", "cy", "eve", "dee", "stan"])
def test_what_is_held_somewhere_is_what_an_office_gives_in_some_unit(world: World, who: str) -> None:
    ask_once(world.people[who])
    person, offices = world.people[who], [name for name, grant in GRANTS.items() if not grant.members]
    expected = {name for name in offices if units_where(person, name, at=world.at).exists()}
    assert held_somewhere(person, offices, at=world.at) == expected
