import errno
import io
import os
import sqlite3
from datetime import timedelta

import pytest
from django.db import OperationalError

from folkmoot.kernel.errors import Refused
from folkmoot.structure.actions import slices
from folkmoot.structure.actions.columns import ColumnChoice
from folkmoot.structure.actions.importing import (
    StagedFile,
    choose_columns,
    stage_import,
    start_import,
)
from folkmoot.structure.actions.slices import (
    _alone_with,
    advance_import,
    continue_imports,
    forget_old_imports,
)
from folkmoot.structure.actions.staging import keep_file, must_suit_the_browser
from folkmoot.structure.actions.trouble import trouble_in_words
from folkmoot.structure.models import ImportJob, State
from folkmoot.structure.queries.imports import imports_folder, scratch_path, source_path
from folkmoot.structure.tests.acting import do
from folkmoot.structure.tests.importing import advanced, checked_text, import_text, staged, told
from folkmoot.units.models import Unit

TEXT = "code,name,kind,parent\nquay,Quäy,local,north\npier,Pier,local,north\n"


def test_a_file_is_kept_once_under_its_digest(world):
    first, second = keep_file(io.BytesIO(TEXT.encode())), keep_file(io.BytesIO(TEXT.encode()))
    assert first == second
    assert [path.name for path in imports_folder().iterdir()] == [f"{first.digest}.csv"]
    assert source_path(first.digest).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("cp1252"),
        TEXT.replace(",", ";").encode("cp1252"),
        TEXT.replace(",", "\t").encode("utf-16"),
        TEXT.replace("\n", "\r\n").encode(),
    ],
)
def test_however_a_file_is_written_the_same_units_are_imported(world, content):
    kept = keep_file(io.BytesIO(content))
    file = StagedFile.of("x.csv", kept.digest, kept.byte_count, kept.layout)
    job_id = do(stage_import, kind="units", under_id=world.union.pk, file=file, by=world.una, at=world.at)
    do(choose_columns, job_id=job_id, columns=[], by=world.una, at=world.at)
    advanced(job_id, at=world.at)
    do(start_import, job_id=job_id, by=world.una, at=world.at)
    advanced(job_id, at=world.at)
    assert set(Unit.objects.filter(code__in=["quay", "pier"]).values_list("name", flat=True)) == {
        "Quäy",
        "Pier",
    }


def test_the_browser_brings_sixty_four_megabytes_and_no_more():
    must_suit_the_browser(64 << 20)
    with pytest.raises(Refused, match="This file is larger than 64 MB"):
        must_suit_the_browser((64 << 20) + 1)


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "There is no room left"),
        (sqlite3.OperationalError("database or disk is full"), "There is no room left"),
        (OperationalError("database or disk is full"), "There is no room left"),
        (FileNotFoundError(), "is no longer here"),
        (sqlite3.DatabaseError("database disk image is malformed"), "was damaged"),
    ],
)
def test_trouble_of_the_machine_is_said_in_words(fault, sentence):
    with pytest.raises(Refused, match=sentence), trouble_in_words():
        raise fault


@pytest.mark.parametrize("fault", [OSError(errno.EIO, "bad"), OperationalError("locked"), ValueError("x")])
def test_other_faults_go_on_as_they_are(fault):
    with pytest.raises(type(fault)), trouble_in_words():
        raise fault


def test_the_worker_takes_up_the_oldest_import_and_rests_when_there_is_none(world):
    assert continue_imports(world.at) is False
    job_id = staged("units", TEXT, under=world.union, by=world.una, at=world.at)
    assert continue_imports(world.at) is False
    do(choose_columns, job_id=job_id, columns=[], by=world.una, at=world.at)
    slices = 0
    while continue_imports(world.at):
        slices += 1
    assert (slices, ImportJob.objects.get().state) == (2, State.CHECKED)


