"""The upgrade gives everybody who was known before it the key by which names are compared."""

from importlib import import_module

from conftest import World
from folkmoot.membership.rules.entries import name_key_of
from folkmoot.people.models import Person


def test_the_upgrade_gives_everybody_the_key_that_acts_give(world: World) -> None:
    Person.objects.update(name_key=None)
    Person.objects.filter(pk=world.cy.pk).update(name="Cy Ålund")
    Person.objects.filter(pk=world.dee.pk).update(erased_at=world.at)
    for _again in range(2):
        import_module("folkmoot.people.migrations.0009_name_keys_given").give_keys(Person.objects.all())
    keys = {person.name: person.name_key for person in Person.objects.exclude(pk=world.dee.pk)}
    assert keys == {name: name_key_of(name) for name in keys}
    assert keys["Cy Ålund"] == "alund cy"
    assert Person.objects.get(pk=world.dee.pk).name_key is None
