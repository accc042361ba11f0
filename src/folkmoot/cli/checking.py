"""`folkmoot check`: says in sentences what is wrong with this set-up."""

import argparse
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from folkmoot.cli.keeping import LAST_BACKUP
from folkmoot.cli.serving import answers, served_at
from folkmoot.cli.starting import count_migrations_waiting, start
from folkmoot.config.environment import WrongSetting

LEAST_FREE_BYTES = 1 << 30
# Nobody is written to at night, so that half a day is no sign of trouble.
_LATE = timedelta(days=1)
# Beyond which nobody needs to know how many there are.
_MOST = 1_000_000
_CLOCKS_DIFFER = timedelta(minutes=5)
_LONG_AGO = timedelta(days=366)
_LOCAL = {"localhost", "127.0.0.1", "::1"}
_PRIVATE_FILES = ("secret-key", "ledger-key.pem", "push-key.pem", "folkmoot.sqlite3")
Check = Callable[[], Iterator[str]]


def check(arguments: Sequence[str]) -> int:
    """Say what is wrong with this set-up; returns 0 if nothing is, 1 if something is."""
    argparse.ArgumentParser(
        "folkmoot check", description="Say in sentences what is wrong with this set-up."
    ).parse_args(arguments)
    try:
        start()
    except WrongSetting as wrong:
        # Nothing else can be looked at.
        print(wrong)
        return 1
    faults = list(faults_found())
    for sentence in (*faults, *notes()):
        print(sentence)
    print(f"Found wrong: {len(faults)}." if faults else "Nothing is wrong.")
    return 1 if faults else 0


def faults_found() -> Iterator[str]:
    """Yield a sentence for each thing that is wrong."""
    for one in (data_folder, assets, disk, addresses, mail, backups):
        yield from one()
    unreachable = list(database())
    yield from unreachable
    if not unreachable:
        for one in (
            migrations,
            order_of_letters,
            library,
            attached_files,
            clock,
            ledger_lag,
            mail_lag,
            servers,
        ):
            yield from one()


def notes() -> Iterator[str]:
    """Yield what is not wrong, but good to know."""
    from django.conf import settings

    if served_at(settings.DATA) is None:
        yield "It is not being served from this folder now; `folkmoot serve` starts it."
    if settings.EMAIL_FILE_PATH:
        yield f"No mail server is set: messages are put into {settings.EMAIL_FILE_PATH}."


def data_folder() -> Iterator[str]:
    """Look whether the data folder can be written, and read by its owner alone."""
    from django.conf import settings

    folder: Path = settings.DATA
    if not os.access(folder, os.W_OK | os.X_OK):
        yield f"{folder} cannot be written. Give it to the user that runs Folkmoot: chown -R USER {folder}"
    if _is_open(folder):
        yield f"Others on this machine can look into {folder}. Close it: chmod 700 {folder}"
    for path in (folder / name for name in _PRIVATE_FILES):
        # Behind a closed folder a file's own mode lets nobody in; a key must not depend on that.
        if path.exists() and _is_open(path) and (_is_open(folder) or path.suffix != ".sqlite3"):
            yield f"Others on this machine may read {path}. Close it: chmod 600 {path}"


def assets() -> Iterator[str]:
    """Look whether the static files are there without which no page can be made."""
    from django.contrib.staticfiles import finders

    from folkmoot.ui.assets import ASSETS, ON_SOME_PAGES

    for name in (*ASSETS, *ON_SOME_PAGES):
        if finders.find(name) is None:
            yield (
                f"{name} is missing, without which pages cannot be shown. Run `./folkmoot --help` once in the checkout, "
                "which fetches it; where Folkmoot was installed as a package, install it again from there."
            )


def disk() -> Iterator[str]:
    """Look whether there is room to go on."""
    from django.conf import settings

    free = shutil.disk_usage(settings.DATA).free
    if free < LEAST_FREE_BYTES:
        yield (
            f"Only {free >> 20} MB are free on the disk of {settings.DATA}. "
            "Make room: when it is full, nothing can be entered."
        )


