import json
import random

import pytest

from folkmoot.kernel.errors import Refused
from folkmoot.structure.interfaces import followers_of_moves
from folkmoot.structure.models import ImportJob, State
from folkmoot.structure.tests.importing import advanced, checked_text, import_text
from folkmoot.structure.tests.killing import killed_again_and_again, rows_of, start
from folkmoot.units.models import ParentEdge, Unit

ROWS = 1500


TREE = """select unit.code, unit.name, kind.code, unit.path, unit.children_made, count(edge.id)
from units_unit as unit join units_unitkind as kind on kind.id = unit.kind_id
left join units_parentedge as edge on edge.unit_id = unit.id and edge.ended_at is null
group by unit.id order by unit.path"""


@pytest.mark.own_database
def test_an_import_killed_at_any_moment_ends_as_an_unbroken_one(tmp_path):
    file, broken, whole = tmp_path / "units.csv", tmp_path / "broken", tmp_path / "whole"
    rows = [f"r{number},Region {number},region,\n" for number in range(20)]
    rows += [f"d{number},District {number},district,r{number % 20}\n" for number in range(ROWS)]
    rng = random.Random(7)  # noqa: S311  -- picks moments, guards nothing
    rng.shuffle(rows)
    file.write_text("code,name,kind,parent\n" + "".join(rows))
    with start(whole, file) as process:
        assert process.wait() == 0
    code, kills = killed_again_and_again(broken, file, rng=rng)
    assert (code, kills > 0) == (0, True)
    assert rows_of(broken, TREE) == rows_of(whole, TREE)
    # One that was killed as it ended has nothing to go on with: the same file is brought once more and changes nothing,
    # and may be killed as it ends again.
    first, *others = rows_of(broken, "select state, done_new_count from structure_importjob order by id")
    assert first == ("done", ROWS + 20)
    assert others == [("done", 0)] * len(others)
    assert len(others) <= kills
    assert list((broken / "imports").glob("*.scratch")) == []
    imported = rows_of(broken, "select payload from kernel_entry where event = 'UnitsImported'")
    founded = [unit for (payload,) in imported for unit in json.loads(payload)["founded"]]
    assert len(founded) == len(set(founded)) == ROWS + 20


def test_a_batch_that_fails_in_the_middle_leaves_nothing_and_is_repeated_whole(world):
    text = "code,name,kind,parent\nquay,Quay,local,north\nhill,Hill,local,south\n"
    job = checked_text("units", text, under=world.union, by=world.una, at=world.at)
    ImportJob.objects.update(state=State.IMPORTING)

    def refuse(*_moved):
        raise Refused("The figures of Hill are being frozen. Try again in a minute.")

    followers_of_moves.append(refuse)
    stopped = advanced(job.pk, at=world.at)
    followers_of_moves.remove(refuse)
    assert (stopped.state, stopped.done_count) == (State.STOPPED, 0)
    assert stopped.stopped_because == "The figures of Hill are being frozen. Try again in a minute."
    assert Unit.objects.count() == 6
    ImportJob.objects.update(state=State.IMPORTING)
    done = advanced(job.pk, at=world.at)
    assert (done.state, done.done_new_count, done.done_changed_count) == (State.DONE, 1, 1)


def test_a_slice_that_was_lost_is_done_again(world):
    rows = "".join(f"l{number},L{number},local,north\n" for number in range(30))
    text = "code,name,kind,parent\n" + rows
    whole = import_text("units", text, under=world.union, by=world.una, at=world.at)
    assert (whole.done_new_count, ParentEdge.objects.count()) == (30, 36)
    again = checked_text("units", text, under=world.union, by=world.una, at=world.at)
    # As if the scratch file had been written and the process killed before the database was told.
    ImportJob.objects.filter(pk=again.pk).update(state=State.READING, row_count=0, checked_count=0)
    once_more = advanced(again.pk, at=world.at)
    assert (once_more.state, once_more.row_count, once_more.same_count) == (State.CHECKED, 30, 30)
