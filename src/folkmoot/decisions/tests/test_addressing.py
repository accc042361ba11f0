"""What the database finds is what the rules say, person by person, on worlds nobody designed."""

from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import AT, START, make_person, make_unit
from folkmoot.decisions.models import (
    Audience,
    AudienceKind,
    AudienceOffice,
    AudienceSector,
    Decision,
)
from folkmoot.decisions.queries.addressees import addressees_of
from folkmoot.decisions.queries.addressing import count_people, people_of, reaches_anybody, units_of
from folkmoot.decisions.rules.audience import Audience as Rule
from folkmoot.decisions.rules.audience import Place, Standing, is_addressed, matches
from folkmoot.documents.models import Document
from folkmoot.kernel.ids import new_id
from folkmoot.membership.tests.recounting import recount_members
from folkmoot.people.models import Membership, Office, Person, Term
from folkmoot.units.models import Sector, Unit, UnitKind


@dataclass
class Chance:
    """A world thrown together: its units with what they work in, and where its people stand."""

    random: Random

    def __post_init__(self) -> None:
        self.kinds = [
            UnitKind.objects.create(code=code, name=code, plural=code, rank=rank, is_cell=is_cell)
            for rank, (code, is_cell) in enumerate(
                [("top", False), ("region", False), ("cell", True), ("circle", True)], start=1
            )
        ]
        self.sectors = [Sector.objects.create(code=code, name=code) for code in ("health", "rail", "youth")]
        self.offices = [Office.objects.create(code=code, name=code) for code in ("chair", "secretary")]
        self.units = self._units()
        self.cells = [unit for unit in self.units if unit.kind.is_cell]
        self.people = [self._person(number) for number in range(6)]
        recount_members()

    def _units(self) -> list[Unit]:
        units = [make_unit("Top", self.kinds[0], None)]
        upper = list(units)
        for number in range(7):
            kind = self.random.choice(self.kinds[1:])
            units.append(make_unit(f"Unit {number}", kind, self.random.choice(upper)))
            upper += [] if kind.is_cell else units[-1:]
        for unit in units:
            unit.sectors.set(self._some(self.sectors))
        return units

    def _person(self, number: int) -> Person:
        person = make_person(f"Person {number}")
        if self.cells and self.random.random() < 0.8:
            Membership.objects.create(person=person, unit=self.random.choice(self.cells), started_at=START)
        for office in self._some(self.offices):
            Term.objects.create(
                person=person, office=office, unit=self.random.choice(self.units), started_at=START
            )
        return person

    def audience(self) -> Audience:
        kinds, sectors = self._some(self.kinds), self._some(self.sectors)
        offices = self._some(self.offices)
        decision = Decision.objects.create(
            body=self.units[0],
            document=Document.objects.create(created_at=START),
            created_at=START,
            number=str(new_id())[-20:],
            adopted_on=START.date(),
            in_force_from=START,
            conveyed_at=START,
        )
        audience = Audience.objects.create(
            decision=decision,
            unit=self.random.choice(self.units),
            narrows_kinds=bool(kinds),
            narrows_sectors=bool(sectors),
            narrows_offices=bool(offices),
        )
        for kind in kinds:
            AudienceKind.objects.create(audience=audience, kind=kind)
        for sector in sectors:
            AudienceSector.objects.create(audience=audience, sector=sector)
        for office in offices:
            AudienceOffice.objects.create(audience=audience, office=office)
        return audience

    def place(self, unit: Unit) -> Place:
        above = [other for other in self.units if unit.path.startswith(other.path)]
        sectors = {sector.code for other in above for sector in other.sectors.all()}
        return Place(unit.path, unit.kind.code, frozenset(sectors))

    def units_that_match(self, rule: Rule) -> set[Unit]:
        found = {unit for unit in self.units if matches(self.place(unit), rule)}
        if rule.kinds or rule.offices:
            return found
        return {unit for unit in found if unit.kind.is_cell}

    def standing(self, person: Person) -> Standing:
        home = person.memberships.select_related("unit__kind").first()
        terms = person.terms.select_related("unit__kind", "office")
        return Standing(
            home and self.place(home.unit),
            frozenset((term.office.code, self.place(term.unit)) for term in terms),
        )

    def _some(self, rows: list[Any]) -> list[Any]:
        return self.random.sample(rows, self.random.choice([0, 0, 1, 2]))


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(random=st.randoms(use_true_random=False))
def test_the_database_addresses_exactly_those_whom_the_rules_address(random: Random) -> None:
    with transaction.atomic():
        chance = Chance(random)
        audiences = [chance.audience() for _number in range(8)]
        rules = {audience.decision_id: addressees_of(audience).rule for audience in audiences}
        addressed = {decision: set[UUID]() for decision in rules}
        for person in chance.people:
            standing = chance.standing(person)
            mine = {decision for decision, rule in rules.items() if is_addressed(standing, rule)}
            assert set(Decision.objects.addressed_to(person, AT).values_list("pk", flat=True)) == mine
            for decision in mine:
                addressed[decision].add(person.pk)
        for decision, rule in rules.items():
            assert {row.person_id for row in people_of(rule, at=AT)} == addressed[decision]
            assert count_people(rule, at=AT) == len(addressed[decision])
            assert reaches_anybody(rule, at=AT) == bool(addressed[decision])
            assert set(units_of(rule)) == chance.units_that_match(rule)
        transaction.set_rollback(True)
