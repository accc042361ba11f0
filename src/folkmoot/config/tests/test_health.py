import os
import shutil
import subprocess
import sys
import threading
import time
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import OperationalError, connection

from folkmoot.config import health
from folkmoot.config.health import Pulse, look
from folkmoot.kernel.clock import now
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import Entry
from folkmoot.live.interfaces import Finding

GOOD = {
    "database": "answers",
    "migrations": "applied",
    "ledger": "follows",
    "worker": "is alive",
    "disk": "has room",
}


@pytest.fixture
def folder(tmp_path, settings):
    settings.DATA = tmp_path
    (tmp_path / "worker-alive").touch()
    return tmp_path


def entry_written(seconds_ago):
    milliseconds = int((time.time() - seconds_ago) * 1000)
    id = UUID(int=(milliseconds << 80) | (new_id().int & ((1 << 80) - 1)))
    Entry.objects.create(id=id, event="E", act="a.b", act_id=new_id(), via="web", at=now(), payload="{}")


def test_what_works_is_said_in_words(folder, db):
    entry_written(seconds_ago=5)
    assert look() == Finding(GOOD, is_well=True)


def unapply():
    with connection.cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'structure'")


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (unapply, {"migrations": "waiting", "ledger": "unknown"}),
        (lambda: entry_written(seconds_ago=90), {"ledger": "waits"}),
    ],
)
def test_each_trouble_in_the_database_has_its_word(folder, db, trouble, words):
    trouble()
    assert look() == Finding(GOOD | words, is_well=False)


def test_a_worker_that_is_silent_has_its_word(folder, db):
    old = (now() - timedelta(seconds=90)).timestamp()
    os.utime(folder / "worker-alive", (old, old))
    assert look() == Finding(GOOD | {"worker": "is silent"}, is_well=False)
    (folder / "worker-alive").unlink()
    assert look() == Finding(GOOD | {"worker": "is silent"}, is_well=False)


def test_a_disk_that_is_nearly_full_has_its_word(folder, db, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", shutil.disk_usage(folder).total + 1)
    assert look() == Finding(GOOD | {"disk": "is nearly full"}, is_well=False)


def test_a_database_that_does_not_answer_has_its_word_and_no_fault_is_raised(folder, db, monkeypatch):
    def fail():
        raise OperationalError("connection to server at db.example.org failed")

    monkeypatch.setattr(health, "are_applied", fail)
    monkeypatch.setattr(connection, "close", lambda: None)
    unknown = {"database": "does not answer", "migrations": "unknown", "ledger": "unknown"}
    assert look() == Finding(GOOD | unknown, is_well=False)


def test_every_migration_of_this_version_is_asked_for(db):
    with connection.cursor() as cursor:
        cursor.execute("select app, name from django_migrations")
        assert health.needed_migrations() == set(cursor.fetchall())


@pytest.mark.own_database
def test_the_live_server_asks_for_migrations_of_the_apps_that_it_leaves_out(tmp_path):
    asked = "import folkmoot.config.live, folkmoot.config.health as health; print(sorted(health.needed_migrations()))"
    told = subprocess.run(
        [sys.executable, "-P", "-c", asked],
        env=os.environ
        | {"FOLKMOOT_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "folkmoot.config.live_settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.splitlines()[-1] == str(sorted(health.needed_migrations()))


def test_a_look_asks_no_more_than_two_questions(folder, db, django_assert_max_num_queries):
    look()
    # Whether there is a table of migrations, what is in it, and what the ledger waits for.
    with django_assert_max_num_queries(3):
        look()


def test_however_many_ask_only_one_looks_in_two_seconds():
    moment, looks = [0.0], []
    pulse = Pulse(lambda: looks.append(moment[0]) or Finding({}, is_well=True), lambda: moment[0])
    for at in (0.0, 0.5, 1.9, 2.0, 2.1, 100.0):
        moment[0] = at
        assert pulse().is_well
    assert looks == [0.0, 2.0, 100.0]


def test_nobody_waits_for_a_look_that_takes_long():
    begun, over = threading.Event(), threading.Event()

    def slow():
        begun.set()
        assert over.wait(30)
        return Finding({}, is_well=True)

    pulse = Pulse(slow)
    first = threading.Thread(target=pulse)
    first.start()
    assert begun.wait(30)
    assert pulse() == Finding({"health": "is being looked at"}, is_well=False)
    over.set()
    first.join()
    assert pulse().is_well


def test_health_is_told_to_anybody_by_any_name_without_a_session(folder, client, db, settings):
    answer = client.get("/health", headers={"host": "10.0.0.7"})
    assert (answer.status_code, answer.json()) == (200, GOOD)
    assert (answer.headers["cache-control"], answer.cookies) == ("no-store", {})
    assert client.head("/health").status_code == 200
    assert client.post("/health").status_code == 405
    (folder / "worker-alive").unlink()
    # What was found is kept for two seconds; middleware that is loaded for other settings begins anew.
    settings.ALLOWED_HOSTS = ["*"]
    assert type(client)().get("/health").json()["worker"] == "is silent"
    assert type(client)().get("/health").status_code == 503
