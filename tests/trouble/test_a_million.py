"""A backup of a large installation that is being used, and its restoring: with a million rows, on both databases."""

import secrets
import signal
import sqlite3
import threading
from contextlib import closing, suppress
from dataclasses import dataclass, replace

import psycopg
import pytest

from folkmoot.cli.serving import answers
from folkmoot.cli.tests.ports import free_port
from tests.trouble.test_keeping import altered, place_in
from tests.trouble.test_serving import asked, within

MANY = 1_000_000
# Claims of acts: each with an id, a digest and an index by age. They belong to nothing, so that nothing else is needed.
ON_SQLITE = """
insert into kernel_actclaim (act_id, act, digest, answer, claimed_at)
with recursive numbers(n) as (values (1) union all select n + 1 from numbers where n < {many})
select printf('%032x', n), 'trial.many', printf('%064x', n * 7), printf('%032x', n), datetime('now') from numbers
"""
ON_POSTGRESQL = """
insert into kernel_actclaim (act_id, act, digest, answer, claimed_at)
select lpad(to_hex(n), 32, '0')::uuid, 'trial.many', lpad(to_hex(n * 7), 64, '0'), lpad(to_hex(n), 32, '0')::uuid, now()
from generate_series(1, {many}) as n
"""
FACTS = """(
    ActClaim.objects.filter(act='trial.many').count(),
    ActClaim.objects.filter(act='trial.many').order_by('-act_id').values_list('digest', flat=True).first(),
    pks(Unit),
    pks(Entry, 'act_id'),
    verdict(),
)"""


@pytest.fixture
def large(installation):
    """Served, with a million rows."""
    if installation.database_url:
        with psycopg.connect(installation.database_url) as connection:
            connection.execute(ON_POSTGRESQL.format(many=MANY))
    else:
        with closing(sqlite3.connect(installation.data / "folkmoot.sqlite3")) as connection:
            connection.execute(ON_SQLITE.format(many=MANY))
            connection.commit()
    port = free_port()
    process = installation.begin("folkmoot", "serve", "--port", str(port))
    assert within(120, lambda: answers(port))
    yield installation, port
    process.terminate()
    process.communicate(timeout=60)


class Visitor(threading.Thread):
    """Asks for one page after the other."""

    def __init__(self, port):
        super().__init__()
        self.port, self.stopping, self.statuses = port, threading.Event(), []

    def run(self):
        while not self.stopping.is_set():
            self.statuses.append(asked(self.port, "/sign-in/")[0])
            self.stopping.wait(0.05)

    def stop(self):
        self.stopping.set()
        self.join()
        return self.statuses


@dataclass
class Use:
    """What was done while the backup was made: acts that were answered before it and in all, and pages."""

    before: list[list[str]]
    answered: list[list[str]]
    statuses: list[int]


def backed_up_in_use(installation, port, path):
    writer = installation.begin("tests.trouble.acting", "100000", "0.02")
    assert writer.stdout.readline() == "ready\n"
    before = [writer.stdout.readline().split() for _act in range(5)]
    visitor = Visitor(port)
    visitor.start()
    code, _said, complained = installation.folkmoot("backup", str(path))
    statuses = visitor.stop()
    writer.send_signal(signal.SIGKILL)
    answered = [line.split() for line in writer.communicate()[0].splitlines() if line.count(" ") == 1]
    assert (code, complained) == (0, "")
    return Use(before, answered, statuses)


def must_be_refused_if_altered(empty, path, name):
    content = place_in(path, name)
    altered(path, content)
    code, _said, complained = empty.folkmoot("restore", str(path))
    assert (code, "in it is not what was backed up" in complained, empty.data.exists()) == (1, True, False)
    # As it was: what is altered is one bit, to and fro.
    altered(path, content)


def test_a_million_rows_are_backed_up_in_use_and_restored_as_they_were_at_one_moment(large, empty, tmp_path):
    installation, port = large
    path = tmp_path / "kept.tar"
    use = backed_up_in_use(installation, port, path)
    assert (len(use.statuses) > 5, set(use.statuses), len(use.answered) > 5) == (True, {200}, True)
    name = "tables/kernel_actclaim" if installation.database_url else "folkmoot.sqlite3"
    must_be_refused_if_altered(empty, path, name)
    code, _said, complained = empty.folkmoot("restore", str(path))
    assert (code, complained) == (0, "")
    many, last, units, acts, verdict = empty.ask(FACTS)
    assert (many, last, verdict[1:]) == (MANY, f"{MANY * 7:064x}", [0, []])
    # Of one moment: each act's unit is there with its entry, or neither is; and all that was answered before it.
    assert {unit for _act, unit in use.before} < set(units)
    assert {act for act, _unit in use.before} < set(acts)
    assert len(set(acts)) == len(units) + 1 < len(use.before) + len(use.answered) + 4


def unpacked(installation):
    return building_of(installation).exists()


def loaded(installation):
    """Whether units are in the database: it is brought up to date, and its ledger is read, after that."""
    if not installation.database_url:
        return (building_of(installation) / "folkmoot.sqlite3").exists()
    with psycopg.connect(installation.database_url) as connection, suppress(psycopg.errors.UndefinedTable):
        return bool(connection.execute("select exists (select from units_unit)").fetchone()[0])
    return False


def building_of(installation):
    return installation.data.with_name(f".{installation.data.name}-being-restored")


@pytest.mark.parametrize("far_enough", [unpacked, loaded])
def test_a_restore_that_is_killed_leaves_nothing_in_its_place_and_is_repeated(kept, empty, far_enough):
    process = empty.begin("folkmoot", "restore", str(kept))
    assert within(60, lambda: far_enough(empty))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert not empty.data.exists()
    code, _said, complained = empty.folkmoot("restore", str(kept))
    assert (code, complained) == (0, "")
    assert empty.ask("Unit.objects.count()") == 1


def test_a_database_in_use_is_not_restored_into(founded, kept, tmp_path):
    elsewhere = replace(founded, data=tmp_path / "elsewhere")
    if not founded.database_url:
        elsewhere.data.mkdir()
        (elsewhere.data / "folkmoot.sqlite3").touch()
    code, _said, complained = elsewhere.folkmoot("restore", str(kept))
    assert (code, "is not empty" in complained) == (1, True)
    assert founded.ask("Unit.objects.count()") == 1


def test_a_failed_restore_leaves_what_was_there(founded, kept):
    before = (founded.data / "secret-key").read_text(), founded.ask("pks(Unit)")
    code, _said, complained = founded.folkmoot(
        "restore", str(kept), "--erasures", f"/nowhere-{secrets.token_hex(4)}"
    )
    assert (code, complained.startswith("Nothing was restored: ")) == (1, True)
    assert ((founded.data / "secret-key").read_text(), founded.ask("pks(Unit)")) == before
