import contextlib
import os
import signal
import subprocess
import sys
import time

import pytest

from folkmoot.cli.watching import Child

UP = "import signal, sys, time; sys.stdout.write('up\\n'); sys.stdout.flush();"
SLEEPS = f"{UP} time.sleep(60)"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEPS}"
ENDS = f"{UP} sys.exit(3)"
WATCH = """
import sys
from folkmoot.cli import watching
watching._PATIENCE, watching._FIRST_PAUSE = 0.5, 0.2
kept = [watching.Child(f"child {n}", [sys.executable, "-c", text], pause=0.2) for n, text in enumerate(sys.argv[1:])]
sys.stdout.write('watching\\n'); sys.stdout.flush()
sys.exit(watching.watch(kept))
"""


def watching(*children):
    return subprocess.Popen(
        [sys.executable, "-c", WATCH, *children],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def up(process, times):
    lines = [process.stdout.readline() for _line in range(times + 1)]
    assert sorted(lines) == ["up\n"] * times + ["watching\n"]


def children_of(process):
    with open(f"/proc/{process.pid}/task/{process.pid}/children") as file:  # noqa: PTH123  -- the kernel's
        return [int(pid) for pid in file.read().split()]


def is_running(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123  -- the kernel's
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def all_ended(pids):
    for _try in range(100):
        if not any(is_running(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_asked_to_stop_it_ends_all_and_says_nothing(number):
    process = watching(SLEEPS, SLEEPS)
    up(process, 2)
    pids = children_of(process)
    process.send_signal(number)
    assert (process.communicate(timeout=30)[1], process.returncode) == ("", 0)
    assert (len(pids), all_ended(pids)) == (2, True)


def test_one_that_does_not_listen_is_made_to_end():
    process = watching(DEAF)
    up(process, 1)
    pids = children_of(process)
    process.terminate()
    assert (process.communicate(timeout=30)[1], process.returncode) == ("", 0)
    assert all_ended(pids)


def test_killed_it_leaves_none_behind():
    process = watching(SLEEPS, SLEEPS)
    up(process, 2)
    pids = children_of(process)
    process.kill()
    # Not communicate(): it would wait for those that must not be there.
    process.wait()
    have_ended = all_ended(pids)
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.communicate()
    assert (len(pids), have_ended) == (2, True)


def test_one_that_ends_is_started_again_after_longer_and_longer_pauses():
    process = watching(ENDS)
    up(process, 3)
    process.terminate()
    said = process.communicate(timeout=30)[1].splitlines()
    assert said[:2] == [
        "child 0 ended (exit code 3) and is started again in 0 seconds.",
        "child 0 ended (exit code 3) and is started again in 0 seconds.",
    ]


def test_the_pause_doubles_up_to_a_minute_and_begins_anew_after_one_that_lasted():
    child = Child("one", [sys.executable, "-c", "pass"])
    pauses = []
    for _end in range(8):
        child.start()
        child.process.wait()
        child.keep_running()
        pauses.append(round(child.again_at - time.monotonic()))
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    child.started_at -= 120
    child.again_at = None
    child.keep_running()
    assert round(child.again_at - time.monotonic()) == 1
