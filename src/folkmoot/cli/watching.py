"""Keeping processes running: what `folkmoot serve` does once everything is in place. It imports nothing large."""

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
_LOOK_EVERY = 0.1
# A process that ends is started again after this many seconds, doubled each time that it did not last a minute.
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0
_LASTED = 60.0
_STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@dataclass
class Child:
    """A process that is kept running."""

    name: str
    command: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    again_at: float | None = None
    pause: float = field(default=_FIRST_PAUSE)

    def start(self) -> None:
        """Start it, so that it ends when the watching process does, however that ends."""
        self.started_at, self.again_at = time.monotonic(), None
        parent = os.getpid()
        self.process = subprocess.Popen(
            self.command,
            preexec_fn=lambda: _end_with(parent),  # noqa: PLW1509  -- there is one thread, and it is ours
            # Ctrl-C is for the watching process, which then ends the others in its own way.
            process_group=0,
        )

    def keep_running(self) -> None:
        """Start it again if it ended, after a pause that grows while it keeps failing."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        if self.again_at is None:
            self._plan_again(now)
        elif now >= self.again_at:
            self.start()

    def ask_to_end(self) -> None:
        """Ask it to end."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self, *, by: float) -> None:
        """Wait until the moment `by` for it to end, and then make it."""
        if self.process is None:
            return
        try:
            self.process.wait(max(by - time.monotonic(), 0.0))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _plan_again(self, now: float) -> None:
        has_lasted = now - self.started_at >= _LASTED
        self.pause = _FIRST_PAUSE if has_lasted else self.pause
        self.again_at = now + self.pause
        ended = self.process.returncode if self.process else 0
        sys.stderr.write(
            f"{self.name} ended (exit code {ended}) and is started again in {self.pause:.0f} seconds.\n"
        )
        self.pause = min(self.pause * 2, _LONGEST_PAUSE)


def watch(kept: Sequence[Child], *, then: Callable[[], bool] = lambda: True) -> int:
    """Keep `kept` running until a signal asks to stop, then stop them all within ten seconds.

    `then` is called again and again until it says that it is done.
    """
    stopping: list[int] = []
    for number in _STOPS:
        signal.signal(number, lambda received, _frame: stopping.append(received))
    for child in kept:
        child.start()
    is_done = False
    try:
        while not stopping:
            is_done = is_done or then()
            time.sleep(_LOOK_EVERY)
            _look_after(kept, stopping)
    finally:
        _stop(kept)
    return 0


def _look_after(kept: Sequence[Child], stopping: Sequence[int]) -> None:
    for child in kept:
        # Asked to stop in the meantime, what ended has ended as it should.
        if not stopping:
            child.keep_running()


def _stop(kept: Sequence[Child]) -> None:
    by = time.monotonic() + _PATIENCE
    for child in kept:
        child.ask_to_end()
    for child in kept:
        child.end(by=by)


def _end_with(parent: int) -> None:
    # Linux only; elsewhere the children are ended by _stop() alone.
    if Path("/proc/self").exists():
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)
