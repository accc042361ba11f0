"""The demo organisation's units, members and officers, made by the same acts as any other's."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from folkmoot.demo import names
from folkmoot.kernel.acts import Function, Via, run
from folkmoot.kernel.ids import new_id
from folkmoot.membership.actions.admitting import admit_member
from folkmoot.membership.actions.first_officer import found_first_officer
from folkmoot.membership.actions.offices import appoint_officer
from folkmoot.people.models import Person
from folkmoot.structure.actions.founding import found_unit
from folkmoot.structure.actions.kinds import add_sector
from folkmoot.structure.actions.organisation import found_organisation
from folkmoot.structure.actions.renaming import set_sectors
from folkmoot.units.models import Unit

SMALLEST_CELL, LARGEST_CELL = 8, 22
# How many of the members joined during the year, and how many can sign in; the first ones of a cell always can.
JOINED_LATER, SIGN_IN = 0.25, 0.6
FIRST_ONES = 3
TIME_ZONE = "Europe/Lisbon"


@dataclass
class Organisation:
    """What has been made so far: officers by unit code, members by cell, decisions by title."""

    random: Random
    registrar: Person
    top: Unit
    officers: dict[str, Person] = field(default_factory=dict)
    members: dict[UUID, list[UUID]] = field(default_factory=dict)
    cells: list[Unit] = field(default_factory=list)
    papers: dict[str, UUID] = field(default_factory=dict)

    def do(self, function: Function, *, by: Person, at: datetime, **given: object) -> UUID:
        """Do one act as one of the organisation's own people."""
        return run(function, given, act_id=new_id(), by=by, at=at, via=Via.WEB)


def found(random: Random, *, at: datetime) -> Organisation:
    """Found the federation and its first officer, as an operator would."""
    given = {
        "name": "Federation of Co-operatives",
        "code": "federation",
        "kind_set": "federation",
        "time_zone": TIME_ZONE,
    }
    top_id = run(found_organisation, given, act_id=new_id(), by=None, at=at, via=Via.OPERATOR)
    first = {"name": "Una Registrar", "email": "registrar@federation.example"}
    registrar_id = run(found_first_officer, first, act_id=new_id(), by=None, at=at, via=Via.OPERATOR)
    organisation = Organisation(random, Person.objects.get(pk=registrar_id), Unit.objects.get(pk=top_id))
    for code, name in names.SECTORS.items():
        organisation.do(add_sector, by=organisation.registrar, at=at, code=code, name=name)
    return organisation


def found_units(organisation: Organisation, *, at: datetime) -> None:
    """Found four regions of five districts, with ten co-operatives each."""
    for region, districts in zip(names.REGIONS, names.DISTRICTS, strict=True):
        region_id = _found(organisation, organisation.top.pk, "region", region, at=at)
        for district in districts:
            district_id = _found(organisation, region_id, "district", district, at=at)
            for trade, sector in organisation.random.sample(names.TRADES, 10):
                pk = _found(organisation, district_id, "cooperative", f"{district} {trade}", at=at)
                organisation.do(set_sectors, by=organisation.registrar, at=at, unit_id=pk, sectors=[sector])
                organisation.cells.append(Unit.objects.get(pk=pk))


def admit_members(organisation: Organisation, *, at: datetime, until: datetime) -> None:
    """Admit about 3,000 members, most at the beginning and some through the year; three in five can sign in."""
    people = names.people(organisation.random)
    for cell in organisation.cells:
        size = organisation.random.randint(SMALLEST_CELL, LARGEST_CELL)
        organisation.members[cell.pk] = [
            _admit(organisation, cell, next(people), is_first=number < FIRST_ONES, at=joined)
            for number, joined in enumerate(_joining(organisation, size, at, until))
        ]


def appoint_officers(organisation: Organisation, *, at: datetime) -> None:
    """Give every co-operative its secretary, every district and region its chair and secretary, and the top its own."""
    for cell in organisation.cells:
        appoint(organisation, "secretary", cell, organisation.members[cell.pk][0], at=at)
    above = Unit.objects.filter(kind__is_cell=False).select_related("kind").in_order()
    for unit in above:
        cell = organisation.random.choice(
            [cell for cell in organisation.cells if cell.path.startswith(unit.path)]
        )
        second, third, *_rest = organisation.members[cell.pk][1:]
        appoint(organisation, "chair", unit, second, at=at)
        appoint(organisation, "secretary", unit, third, at=at)


def slug(name: str) -> str:
    """Return a code for a unit's name."""
    return name.lower().replace(" ", "-")


def _found(organisation: Organisation, parent_id: UUID, kind: str, name: str, *, at: datetime) -> UUID:
    return organisation.do(
        found_unit,
        by=organisation.registrar,
        at=at,
        parent_id=parent_id,
        kind=kind,
        name=name,
        code=slug(name),
    )


def _joining(organisation: Organisation, size: int, at: datetime, until: datetime) -> Iterator[datetime]:
    # The first three are there from the beginning: they become officers.
    for number in range(size):
        is_later = number > SMALLEST_CELL and organisation.random.random() < JOINED_LATER
        yield at + timedelta(days=organisation.random.randint(1, (until - at).days - 1)) if is_later else at


def _admit(organisation: Organisation, cell: Unit, name: str, *, is_first: bool, at: datetime) -> UUID:
    signs_in = organisation.random.random() < SIGN_IN or is_first
    address = f"{slug(name).replace('.', '')}@members.example" if signs_in else ""
    return organisation.do(
        admit_member,
        by=organisation.registrar,
        at=at,
        unit_id=cell.pk,
        name=name,
        email=address,
        languages=["en"],
        is_another=True,
    )


def appoint(organisation: Organisation, office: str, unit: Unit, person_id: UUID, *, at: datetime) -> None:
    """Give somebody an office, and remember who holds it.

    The operator enters it: an officer whom the registrar put there could be no second officer beside the registrar.
    """
    given = {"office": office, "unit_id": unit.pk, "person_id": person_id}
    run(appoint_officer, given, act_id=new_id(), by=organisation.registrar, at=at, via=Via.OPERATOR)
    organisation.officers[f"{office} {unit.code}"] = Person.objects.get(pk=person_id)
