"""Files written so that a crash leaves the old one or the new one, never half of one."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_once(path: Path, content: bytes) -> None:
    """Make the private file `path` with `content`, whole, unless it is there already.

    Two processes may start at once: the first to link its file wins, and both read that one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    mine = path.with_name(f"{path.name}.{os.getpid()}")
    with open(mine, "wb", opener=private) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(mine, path)
    except FileExistsError:
        return
    finally:
        mine.unlink()


@contextmanager
def alone_with(path: Path) -> Iterator[bool]:
    """Yield whether no other process holds the file `path`; as long as it lasts, none begins to.

    The kernel lets go of a killed one's lock.
    """
    with open(path, "w", opener=private) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def private(path: str | Path, flags: int) -> int:
    """Open a file, which if it is new is its owner's alone: an `opener`."""
    return os.open(path, flags, mode=0o600)


def sync_folder(folder: Path) -> None:
    """Have it on the disk which files a folder holds."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
