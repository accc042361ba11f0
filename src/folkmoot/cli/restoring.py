"""Run as a process of its own by `folkmoot restore`, in a folder that is not yet in its place.

Ends with 0 if all is well, 1 if the ledger was not whole when it was backed up, 2 if nothing can be restored.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from folkmoot.cli.archive import MANIFEST
from folkmoot.cli.snapshots import TABLES, quoted
from folkmoot.cli.starting import start, start_with_database
from folkmoot.config.environment import Environment

_BLOCK = 1 << 20


def main() -> int:
    """Load the database, bring it up to date and verify its ledger."""
    folder = Environment.read().data
    notes = folder / f".{MANIFEST}"
    manifest = json.loads(notes.read_text())
    start()
    refusal = _too_new(manifest) or (_filled() if manifest["database"] == "postgresql" else "")
    if refusal:
        sys.stderr.write(f"Nothing was restored: {refusal}\n")
        return 2
    if manifest["database"] == "postgresql":
        _load(folder, manifest)
    start_with_database()
    result = _verified(manifest)
    _erase_again()
    notes.unlink()
    return result


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
        # A restore that was cut off leaves tables with nothing in them, and may be repeated.
        if "units_unit" in connection.introspection.table_names(cursor):
            cursor.execute("select exists (select from units_unit)")
            if cursor.fetchone()[0]:
                return "the database at FOLKMOOT_DATABASE_URL is not empty. Make an empty one and name that."
    return ""


def _load(folder: Path, manifest: dict[str, Any]) -> None:
    from django.db import connection, transaction
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
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
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
