import threading

import pytest
from django.db import OperationalError, connection

from folkmoot.cli import starting

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_waits_for_a_lock_lets_others_pass_and_comes_again(monkeypatch):
    if connection.vendor != "postgresql":
        monkeypatch.setattr(starting, "_apply_migrations", lambda: None)
        starting._migrate()
        return
    attempts, held, over = [], threading.Event(), threading.Event()
    thread = threading.Thread(target=reading, args=(held, over))
    thread.start()
    assert held.wait(30)

    def apply():
        attempts.append(1)
        if len(attempts) == 2:
            over.set()
            thread.join()
        with connection.cursor() as cursor:
            cursor.execute("alter table people_person add column trial integer")
            cursor.execute("alter table people_person drop column trial")

    monkeypatch.setattr(starting, "_apply_migrations", apply)
    starting._migrate()
    assert len(attempts) == 2
    with connection.cursor() as cursor:
        cursor.execute("show lock_timeout")
        assert cursor.fetchone() == ("0",)


def reading(held, over):
    with connection.cursor() as cursor:
        cursor.execute("begin; select count(*) from people_person")
        held.set()
        over.wait(30)
        cursor.execute("rollback")
    connection.close()


def test_another_fault_is_not_tried_again(monkeypatch):
    attempts = []

    def fail():
        attempts.append(1)
        raise OperationalError

    monkeypatch.setattr(starting, "_apply_migrations", fail)
    with pytest.raises(OperationalError):
        starting._migrate()
    assert attempts == [1]


def test_a_database_of_this_version_waits_for_nothing():
    assert starting.count_migrations_waiting() == 0
    newest = "select max(id) from django_migrations where app = 'people'"
    with connection.cursor() as cursor:
        cursor.execute(f"select name from django_migrations where id = ({newest})")  # noqa: S608  -- our own words
        (name,) = cursor.fetchone()
        cursor.execute("delete from django_migrations where app = 'people' and name = %s", [name])
        try:
            assert starting.count_migrations_waiting() >= 1
        finally:
            cursor.execute(
                "insert into django_migrations (app, name, applied) values ('people', %s, current_timestamp)",
                [name],
            )


def test_where_nothing_waits_not_every_row_is_read_again(monkeypatch):
    applied = []
    monkeypatch.setattr(starting, "_apply_migrations", lambda: applied.append(1))
    starting._migrate_what_waits()
    assert applied == []
    monkeypatch.setattr(starting, "count_migrations_waiting", lambda: 1)
    starting._migrate_what_waits()
    assert applied == [1]
