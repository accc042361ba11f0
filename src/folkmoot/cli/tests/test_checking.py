import os
import shutil
import time
from datetime import timedelta

import pytest
from django.db import connection

from folkmoot.cli import checking
from folkmoot.decisions.tests.papers import conveyed
from folkmoot.documents.actions.indexing import rebuild_index
from folkmoot.documents.fulltext import take_out
from folkmoot.documents.models import IndexedDocument
from folkmoot.kernel.clock import now
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import Entry
from folkmoot.notices.models import Recipient


@pytest.fixture
def folder(tmp_path, settings):
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir(mode=0o700)
    for name in ("secret-key", "ledger-key.pem"):
        (settings.DATA / name).touch(mode=0o600)
    return settings.DATA


def test_a_folder_as_it_is_made_is_in_order(folder):
    assert list(checking.data_folder()) == []


@pytest.mark.parametrize(
    ("name", "mode", "sentence"),
    [
        (".", 0o750, "Others on this machine can look into {}. Close it: chmod 700 {}"),
        ("secret-key", 0o640, "Others on this machine may read {}. Close it: chmod 600 {}"),
        ("ledger-key.pem", 0o604, "Others on this machine may read {}. Close it: chmod 600 {}"),
    ],
)
def test_what_others_may_read_is_told(folder, name, mode, sentence):
    path = folder / name
    path.chmod(mode)
    assert list(checking.data_folder()) == [sentence.format(path, path)]


def test_a_database_in_an_open_folder_is_told_too(folder):
    (folder / "folkmoot.sqlite3").touch(mode=0o644)
    assert list(checking.data_folder()) == []
    folder.chmod(0o755)
    assert len(list(checking.data_folder())) == 2


def test_an_asset_that_pages_need_is_missed(monkeypatch):
    assert list(checking.assets()) == []
    monkeypatch.setattr("folkmoot.ui.assets.ASSETS", ("ui/folkmoot.css", "vendor/lost.js"))
    assert [sentence.partition(",")[0] for sentence in checking.assets()] == ["vendor/lost.js is missing"]


def test_a_disk_with_little_room_is_told(folder, monkeypatch):
    assert list(checking.disk()) == []
    monkeypatch.setattr(checking, "LEAST_FREE_BYTES", shutil.disk_usage(folder).total + 1)
    assert len(list(checking.disk())) == 1


@pytest.mark.parametrize(
    ("address", "hosts", "beginning"),
    [
        ("https://moot.example.org", ["moot.example.org"], None),
        ("http://127.0.0.1:8000", ["127.0.0.1"], None),
        ("https://moot.example.org", ["127.0.0.1"], "FOLKMOOT_HOSTS does not name moot.example.org"),
        ("http://moot.example.org", ["moot.example.org"], "FOLKMOOT_PUBLIC_URL is http://moot.example.org: without"),
        ("moot.example.org", ["moot.example.org"], "FOLKMOOT_PUBLIC_URL is moot.example.org; it should look like"),
        ("https://moot.example.org/a", ["*"], "FOLKMOOT_PUBLIC_URL is https://moot.example.org/a; it should look"),
    ],
)  # fmt: skip
def test_addresses_have_to_fit_together(settings, address, hosts, beginning):
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS, settings.DEMO = address, hosts, False
    found = list(checking.addresses())
    assert [sentence[: len(beginning or "")] for sentence in found] == ([beginning] if beginning else [])


def test_a_demo_that_others_can_reach_is_told(settings):
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = "https://moot.example.org", ["*"]
    settings.DEMO = True
    assert list(checking.addresses()) == [
        "FOLKMOOT_DEMO is set: anybody with a link signs in as somebody else. Unset it."
    ]


def test_a_mail_server_that_cannot_be_reached_is_told(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    # Nothing listens at port 9 of this machine.
    settings.EMAIL_FILE_PATH, settings.EMAIL_HOST, settings.EMAIL_PORT = "", "127.0.0.1", 9
    (sentence,) = checking.mail()
    assert sentence.startswith("The mail server 127.0.0.1:9 cannot be used: ")
    settings.EMAIL_FILE_PATH = "/somewhere"
    assert list(checking.mail()) == []


@pytest.mark.django_db
def test_a_database_of_this_version_is_in_order():
    assert [*checking.database(), *checking.migrations(), *checking.order_of_letters()] == []


@pytest.mark.django_db
def test_a_migration_that_is_missing_is_told():
    with connection.cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'structure'")
    (sentence,) = checking.migrations()
    assert sentence.endswith(
        "behind this version. Apply them: folkmoot migrate (or start `folkmoot serve`, which does)."
    )


@pytest.mark.django_db
def test_what_is_missing_from_the_index_is_told_until_it_is_made_anew(world):
    conveyed(world)
    assert list(checking.library()) == []
    take_out([*IndexedDocument.objects.values_list("pk", flat=True)])
    assert list(checking.library()) == [
        "1 documents cannot be found in the library. Index them: folkmoot reindex"
    ]
    assert list(rebuild_index(at=now())) == [1]
    assert list(checking.library()) == []


@pytest.mark.django_db
def test_an_entry_that_waits_for_longer_than_a_minute_is_told():
    def waiting(id_):
        Entry.objects.create(
            id=id_,
            event="E",
            act="a.b",
            act_id=new_id(),
            via="web",
            at=now() - timedelta(days=300),
            payload="{}",
        )

    waiting(new_id())
    assert list(checking.ledger_lag()) == []
    old = new_id()
    milliseconds = int((time.time() - 120) * 1000)
    waiting(type(old)(int=(milliseconds << 80) | (old.int & ((1 << 80) - 1))))
    (sentence,) = checking.ledger_lag()
    assert sentence.startswith("2 entries of the ledger wait to be chained, the oldest since ")


def test_mail_that_waits_for_longer_than_a_day_is_told(world):
    recipient = Recipient.objects.create(person=world.cy, since=world.at, next_at=now() - timedelta(hours=23))
    assert list(checking.mail_lag()) == []
    recipient.next_at -= timedelta(hours=2)
    recipient.save()
    (sentence,) = checking.mail_lag()
    assert sentence.startswith("Mail to members has waited since 20")


def test_where_nothing_is_served_nothing_has_to_answer(folder):
    assert list(checking.servers()) == []
    assert "It is not being served from this folder now; `folkmoot serve` starts it." in checking.notes()


def test_what_is_served_has_to_answer(folder, monkeypatch):
    monkeypatch.setattr(checking, "served_at", lambda _data: ("127.0.0.1", 9))
    assert [sentence.split(" at ")[0] for sentence in checking.servers()] == [
        "The pages do not answer",
        "The live server does not answer",
        "The worker has given no sign of life for a minute. Look",
    ]
    (folder / "worker-alive").touch()
    assert len(list(checking.servers())) == 2
    os.utime(folder / "worker-alive", (0, 0))
    assert len(list(checking.servers())) == 3
