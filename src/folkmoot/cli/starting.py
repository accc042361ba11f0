"""What commands do first: start Django, and bring database and static files up to date."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import django

from folkmoot.cli import stamps
from folkmoot.config.environment import Environment, WrongSetting
from folkmoot.config.loading import undisturbed

_LOCK_MILLISECONDS = 500
_LOCK_NOT_AVAILABLE = "55P03"
# What was applied stays applied, so that another attempt goes on from there.
_ATTEMPTS = 120
_PAUSE_SECONDS = 1.0


def start() -> None:
    """Start Django with the settings of this installation.

    :raises WrongSetting: if they cannot be used.
    """
    settings = Environment.read()
    _must_be_usable(settings.data)
    _must_be_a_zone(settings.time_zone)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.settings")
    with undisturbed():
        django.setup()


def _must_be_usable(data: Path) -> None:
    try:
        # Whoever has an account on this machine has no business with members' records.
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data):
            pass
        key = data / "secret-key"
        if key.exists():
            key.read_bytes()
    except OSError as error:
        raise WrongSetting(
            f"{data} cannot be used as the data folder: {error.strerror}. Give it, and all in it, to the user that runs "
            f"Folkmoot (chown -R USER {data}), or name another one with --data."
        ) from error


def _must_be_a_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise WrongSetting(
            f"FOLKMOOT_TIME_ZONE is “{name}”, which is no time zone; it should look like Europe/Paris."
        ) from error


def start_with_database() -> None:
    """Start Django and apply the migrations that this version brings, if any."""
    start()
    settings = Environment.read()
    if settings.database_url:
        _migrate_what_waits()
        return
    path = settings.data / "folkmoot.sqlite3"
    if not path.exists() or stamps.database_stamp(path) != stamps.schema_number():
        _migrate_what_waits()
        _stamp()


def count_migrations_waiting() -> int:
    """Return how many migrations of this version the database does not have yet."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def collect_static_files() -> None:
    """Put the static files into the data folder, compressed and with a digest in each name, if they are not there yet."""
    data = Environment.read().data
    if stamps.static_stamp(data) == stamps.static_digest():
        return
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamps.static_stamp_path(data).write_text(stamps.static_digest())


def _migrate_what_waits() -> None:
    # Django would read every row of SQLite to check its references, also where nothing is to be applied.
    if count_migrations_waiting():
        _migrate()


def _migrate() -> None:
    from django.db import OperationalError

    for attempt in range(_ATTEMPTS):
        try:
            with _no_long_wait():
                _apply_migrations()
        except OperationalError as error:
            if not _was_locked_out(error) or attempt == _ATTEMPTS - 1:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return


@contextmanager
def _no_long_wait() -> Iterator[None]:
    """Give up what waits for a lock for long: whoever alters a table waits for its readers, and all others behind it."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"set lock_timeout = {_LOCK_MILLISECONDS}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("reset lock_timeout")


def _apply_migrations() -> None:
    from django.core.management import call_command

    from folkmoot.kernel.migrating import references_checked_afterwards
    from folkmoot.kernel.migration_states import models_made_once

    with models_made_once(), references_checked_afterwards():
        call_command("migrate", interactive=False, verbosity=0)


def _was_locked_out(error: Exception) -> bool:
    return getattr(error.__cause__, "sqlstate", "") == _LOCK_NOT_AVAILABLE


def _stamp() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        # A pragma takes no parameters; the number is ours.
        cursor.execute(f"pragma user_version = {stamps.schema_number()}")
