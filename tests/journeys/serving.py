"""An installation of its own for a journey: a data folder, and pages, live and worker as `folkmoot serve` starts them."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from folkmoot.cli.tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120
ROLES = {
    "secretary": "secretary alderwick-bakers",
    "district": "chair alderwick",
    "office": "secretary federation",
}


class Installation:
    """One data folder, served on a port that is free."""

    def __init__(self, data, **settings):
        self.data = data
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.settings = {"FIGURES_SECONDS": "1"} | settings

    @classmethod
    def copied(cls, made, data, **settings):
        """Return an installation in a copy of the folder `made`, which nobody is using."""
        shutil.copytree(made, data)
        return cls(data, **settings)

    @property
    def people(self):
        """Who can be signed in by one click, and by which path."""
        return json.loads((self.data / "people.json").read_text(encoding="utf-8"))

    def path_of(self, role):
        """Return the path that signs in who stands for a role."""
        people = self.people
        if role == "member":
            return people["members"]["alderwick-bakers"][0]
        return people["officers"][ROLES.get(role, role)]

    def run(self, *words):
        """Run one command to its end and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", *words],
            env=self._environment(),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextlib.contextmanager
    def serving(self):
        """Start everything, and stop it afterwards."""
        with self._running("folkmoot", "serve", "--port", str(self.port)):
            yield self

    @contextlib.contextmanager
    def serving_pages_alone(self, *, days_ahead=0):
        """Start no worker: nothing changes but by what is asked for; some days ahead of the clock, if that is asked."""
        self.run("folkmoot.cli.preparing")
        listening = ("folkmoot.cli.listening", "pages", "127.0.0.1", str(self.port))
        on_its_day = ("tests.journeys.another_day", str(days_ahead), *listening) if days_ahead else listening
        with self._running(*on_its_day):
            yield self

    @property
    def _log(self):
        return self.data.with_name(f"{self.data.name}.log")

    def log(self):
        """Return what its processes said."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    @contextlib.contextmanager
    def _running(self, *words):
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *words], env=self._environment(), cwd=ROOT, stdout=log, stderr=log
            )
        try:
            wait_until(lambda: self._answers(process), self.log)
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)

    def _answers(self, process):
        assert process.poll() is None, self.log()
        with socket.socket() as trial:
            return trial.connect_ex(("127.0.0.1", self.port)) == 0

    def _environment(self):
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("FOLKMOOT_", "DJANGO_")) and name != "PYTHONWARNINGS"
        }
        own = {"DATA": str(self.data), "PORT": str(self.port)} | self.settings
        path = os.pathsep.join(str(each) for each in (ROOT / "src", ROOT))
        return kept | {"PYTHONPATH": path} | {f"FOLKMOOT_{name}": value for name, value in own.items()}


def wait_until(happens, tell=lambda: "", *, patience=PATIENCE):
    """Ask again and again until it has happened; a machine may be slow, but not for ever."""
    deadline = time.monotonic() + patience
    while not happens():
        assert time.monotonic() < deadline, f"this did not happen within {patience} seconds\n{tell()}"
        time.sleep(0.1)
