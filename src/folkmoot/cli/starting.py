"""What commands do first: start Django, and bring database and static files up to date."""

import os

import django

from folkmoot.cli import stamps
from folkmoot.config.environment import Environment


def start() -> None:
    """Start Django with the settings of this installation."""
    # Whoever has an account on this machine has no business with members' records.
    Environment.read().data.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.settings")
    django.setup()


def start_with_database() -> None:
    """Start Django and apply the migrations that this version brings, if any."""
    start()
    settings = Environment.read()
    if settings.database_url:
        _migrate()
        return
    path = settings.data / "folkmoot.sqlite3"
    if not path.exists() or stamps.database_stamp(path) != stamps.schema_number():
        _migrate()
        _stamp()


def collect_static_files() -> None:
    """Put the static files into the data folder, compressed and with a digest in each name, if they are not there yet."""
    data = Environment.read().data
    if stamps.static_stamp(data) == stamps.static_digest():
        return
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamps.static_stamp_path(data).write_text(stamps.static_digest())


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def _stamp() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        # A pragma takes no parameters; the number is ours.
        cursor.execute(f"pragma user_version = {stamps.schema_number()}")
