import os
import shutil
import subprocess
from pathlib import Path

from folkmoot.cli.testing.refusals import CannotTest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_PLACES = ("/snap/bin/chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
# npm's package carries the browser packed, and beside it the libraries that a bare machine lacks.
_UNPACK = """
import("@sparticuz/chromium").then(async (chromium) => {
  await chromium.default.executablePath();
  await chromium.inflate("node_modules/@sparticuz/chromium/bin/al2023.tar.br");
});
"""
_WRAPPER = """#!/bin/sh
export LD_LIBRARY_PATH="{folder}/al2023/lib" FONTCONFIG_FILE="{folder}/fonts.conf"
exec "{folder}/chromium" "$@"
"""
# Without a font that it can find, the browser lays out text with no height at all.
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""


def chromium(root: Path) -> Path:
    """Return a Chromium that starts: one that is here, or one from Debian's packages or npm.

    :raises CannotTest: if there is none to be had.
    """
    for way in (_found, _from_debian, lambda: _from_npm(root / "requirements" / "chromium")):
        path = way()
        if path:
            return path
    sentence = (
        "The journeys need Chromium, and there is none here. Install it, for instance with "
        "`apt-get install chromium` as root, or install npm, so that this command can fetch one."
    )
    raise CannotTest(sentence)


def _found() -> Path | None:
    candidates = [os.environ.get("FOLKMOOT_TEST_CHROMIUM"), *map(shutil.which, _NAMES), *_PLACES]
    return next((Path(each) for each in candidates if each and _starts(each)), None)


def _starts(program: str) -> bool:
    # Some systems put a script in Chromium's place that only tells how to install it.
    return os.access(program, os.X_OK) and _succeeds([program, "--version"])


def _from_debian() -> Path | None:
    apt = shutil.which("apt-get")
    if not apt or os.geteuid() != 0:
        return None
    print("Installing Chromium from the system's packages", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = _succeeds([apt, "update"], environment=quiet) and _succeeds(
        [apt, "install", "--yes", "--no-install-recommends", "chromium"], environment=quiet
    )
    return _found() if done else None


def _from_npm(folder: Path) -> Path | None:
    start = folder / "node_modules" / "browser" / "start"
    npm = shutil.which("npm")
    if not start.exists() and npm:
        print("Installing Chromium from npm", flush=True)
        if _succeeds([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder):
            _unpack(folder, start)
    return start if _starts(str(start)) else None


def _unpack(folder: Path, start: Path) -> None:
    from playwright._impl._driver import compute_driver_executable

    browser = start.parent
    browser.mkdir()
    node, _script = compute_driver_executable()
    if _succeeds([node, "-e", _UNPACK], folder, os.environ | {"TMPDIR": str(browser)}):
        (browser / "fonts.conf").write_text(_FONTS.format(folder=browser))
        start.write_text(_WRAPPER.format(folder=browser))
        start.chmod(0o755)


def _succeeds(
    command: list[str], folder: Path | None = None, environment: dict[str, str] | None = None
) -> bool:
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0
