"""What figures taken before cannot have counted is marked by every act that makes it so."""

from datetime import timedelta

import pytest

from folkmoot.structure.actions.closing import close_unit
from folkmoot.structure.actions.founding import found_unit
from folkmoot.structure.actions.moving import move_unit
from folkmoot.structure.actions.refounding import refound_unit
from folkmoot.structure.actions.renaming import change_kind, rename_unit
from folkmoot.structure.tests.acting import do
from folkmoot.structure.tests.importing import import_text
from folkmoot.units.models import Unit

LATER = timedelta(hours=1)


def stirred(world) -> dict[str, object]:
    found = Unit.objects.filter(stirred_at__isnull=False).order_by("path")
    return {unit.code: unit.stirred_at - world.at for unit in found}


def test_a_new_unit_is_marked_and_one_that_only_has_another_name_is_not(world) -> None:
    do(
        found_unit,
        parent_id=world.north.pk,
        kind="local",
        name="Mill",
        code="mill",
        by=world.una,
        at=world.at,
    )
    do(rename_unit, unit_id=world.harbour.pk, name="Port", by=world.bo, at=world.at)
    assert stirred(world) == {"mill": timedelta(0)}


def test_a_moved_unit_is_marked(world) -> None:
    do(move_unit, unit_id=world.hill.pk, to_parent_id=world.south.pk, by=world.una, at=world.at)
    assert stirred(world) == {"hill": timedelta(0)}


@pytest.mark.parametrize("parent", ["north", "south"])
def test_a_reopened_unit_is_marked(world, parent: str) -> None:
    do(
        found_unit,
        parent_id=world.north.pk,
        kind="local",
        name="Mill",
        code="mill",
        by=world.una,
        at=world.at,
    )
    mill, above = Unit.objects.get(code="mill"), getattr(world, parent)
    do(close_unit, unit_id=mill.pk, by=world.una, at=world.at)
    do(refound_unit, unit_id=mill.pk, parent_id=above.pk, by=world.una, at=world.at + LATER)
    assert stirred(world) == {"mill": LATER}


def test_a_unit_of_another_kind_is_marked(world) -> None:
    do(
        found_unit,
        parent_id=world.union.pk,
        kind="region",
        name="East",
        code="east",
        by=world.una,
        at=world.at,
    )
    east = Unit.objects.get(code="east")
    do(change_kind, unit_id=east.pk, kind="local", by=world.una, at=world.at + LATER)
    assert stirred(world) == {"east": LATER}


def test_an_import_marks_what_it_founds_and_what_it_makes_another_kind(world) -> None:
    do(
        found_unit,
        parent_id=world.union.pk,
        kind="region",
        name="East",
        code="east",
        by=world.una,
        at=world.at,
    )
    rows = "code,name,kind,parent,time zone,sectors\neast,East,local,,,\nmill,Mill,local,north,,\nhill,Mount,local,north,,\n"
    import_text("units", rows, under=world.union, by=world.una, at=world.at + LATER)
    assert stirred(world) == {"east": LATER, "mill": LATER}
