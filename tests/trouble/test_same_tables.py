import sqlite3
from contextlib import closing

import psycopg

ON_SQLITE = ["select type, name, tbl_name, sql from sqlite_master"]
ON_POSTGRESQL = [
    """select table_name, ordinal_position, column_name, data_type, is_nullable, column_default, is_identity
    from information_schema.columns where table_schema = 'public'""",
    "select tablename, indexname, indexdef from pg_indexes where schemaname = 'public'",
    """select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
    where connamespace = 'public'::regnamespace""",
]


def tables_of(installation):
    if installation.database_url:
        with psycopg.connect(installation.database_url) as connection:
            return [sorted(map(repr, connection.execute(each).fetchall())) for each in ON_POSTGRESQL]
    with closing(sqlite3.connect(installation.data / "folkmoot.sqlite3")) as connection:
        return [sorted(map(repr, connection.execute(each).fetchall())) for each in ON_SQLITE]


def test_setting_up_makes_the_tables_that_django_alone_makes(founded, empty):
    # It makes them in a third of the time: folkmoot/kernel/migration_states.py.
    assert empty.run("django", "migrate", "--verbosity=0") == (0, "", "")
    assert tables_of(founded) == tables_of(empty)
