import os
import socket
import threading
import time
from contextlib import contextmanager

import pytest

from folkmoot.kernel.ids import _uuid7

DAY = 24 * 3600
WELL = "Nothing is wrong."
DAMAGED = (
    "The database cannot be reached: file is not a database. "
    "If folkmoot.sqlite3 in the data folder is damaged, restore a backup into another folder."
)


@pytest.fixture(scope="session")
def chained(founded):
    """With no entry that waits: after a minute that is a trouble of its own."""
    assert founded.ask("verdict()")[1:] == [0, []]


@pytest.fixture
def installation(chained, installation):
    return installation


def checked(installation):
    """The exit code, the sentences that are no notes, and what Python would have said of a fault of ours."""
    code, said, complained = installation.folkmoot("check")
    assert complained == ""
    notes = ("It is not being served", "No mail server is set")
    return code, [line for line in said.splitlines() if not line.startswith(notes)]


def test_what_was_just_set_up_is_in_order(installation):
    assert checked(installation) == (0, [WELL])


def folder_that_cannot_be(installation):
    installation.data = installation.data / "secret-key" / "data"


def folder_that_cannot_be_written(installation):
    # Not even root writes there.
    installation.data = type(installation.data)("/proc/folkmoot")


def no_database_url(installation):
    installation.more = {"FOLKMOOT_DATABASE_URL": "mysql://folkmoot:s3cret@db.example.org/folkmoot"}


def unreachable_database(installation):
    # Nothing listens at port 9 of this machine.
    installation.more = {"FOLKMOOT_DATABASE_URL": "postgresql://folkmoot:s3cret@127.0.0.1:9/folkmoot"}


def unapplied_migration(installation):
    installation.ask(
        "__import__('django').db.connection.cursor()"
        ".execute(\"delete from django_migrations where app = 'rights'\") and None"
    )


def other_host(installation):
    installation.more = {"FOLKMOOT_PUBLIC_URL": "https://moot.example.org", "FOLKMOOT_HOSTS": "127.0.0.1"}


def open_key(installation):
    (installation.data / "secret-key").chmod(0o644)


def number_in_words(installation):
    installation.more = {"FOLKMOOT_PAGE_THREADS": "many"}


def no_zone(installation):
    installation.more = {"FOLKMOOT_TIME_ZONE": "Europe/Pariss"}


def short_token(installation):
    installation.more = {"FOLKMOOT_METRICS": "secret"}


def old(path):
    long_ago = time.time() - 8 * DAY
    os.utime(path, (long_ago, long_ago))


def never_backed_up(installation):
    (installation.data / "last-backup").unlink(missing_ok=True)
    old(installation.data / "secret-key")


def backed_up_long_ago(installation):
    path = installation.data / "last-backup"
    path.touch()
    old(path)


def entry_written(installation, seconds):
    id = _uuid7(int((time.time() + seconds) * 1000), 0)
    if seconds < 0:
        installation.ask("Entry.objects.all().delete() and None")
    installation.ask(
        f"Entry.objects.create(id='{id}', event='E', act='a.b', act_id='{id}', via='web', at=now(), payload='{{}}',"
        " position=4, hash='h') and None"
    )


def entry_from_tomorrow(installation):
    entry_written(installation, DAY)


def entry_from_years_ago(installation):
    entry_written(installation, -800 * DAY)


@pytest.mark.parametrize(
    ("trouble", "sentence", "remedy"),
    [
        (folder_that_cannot_be, "cannot be used as the data folder: Not a directory", "--data"),
        (folder_that_cannot_be_written, "cannot be used as the data folder: No such file or directory", "--data"),
        (no_database_url, "FOLKMOOT_DATABASE_URL is no address of a PostgreSQL database", "Unset it"),
        (unreachable_database, "The database cannot be reached", "Check FOLKMOOT_DATABASE_URL, and that it runs."),
        (unapplied_migration, "migrations behind this version", "folkmoot migrate"),
        (other_host, "FOLKMOOT_HOSTS does not name moot.example.org", "Add it"),
        (open_key, "Others on this machine may read", "chmod 600"),
        (number_in_words, "FOLKMOOT_PAGE_THREADS is “many”", "such as 4"),
        (no_zone, "FOLKMOOT_TIME_ZONE is “Europe/Pariss”", "Europe/Paris."),
        (short_token, "FOLKMOOT_METRICS is neither “local” nor", "openssl rand"),
        (never_backed_up, "No backup was ever made", "folkmoot backup FILE"),
        (backed_up_long_ago, "The last backup was made on 20", "folkmoot backup FILE"),
        (entry_from_tomorrow, "the ledger's newest entry was written later", "timedatectl"),
        (entry_from_years_ago, "more than a year after the ledger's newest entry", "timedatectl"),
    ],
)  # fmt: skip
def test_each_trouble_is_a_sentence_that_says_what_to_do(installation, trouble, sentence, remedy):
    trouble(installation)
    code, said = checked(installation)
    assert code == 1
    assert [line for line in said if sentence in line and remedy in line] == said[:1]
    assert said[1:] in (["Found wrong: 1."], [])
    assert "s3cret" not in said[0]


def test_a_key_in_a_folder_that_only_others_may_open_is_told_with_the_folder(installation):
    installation.data.chmod(0o755)
    code, said = checked(installation)
    assert (code, said[0]) == (
        1,
        f"Others on this machine can look into {installation.data}. Close it: chmod 700 {installation.data}",
    )


def test_a_backup_is_remembered_until_it_is_old(installation, tmp_path):
    never_backed_up(installation)
    assert checked(installation)[0] == 1
    assert installation.folkmoot("backup", str(tmp_path / "kept.tar"))[0] == 0
    assert checked(installation) == (0, [WELL])
    old(installation.data / "last-backup")
    installation.more = {"FOLKMOOT_BACKUP_DAYS": "9"}
    assert checked(installation) == (0, [WELL])
    installation.more = {"FOLKMOOT_BACKUP_DAYS": "0"}
    assert checked(installation) == (0, [WELL])


def test_a_damaged_database_is_told_with_what_to_do(installation):
    if installation.database_url:
        # PostgreSQL looks after its files itself.
        return
    database = installation.data / "folkmoot.sqlite3"
    database.write_bytes(b"no database at all" * 1000)
    for name in ("folkmoot.sqlite3-wal", "folkmoot.sqlite3-shm"):
        (installation.data / name).unlink(missing_ok=True)
    code, said = checked(installation)
    assert (code, said[0]) == (
        1,
        DAMAGED,
    )


@contextmanager
def mail_server_that_refuses():
    def refuse(listening):
        connection, _address = listening.accept()
        connection.sendall(b"554 no mail today\r\n")
        connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=refuse, args=(listening,))
        thread.start()
        yield listening.getsockname()[1]
        thread.join()


def test_a_mail_server_that_refuses_is_told_in_its_words(installation):
    with mail_server_that_refuses() as port:
        installation.email_url = f"smtp://127.0.0.1:{port}"
        code, said = checked(installation)
    assert (code, said[1]) == (1, "Found wrong: 1.")
    assert said[0].startswith(f"The mail server 127.0.0.1:{port} cannot be used: ")
    assert "no mail today" in said[0]
    assert said[0].endswith("until FOLKMOOT_EMAIL_URL is right.")


def test_any_other_command_says_what_is_wrong_with_the_settings_too(installation):
    number_in_words(installation)
    code, said, complained = installation.folkmoot("ledger", "verify")
    assert (code, said) == (1, "")
    assert complained == "FOLKMOOT_PAGE_THREADS is “many”; it should be a number, such as 4.\n"
