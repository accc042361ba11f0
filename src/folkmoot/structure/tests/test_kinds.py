import json
from datetime import UTC, datetime

import pytest

from folkmoot.kernel.errors import Refused
from folkmoot.structure.actions.kinds import add_kind, add_sector
from folkmoot.structure.tests.acting import do, entries
from folkmoot.units.models import Sector, UnitKind

DISTRICT = {
    "code": "District",
    "name": "district",
    "plural": "districts",
    "is_cell": False,
    "below": "region",
}


def test_a_kind_is_added_between_two_others(world):
    do(add_kind, **DISTRICT, by=world.una, at=world.at)
    assert list(UnitKind.objects.order_by("rank").values_list("code", "rank")) == [
        ("union", 1),
        ("region", 2),
        ("district", 3),
        ("local", 4),
    ]
    assert [(event, json.loads(payload)) for event, payload in entries()] == [
        ("KindAdded", {"kind": "district", "name": "district", "rank": 3, "is_cell": False})
    ]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"code": "local"}, "There is a kind local already"),
        ({"code": "ça"}, "“ça” is not a short code"),
        ({"below": "guild"}, "There is no kind of unit called “guild”"),
    ],
)
def test_a_kind_that_cannot_be_is_refused(world, changed, sentence):
    with pytest.raises(Refused, match=sentence):
        do(add_kind, **{**DISTRICT, **changed}, by=world.una, at=world.at)
    assert UnitKind.objects.count() == 3


def test_there_are_at_most_twelve_kinds(world):
    for number in range(9):
        do(add_kind, **{**DISTRICT, "code": f"d{number}"}, by=world.una, at=world.at)
    with pytest.raises(Refused, match="at most 12 kinds"):
        do(add_kind, **{**DISTRICT, "code": "d10"}, by=world.una, at=world.at)


@pytest.mark.parametrize("who", ["ada", "bo", "cy", "stan", "max"])
def test_only_a_registrar_or_chair_of_the_whole_adds_kinds_and_sectors(world, who):
    with pytest.raises(Refused, match="You hold no office"):
        do(add_kind, **DISTRICT, by=getattr(world, who), at=world.at)
    with pytest.raises(Refused, match="You hold no office"):
        do(add_sector, code="rail", name="Rail", by=getattr(world, who), at=world.at)


def test_a_sector_is_added_once(world):
    do(add_sector, code="rail", name="Rail", by=world.una, at=world.at)
    assert list(Sector.objects.values_list("code", "name")) == [("rail", "Rail")]
    assert [(event, json.loads(payload)) for event, payload in entries()] == [
        ("SectorAdded", {"sector": "rail", "name": "Rail"})
    ]
    with pytest.raises(Refused, match="There is a sector rail already"):
        do(add_sector, code="RAIL", name="Railways", by=world.una, at=world.at)


def test_before_there_is_an_organisation_nothing_is_added(db):
    with pytest.raises(Refused, match="There is no organisation here yet"):
        do(add_sector, code="rail", name="Rail", by=None, at=datetime(2026, 3, 2, tzinfo=UTC))
