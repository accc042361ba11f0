"""Whether database and static files were brought up to date by this very version, told without starting Django."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import folkmoot
from folkmoot.config.environment import Environment

_PACKAGE = Path(folkmoot.__file__).parent
# Those whose migrations or static files are not ours.
_BROUGHT = ("Django", "django-allauth", "django-htmx", "whitenoise")
_POSITIVE = 0x7FFFFFFF


def is_prepared(settings: Environment) -> bool:
    """Tell whether this version has prepared database and static files; a PostgreSQL is always looked at anew."""
    path = settings.data / "folkmoot.sqlite3"
    if settings.database_url or not path.exists():
        return False
    return database_stamp(path) == schema_number() and static_stamp(settings.data) == static_digest()


def schema_number() -> int:
    """Return a number that changes with any migration: what SQLite keeps as its `user_version`, in 31 bits."""
    return int(_digest(_PACKAGE.glob("*/migrations/*.py"))[:8], 16) & _POSITIVE


def database_stamp(path: Path) -> int:
    """Return the number that was stamped on a SQLite database; 0 where none was."""
    with closing(sqlite3.connect(path)) as connection:
        (number,) = connection.execute("pragma user_version").fetchone()
    return int(number)


def static_digest() -> str:
    """Return a digest of the static files that this version brings."""
    return _digest(path for path in _PACKAGE.glob("*/static/**/*") if path.is_file())


def static_stamp(data: Path) -> str:
    """Return the digest of the files that lie collected in the data folder; nothing where none do."""
    path = static_stamp_path(data)
    return path.read_text() if path.exists() else ""


def static_stamp_path(data: Path) -> Path:
    """Return where that digest is kept: beside the files, so that they go together."""
    return data / "static" / "collected-from"


def _digest(paths: Iterator[Path]) -> str:
    digest = hashlib.sha256(" ".join(version(name) for name in _BROUGHT).encode())
    for path in sorted(paths):
        digest.update(f"{path.relative_to(_PACKAGE)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
