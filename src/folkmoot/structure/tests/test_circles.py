"""Affiliated organisations: no unit crosses the border of one."""

import pytest
from django.db import connection

from conftest import START, World, make_unit
from folkmoot.kernel.errors import Refused
from folkmoot.structure.actions.closing import close_unit
from folkmoot.structure.actions.founding import found_unit
from folkmoot.structure.actions.moving import move_unit
from folkmoot.structure.actions.refounding import refound_unit
from folkmoot.structure.actions.reorganising import merge_units, split_unit
from folkmoot.structure.models import Affiliation
from folkmoot.structure.queries.circles import circle_of
from folkmoot.structure.rules.circles import Admits, meets_rule
from folkmoot.structure.tests.acting import do
from folkmoot.structure.tests.importing import checked_text, import_text, told
from folkmoot.units.models import Unit, UnitKind
from folkmoot.units.rules.paths import range_of


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def league(world: World) -> World:
    """Union > Youth > Young: an affiliated organisation."""
    kinds = {kind.code: kind for kind in UnitKind.objects.all()}
    world.units["youth"] = make_unit("Youth", kinds["region"], world.union)
    world.units["young"] = make_unit("Young", kinds["local"], world.youth)
    Affiliation.objects.create(unit=world.youth, admits="anybody", affiliated_at=START)
    return world


@pytest.mark.parametrize(
    ("admits", "is_member", "meets"),
    [
        (Admits.MEMBERS, True, True),
        (Admits.MEMBERS, False, False),
        (Admits.ANYBODY, True, True),
        (Admits.ANYBODY, False, True),
        (Admits.OTHERS, True, False),
        (Admits.OTHERS, False, True),
    ],
)
def test_who_may_belong(admits: Admits, is_member: bool, meets: bool) -> None:
    assert meets_rule(admits, is_member=is_member) is meets


@pytest.mark.parametrize(
    ("unit", "circle"),
    [("union", None), ("north", None), ("hill", None), ("youth", "Youth"), ("young", "Youth")],
)
def test_a_unit_belongs_to_the_circle_of_what_it_hangs_below(league: World, unit: str, circle: str) -> None:
    found = circle_of(league.units[unit])
    assert (found.name if found else None) == circle


def moved(world: World, unit: str, to: str):
    given = {"unit_id": world.units[unit].pk, "to_parent_id": world.units[to].pk}
    return do(move_unit, **given, by=world.una, at=world.at)


@pytest.mark.parametrize(("unit", "to"), [("hill", "youth"), ("young", "north")])
def test_no_unit_is_moved_across_the_border(league: World, unit: str, to: str) -> None:
    with pytest.raises(Refused, match="Youth is an affiliated organisation with members of its own"):
        moved(league, unit, to)
    assert Unit.objects.get(pk=league.units[unit].pk).path == league.units[unit].path


def test_an_affiliated_organisation_moves_as_a_whole_and_not_into_another(league: World) -> None:
    kinds = {kind.code: kind for kind in UnitKind.objects.all()}
    for kind in kinds.values():
        UnitKind.objects.filter(pk=kind.pk).update(rank=kind.rank * 10)
    kinds["group"] = UnitKind.objects.create(code="group", name="g", plural="gs", rank=25, is_cell=False)
    league.units["old"] = make_unit("Old", kinds["group"], Unit.objects.get(pk=league.union.pk))
    Affiliation.objects.create(unit=league.old, admits="members", affiliated_at=START)
    with pytest.raises(Refused, match="One is not part of another"):
        moved(league, "old", "youth")
    moved(league, "old", "north")
    assert Unit.objects.get(pk=league.old.pk).parent == league.north
    with pytest.raises(Refused, match="members of its own"):
        moved(league, "hill", "old")


def test_units_of_one_circle_are_merged_and_others_not(league: World) -> None:
    league.units["younger"] = make_unit("Younger", league.young.kind, league.youth)
    for one, other, said in (
        ("hill", "young", "members of its own"),
        ("young", "hill", "members of its own"),
        ("north", "youth", "neither merged nor split"),
        ("youth", "north", "neither merged nor split"),
    ):
        given = {"unit_id": league.units[one].pk, "into_unit_id": league.units[other].pk}
        with pytest.raises(Refused, match=said):
            do(merge_units, **given, by=league.una, at=league.at)
    given = {"unit_id": league.young.pk, "into_unit_id": league.younger.pk}
    do(merge_units, **given, by=league.una, at=league.at)


def test_an_affiliated_organisation_is_not_split(league: World) -> None:
    given = {
        "unit_id": league.youth.pk,
        "name": "New",
        "code": "new",
        "members": [],
        "units": [league.young.pk],
    }
    with pytest.raises(Refused, match="neither merged nor split"):
        do(split_unit, **given, by=league.una, at=league.at)


def test_no_unit_is_founded_again_on_the_other_side(league: World) -> None:
    do(close_unit, unit_id=league.young.pk, by=league.una, at=league.at)
    for parent, said in (("north", "members of its own"), ("youth", "")):
        given = {"unit_id": league.young.pk, "parent_id": league.units[parent].pk}
        if said:
            with pytest.raises(Refused, match=said):
                do(refound_unit, **given, by=league.una, at=league.at)
        else:
            do(refound_unit, **given, by=league.una, at=league.at)


def test_a_file_moves_no_unit_across_the_border(league: World) -> None:
    given = {"under": league.union, "by": league.una, "at": league.at}
    head = "code;name;kind;parent\n"
    wrong = told(checked_text("units", head + "hill;Hill;local;youth\nyoung;Young;local;south\n", **given))
    assert [(row, field) for row, field, _said in wrong] == [(2, "parent"), (3, "parent")]
    assert {said.split(",")[0] for *_place, said in wrong} == {
        "Youth is an affiliated organisation with members of its own"
    }
    import_text("units", head + "hill;Hill;local;south\nfresh;Fresh;local;youth\n", **given)
    assert circle_of(Unit.objects.get(code="fresh")) == circle_of(league.youth)


def test_what_is_founded_in_a_circle_belongs_to_it(league: World) -> None:
    given = {"parent_id": league.youth.pk, "kind": "local", "name": "New", "code": "new"}
    pk = do(found_unit, **given, by=league.una, at=league.at)
    assert circle_of(Unit.objects.get(pk=pk)) == circle_of(league.youth)


def test_those_in_line_with_a_unit_are_looked_for_among_affiliated_organisations_alone(world: World) -> None:
    plan = Affiliation.objects.in_line(["0000"], range_of(world.union.path)).explain()
    # PostgreSQL plans by how many rows there are, and says it in other words.
    assert connection.vendor == "postgresql" or "SCAN structure_affiliation" in plan, plan
