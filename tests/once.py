"""What no database has a part in is tested once, on SQLite: on PostgreSQL it would be the same test again.

A test is left out there if it asks for no database, by mark or by fixture, and does not lie where processes of their own
ask one. That nothing is lost is seen to on SQLite: such a test may not so much as touch a connection, be it only for the
name of its database, nor open a file of SQLite, nor start a process, or it fails and says what to do. One that starts
processes which ask none, or an SQLite of their own, is marked so: the address that they would inherit leads nowhere then.
"""

import contextlib
import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.db.utils import ConnectionHandler

ROOT = Path(__file__).resolve().parents[1]
# What lies here starts processes, some of which ask a database.
IN_PROCESSES = (ROOT / "src" / "folkmoot" / "cli", ROOT / "tests")
BOTH, OWN = "both_databases", "own_database"
NOWHERE = {"FOLKMOOT_DATABASE_URL": "postgresql://127.0.0.1:9/nowhere"}
FIXTURES = {"db", "django_db_setup", "live_server", "transactional_db"}
UNTOLD = {"os.exec", "os.fork", "os.posix_spawn", "os.system", "sqlite3.connect", "subprocess.Popen"}

_is_watched = False
_left_out = 0


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"{BOTH}: asks a database in a way of its own, so it runs on both")
    config.addinivalue_line(
        "markers", f"{OWN}: starts processes that ask no database but an SQLite of their own"
    )
    sys.addaudithook(_refuse_untold)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what was tested on SQLite."""
    global _left_out  # noqa: PLW0603 -- a process has one session
    if on_sqlite():
        return
    once = [item for item in items if runs_once(item)]
    items[:] = [item for item in items if not runs_once(item)]
    config.hook.pytest_deselected(items=once)
    _left_out = len(once)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the process that gathers, and let a choice of such tests alone be no failure."""
    given = getattr(session.config, "workeroutput", None)
    if given is not None:
        given[BOTH] = _left_out
    elif _left_out and session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
        session.exitstatus = pytest.ExitCode.OK


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Learn from a worker how many it left out; each leaves out the same."""
    global _left_out  # noqa: PLW0603 -- a process has one session
    _left_out = getattr(node, "workeroutput", {}).get(BOTH, _left_out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _left_out:
        terminalreporter.write_line(
            f"Tests left out here, as they ask no database anything: {_left_out}. They run on SQLite, and are refused every "
            "way to a database there."
        )


def on_sqlite() -> bool:
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


def runs_once(item: pytest.Item) -> bool:
    """Tell whether a test asks no database anything."""
    if any(item.path.is_relative_to(place) for place in IN_PROCESSES):
        return False
    is_marked = any(item.get_closest_marker(mark) for mark in ("django_db", BOTH))
    return not is_marked and FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, Any, Any]:
    with _watched(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    with _watched(item):
        return (yield)


@contextlib.contextmanager
def _watched(item: pytest.Item) -> Iterator[None]:
    global _is_watched  # noqa: PLW0603 -- the interpreter has one hook
    if not runs_once(item):
        yield
        return
    is_own = item.get_closest_marker(OWN) is not None
    _is_watched = not is_own
    try:
        with (
            mock.patch.object(ConnectionHandler, "__getitem__", _refuse_connection),
            mock.patch.dict(os.environ, NOWHERE if is_own else {}),
        ):
            yield
    finally:
        _is_watched = False


def _refuse_connection(_handler: ConnectionHandler, alias: str) -> Any:
    _refuse(f"the connection “{alias}”")


def _refuse_untold(event: str, _arguments: tuple[object, ...]) -> None:
    if _is_watched and event in UNTOLD:
        _refuse(f"“{event}”")


def _refuse(what: str) -> None:
    pytest.fail(
        f"This test reaches for {what}, and says by no mark or fixture that it asks a database, so it would run on "
        f"SQLite alone. Mark it `django_db` or, if what it starts asks the one that it is given, `{BOTH}`, or if not `{OWN}`."
    )
