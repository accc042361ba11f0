"""Whether database and static files were brought up to date by this very version, told without starting Django."""

import importlib.util
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import folkmoot
from folkmoot.config.environment import Environment

_PACKAGE = Path(folkmoot.__file__).parent
_POSITIVE = 0x7FFFFFFF


def is_prepared(settings: Environment) -> bool:
    """Tell whether this version has prepared database and static files; a PostgreSQL is always looked at anew."""
    path = settings.data / "folkmoot.sqlite3"
    if settings.database_url or not path.exists():
        return False
    return database_stamp(path) == schema_number() and static_stamp(settings.data) == static_digest()


def schema_number() -> int:
    """Return a number that changes with any migration: what SQLite keeps as its `user_version`, in 31 bits."""
    return _sum(_PACKAGE.glob("*/migrations/*.py")) & _POSITIVE


def database_stamp(path: Path) -> int:
    """Return the number that was stamped on a SQLite database; 0 where none was."""
    with closing(sqlite3.connect(path)) as connection:
        (number,) = connection.execute("pragma user_version").fetchone()
    return int(number)


def static_digest() -> str:
    """Return a sum that changes with any of the static files that this version brings."""
    return f"{_sum(path for path in _PACKAGE.glob('*/static/**/*') if path.is_file()):08x}"


def static_stamp(data: Path) -> str:
    """Return the digest of the files that lie collected in the data folder; nothing where none do."""
    path = static_stamp_path(data)
    return path.read_text() if path.exists() else ""


def static_stamp_path(data: Path) -> Path:
    """Return where that digest is kept: beside the files, so that they go together."""
    return data / "static" / "collected-from"


def _sum(paths: Iterator[Path]) -> int:
    # Guards against forgetting, not against anybody: the process that watches is spared a cryptographic library.
    total = zlib.crc32(_packages().encode())
    for path in sorted(paths):
        total = zlib.crc32(path.read_bytes(), zlib.crc32(str(path.relative_to(_PACKAGE)).encode(), total))
    return total


def _packages() -> str:
    """Return the names and versions of all packages beside Django: some bring migrations or static files."""
    django = importlib.util.find_spec("django")
    place = Path(django.origin).parents[1] if django and django.origin else _PACKAGE
    return " ".join(sorted(path.name for path in place.glob("*.dist-info")))
