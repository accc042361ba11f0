"""Run as a process of its own by `folkmoot restore`, in a folder that is not yet in its place.

Ends with 0 if all is well, 3 if the ledger was not whole when it was backed up, 2 if nothing can be restored. Whatever else
it ends with, as 1 where Python itself ends a program that failed, it did not come to its end.
"""

import json
import os
import shutil
import sys
import threading
from pathlib import Path
from typing import Any

from folkmoot.cli.archive import MANIFEST
from folkmoot.cli.snapshots import TABLES, quoted
from folkmoot.cli.starting import start, start_with_database
from folkmoot.config.environment import Environment

WHOLE, REFUSED, NOT_WHOLE = 0, 2, 3
_BLOCK = 1 << 20
# Stands in the database from before the first row until all is done: what it holds is then of a restore that was cut off.
_UNFINISHED = "being_restored"


def main() -> int:
    """Load the database, bring it up to date and verify its ledger."""
    threading.Thread(target=_end_with_the_command, daemon=True).start()
    folder = Environment.read().data
    notes = folder / f".{MANIFEST}"
    manifest = json.loads(notes.read_text())
    start()
    refusal = _too_new(manifest) or (_filled() if manifest["database"] == "postgresql" else "")
    if refusal:
        sys.stderr.write(f"Nothing was restored: {refusal}\n")
        return REFUSED
    if manifest["database"] == "postgresql":
        _begin_anew()
        _load(folder, manifest)
    start_with_database()
    result = _verified(manifest)
    _erase_again()
    notes.unlink()
    _finish()
    return result


def _end_with_the_command() -> None:
    # Whoever began this holds the other end and writes nothing: it closes when they end, however they end. Going on then
    # would fill a database, and a folder, which the next attempt takes for its own.
    os.read(0, 1)
    os._exit(REFUSED)


def _begin_anew() -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if _UNFINISHED in tables:
            # Migrations go on from where a database is, and this one is wherever it was cut off.
            cursor.execute(f"drop table {quoted(sorted(tables))} cascade")
        cursor.execute(f"create table {_UNFINISHED} ()")


def _finish() -> None:
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"drop table if exists {_UNFINISHED}")


def _erase_again() -> None:
    from folkmoot.kernel.clock import now
    from folkmoot.rights.commands import repeat_erasures
    from folkmoot.rights.erasure_list import kept_list

    listed = kept_list()
    repeated = repeat_erasures(listed, at=now()) if listed.path.exists() else 0
    if repeated:
        print(f"People who were erased after this backup was made, and are erased again: {repeated}.")


def _too_new(manifest: dict[str, Any]) -> str:
    from django.db.migrations.loader import MigrationLoader

    # Without a connection: what this version brings, whatever a database says.
    known = MigrationLoader(None).disk_migrations
    if any((app, name) not in known for app, name in manifest["migrations"]):
        return f"the backup was written by a newer Folkmoot ({manifest['folkmoot']}): install that one first."
    return ""


def _filled() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        if "units_unit" in tables and _UNFINISHED not in tables:
            cursor.execute("select exists (select from units_unit)")
            if cursor.fetchone()[0]:
                return "the database at FOLKMOOT_DATABASE_URL is not empty. Make an empty one and name that."
    return ""


def _load(folder: Path, manifest: dict[str, Any]) -> None:
    from django.db import connection, transaction
    from django.db.migrations.executor import MigrationExecutor

    from folkmoot.kernel.migration_states import models_made_once

    executor = MigrationExecutor(connection)
    with models_made_once():
        # The tables as they were then; what this version changed in them is done again afterwards.
        executor.migrate([(app, name) for app, name in manifest["migrations"]])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"truncate {quoted(connection.introspection.table_names(cursor))}")
        for name, noted in manifest["members"].items():
            if name.startswith(f"{TABLES}/"):
                _load_table(cursor, folder / name, noted["columns"])
        _go_on_numbering(cursor)
    shutil.rmtree(folder / TABLES)


def _load_table(cursor: Any, path: Path, columns: list[str]) -> None:  # noqa: ANN401  -- Django's cursor has psycopg's `copy`
    with (
        path.open("rb") as file,
        cursor.copy(f"copy {quoted([path.name])} ({quoted(columns)}) from stdin") as rows,
    ):
        while block := file.read(_BLOCK):
            rows.write(block)


def _go_on_numbering(cursor: Any) -> None:  # noqa: ANN401  -- as above
    from django.db import connection

    for table in connection.introspection.table_names(cursor):
        for sequence in connection.introspection.get_sequences(cursor, table):
            column = quoted([sequence["column"]])
            question = f"select setval(%s, coalesce(max({column}), 1), max({column}) is not null) from {quoted([table])}"  # noqa: S608  -- names from the database itself
            cursor.execute(question, [sequence["name"]])


def _verified(manifest: dict[str, Any]) -> int:
    from folkmoot.config.ledger import verdict
    from folkmoot.kernel.relay import head

    found = verdict()
    faults = [*found.faults]
    noted = manifest["ledger_head"]
    if noted["position"] and head() != (noted["position"], noted["hash"]):
        faults.append("The ledger does not end where the backup says it did.")
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    if faults:
        sys.stderr.write("It is restored as it was backed up, and its ledger was not whole then.\n")
    print(f"{found.chained} entries are chained; {found.waiting} are waiting and not yet protected.")
    return NOT_WHOLE if faults else WHOLE


if __name__ == "__main__":
    sys.exit(main())
