"""Bylaws that ask for visits: told of those that officers from above entered, and that the unit does not object to."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from conftest import World
from folkmoot.bylaws.models import Provision
from folkmoot.bylaws.queries.duties import duties_of, duties_of_each
from folkmoot.bylaws.rules.duties import State
from folkmoot.bylaws.tests.keeping import from_scratch, keep, kept
from folkmoot.bylaws.tests.papers import bylaws, entered
from folkmoot.membership.tests.paging import as_, cost, links
from folkmoot.structure.actions.visiting import answer_visit, enter_visit, withdraw_visit
from folkmoot.structure.tests.acting import do

VISITS = {"kind": "visits", "times": 1, "every": "month"}
LAST_OF_MARCH = date(2026, 3, 31)


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


@pytest.fixture
def ruled(world: World) -> World:
    """Locals are visited every month; the rule held since December."""
    entered(world, bylaws(world), "2.1", VISITS, unit_kinds=["local"])
    Provision.objects.update(since=date(2025, 12, 1))
    return world


def visited(world: World, on: date = date(2026, 3, 2)):
    given = {"unit_id": world.harbour.pk, "on": on, "purpose": "The work of the spring"}
    return do(enter_visit, **given, by=world.ada, at=world.at)


def answered(world: World, visit_id, *, took_place: bool) -> None:
    do(answer_visit, visit_id=visit_id, took_place=took_place, by=world.bo, at=world.at)


def in_march(world: World):
    due = duties_of(world.harbour, at=world.at)
    assert duties_of_each([world.harbour], at=world.at)[world.harbour.pk] == due
    return [(each.state, each.done) for each in due if each.due_on == LAST_OF_MARCH]


def late(world: World) -> set[UUID]:
    keep(world)
    assert kept() == from_scratch(world)
    return {unit for (unit, _clause), (_due, late) in kept()[1].items() if late and late <= world.at}


def test_a_visit_is_due_until_one_was_entered_that_the_unit_does_not_object_to(ruled: World) -> None:
    assert in_march(ruled) == [(State.DUE, 0)]
    visit = visited(ruled)
    assert in_march(ruled) == [(State.DONE, 1)]
    answered(ruled, visit, took_place=False)
    assert in_march(ruled) == [(State.DUE, 0)]
    answered(ruled, visit, took_place=True)
    assert in_march(ruled) == [(State.DONE, 1)]
    do(withdraw_visit, visit_id=visit, by=ruled.ada, at=ruled.at)
    assert in_march(ruled) == [(State.DUE, 0)]


def test_compliance_follows_visits_objections_and_what_is_taken_back(ruled: World) -> None:
    cells = {ruled.harbour.pk, ruled.hill.pk, ruled.vale.pk}
    assert late(ruled) == cells
    visit = visited(ruled)
    assert late(ruled) == cells - {ruled.harbour.pk}
    answered(ruled, visit, took_place=False)
    assert late(ruled) == cells
    answered(ruled, visit, took_place=True)
    assert late(ruled) == cells - {ruled.harbour.pk}
    do(withdraw_visit, visit_id=visit, by=ruled.ada, at=ruled.at)
    assert late(ruled) == cells
    visited(ruled, on=date(2026, 2, 20))
    assert late(ruled) == cells - {ruled.harbour.pk}
    ruled.at += timedelta(days=30)
    assert late(ruled) == cells


def test_the_topmost_unit_which_has_none_above_is_not_asked_for_visits(world: World) -> None:
    entered(world, bylaws(world), "2.1", VISITS)
    Provision.objects.update(since=date(2025, 12, 1))
    units = [world.union, world.north]
    assert {each.pk: len(duties_of(each, at=world.at)) for each in units} == {
        world.union.pk: 0,
        world.north.pk: 2,
    }
    assert late(world) == {each.pk for each in world.units.values()} - {world.union.pk}


def test_the_desk_says_for_thirty_days_that_a_visit_was_entered(world: World, client) -> None:
    said = "A visit from above was entered: see whether it took place"

    def desk() -> bool:
        return said in as_(client, world.bo).get("/desk/").content.decode()

    assert not desk()
    before = cost(client, "/desk/")
    visit = visited(world)
    assert (desk(), cost(client, "/desk/")) == (True, before)
    answered(world, visit, took_place=False)
    assert not desk()
    answered(world, visit, took_place=True)
    world.at += timedelta(days=30)
    assert not desk()


def test_the_desk_of_a_body_says_that_a_visit_was_entered(world: World, client) -> None:
    given = {"unit_id": world.north.pk, "on": date(2026, 3, 2), "purpose": "The work of the spring"}
    place = f"/units/{world.north.pk}/visits/"
    assert place not in as_(client, world.ada).get("/desk/").content.decode()
    do(enter_visit, **given, by=world.max, at=world.at)
    assert place in as_(client, world.ada).get("/desk/").content.decode()


def test_the_desk_says_that_a_visit_is_due_and_leads_to_the_visits(ruled: World, client) -> None:
    page = as_(client, ruled.bo).get("/desk/")
    assert "The unit is visited by those above it at least once every month." in page.content.decode()
    place = f"/units/{ruled.harbour.pk}/visits/"
    assert [link for link in links(page).values() if link == place] == [place, place]
    assert client.get(place).status_code == 200
    assert cost(client, "/desk/") <= 12
