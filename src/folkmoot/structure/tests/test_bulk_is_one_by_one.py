import csv
import io
import random
from datetime import timedelta

import pytest

from folkmoot.structure.actions.founding import found_unit
from folkmoot.structure.actions.kinds import add_kind, add_sector
from folkmoot.structure.actions.moving import move_unit
from folkmoot.structure.actions.renaming import change_kind, rename_unit, set_sectors, set_time_zone
from folkmoot.structure.tests.acting import do
from folkmoot.structure.tests.importing import import_text, told
from folkmoot.units.models import ParentEdge, Unit

FIELDS = ["code", "name", "kind", "parent", "time_zone", "sectors"]
STANDING = (
    ("n", "region", ""),
    ("s", "region", ""),
    ("x", "local", "n"),
    ("y", "local", "n"),
    ("z", "local", "s"),
)


@pytest.fixture
def busy(world):
    who = {"by": world.una, "at": world.at}
    for code, below in (("district", "region"), ("room", "local")):
        do(add_kind, code=code, name=code, plural=code, is_cell=False, below=below, **who)
    do(add_kind, code="land", name="land", plural="lands", is_cell=False, below="union", **who)
    for code in ("rail", "health", "youth"):
        do(add_sector, code=code, name=code, **who)
    for side in ("acts.", "file."):
        do(found_unit, parent_id=world.union.pk, kind="land", name=side, code=f"{side}top", **who)
        for code, kind, parent in STANDING:
            top = Unit.objects.get(code=side + (parent or "top"))
            do(found_unit, parent_id=top.pk, kind=kind, name=code, code=side + code, **who)
    return world


def random_rows(rng):
    """Rows in any order: new units of every kind, and standing ones that are moved, renamed and changed."""
    rows = [{"code": f"r{number}", "kind": "region", "parent": ""} for number in range(3)]
    for number in range(8):
        top = rng.choice(["n", "s", "r0", "r1", "r2"])
        rows.append({"code": f"d{number}", "kind": "district", "parent": top})
    for number in range(25):
        top = rng.choice(["r0", "r1", "n", "d0", "d1", "d2", "d3"])
        rows.append({"code": f"l{number}", "kind": "local", "parent": top})
    for code in ("x", "y", "z"):
        kind = rng.choice(["local", "room"])
        rows.append({"code": code, "kind": kind, "parent": rng.choice(["n", "s", "d1", "r2"])})
    for row in rows:
        row["name"] = rng.choice([row["code"], row["code"].upper()])
        row["time_zone"] = rng.choice(["", "Europe/Rome", "Asia/Tokyo"])
        row["sectors"] = rng.choice(["", "rail", "health;youth"])
    rng.shuffle(rows)
    return rows


def on_side(rows, side):
    return [
        {**row, "code": side + row["code"], "parent": row["parent"] and side + row["parent"]} for row in rows
    ]


def as_text(rows):
    page = io.StringIO()
    writer = csv.DictWriter(page, FIELDS)
    writer.writeheader()
    writer.writerows(rows)
    return page.getvalue()


def do_one_by_one(rows, who):
    waiting = {row["code"]: row for row in rows}
    while waiting:
        for row in [row for row in waiting.values() if row["parent"] not in waiting]:
            act_on(waiting.pop(row["code"]), who)


def act_on(row, who):
    parent = Unit.objects.get(code=row["parent"] or "acts.top")
    unit = Unit.objects.select_related("kind").filter(code=row["code"]).first()
    if unit is None:
        asked = {name: row[name] for name in ("kind", "name", "code", "time_zone")}
        unit = Unit(pk=do(found_unit, parent_id=parent.pk, **asked, **who))
    else:
        if unit.parent_id != parent.pk:
            do(move_unit, unit_id=unit.pk, to_parent_id=parent.pk, **who)
        do(change_kind, unit_id=unit.pk, kind=row["kind"], **who)
        do(rename_unit, unit_id=unit.pk, name=row["name"], **who)
        if row["time_zone"]:
            do(set_time_zone, unit_id=unit.pk, time_zone=row["time_zone"], **who)
    if row["sectors"]:
        do(set_sectors, unit_id=unit.pk, sectors=row["sectors"].split(";"), **who)


def side_as_it_is(side):
    top = Unit.objects.get(code=f"{side}top")
    units = Unit.objects.within(top).select_related("kind").prefetch_related("sectors").in_order()
    edges = ParentEdge.objects.filter(unit__in=units.values("pk"))
    return [
        (
            unit.code.removeprefix(side),
            unit.name.removeprefix(side),
            unit.search_name.removeprefix(side),
            unit.kind.code,
            unit.path.removeprefix(top.path),
            unit.children_made,
            unit.time_zone,
            unit.founded_at,
            sorted(sector.code for sector in unit.sectors.all()),
        )
        for unit in units
    ], sorted(
        (unit.removeprefix(side), parent.removeprefix(side), started, ended or started)
        for unit, parent, started, ended in edges.values_list(
            "unit__code", "parent__code", "started_at", "ended_at"
        )
    )


@pytest.mark.parametrize("seed", range(4))
def test_importing_rows_does_what_the_acts_one_by_one_would(busy, seed):
    rows = random_rows(random.Random(seed))  # noqa: S311  -- picks rows, guards nothing
    who = {"by": busy.una, "at": busy.at + timedelta(days=1)}
    assert side_as_it_is("acts.") == side_as_it_is("file.")
    do_one_by_one(on_side(rows, "acts."), who)
    job = import_text(
        "units", as_text(on_side(rows, "file.")), under=Unit.objects.get(code="file.top"), **who
    )
    assert (told(job), job.state) == ([], "done")
    assert side_as_it_is("acts.") == side_as_it_is("file.")
    assert len(side_as_it_is("file.")[0]) == 6 + 36
