"""What is tested on SQLite alone asks no database anything, and what is left out on PostgreSQL is told."""

import os
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT

PURE = "def test_a(): pass"
ASKING = "import pytest\n@pytest.mark.django_db\ndef test_b(): pass"
MARKED = "import pytest\n@pytest.mark.both_databases\ndef test_c(): pass"
BY_FIXTURE = "def test_d(db): pass"
SETTINGS = """
import os
SECRET_KEY = "x"
DATABASES = {"default": {"ENGINE": f"django.db.backends.{os.environ['ENGINE']}", "NAME": "x"}}
"""
WAYS_TO_A_DATABASE = [
    "from django.db import connection\ndef test_a(): connection.vendor",
    "from django.contrib.auth.models import User\ndef test_a(): str(User.objects.all().query)",
    "import sqlite3\ndef test_a(tmp_path): sqlite3.connect(tmp_path / 'x')",
    "import subprocess\ndef test_a(): subprocess.run(['true'])",
    "import os\ndef test_a(): os.system('true')",
    "import pytest\ndef test_a(request): request.getfixturevalue('db')",
    "import pytest\n@pytest.mark.own_database\ndef test_a():\n from django.db import connection\n connection.vendor",
]


def pytest_on(engine, text, folder, *options):
    (folder / "test_a.py").write_text(text)
    (folder / "own_settings.py").write_text(
        SETTINGS + 'INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes"]\n'
    )
    (folder / "pytest.ini").write_text("[pytest]\nDJANGO_SETTINGS_MODULE = own_settings\n")
    plugins = ("-p", "tests.once", "-p", "no:cacheprovider")
    environment = {"PYTHONPATH": os.pathsep.join((str(folder), str(ROOT))), "ENGINE": engine}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTEST_"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *plugins, *options],
        cwd=folder,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("text", WAYS_TO_A_DATABASE)
def test_what_runs_on_sqlite_alone_fails_if_it_reaches_for_a_database(text, tmp_path):
    code, said = pytest_on("sqlite3", text, tmp_path)
    assert (code, "This test reaches for" in said) == (1, True), said


def test_what_runs_on_sqlite_alone_passes_there_if_it_asks_nothing(tmp_path):
    assert pytest_on("sqlite3", PURE, tmp_path)[0] == 0


def test_the_address_that_a_process_with_a_database_of_its_own_would_inherit_leads_nowhere(tmp_path):
    text = (
        "import os, pytest, sqlite3\n@pytest.mark.own_database\n"
        "def test_a(): assert (sqlite3.connect(':memory:').close(), os.environ['FOLKMOOT_DATABASE_URL'])"
        " == (None, 'postgresql://127.0.0.1:9/nowhere')"
    )
    assert pytest_on("sqlite3", text, tmp_path)[0] == 0


@pytest.mark.parametrize("processes", ["0", "2"])
def test_on_postgresql_what_asks_nothing_is_left_out_and_told(processes, tmp_path):
    text = "\n".join((PURE, PURE.replace("_a", "_e"), ASKING, MARKED, BY_FIXTURE))
    code, said = pytest_on("postgresql", text, tmp_path, "-n", processes, "--setup-plan", "-v")
    assert code == 0, said
    assert "Tests left out here, as they ask no database anything: 2." in said
    assert [name for name in ("a", "b", "c", "d", "e") if f"test_a.py::test_{name}" in said] == [
        "b",
        "c",
        "d",
    ]


@pytest.mark.parametrize("processes", ["0", "2"])
def test_a_choice_of_nothing_else_is_no_failure_there(processes, tmp_path):
    code, said = pytest_on("postgresql", PURE, tmp_path, "-n", processes)
    assert (code, "ask no database anything: 1." in said) == (0, True), said
    assert pytest_on("postgresql", PURE, tmp_path, "-n", processes, "-k", "nothing_of_this")[0] == 5
