"""One sender at a time, wherever it runs: two would write to the same people."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from folkmoot.kernel.files import alone_with

# Any numbers, as long as nothing else of ours takes them.
_KEYS = {"sending": 0x666F6C6B, "pushing": 0x666F6C6C}


@contextmanager
def alone(work: str = "sending") -> Iterator[bool]:
    """Yield whether nobody else is sending (or `pushing`); as long as it lasts, nobody else begins.

    However the holder ends, the lock goes with it: on PostgreSQL with the connection, else with the process.
    """
    folder: Path = settings.DATA
    lock = _by_database(_KEYS[work]) if connection.vendor == "postgresql" else alone_with(folder / work)
    with lock as is_alone:
        yield is_alone


@contextmanager
def _by_database(key: int) -> Iterator[bool]:
    is_alone = _asked("select pg_try_advisory_lock(%s)", key)
    try:
        yield is_alone
    finally:
        if is_alone:
            _asked("select pg_advisory_unlock(%s)", key)


def _asked(question: str, key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [key])
        return bool(cursor.fetchone()[0])
