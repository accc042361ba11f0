"""Work in a process of its own that is killed again and again until it is through."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

from folkmoot.structure.tests.interrupted import SETTLED


def start(data, *given, module="folkmoot.structure.tests.interrupted"):
    environment = {
        **{name: value for name, value in os.environ.items() if name != "FOLKMOOT_DATABASE_URL"},
        "FOLKMOOT_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "folkmoot.config.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", module, *map(str, given)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline().strip() == SETTLED
    return process


def killed_again_and_again(data, *given, rng, module="folkmoot.structure.tests.interrupted"):
    """Start the work until it ends, killing it each time a little later; return how often it was killed."""
    kills = 0
    while True:
        process = start(data, *given, module=module)
        try:
            return (process.wait(timeout=rng.uniform(0.2, 0.6) * (kills + 1)), kills)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
        finally:
            process.stdout.close()


def rows_of(data, question):
    with closing(sqlite3.connect(data / "folkmoot.sqlite3")) as connection:
        return connection.execute(question).fetchall()
