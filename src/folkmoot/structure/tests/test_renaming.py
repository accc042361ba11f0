import json

import pytest

from folkmoot.kernel.errors import Refused
from folkmoot.structure.actions.kinds import add_sector
from folkmoot.structure.actions.renaming import change_kind, rename_unit, set_sectors, set_time_zone
from folkmoot.structure.tests.acting import do, entries
from folkmoot.units.models import Unit, UnitKind


def only_entry():
    [(event, payload)] = entries()
    return event, json.loads(payload)


def test_a_secretary_renames_their_unit(world):
    do(
        rename_unit,
        unit_id=world.harbour.pk,
        name=" Old  Harbour ",
        code="harbour-2",
        by=world.bo,
        at=world.at,
    )
    harbour = Unit.objects.get(pk=world.harbour.pk)
    assert (harbour.name, harbour.code) == ("Old Harbour", "harbour-2")
    assert only_entry() == (
        "UnitRenamed",
        {"unit_id": str(harbour.pk), "name": "Old Harbour", "code": "harbour-2"},
    )


def test_a_unit_keeps_its_code_unless_another_is_given(world):
    do(rename_unit, unit_id=world.harbour.pk, name="Port", by=world.bo, at=world.at)
    assert Unit.objects.get(pk=world.harbour.pk).code == "harbour"


def test_a_unit_may_be_given_the_code_it_has(world):
    do(rename_unit, unit_id=world.harbour.pk, name="Port", code="harbour", by=world.bo, at=world.at)
    assert Unit.objects.get(pk=world.harbour.pk).name == "Port"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "This is empty"),
        ({"name": "x" * 201}, "at most 200 fit"),
        ({"name": "Port", "code": "hill"}, "^The code hill is taken. Choose another.$"),
        ({"name": "Port", "code": "a b"}, "“a b” is not a code"),
    ],
)
def test_a_name_that_cannot_be_is_refused(world, changed, sentence):
    with pytest.raises(Refused, match=sentence):
        do(rename_unit, unit_id=world.harbour.pk, **changed, by=world.bo, at=world.at)
    assert Unit.objects.get(pk=world.harbour.pk).name == "Harbour"
    assert entries() == []


@pytest.mark.parametrize("who", ["bo", "cy", "dee", "stan", "eve"])
def test_others_cannot_rename_a_unit(world, who):
    with pytest.raises(Refused, match=r"You hold no office|There is no such"):
        do(rename_unit, unit_id=world.hill.pk, name="Mount", by=getattr(world, who), at=world.at)


def test_a_unit_is_read_in_another_time_zone(world):
    do(set_time_zone, unit_id=world.harbour.pk, time_zone="america/sao paulo", by=world.bo, at=world.at)
    assert Unit.objects.get(pk=world.harbour.pk).time_zone == "America/Sao_Paulo"
    assert only_entry() == (
        "UnitTimeZoneSet",
        {"unit_id": str(world.harbour.pk), "time_zone": "America/Sao_Paulo"},
    )


def test_a_time_zone_that_is_not_is_refused(world):
    with pytest.raises(Refused, match="“Mars” is not a time zone"):
        do(set_time_zone, unit_id=world.harbour.pk, time_zone="Mars", by=world.bo, at=world.at)


def test_a_unit_works_in_the_sectors_it_is_given(world):
    for code in ("rail", "health"):
        do(add_sector, code=code, name=code.title(), by=world.una, at=world.at)
    do(set_sectors, unit_id=world.harbour.pk, sectors=["rail", "health"], by=world.bo, at=world.at)
    assert set(world.harbour.sectors.values_list("code", flat=True)) == {"rail", "health"}
    assert [(event, json.loads(payload)) for event, payload in entries()][-1] == (
        "UnitSectorsSet",
        {"unit_id": str(world.harbour.pk), "sectors": ["health", "rail"]},
    )
    do(set_sectors, unit_id=world.harbour.pk, sectors=[], by=world.bo, at=world.at)
    assert world.harbour.sectors.count() == 0


def test_a_sector_that_is_unknown_is_refused(world):
    with pytest.raises(Refused, match="There is no sector called “fish”, “rail”"):
        do(set_sectors, unit_id=world.harbour.pk, sectors=["rail", "fish"], by=world.bo, at=world.at)


def kind(code, rank, *, is_cell=False):
    return UnitKind.objects.create(code=code, name=code, plural=code, rank=rank, is_cell=is_cell)


def test_a_unit_becomes_one_of_another_kind(world):
    kind("branch", 4, is_cell=True)
    do(change_kind, unit_id=world.harbour.pk, kind="branch", by=world.ada, at=world.at)
    assert Unit.objects.select_related("kind").get(pk=world.harbour.pk).kind.code == "branch"
    assert only_entry() == (
        "UnitKindChanged",
        {"unit_id": str(world.harbour.pk), "from_kind": "local", "to_kind": "branch"},
    )


@pytest.mark.parametrize(
    ("unit", "to_kind", "sentence"),
    [
        ("harbour", "region", "A region cannot be below a region"),
        ("north", "local", "North has a local below it, so it cannot become a local"),
        ("harbour", "desk", "Harbour is home to 2 members, and a desk is no home"),
        ("harbour", "guild", "There is no kind of unit called “guild”"),
    ],
)
def test_a_kind_that_does_not_suit_is_refused(world, unit, to_kind, sentence):
    kind("desk", 4)
    with pytest.raises(Refused, match=sentence):
        do(change_kind, unit_id=getattr(world, unit).pk, kind=to_kind, by=world.una, at=world.at)


def test_nobody_raises_the_rank_of_their_own_unit(world):
    with pytest.raises(Refused, match="You hold no office that may do this in Union"):
        do(change_kind, unit_id=world.north.pk, kind="union", by=world.ada, at=world.at)