def addresses() -> Iterator[str]:
    """Look whether the public address and the names answered to fit together, and are safe to sign in at."""
    from django.conf import settings
    from django.http.request import validate_host

    address = urlsplit(settings.PUBLIC_URL)
    host = address.hostname or ""
    if address.scheme not in {"http", "https"} or not host or address.path not in {"", "/"}:
        yield f"FOLKMOOT_PUBLIC_URL is {settings.PUBLIC_URL}; it should look like https://folkmoot.example.org"
        return
    if not validate_host(host, settings.ALLOWED_HOSTS):
        yield f"FOLKMOOT_HOSTS does not name {host}, which FOLKMOOT_PUBLIC_URL does. Add it, with a comma between."
    if address.scheme == "http" and host not in _LOCAL:
        yield (
            f"FOLKMOOT_PUBLIC_URL is {settings.PUBLIC_URL}: without https, sign-in codes cross the network "
            "in the clear. Put a proxy with a certificate before Folkmoot."
        )
    if settings.DEMO and host not in _LOCAL:
        yield "FOLKMOOT_DEMO is set: anybody with a link signs in as somebody else. Unset it."


def mail() -> Iterator[str]:
    """Look whether the mail server can be reached."""
    from django.conf import settings
    from django.core.mail import get_connection

    if settings.EMAIL_FILE_PATH:
        return
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        yield (
            f"The mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT} cannot be used: {error}. "
            "Nobody can sign in by code until FOLKMOOT_EMAIL_URL is right."
        )
    finally:
        connection.close()


def backups() -> Iterator[str]:
    """Look whether a backup was made in the last days, or the installation is as young as that."""
    from django.conf import settings

    from folkmoot.kernel.clock import now

    note: Path = settings.DATA / LAST_BACKUP
    since = note if note.exists() else settings.DATA / "secret-key"
    if not settings.BACKUP_DAYS or not since.exists():
        return
    at = datetime.fromtimestamp(since.stat().st_mtime, tz=UTC)
    if now() - at > timedelta(days=settings.BACKUP_DAYS):
        last = f"The last backup was made on {at:%Y-%m-%d}" if note.exists() else "No backup was ever made"
        yield (
            f"{last}. Make one: folkmoot backup FILE, best every night by a timer. If you keep copies in another way, "
            "set FOLKMOOT_BACKUP_DAYS=0."
        )


def database() -> Iterator[str]:
    """Look whether the database can be reached."""
    from django.db import DatabaseError, connection

    remedy = "Check FOLKMOOT_DATABASE_URL, and that it runs."
    if connection.vendor == "sqlite":
        remedy = "If folkmoot.sqlite3 in the data folder is damaged, restore a backup into another folder."
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError as error:
        yield f"The database cannot be reached: {' '.join(str(error).split()).rstrip('.?')}. {remedy}"


def migrations() -> Iterator[str]:
    """Look whether the database is as this version needs it."""
    waiting = count_migrations_waiting()
    if waiting:
        yield (
            f"The database is {waiting} migrations behind this version. Apply them: folkmoot migrate "
            "(or start `folkmoot serve`, which does)."
        )


