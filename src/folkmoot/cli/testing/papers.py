import shutil
import subprocess
import sys
from pathlib import Path

from folkmoot.cli.testing.refusals import CannotTest

_HERE = Path("/usr/share/doc/debian")
# Unpacked into the environment, as many machines leave out what packages put into /usr/share/doc.
_UNPACKED = Path(sys.prefix) / "share" / "doc-debian"


def constitution(version: str = "") -> Path:
    """Return the Debian Constitution as its package brings it: today's, or that of a version such as "1.0".

    :raises CannotTest: if the package is not to be had.
    """
    name = f"constitution.{version}.txt.gz" if version else "constitution.txt.gz"
    for folder in (_HERE, _UNPACKED / _HERE.relative_to("/")):
        if (folder / name).exists():
            return folder / name
    _fetch()
    return _UNPACKED / _HERE.relative_to("/") / name


def _fetch() -> None:
    _UNPACKED.mkdir(parents=True, exist_ok=True)
    if shutil.which("apt-get") and not _downloaded():
        # Fresh images come without lists of packages; only root may fetch them.
        _succeeds("apt-get", "update")
        _downloaded()
    packages = sorted(_UNPACKED.glob("doc-debian_*.deb"))
    if not packages or not _succeeds("dpkg-deb", "--extract", str(packages[-1]), str(_UNPACKED)):
        raise CannotTest(
            "The journey on real papers needs Debian's package doc-debian, and it could not be fetched. "
            "Install it with `apt-get install doc-debian` as root."
        )


def _downloaded() -> bool:
    print("Fetching the Debian Constitution from the system's packages", flush=True)
    return _succeeds("apt-get", "download", "doc-debian")


def _succeeds(*command: str) -> bool:
    done = subprocess.run(command, cwd=_UNPACKED, capture_output=True, check=False)
    return done.returncode == 0
