import json
import random
from datetime import timedelta

import pytest

from folkmoot.kernel.acts import Via
from folkmoot.kernel.models import Entry
from folkmoot.people.models import Term
from folkmoot.structure.actions.kinds import add_kind, add_sector
from folkmoot.structure.interfaces import BATCH_ROWS, followers_of_moves
from folkmoot.structure.models import ImportJob, State
from folkmoot.structure.tests.acting import do
from folkmoot.structure.tests.importing import advanced, checked_text, import_text, told
from folkmoot.units.models import ParentEdge, Unit, UnitKind

NO_PARENT = (
    "There is no unit with the code “%s”, neither in this file nor below %s. Correct it, or add its row."
)
CIRCLE = "Going up from here leads in a circle: %s. Give one of them another parent."
NO_SECTORS = "No sectors have been added to the organisation yet. Add them first, or empty this column."
NO_MOVE = "Everything is imported below Union, so it cannot move in the same file. Leave this empty."
ELSEWHERE = "This code is taken, elsewhere in the organisation. Give the row another code."
TOO_LOW = "A region cannot be below a local. Choose a lower kind or a higher unit."
NOT_A_KIND = "“guild” is not one of these: union, region, local."

HEADER = "code,name,kind,parent,time zone,sectors\n"
NEW = HEADER + (
    "mill,Mill,local,east,,rail\n"
    "east,East,region,,Europe/Rome,\n"
    "quay,Quay,local,north,,health;rail\n"
    "dock,Dock,Local,east,Asia/Tokyo,\n"
)


@pytest.fixture
def sectors(world):
    for code in ("rail", "health"):
        do(add_sector, code=code, name=code.title(), by=world.una, at=world.at)


def tree() -> dict[str, tuple[object, ...]]:
    units = Unit.objects.select_related("kind", "parent").prefetch_related("sectors").order_by("path")
    return {
        unit.code: (
            unit.name,
            unit.kind.code,
            unit.parent and unit.parent.code,
            unit.time_zone,
            unit.path,
            unit.children_made,
            tuple(sorted(sector.code for sector in unit.sectors.all())),
        )
        for unit in units
    }


def importing(world, text, **changed):
    return import_text("units", text, **{"under": world.union, "by": world.una, "at": world.at, **changed})


def counted(job):
    return (job.state, job.done_new_count, job.done_changed_count, job.done_same_count)


def test_a_file_of_units_is_imported_below_the_chosen_unit_whatever_its_order(world, sectors):
    job = importing(world, NEW)
    assert counted(job) == (State.DONE, 4, 0, 0)
    found = tree()
    assert {code: found[code] for code in ("east", "mill", "dock", "quay")} == {
        "east": ("East", "region", "union", "Europe/Rome", "00000002", 2, ()),
        "mill": ("Mill", "local", "east", "Europe/Rome", "000000020000", 0, ("rail",)),
        "dock": ("Dock", "local", "east", "Asia/Tokyo", "000000020001", 0, ()),
        "quay": ("Quay", "local", "north", "Europe/Paris", "000000000002", 0, ("health", "rail")),
    }
    edges = ParentEdge.objects.filter(started_at=world.at)
    assert dict(edges.values_list("unit__code", "parent__code")) == {
        "east": "union",
        "mill": "east",
        "dock": "east",
        "quay": "north",
    }


def test_each_batch_leaves_one_entry(world, sectors):
    job = importing(world, NEW)
    imported = Entry.objects.exclude(event="SectorAdded").order_by("id").values_list("event", "by", "via")
    assert list(imported) == [
        (event, world.una.pk, "web")
        for event in ("ImportStaged", "ImportColumnsChosen", "ImportStarted", "UnitsImported")
    ]
    payload = json.loads(Entry.objects.get(event="UnitsImported").payload)
    ids = dict(Unit.objects.values_list("code", "pk"))
    assert payload == {
        "job_id": str(job.pk),
        "batch": 0,
        "founded": [str(ids[code]) for code in ("east", "quay", "mill", "dock")],
        "moved": [],
        "changed": [],
        "same_count": 0,
    }


def test_the_same_file_twice_changes_nothing(world, sectors):
    importing(world, NEW)
    before = tree()
    job = importing(world, NEW, at=world.at + timedelta(days=1))
    assert counted(job) == (State.DONE, 0, 0, 4)
    assert (job.new_count, job.changed_count, job.same_count) == (0, 0, 4)
    assert tree() == before
    assert ParentEdge.objects.filter(ended_at__isnull=False).count() == 0