def test_what_waits_for_over_a_week_is_given_up(world):
    job = checked_text("units", TEXT, under=world.union, by=world.una, at=world.at)
    forget_old_imports(world.at + timedelta(days=7))
    assert ImportJob.objects.get().state == State.CHECKED
    forget_old_imports(world.at + timedelta(days=8))
    job.refresh_from_db()
    assert (job.state, list(imports_folder().iterdir())) == (State.DROPPED, [])


def test_two_imports_of_one_file_do_not_take_it_from_each_other(world):
    first = checked_text("units", TEXT, under=world.union, by=world.una, at=world.at)
    import_text("units", TEXT, under=world.union, by=world.una, at=world.at)
    do(start_import, job_id=first.pk, by=world.una, at=world.at)
    done = advanced(first.pk, at=world.at)
    assert (done.state, done.done_new_count, done.done_changed_count, done.done_same_count) == (
        State.DONE,
        0,
        0,
        2,
    )


def test_a_file_that_went_missing_stops_its_import(world):
    job_id = staged("units", TEXT, under=world.union, by=world.una, at=world.at)
    do(choose_columns, job_id=job_id, columns=[], by=world.una, at=world.at)
    source_path(ImportJob.objects.get().digest).unlink()
    job = advanced(job_id, at=world.at)
    assert (job.state, job.stopped_because) == (
        State.STOPPED,
        "The file of this import is no longer here. Bring it again.",
    )


def test_a_damaged_scratch_file_is_begun_anew(world):
    job = checked_text("units", TEXT, under=world.union, by=world.una, at=world.at)
    ImportJob.objects.update(state=State.CHECKING)
    scratch_path(job).write_bytes(b"not a database, but long enough to be taken for one" * 100)
    stopped = advanced(job.pk, at=world.at)
    assert stopped.stopped_because == "What was read of this file was damaged. Choose its columns again."
    do(choose_columns, job_id=job.pk, columns=[], by=world.una, at=world.at)
    assert advanced(job.pk, at=world.at).new_count == 2


def test_columns_are_chosen_anew_until_the_import_starts(world):
    text = "code,old,name,kind,parent\nquay,Wharf,Quay,local,north\n"
    job = checked_text("units", text, under=world.union, by=world.una, at=world.at)
    columns = [ColumnChoice(field="name", column=1)]
    do(choose_columns, job_id=job.pk, columns=columns, by=world.una, at=world.at)
    job = advanced(job.pk, at=world.at)
    assert (job.state, job.attempt, job.new_count) == (State.CHECKED, 2, 1)
    do(start_import, job_id=job.pk, by=world.una, at=world.at)
    with pytest.raises(Refused, match="under way or has ended"):
        do(choose_columns, job_id=job.pk, columns=columns, by=world.una, at=world.at)
    with pytest.raises(Refused, match="has not been checked to its end, or was imported already"):
        do(start_import, job_id=job.pk, by=world.una, at=world.at)
    advanced(job.pk, at=world.at)
    assert Unit.objects.get(code="quay").name == "Wharf"


def test_a_file_without_rows_is_not_imported(world):
    job = checked_text("units", "code,name,kind\n", under=world.union, by=world.una, at=world.at)
    with pytest.raises(Refused, match="There is no row in this file"):
        do(start_import, job_id=job.pk, by=world.una, at=world.at)


def test_a_quotation_that_never_ends_stops_the_reading_in_words(world):
    job = checked_text("units", TEXT + '"x,Y,local,\n', under=world.union, by=world.una, at=world.at)
    assert job.state == State.STOPPED
    assert job.stopped_because.startswith("A quotation mark that opens in row 4 is never closed.")


def test_all_problems_are_counted_and_the_first_thousand_kept(world):
    rows = "".join(f"x {number},X,local,north\n" for number in range(1500))
    job = checked_text(
        "units", "code,name,kind,parent\n" + rows, under=world.union, by=world.una, at=world.at
    )
    assert (job.problem_count, job.wrong_row_count, len(told(job))) == (1500, 1500, 1000)
    assert [told(job)[0][0], told(job)[-1][0]] == [2, 1001]


