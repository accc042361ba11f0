"""A federation whose private figures can be followed, and a decision that was conveyed to all of it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from conftest import START, make_unit
from folkmoot.access.grants import OFFICES
from folkmoot.decisions.actions.receiving import acknowledge_decision
from folkmoot.decisions.jobs import begin_reckoning_job
from folkmoot.decisions.models import Audience, Decision
from folkmoot.decisions.queries.reach import figures_of
from folkmoot.documents.models import Document
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.ids import new_id
from folkmoot.membership.models import MemberCount
from folkmoot.people.models import Membership, Office, Person, Term
from folkmoot.units.models import Unit, UnitKind

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTES = timedelta(minutes=5)
DAY = timedelta(days=1)


@dataclass
class Federation:
    """Two districts of three cells of forty, one of two cells of three; Rita is the registrar, Sec holds each cell."""

    top: Unit
    districts: list[Unit]
    cells: list[Unit]
    rita: Person
    secretaries: dict[str, Person] = field(default_factory=dict)

    def members(self, cell: Unit) -> list[Person]:
        return list(
            Person.objects.filter(memberships__unit=cell, memberships__ended_at=None).order_by("name")
        )


def make_federation() -> Federation:
    kinds = [
        UnitKind.objects.create(code=code, name=code, plural=code, rank=rank, is_cell=code == "cell")
        for rank, code in enumerate(("top", "district", "cell"), start=1)
    ]
    offices = {code: Office.objects.create(code=code, name=code) for code in OFFICES}
    top = make_unit("Top", kinds[0], None)
    districts = [make_unit(name, kinds[1], top) for name in ("East", "West", "Tiny")]
    cells = [
        make_unit(f"{district.name} {number}", kinds[2], district)
        for district in districts
        for number in range(2 if district.name == "Tiny" else 3)
    ]
    rita = Person.objects.create(name="Rita", sort_name="Rita", created_at=START)
    Term.objects.create(office=offices["registrar"], unit=top, person=rita, started_at=START)
    federation = Federation(top, districts, cells, rita)
    for cell in cells:
        size = 3 if cell.name.startswith("Tiny") else 40
        names = [f"{cell.name}-{n:02}" for n in range(size)]
        people = [Person(name=name, sort_name=name, search_name=name, created_at=START) for name in names]
        Person.objects.bulk_create(people)
        Membership.objects.bulk_create(
            Membership(person=each, unit=cell, started_at=START) for each in people
        )
        MemberCount.objects.create(unit=cell, members=size)
        Term.objects.create(office=offices["secretary"], unit=cell, person=people[0], started_at=START)
        federation.secretaries[cell.name] = people[0]
    return federation


def make_decision(federation: Federation, number: str = "2026/1") -> Decision:
    decision = Decision.objects.create(
        body=federation.top,
        document=Document.objects.create(created_at=AT),
        created_at=AT,
        number=number,
        adopted_on=AT.date(),
        in_force_from=AT,
        conveyed_at=AT,
    )
    Audience.objects.create(decision=decision, unit=federation.top)
    assert begin_reckoning_job(AT) is True
    assert begin_reckoning_job(AT) is False
    return decision


def acknowledge(decision: Decision, people: list[Person], at: datetime = AT + MINUTES) -> None:
    for person in people:
        run(
            acknowledge_decision, {"decision_id": decision.pk}, act_id=new_id(), by=person, at=at, via=Via.WEB
        )


def shown(decision: Decision) -> dict[str, tuple[int | None, int]]:
    units = Unit.objects.all()
    return {each.unit.name: (each.acknowledged, each.members) for each in figures_of(decision, units)}
