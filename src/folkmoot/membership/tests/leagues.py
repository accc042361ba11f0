"""A youth league beside the small world: Union > Youth > Young, Old, and a member of North who belongs to it as well."""

from uuid import UUID

from conftest import World, make_unit
from folkmoot.membership.actions.offering import accept_membership, offer_membership
from folkmoot.membership.tests.acting import do
from folkmoot.membership.tests.recounting import recount_members
from folkmoot.people.models import Membership, Office, Term
from folkmoot.structure.models import Affiliation
from folkmoot.units.models import UnitKind

CONDITION = "aged 14 to 30"


def with_league(world: World, *, admits: str = "anybody", condition: str = "") -> World:
    """Found a youth league with two cells, of which nobody is a member yet; Dee is the secretary of one."""
    kinds = {kind.code: kind for kind in UnitKind.objects.all()}
    world.units["youth"] = make_unit("Youth", kinds["region"], world.union)
    for name in ("young", "younger"):
        world.units[name] = make_unit(name.title(), kinds["local"], world.youth)
    Affiliation.objects.create(unit=world.youth, admits=admits, condition=condition, affiliated_at=world.at)
    Term.objects.create(
        person=world.dee,
        office=Office.objects.get(code="secretary"),
        unit=world.young,
        started_at=world.people["dee"].created_at,
    )
    return world


def at_home(world: World, person: str, unit: str, **given: object) -> Membership:
    """Let somebody be at home in the league as well, since the world began."""
    since = world.people[person].created_at
    home = Membership.objects.create(
        person=world.people[person], unit=world.units[unit], circle=world.youth, started_at=since, **given
    )
    recount_members()
    return home


def offered(world: World, person: str, unit: str, by: str = "una", **given: object) -> UUID:
    """Somebody is offered a home in another circle."""
    named = {"person_id": world.people[person].pk, "unit_id": world.units[unit].pk}
    return do(world, offer_membership, by, **named, **given)


def come(world: World, person: str, unit: str, by: str = "una", **given: object) -> None:
    """Somebody is offered a home in another circle, and accepts."""
    do(world, accept_membership, person, offer_id=offered(world, person, unit, by, **given))
