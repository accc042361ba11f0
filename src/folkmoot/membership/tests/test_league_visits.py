from conftest import World, make_person
from folkmoot.membership.tests.leagues import with_league
from folkmoot.people.models import Membership
from folkmoot.structure.queries.visits import units_with_visits


def test_whoever_belongs_to_an_affiliated_organisation_alone_reads_no_visits_of_units_above_it(
    world: World,
) -> None:
    with_league(world)
    zed = make_person("zed")
    since = world.people["dee"].created_at
    Membership.objects.create(person=zed, unit=world.young, circle=world.youth, started_at=since)
    assert {unit.name for unit in units_with_visits(zed, at=world.at)} == {"Youth", "Young"}
    eve = world.people["eve"]
    assert {unit.name for unit in units_with_visits(eve, at=world.at)} == {"Union", "North", "Harbour"}
