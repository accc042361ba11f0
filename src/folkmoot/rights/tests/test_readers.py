import pytest
from django.test import Client

from conftest import START, World, give_passkey, make_person, make_unit
from folkmoot.access.grants import GRANTS
from folkmoot.access.holdings import holdings
from folkmoot.access.policy import holders_over, may
from folkmoot.membership.tests.paging import as_, cost
from folkmoot.people.models import Membership, Office, Term
from folkmoot.rights.queries.readers import readers_of
from folkmoot.units.models import UnitKind

PERMISSIONS = sorted({each for holding in holdings() for field in holding.fields for each in field.readers})


def named(found):
    return [(str(each.term.person), str(each.term.office), str(each.term.unit)) for each in found.readers]


def labels(reader):
    return {str(label) for sight in reader.sights for label in sight.labels}


def test_a_member_sees_every_officer_who_may_read_something_of_them(world: World) -> None:
    found = readers_of(world.eve, at=world.at)
    assert named(found) == [("Una", "registrar", "Union"), ("Bo", "secretary", "Harbour")]
    una, bo = found.readers
    assert (una.reaches_below, bo.reaches_below) == (True, False)
    assert {"Name", "Member number", "Address", "E-mail address"} <= labels(una)
    assert any("not reached me yet" in label for label in labels(bo) - labels(una))


def test_a_member_sees_which_offices_would_read_if_they_were_held(world: World) -> None:
    found = readers_of(world.eve, at=world.at)
    assert [(each.office, str(each.unit)) for each in found.vacancies] == [
        ("registrar", "North"),
        ("chair", "Harbour"),
        ("registrar", "Harbour"),
        ("treasurer", "Harbour"),
    ]


def test_what_nobody_else_reads_is_said_too(world: World) -> None:
    alone = {
        str(sight.title): list(map(str, sight.labels))
        for sight in readers_of(world.cy, at=world.at).nobody_else
    }
    assert "When" in alone["Decisions I acknowledged"]
    assert alone["Who opened my record"] == ["Day", "What", "By", "Of", "Members of"]


@pytest.mark.parametrize("permission", PERMISSIONS)
@pytest.mark.parametrize("unit", ["union", "north", "harbour", "hill", "vale"])
def test_the_holders_of_a_permission_are_those_who_may(world: World, permission: str, unit: str) -> None:
    place = world.units[unit]
    held = {holder.term.person for holder in holders_over([permission], place, at=world.at)}
    officers = {person for person in world.people.values() if may(person, permission, on=place, at=world.at)}
    # Members have it in their own line without any office.
    by_office = {
        person for person in officers if Term.objects.current(world.at).filter(person=person).exists()
    }
    assert held <= officers
    assert GRANTS[permission].members or held == by_office


def deepest_member(world: World):
    unit = world.south
    for level in range(3, 8):
        kind = UnitKind.objects.create(
            code=f"k{level}", name=f"k{level}", plural="x", rank=10 + level, is_cell=level == 7
        )
        unit = make_unit(f"Level{level}", kind, unit)
    person = make_person("Deep")
    Membership.objects.create(person=person, unit=unit, started_at=START)
    return person, unit


def appoint(world: World, unit, count: int) -> None:
    for _number in range(count):
        person = make_person(f"Reg{unit.depth}-{_number}-{Term.objects.count()}")
        give_passkey(person)
        Term.objects.create(
            office=Office.objects.get(code="registrar"), unit=unit, person=person, started_at=START
        )


def test_at_the_bottom_of_seven_levels_the_page_costs_the_same_however_many_read(world: World) -> None:
    person, unit = deepest_member(world)
    assert unit.depth == 7
    reader = as_(Client(), person)
    appoint(world, unit, 1)
    with_few = cost(reader, "/account/readers/")
    appoint(world, unit.parent, 3)
    assert len(reader.get("/account/readers/").context["found"].readers) == 5
    assert cost(reader, "/account/readers/") == with_few <= 12


def test_the_page_names_officers_reasons_and_fields(world: World) -> None:
    said = as_(Client(), world.eve).get("/account/readers/").content.decode()
    for words in (
        "Una",
        "secretary of Harbour",
        "This office reads it of the members of Union and of every unit below.",
    ):
        assert words in said
    assert "Stan" not in said


def test_a_stranger_is_asked_to_sign_in(world: World) -> None:
    for url in ("readers", "openings", "record", "record.json", "record.vcf", "leaving", "erasure"):
        path = f"/account/{url}" + ("" if "." in url else "/")
        assert Client().get(path).status_code == 302
