"""`folkmoot serve`: pages, live and worker, watched by one small process that imports neither."""

import argparse
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PATIENCE = 10.0
# A process that fails at once is started again after this many seconds, doubled each time up to a minute.
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0


@dataclass
class Child:
    """A process that is kept running."""

    name: str
    command: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    pause: float = field(default=_FIRST_PAUSE)

    def start(self) -> None:
        """Start it, so that it ends when the watching process does, however that ends."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(self.command, preexec_fn=_end_with_parent)  # noqa: PLW1509  -- our own command, no threads yet

    def keep_running(self) -> None:
        """Start it again if it ended, after a pause that grows while it keeps failing."""
        if self.process is None or self.process.poll() is None:
            return
        lived = time.monotonic() - self.started
        self.pause = _FIRST_PAUSE if lived > _LONGEST_PAUSE else min(self.pause * 2, _LONGEST_PAUSE)
        if lived > self.pause:
            sys.stderr.write(f"{self.name} ended ({self.process.returncode}) and is started again.\n")
            self.start()

    def stop(self) -> None:
        """Ask it to end, and make it end if it has not within ten seconds."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()


def serve(arguments: Sequence[str]) -> int:
    """Serve until asked to stop."""
    parser = argparse.ArgumentParser("folkmoot serve", description="Start pages, live and worker.")
    parser.add_argument("--port", type=int, default=int(os.environ.get("FOLKMOOT_PORT", "8000")))
    parser.add_argument("--host", default=os.environ.get("FOLKMOOT_HOST", "127.0.0.1"))
    given = parser.parse_args(arguments)
    os.environ["FOLKMOOT_PORT"] = str(given.port)
    prepared = prepare()
    return prepared or watch(children(given.host, given.port))


def prepare() -> int:
    """Bring the database up to date in a process of its own, so that the watching one stays small."""
    return subprocess.run([sys.executable, "-m", "folkmoot.cli.preparing"], check=False).returncode


def children(host: str, port: int) -> list[Child]:
    """Return the three processes: pages on `port`, live on the next one, and the worker."""
    granian = [
        sys.executable,
        "-m",
        "granian",
        "--host",
        host,
        "--no-ws",
        "--log-level",
        "warning",
        "--no-access-log",
    ]
    processes = os.environ.get("FOLKMOOT_PAGE_PROCESSES", "1")
    threads = os.environ.get("FOLKMOOT_PAGE_THREADS", "4")
    pages = [
        "--interface",
        "wsgi",
        "--port",
        str(port),
        "--workers",
        processes,
        "--blocking-threads",
        threads,
    ]
    # Granian's default would leave connection 1,025 waiting for ever.
    live = ["--interface", "asgi", "--port", str(port + 1), "--backlog", "20000", "--backpressure", "20000"]
    return [
        Child("pages", [*granian, *pages, "folkmoot.config.wsgi:application"]),
        Child("live", [*granian, *live, "folkmoot.config.live:application"]),
        Child("worker", [sys.executable, "-m", "folkmoot.cli.working"]),
    ]


def watch(kept: list[Child], *, then: Callable[[], object] = lambda: None) -> int:
    """Keep `kept` running until a signal asks to stop, then stop them all."""
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, _frame: stopping.append(received))
    for child in kept:
        child.start()
    then()
    while not stopping:
        time.sleep(0.2)
        for child in kept:
            child.keep_running()
    for child in kept:
        child.stop()
    return 0


def _end_with_parent() -> None:
    # Linux only; elsewhere the children are ended by stop() alone.
    if Path("/proc/self").exists():
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
