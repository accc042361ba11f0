"""How much memory each kind of our processes has, as the kernel tells it; Linux only, elsewhere nothing is said."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

_PROC = Path("/proc")
# As `folkmoot serve` starts them: python -P -m MODULE [KIND …].
_KINDS = ("pages", "live")
_WORKER = "folkmoot.cli.working"


def resident_bytes() -> Counter[str]:
    """Return the resident memory of each kind of process that was started beside this one, in bytes."""
    found: Counter[str] = Counter()
    for folder in _beside_us():
        kind = _kind_of(folder)
        if kind:
            found[kind] += _resident(folder)
    return found


def _beside_us() -> Iterator[Path]:
    parent = os.getppid()
    for folder in _PROC.glob("[0-9]*"):
        try:
            # The name, in brackets, may hold anything; what follows it is numbers.
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                yield folder
        except OSError:
            # It ended meanwhile.
            continue


def _kind_of(folder: Path) -> str:
    try:
        words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return ""
    if _WORKER in words:
        return "worker"
    return next((kind for kind in _KINDS if kind in words), "")


def _resident(folder: Path) -> int:
    try:
        pages = int((folder / "statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
