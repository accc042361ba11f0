"""A sign of life from the worker, for `folkmoot check`: a file that is touched once a round."""

import os
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

EVERY_SECONDS = 5


def beat(at: datetime) -> bool:
    """Note that the worker was alive at the moment `at`; there is never more to do."""
    path = _path()
    path.touch()
    os.utime(path, (at.timestamp(), at.timestamp()))
    return False


def last_beat() -> datetime | None:
    """Return when the worker was last alive, or None if it never was."""
    path = _path()
    return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC) if path.exists() else None


def _path() -> Path:
    folder: Path = settings.DATA
    return folder / "worker-alive"
