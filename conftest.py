"""The small named world that tests stand in.

Union > North > Harbour, Hill; Union > South > Vale. Una is the registrar and Max the secretary of the Union; Ada
chairs North; Bo is Harbour's secretary; Cy belongs to Hill; Eve was Harbour's secretary before Bo; Dee belongs to Vale,
far from all of them; Stan holds no office and no membership. Those who hold an office above the cells have a passkey.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connections
from hypothesis import settings

from folkmoot.access.grants import OFFICES
from folkmoot.membership.tests.recounting import recount_members
from folkmoot.people.models import Account, Membership, Office, Person, Term
from folkmoot.units.models import ParentEdge, Unit, UnitKind
from folkmoot.units.rules import paths
from tests.no_skips import pytest_make_collect_report, pytest_runtest_makereport  # noqa: F401 -- pytest takes its hooks from here

# A busy machine is not a wrong answer.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

START = datetime(2026, 1, 1, tzinfo=UTC)
AT = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    # In a file, as an installation has it: in memory, threads would share one cache and never wait for each other.
    for database in connections.settings.values():
        if database["ENGINE"].endswith("sqlite3"):
            database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@dataclass
class World:
    """Its units by name, its people by name, and the moment it is."""

    units: dict[str, Unit]
    people: dict[str, Person]
    at: datetime = AT

    def __getattr__(self, name: str) -> Any:
        found = self.units.get(name) or self.people.get(name)
        if found is None:
            raise AttributeError(name)
        return found


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def make_world() -> World:
    units = make_units()
    people = {
        name: make_person(name.title()) for name in ("una", "max", "ada", "bo", "cy", "eve", "dee", "stan")
    }
    for name, home in (
        ("una", "hill"),
        ("max", "hill"),
        ("ada", "hill"),
        ("bo", "harbour"),
        ("cy", "hill"),
        ("eve", "harbour"),
        ("dee", "vale"),
    ):
        Membership.objects.create(person=people[name], unit=units[home], started_at=START)
    appoint(units, people)
    recount_members()
    return World(units, people)


def appoint(units: dict[str, Unit], people: dict[str, Person]) -> None:
    offices = {code: Office.objects.create(code=code, name=code.replace("_", " ")) for code in OFFICES}
    for name, office, unit, ended_at in (
        ("una", "registrar", "union", None),
        ("max", "secretary", "union", None),
        ("ada", "chair", "north", None),
        ("bo", "secretary", "harbour", None),
        ("eve", "secretary", "harbour", START + timedelta(days=30)),
    ):
        Term.objects.create(
            person=people[name], office=offices[office], unit=units[unit], started_at=START, ended_at=ended_at
        )
    for name in ("una", "max", "ada"):
        give_passkey(people[name])


def give_passkey(person: Person) -> None:
    Authenticator.objects.create(
        user=person.account, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone"}, created_at=START
    )


def make_units() -> dict[str, Unit]:
    kinds = make_kinds()
    units: dict[str, Unit] = {}
    for name, kind, parent in (
        ("union", "union", ""),
        ("north", "region", "union"),
        ("south", "region", "union"),
        ("harbour", "local", "north"),
        ("hill", "local", "north"),
        ("vale", "local", "south"),
    ):
        units[name] = make_unit(name.title(), kinds[kind], units.get(parent))
    return units


def make_kinds() -> dict[str, UnitKind]:
    return {
        "union": UnitKind.objects.create(code="union", name="union", plural="unions", rank=1, is_cell=False),
        "region": UnitKind.objects.create(
            code="region", name="region", plural="regions", rank=2, is_cell=False
        ),
        "local": UnitKind.objects.create(code="local", name="local", plural="locals", rank=3, is_cell=True),
    }


def make_unit(name: str, kind: UnitKind, parent: Unit | None) -> Unit:
    path = paths.ROOT if parent is None else paths.child_path(parent.path, parent.children_made)
    unit = Unit.objects.create(
        name=name,
        search_name=name.lower(),
        code=name.lower(),
        kind=kind,
        parent=parent,
        path=path,
        time_zone="Europe/Paris",
        founded_at=START,
    )
    ParentEdge.objects.create(unit=unit, parent=parent, started_at=START)
    if parent is not None:
        parent.children_made += 1
        parent.save(update_fields=["children_made"])
    return unit


def make_person(name: str) -> Person:
    person = Person.objects.create(
        name=name,
        sort_name=name,
        search_name=name.lower(),
        name_key=name.lower(),
        member_number=f"M-{name}",
        languages=["en"],
        created_at=START,
    )
    Account.objects.create(person=person, email=f"{name.lower()}@example.org", password="!")
    return person
