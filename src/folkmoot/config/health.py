"""Whether this installation works now, in a few words that name nobody and nothing: the same for whoever asks."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from folkmoot.config.heartbeat import last_beat
from folkmoot.kernel.clock import now
from folkmoot.kernel.waiting import waiting_since
from folkmoot.live.interfaces import Finding

# Longer than any round of the worker, so that silence means something.
QUIET = timedelta(seconds=60)
# `folkmoot check` warns long before; with less than this, something is refused soon.
LEAST_FREE_BYTES = 100 << 20
_KEPT_SECONDS = 2.0
_UNKNOWN = "unknown"
_GOOD: Mapping[str, str] = {
    "database": "answers",
    "migrations": "applied",
    "ledger": "follows",
    "worker": "is alive",
    "disk": "has room",
}
Look = Callable[[], Finding]


def look() -> Finding:
    """Look at the database, its migrations, the ledger, the worker and the disk: three small questions."""
    words = {"database": "answers", "migrations": _UNKNOWN, "ledger": _UNKNOWN, **_beside_the_database()}
    try:
        words["migrations"] = "applied" if are_applied() else "waiting"
        if words["migrations"] == "applied":
            words["ledger"] = "waits" if is_ledger_waiting() else "follows"
    except DatabaseError:
        # The next look begins with a connection of its own.
        connection.close()
        words["database"] = "does not answer"
    return Finding(words, is_well=all(words[name] == good for name, good in _GOOD.items()))


@dataclass
class Pulse:
    """Looks at most once in two seconds, however many ask; meanwhile, everybody is told what was found last."""

    look: Look = look
    clock: Callable[[], float] = time.monotonic
    lock: threading.Lock = field(default_factory=threading.Lock)
    found: Finding = field(default_factory=partial(Finding, {"health": "is being looked at"}, is_well=False))
    found_at: float = float("-inf")

    def __call__(self) -> Finding:
        """Return what was found; nobody waits for a look that another has begun."""
        if self.clock() - self.found_at >= _KEPT_SECONDS and self.lock.acquire(blocking=False):
            try:
                self.found = self.look()
                self.found_at = self.clock()
            finally:
                self.lock.release()
        return self.found


def are_applied() -> bool:
    """Tell whether the database has every migration of this version; it may have more, of a newer one."""
    return needed_migrations() <= MigrationRecorder(connection).applied_migrations().keys()


@cache
def needed_migrations() -> frozenset[tuple[str, str]]:
    """Return app and name of each migration that this version brings."""
    # By their files alone: Django's loader would import every one of them into every process.
    return frozenset(
        (label, file.stem)
        for label, folder in (*_installed(), *_left_out())
        for file in Path(folder, "migrations").glob("[0-9]*.py")
    )


def is_ledger_waiting() -> bool:
    """Tell whether an entry waits for its place in the ledger for longer than a minute."""
    oldest = waiting_since()
    return oldest is not None and now() - oldest > QUIET


def is_worker_silent() -> bool:
    """Tell whether the worker has given no sign of life for a minute."""
    beat = last_beat()
    return beat is None or now() - beat > QUIET


def _installed() -> Iterator[tuple[str, str]]:
    return ((app.label, app.path) for app in apps.get_app_configs())


def _left_out() -> Iterator[tuple[str, str]]:
    for name in settings.LEFT_OUT:
        # Where it lies, without importing it.
        spec = find_spec(name)
        for folder in (spec and spec.submodule_search_locations) or ():
            yield name.rpartition(".")[2], folder


def _beside_the_database() -> dict[str, str]:
    has_room = shutil.disk_usage(settings.DATA).free >= LEAST_FREE_BYTES
    return {
        "worker": "is silent" if is_worker_silent() else "is alive",
        "disk": "has room" if has_room else "is nearly full",
    }
