import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVER = os.environ.get("FOLKMOOT_DATABASE_URL", "")
WHO = "una@example.org"


@dataclass
class Installation:
    """An installation of its own: a data folder, and where the tests run on PostgreSQL a database."""

    data: Path
    database_url: str
    email_url: str = ""
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        # Compiling everything at each of some fifty starts would be most of what these tests do.
        unkept = ("FOLKMOOT_", "PYTHONDONTWRITEBYTECODE")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(unkept)}
        own = {"FOLKMOOT_DATA": str(self.data), "DJANGO_SETTINGS_MODULE": "folkmoot.config.settings"}
        paths = {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
        urls = {"FOLKMOOT_DATABASE_URL": self.database_url, "FOLKMOOT_EMAIL_URL": self.email_url}
        return kept | own | paths | {name: url for name, url in urls.items() if url} | self.more

    def begin(self, *command: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-P", "-m", *command],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.PIPE,
            text=True,
        )

    def folkmoot(self, *arguments: str) -> tuple[int, str, str]:
        process = self.begin("folkmoot", *arguments)
        said, complained = process.communicate(timeout=300)
        return process.returncode, said, complained

    def ask(self, question: str):
        """Return what a Python expression is, asked inside the installation: of models, and `verdict()`."""
        code, said, complained = self.run("tests.trouble.asking", question)
        assert code == 0, complained
        return json.loads(said)

    def run(self, *command: str) -> tuple[int, str, str]:
        process = self.begin(*command)
        said, complained = process.communicate(timeout=300)
        return process.returncode, said, complained


def _database(name: str, template: str = "template0") -> str:
    if not SERVER:
        return ""
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f'create database "{name}" template "{template}"')
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))


def _drop(url: str) -> None:
    if url:
        with psycopg.connect(SERVER, autocommit=True) as connection:
            connection.execute(f'drop database "{urlsplit(url).path[1:]}" with (force)')


@pytest.fixture(scope="session")
def founded(tmp_path_factory) -> Iterator[Installation]:
    """A union that was just set up: Una is its registrar."""
    own = Installation(tmp_path_factory.mktemp("founded") / "data", _database(f"founded-{uuid4().hex[:8]}"))
    options = ("--name", "Union", "--code", "union", "--kinds", "union", "--officer-name", "Una")
    done = own.folkmoot("setup", *options, "--officer-email", WHO, "--time-zone", "UTC")
    assert done[0] == 0, done
    yield own
    _drop(own.database_url)


@pytest.fixture(scope="session")
def kept(founded, tmp_path_factory) -> Path:
    """A backup of that union."""
    path = tmp_path_factory.mktemp("kept") / "kept.tar"
    code, _said, complained = founded.folkmoot("backup", str(path))
    assert (code, complained) == (0, "")
    return path


@pytest.fixture
def installation(founded, tmp_path) -> Iterator[Installation]:
    """A copy of that union, for one test alone."""
    shutil.copytree(founded.data, tmp_path / "data")
    template = urlsplit(founded.database_url).path[1:]
    own = Installation(tmp_path / "data", _database(f"kept-{uuid4().hex[:8]}", template or "template0"))
    yield own
    with suppress(psycopg.Error):
        _drop(own.database_url)


@pytest.fixture
def empty(tmp_path) -> Iterator[Installation]:
    """Nothing yet: a folder that is not there, and a database without tables."""
    own = Installation(tmp_path / "empty", _database(f"empty-{uuid4().hex[:8]}"))
    yield own
    _drop(own.database_url)