def test_a_changed_file_changes_what_there_is(world, sectors):
    importing(world, NEW)
    moves = []
    follower = lambda *moved: moves.append(moved)  # noqa: E731  -- told apart from others by being this one
    followers_of_moves.append(follower)
    later = world.at + timedelta(days=1)
    changed = HEADER + (
        "mill,Old Mill,local,south,Asia/Tokyo,health\neast,East,region,,,\nharbour,Harbour,local,east,,rail\n"
    )
    job = importing(world, changed, at=later)
    followers_of_moves.remove(follower)
    assert counted(job) == (State.DONE, 0, 2, 1)
    found = tree()
    assert found["mill"] == ("Old Mill", "local", "south", "Asia/Tokyo", "000000010001", 0, ("health",))
    assert found["harbour"] == ("Harbour", "local", "east", "Europe/Paris", "000000020002", 0, ("rail",))
    ids = dict(Unit.objects.values_list("code", "pk"))
    assert moves == [
        (ids["mill"], ids["east"], ids["south"], later),
        (ids["harbour"], ids["north"], ids["east"], later),
    ]


def test_rows_below_a_unit_that_moves_in_the_same_file_go_with_it(world):
    for code, below in (("district", "region"), ("room", "local")):
        do(
            add_kind,
            code=code,
            name=code,
            plural=code,
            is_cell=False,
            below=below,
            by=world.una,
            at=world.at,
        )
    importing(
        world,
        "code,name,kind,parent\nd1,D1,district,north\nl1,L1,local,d1\nr1,R1,room,l1\n",
    )
    job = importing(world, "code,name,kind,parent\nr2,R2,room,l1\nl1,L1,local,south\nl2,L2,local,d1\n")
    assert counted(job) == (State.DONE, 2, 1, 0)
    found = tree()
    assert {code: found[code][4] for code in ("d1", "l1", "l2", "r1", "r2")} == {
        "d1": "000000000002",
        "l1": "000000010001",
        "l2": "0000000000020001",
        "r1": "0000000100010000",
        "r2": "0000000100010001",
    }


def test_what_is_founded_below_a_moving_unit_goes_with_it_before_and_after(world):
    for code, below in (("district", "region"), ("room", "local")):
        do(add_kind, code=code, name=code, plural=code, is_cell=False, below=below, by=world.una, at=world.at)
    importing(world, "code,name,kind,parent\nd1,D1,district,north\nl1,L1,local,d1\n")
    rows = "l2,L2,local,south\nr1,R1,room,l1\nd1,D1,district,south\nr2,R2,room,l1\n"
    job = importing(world, "code,name,kind,parent\n" + rows)
    assert counted(job) == (State.DONE, 3, 1, 0)
    found = tree()
    assert {code: found[code][4] for code in ("l2", "d1", "l1", "r1", "r2")} == {
        "l2": "000000010001",
        "d1": "000000010002",
        "l1": "0000000100020000",
        "r1": "00000001000200000000",
        "r2": "00000001000200000001",
    }
    assert found["south"][5] == 3


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        ("a,A,local,nowhere,,", [(2, "parent", NO_PARENT % ("nowhere", "union"))]),
        (
            "a,A,region,,,\na,B,region,,,",
            [(3, "code", "“a” is in row 2 already. Take one of the two rows out, or correct it.")],
        ),
        (
            "a,A,local,b,,\nb,B,local,c,,\nc,C,local,a,,\nd,D,local,c,,",
            [
                (2, "parent", CIRCLE % "b → c → a → b"),
                (3, "parent", CIRCLE % "c → a → b → c"),
                (4, "parent", CIRCLE % "a → b → c → a"),
                (5, "parent", CIRCLE % "c → a → b → c"),
            ],
        ),
        ("a,A,local,a,,", [(2, "parent", CIRCLE % "a → a")]),
        ("a,A,guild,,,", [(2, "kind", NOT_A_KIND)]),
        ("a,A,,,,", [(2, "kind", "This cell is empty. Fill it in.")]),
        (
            "a b,A,region,,,",
            [(2, "code", "“a b” is not a code. Use letters and digits, with no spaces, at most 40.")],
        ),
        (
            "a,A,region,,Mars,",
            [(2, "time zone", "“Mars” is not a time zone. Write it like Europe/Paris or America/Sao_Paulo.")],
        ),
        ("a,A,region,,,rail", [(2, "sectors", NO_SECTORS)]),
        (
            "a,A,union,,,",
            [(2, "parent", "A union cannot be below a union. Choose a lower kind or a higher unit.")],
        ),
        ("a,A,region,b,,\nb,B,local,,,", [(2, "parent", TOO_LOW)]),
        ("a,A,region,b,,\nb,B,guild,,,", [(3, "kind", NOT_A_KIND)]),
        (
            "north,North,local,,,",
            [
                (
                    2,
                    "kind",
                    "North has a local below it, so it cannot become a local. Move what is below it first.",
                )
            ],
        ),
        ("union,Union,union,north,,", [(2, "parent", NO_MOVE)]),
        (
            "north,North,region,hill,,",
            [
                (2, "parent", TOO_LOW),
                (
                    2,
                    "parent",
                    "North cannot move below Hill, which is part of it. Choose a unit outside of it.",
                ),
            ],
        ),
        (
            "a,A,region",
            [
                (
                    2,
                    "",
                    "This row has 3 cells, but the header has 6. Check for a separator too many or too few.",
                )
            ],
        ),
    ],
)
def test_what_is_wrong_is_told_row_by_row_and_nothing_is_imported(world, rows, problems):
    before = tree()
    job = importing(world, HEADER + rows + "\n")
    assert told(job) == problems
    assert (job.state, job.problem_count) == (State.CHECKED, len(problems))
    assert job.wrong_row_count == len({number for number, _column, _sentence in problems})
    assert tree() == before