def test_while_one_process_works_on_an_import_another_leaves_it_alone(world):
    job_id = staged("units", TEXT, under=world.union, by=world.una, at=world.at)
    do(choose_columns, job_id=job_id, columns=[], by=world.una, at=world.at)
    with _alone_with(job_id) as is_alone:
        assert is_alone is True
        assert advance_import(job_id, at=world.at) is False
    assert advance_import(job_id, at=world.at) is True


def test_others_cannot_bring_choose_start_or_end_an_import(world):
    job = checked_text("units", TEXT, under=world.union, by=world.una, at=world.at)
    for function, given in ((choose_columns, {"columns": []}), (start_import, {})):
        with pytest.raises(Refused, match=r"^There is no such import\."):
            do(function, job_id=job.pk, **given, by=world.ada, at=world.at)
    with pytest.raises(Refused, match="You hold no office that may do this in North"):
        staged("units", TEXT, under=world.north, by=world.ada, at=world.at)
    with pytest.raises(Refused, match="Nothing called “guilds” is imported here"):
        staged("guilds", TEXT, under=world.north, by=world.una, at=world.at)


def test_a_fault_nobody_foresaw_stops_one_import_and_not_those_after_it(world, monkeypatch):
    jobs = [
        staged("units", TEXT + f"x{number},X,local,north\n", under=world.union, by=world.una, at=world.at)
        for number in range(2)
    ]
    for job_id in jobs:
        do(choose_columns, job_id=job_id, columns=[], by=world.una, at=world.at)
    ImportJob.objects.filter(pk=jobs[0]).update(
        batch_rows="0", header=[["not", "a", "title"]], places={"code": "x"}
    )
    while continue_imports(world.at):
        pass
    first, second = (ImportJob.objects.get(pk=job_id) for job_id in jobs)
    assert (first.state, second.state) == (State.STOPPED, State.CHECKED)
    assert first.stopped_because == (
        "A fault of Folkmoot's own stopped this import; it is described in the server's log. Tell the operator."
    )


def test_a_database_that_fails_leaves_the_import_to_be_tried_again(world, monkeypatch):
    job_id = staged("units", TEXT, under=world.union, by=world.una, at=world.at)
    do(choose_columns, job_id=job_id, columns=[], by=world.una, at=world.at)

    def fail(_job, _at):
        raise OperationalError("the server closed the connection unexpectedly")

    with monkeypatch.context() as broken:
        broken.setitem(slices._STEPS, State.READING, fail)
        with pytest.raises(OperationalError):
            advance_import(job_id, at=world.at)
    assert advanced(job_id, at=world.at).state == State.CHECKED


def test_nobody_else_on_the_machine_may_read_what_is_kept_of_an_import(world):
    checked_text("units", TEXT, under=world.union, by=world.una, at=world.at)
    kept = {path.name.rpartition(".")[2]: path.stat().st_mode & 0o777 for path in imports_folder().iterdir()}
    assert kept == {"csv": 0o600, "scratch": 0o600, "lock": 0o600}


def test_a_file_whose_bringing_was_killed_is_deleted_after_a_week(world):
    needed = staged("units", TEXT, under=world.union, by=world.una, at=world.at)
    lost = keep_file(io.BytesIO(TEXT.encode() + b"dock,Dock,local,north\n"))
    half = imports_folder() / "half.part"
    half.touch()
    old = (world.at - timedelta(days=8)).timestamp()
    for path in (half, source_path(lost.digest), source_path(ImportJob.objects.get(pk=needed).digest)):
        os.utime(path, (old, old))
    forget_old_imports(world.at)
    assert [path.name for path in imports_folder().glob("*.*")] == [f"{ImportJob.objects.get().digest}.csv"]
