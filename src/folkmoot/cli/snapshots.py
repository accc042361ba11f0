"""What a backup takes of a running installation: its files, and its database as it was at one moment."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from folkmoot import VERSION
from folkmoot.cli.archive import Writer

FORMAT = 1
SQLITE_FILE = "folkmoot.sqlite3"
TABLES = "tables"
# Made anew by any start, on its way elsewhere, or of one machine alone.
_LEFT_OUT = {
    "static", "imports", "outbox", "circulars", "sending", "pushing", "serving", "worker-alive", "counts", "last-backup",
}  # fmt: skip
# As `folkmoot.kernel.filestore` calls it: these have their turn after the database.
_ATTACHED = "files"
# Attempts to sign in, counted for minutes; who is signed in: whoever had the backup would be, as everybody;
# where devices are notified, as long as somebody is signed in there; and what two
# officers began: a slip that was used since would open again, and passkeys would go whose owner refused it since.
_UNKEPT_TABLES = (
    "throttle",
    "django_session",
    "usersessions_usersession",
    "notices_subscription",
    "accounts_slip",
    "accounts_recovery",
)
_HEAD = "select position, hash from kernel_entry where position is not null order by position desc limit 1"
_MIGRATIONS = "select app, name from django_migrations order by id"


def add_all(writer: Writer, folder: Path) -> dict[str, Any]:
    """Add files and database to a backup and return what its manifest says of them."""
    from django.db import connection

    from folkmoot.kernel.clock import now

    # The files first: a signed head that is not yet in the database would look like a tail that was cut off.
    for path in _files(folder):
        _add_file(writer, path, str(path.relative_to(folder)))
    facts = _add_sqlite(writer, folder) if connection.vendor == "sqlite" else _add_postgresql(writer)
    # A file has its place before a row names it: so every row that was taken finds its file.
    _add_attached(writer, folder)
    return {
        "format": FORMAT,
        "folkmoot": VERSION,
        "database": connection.vendor,
        "made_at": now().isoformat(),
        **facts,
    }


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        first = path.relative_to(folder).parts[0]
        if first not in {*_LEFT_OUT, _ATTACHED} and not first.startswith(SQLITE_FILE) and path.is_file():
            yield path


def _add_attached(writer: Writer, folder: Path) -> None:
    for path in sorted((folder / _ATTACHED).glob("[0-9a-f][0-9a-f]/*")):
        # What no row names may be removed meanwhile.
        with suppress(FileNotFoundError):
            _add_file(writer, path, str(path.relative_to(folder)))


def _add_file(writer: Writer, path: Path, name: str) -> None:
    if path.suffix == ".jsonl":
        # Lines are added while it is read: whole ones are kept.
        whole = path.read_bytes().rpartition(b"\n")
        content = whole[0] + whole[1]
        writer.add(name, BytesIO(content), len(content))
        return
    with path.open("rb") as source:
        writer.add(name, source, os.fstat(source.fileno()).st_size)


def _add_sqlite(writer: Writer, folder: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=_beside(writer)) as place:
        copy = Path(place) / SQLITE_FILE
        with (
            closing(sqlite3.connect(folder / SQLITE_FILE)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            # One step, so one moment; in WAL mode it keeps no writer waiting.
            source.backup(target)
            target.execute("pragma journal_mode=delete")
            _empty(target)
            facts = _facts(target.execute(_HEAD).fetchone(), target.execute(_MIGRATIONS).fetchall())
        with copy.open("rb") as database:
            writer.add(SQLITE_FILE, database, copy.stat().st_size)
    return facts


def _empty(copy: sqlite3.Connection) -> None:
    copy.execute("pragma secure_delete=on")
    for table in _UNKEPT_TABLES:
        copy.execute(f"delete from {table}")  # noqa: S608  -- our own names
    copy.commit()


def _add_postgresql(writer: Writer) -> dict[str, Any]:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read, read only")
        for table in sorted(connection.introspection.table_names(cursor)):
            if table not in _UNKEPT_TABLES:
                _add_table(writer, cursor, table)
        cursor.execute(_HEAD)
        head = cursor.fetchone()
        cursor.execute(_MIGRATIONS)
        return _facts(head, cursor.fetchall())


def _add_table(writer: Writer, cursor: Any, table: str) -> None:  # noqa: ANN401  -- Django's cursor has psycopg's `copy`
    from django.db import connection

    columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    with tempfile.TemporaryFile(dir=_beside(writer)) as file:
        with cursor.copy(f"copy {quoted([table])} ({quoted(columns)}) to stdout") as rows:
            for block in rows:
                file.write(block)
        size = file.tell()
        file.seek(0)
        writer.add(f"{TABLES}/{table}", file, size, columns=columns)


def quoted(names: list[str]) -> str:
    """Return names of tables or columns as SQL takes them, with commas between."""
    from django.db import connection

    return ", ".join(connection.ops.quote_name(name) for name in names)


def _facts(head: tuple[int, str] | None, applied: list[tuple[str, str]]) -> dict[str, Any]:
    position, digest = head or (0, "")
    return {
        "ledger_head": {"position": position, "hash": digest},
        "migrations": [list(migration) for migration in applied],
    }


def _beside(writer: Writer) -> Path:
    # Where the backup goes there is room for it; /tmp may be small, and in memory.
    return Path(str(writer.tar.name)).parent