def test_a_cell_that_is_home_to_members_stays_a_cell(world):
    do(
        add_kind,
        code="desk",
        name="desk",
        plural="desks",
        is_cell=False,
        below="region",
        by=world.una,
        at=world.at,
    )
    job = importing(world, "code,name,kind,parent\nharbour,Harbour,desk,north\n")
    assert told(job) == [
        (2, "kind", "Harbour is home to 2 members, and a desk is no home. Transfer them first.")
    ]


def test_a_closed_unit_neither_comes_back_nor_takes_others(world):
    Unit.objects.filter(code__in=["hill", "south"]).update(closed_at=world.at)
    job = importing(world, "code,name,kind,parent\nhill,Hill,local,north\nnew,New,local,south\n")
    assert told(job) == [
        (2, "code", "Hill, which has this code, was closed. Give the row another code."),
        (3, "parent", "South was closed. Choose an open unit."),
    ]


def registrar_of_north(world):
    office = Term.objects.get(person=world.una).office
    Term.objects.create(person=world.stan, office=office, unit=world.north, started_at=world.at)
    return world.stan


def test_a_registrar_of_a_region_imports_only_within_it(world):
    stan = registrar_of_north(world)
    text = "code,name,kind,parent\nvale,Vale,local,\nnew,New,local,south\nquay,Quay,local,\n"
    job = importing(world, text, by=stan, under=world.north)
    assert told(job) == [
        (2, "code", ELSEWHERE),
        (3, "parent", NO_PARENT % ("south", "north")),
    ]


def test_whoever_loses_the_office_stops_importing(world):
    stan = registrar_of_north(world)
    job = checked_text(
        "units",
        "code,name,kind,parent\nquay,Quay,local,\n",
        under=world.north,
        by=stan,
        at=world.at,
    )
    ImportJob.objects.update(state=State.IMPORTING)
    Term.objects.filter(person=stan).update(ended_at=world.at)
    stopped = advanced(job.pk, at=world.at)
    assert stopped.state == State.STOPPED
    assert stopped.stopped_because.startswith("You hold no office that may do this in North")
    assert not Unit.objects.filter(code="quay").exists()


def test_the_operator_imports_without_a_name(world):
    job = importing(world, "code,name,kind,parent\nquay,Quay,local,north\n", by=None, via=Via.OPERATOR)
    assert counted(job) == (State.DONE, 1, 0, 0)
    assert set(Entry.objects.values_list("by", "via")) == {(None, "operator")}


def test_an_exported_tree_is_imported_as_it_is(world):
    text = "code,name,kind,parent\n" + "".join(
        f"{code},{row[0]},{row[1]},{row[2] or ''}\n" for code, row in tree().items()
    )
    job = importing(world, text)
    assert counted(job) == (State.DONE, 0, 0, 6)


@pytest.mark.parametrize("seed", range(3))
def test_many_rows_in_any_order_make_the_same_tree(world, seed):
    rng = random.Random(seed)  # noqa: S311  -- shuffles rows, guards nothing
    rows = [f"r{number},R{number},region,\n" for number in range(40)]
    rows += [f"l{number},L{number},local,r{number % 40}\n" for number in range(1200)]
    rng.shuffle(rows)
    job = importing(world, "code,name,kind,parent\n" + "".join(rows))
    assert counted(job) == (State.DONE, 1240, 0, 0)
    assert job.batch == -(-1240 // BATCH_ROWS)
    found = tree()
    assert {code: found[code][2] for code in found if code[0] == "l" and code != "local"} == {
        f"l{number}": f"r{number % 40}" for number in range(1200)
    }
    assert all(row[4].startswith(found[row[2]][4]) for row in found.values() if row[2])
    assert UnitKind.objects.count() == 3
