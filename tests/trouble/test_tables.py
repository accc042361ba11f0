"""Tests make their tables faster than `folkmoot setup` does, and they are the same tables."""

import sqlite3
from contextlib import closing

import psycopg
import pytest
from django.db import connection

ON_SQLITE = "select type, name, sql from sqlite_master where name not like 'sqlite_%' order by type, name"
ON_POSTGRESQL = """
select 'column', table_name, column_name, data_type || is_nullable || coalesce(column_default, '')
from information_schema.columns where table_schema = 'public'
union all select 'index', tablename, indexname, indexdef from pg_indexes where schemaname = 'public'
union all select 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
where connamespace = 'public'::regnamespace
union all select 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
order by 1, 2, 3, 4
"""


def tables_of(installation):
    if installation.database_url:
        with psycopg.connect(installation.database_url) as own:
            return own.execute(ON_POSTGRESQL).fetchall()
    with closing(sqlite3.connect(installation.data / "folkmoot.sqlite3")) as own:
        return own.execute(ON_SQLITE).fetchall()


@pytest.mark.django_db
def test_the_tables_of_tests_are_those_of_an_installation(founded):
    with connection.cursor() as cursor:
        cursor.execute(ON_POSTGRESQL if founded.database_url else ON_SQLITE)
        of_tests = cursor.fetchall()
    assert len(of_tests) > 100
    assert of_tests == tables_of(founded)