def order_of_letters() -> Iterator[str]:
    """Look whether PostgreSQL compares paths byte by byte, on which every question about a subtree rests."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    question = """select collname from pg_attribute join pg_collation on pg_collation.oid = attcollation
                  where attrelid = to_regclass('units_unit') and attname = 'path'"""
    with connection.cursor() as cursor:
        cursor.execute(question)
        found = cursor.fetchone()
    if found and found[0] != "C":
        yield f'units_unit.path is compared by "{found[0]}" and not by "C". Restore the database from a backup.'


def library() -> Iterator[str]:
    """Look whether SQLite can search, and whether every adopted decision can be found in the library."""
    from django.db import connection

    from folkmoot.documents.searching import count_not_indexed
    from folkmoot.kernel.clock import now

    if list(migrations()):
        return
    if connection.vendor == "sqlite" and not _has_fts5():
        yield "This Python's SQLite was built without FTS5, so nothing can be adopted. Use another Python, or PostgreSQL."
        return
    missing = count_not_indexed(at=now())
    if missing:
        yield f"{missing} documents cannot be found in the library. Index them: folkmoot reindex"


def attached_files() -> Iterator[str]:
    """Look whether every attached file is there, and still what was attached; all of them are read."""
    from folkmoot.documents.queries.files import wrong_files

    if not list(migrations()):
        yield from wrong_files()


def clock() -> Iterator[str]:
    """Look whether this machine's clock agrees with the newest entry of the ledger, and with PostgreSQL's."""
    from django.db import connection

    from folkmoot.kernel.clock import now
    from folkmoot.kernel.waiting import newest_written

    written = None if list(migrations()) else newest_written()
    remedy = "Set the clock, best by the network (timedatectl set-ntp true), before anything else is entered."
    if written is not None and written - now() > _CLOCKS_DIFFER:
        yield (
            f"This machine's clock says {now():%Y-%m-%d %H:%M} UTC, but the ledger's newest entry was written later, "
            f"{written:%Y-%m-%d %H:%M} UTC. {remedy}"
        )
    if written is not None and now() - written > _LONG_AGO:
        yield (
            f"This machine's clock says {now():%Y-%m-%d %H:%M} UTC, more than a year after the ledger's newest entry, "
            f"{written:%Y-%m-%d %H:%M} UTC. If it is not so late: {remedy}"
        )
    if connection.vendor == "postgresql" and abs(now() - _time_of_database()) > _CLOCKS_DIFFER:
        yield f"The clocks of this machine and of the database's differ by more than five minutes. {remedy}"


def ledger_lag() -> Iterator[str]:
    """Look whether entries wait longer than a minute to be chained."""
    from folkmoot.config.health import is_ledger_waiting
    from folkmoot.kernel.waiting import count_waiting, waiting_since

    if list(migrations()) or not is_ledger_waiting():
        return
    written = waiting_since()
    if written is not None:
        yield (
            f"{count_waiting(limit=_MOST)} entries of the ledger wait to be chained, the oldest since "
            f"{written:%Y-%m-%d %H:%M} UTC. The worker chains them while `folkmoot serve` runs."
        )


def mail_lag() -> Iterator[str]:
    """Look whether members' mail has waited for longer than a day."""
    from folkmoot.kernel.clock import now
    from folkmoot.notices.queries import waiting_since

    if list(migrations()):
        return
    oldest = waiting_since(now())
    if oldest is not None and now() - oldest > _LATE:
        yield (
            f"Mail to members has waited since {oldest:%Y-%m-%d %H:%M} UTC. It is sent while `folkmoot serve` runs: see whether "
            "the mail server takes it, and whether FOLKMOOT_EMAIL_PER_SECOND is enough."
        )


def servers() -> Iterator[str]:
    """Look whether what is being served answers, and whether the worker works."""
    from django.conf import settings

    from folkmoot.config.health import is_worker_silent

    served = served_at(settings.DATA)
    if served is None:
        return
    host, port = served
    if not answers(port, host):
        yield f"The pages do not answer at {host} port {port}. Look at what `folkmoot serve` says."
    if not answers(port + 1, host):
        yield f"The live server does not answer at {host} port {port + 1}. Look at what `folkmoot serve` says."
    if is_worker_silent():
        yield "The worker has given no sign of life for a minute. Look at what `folkmoot serve` says."


def _time_of_database() -> datetime:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        at: datetime = cursor.fetchone()[0]
    return at


def _has_fts5() -> bool:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pragma_module_list where name = 'fts5'")
        return bool(cursor.fetchone()[0])


def _is_open(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
