"""The small named world that tests stand in.

Union > North > Harbour, Hill; Union > South > Vale. Una is the registrar and Max the secretary of the Union; Ada
chairs North; Bo is Harbour's secretary; Cy belongs to Hill; Eve was Harbour's secretary before Bo; Dee belongs to Vale,
far from all of them; Stan holds no office and no membership. Those who hold an office above the cells have a passkey.
"""

import gc
import pickle
from collections import Counter
from collections.abc import Generator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection, connections
from django.test.client import ClientHandler
from hypothesis import settings as hypothesis_settings

from folkmoot.access.grants import OFFICES
from folkmoot.kernel.migration_states import models_made_once
from folkmoot.membership.actions.counting import count_members
from folkmoot.people.models import Account, Membership, Office, Person, Term
from folkmoot.units.models import ParentEdge, Unit, UnitKind
from folkmoot.units.rules import paths
from tests.no_skips import pytest_make_collect_report, pytest_runtest_makereport  # noqa: F401 -- pytest takes its hooks from here

pytest_plugins = ["tests.once"]

# A busy machine is not a wrong answer.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")


# Nothing that is loaded from here on, until all tests are found, is garbage.
gc.disable()


def pytest_collection_finish() -> None:
    # What was loaded stays to the end: looking through it again and again for garbage takes a seventh of the time.
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000, 20, 100)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
    """Make the tests' database as an installation makes its own, in a third of the time that Django takes."""
    with models_made_once() if fixturedef.argname == "django_db_setup" else nullcontext():
        return (yield)


@pytest.fixture(scope="session", autouse=True)
def middleware_loaded_once() -> Generator[None, None, None]:
    # Each client would load middleware of its own. Those of all tests share one, and so do those under the same other settings.
    own, load = vars(settings)["_wrapped"], ClientHandler.load_middleware
    kept: dict[bool, tuple[object, ClientHandler]] = {}

    def load_once(handler: ClientHandler, is_async: bool = False) -> None:
        at_present = vars(settings)["_wrapped"]
        is_own = at_present is own
        if is_own not in kept or kept[is_own][0] is not at_present:
            kept[is_own] = (at_present, ClientHandler())
            load(kept[is_own][1], is_async)
        loaded = vars(kept[is_own][1])
        vars(handler).update({name: loaded[name] for name in loaded if name.endswith(_LOADED)})

    with mock.patch.object(ClientHandler, "load_middleware", load_once):
        yield


_LOADED = ("_middleware", "_middleware_chain")
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


class Written:
    """The world as it was written for the first test, to be written for the others in the same statements."""

    def __init__(self) -> None:
        self._statements: list[tuple[str, Any]] = []
        self._kept = b""

    def world(self) -> World:
        if self._kept:
            self._write_again()
        else:
            self._write()
        # Each test has units and people of its own to change.
        return World(*pickle.loads(self._kept))  # noqa: S301 -- pickled above

    def _write(self) -> None:
        with connection.execute_wrapper(self._remember):
            world = make_world()
        self._kept = pickle.dumps((world.units, world.people))

    def _remember(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self._statements.append((sql, params))
        return execute(sql, params, many, context)

    def _write_again(self) -> None:
        with connection.cursor() as cursor:
            for sql, params in self._statements:
                cursor.execute(sql, params)


WRITTEN = Written()


@pytest.fixture
def world(db: None) -> World:
    return WRITTEN.world()


def make_world() -> World:
    # Thousands of tests begin here, so each kind of row is written in one statement.
    units = make_units()
    people = make_people("una", "max", "ada", "bo", "cy", "eve", "dee", "stan")
    homes = dict.fromkeys(("una", "max", "ada", "cy"), "hill") | {
        "bo": "harbour",
        "eve": "harbour",
        "dee": "vale",
    }
    Membership.objects.bulk_create(
        Membership(person=people[name], unit=units[home], started_at=START) for name, home in homes.items()
    )
    appoint(units, people)
    count_members(Counter(units[home].pk for home in homes.values()))
    return World(units, people)


def appoint(units: dict[str, Unit], people: dict[str, Person]) -> None:
    made = Office.objects.bulk_create(Office(code=code, name=code.replace("_", " ")) for code in OFFICES)
    offices = {office.code: office for office in made}
    Term.objects.bulk_create(
        Term(
            person=people[name],
            office=offices[office],
            unit=units[unit],
            started_at=START,
            ended_at=ended_at,
        )
        for name, office, unit, ended_at in (
            ("una", "registrar", "union", None),
            ("max", "secretary", "union", None),
            ("ada", "chair", "north", None),
            ("bo", "secretary", "harbour", None),
            ("eve", "secretary", "harbour", START + timedelta(days=30)),
        )
    )
    Authenticator.objects.bulk_create(passkey(people[name]) for name in ("una", "max", "ada"))


def give_passkey(person: Person) -> None:
    passkey(person).save()


def passkey(person: Person) -> Authenticator:
    return Authenticator(
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
        units[name] = _unit(name.title(), kinds[kind], units.get(parent))
    Unit.objects.bulk_create(units.values())
    ParentEdge.objects.bulk_create(_edge(unit) for unit in units.values())
    return units


def make_kinds() -> dict[str, UnitKind]:
    kinds = UnitKind.objects.bulk_create(
        (
            UnitKind(code="union", name="union", plural="unions", rank=1, is_cell=False),
            UnitKind(code="region", name="region", plural="regions", rank=2, is_cell=False),
            UnitKind(code="local", name="local", plural="locals", rank=3, is_cell=True),
        )
    )
    return {kind.code: kind for kind in kinds}


def make_unit(name: str, kind: UnitKind, parent: Unit | None) -> Unit:
    unit = _unit(name, kind, parent)
    unit.save()
    _edge(unit).save()
    if parent is not None:
        parent.save(update_fields=["children_made"])
    return unit


def _unit(name: str, kind: UnitKind, parent: Unit | None) -> Unit:
    path = paths.ROOT if parent is None else paths.child_path(parent.path, parent.children_made)
    if parent is not None:
        parent.children_made += 1
    return Unit(
        name=name,
        search_name=name.lower(),
        code=name.lower(),
        kind=kind,
        parent=parent,
        path=path,
        time_zone="Europe/Paris",
        founded_at=START,
    )


def _edge(unit: Unit) -> ParentEdge:
    return ParentEdge(unit=unit, parent=unit.parent, started_at=START)


def make_people(*names: str) -> dict[str, Person]:
    people = {name: _person(name.title()) for name in names}
    Person.objects.bulk_create(people.values())
    Account.objects.bulk_create(_account(person) for person in people.values())
    return people


def make_person(name: str) -> Person:
    person = _person(name)
    person.save()
    _account(person).save()
    return person


def _person(name: str) -> Person:
    return Person(
        name=name,
        sort_name=name,
        search_name=name.lower(),
        name_key=name.lower(),
        member_number=f"M-{name}",
        languages=["en"],
        created_at=START,
    )


def _account(person: Person) -> Account:
    return Account(person=person, email=f"{person.name.lower()}@example.org", password="!")
