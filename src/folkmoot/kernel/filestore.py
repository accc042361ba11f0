"""Files kept by their content: each once, whatever the number of places it hangs, called by its SHA-256.

A file is whole and on the disk before it has its place, and it has its place before a row may name it. What no row names is
removed a day after it last arrived, so that no row which is just being written loses its file.
"""

import fcntl
import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings

from folkmoot.kernel.files import private, sync_folder
from folkmoot.kernel.ids import new_id

FOLDER, ARRIVING = "files", "arriving"
_LOCK = "lock"


def files_folder() -> Path:
    """Return the folder in which files are kept."""
    folder: Path = settings.DATA / FOLDER
    return folder


def stored_path(sha256: str) -> Path:
    """Return where the file with this digest is kept: no word of a person is part of it."""
    return files_folder() / sha256[:2] / sha256


@contextmanager
def arriving() -> Iterator[BinaryIO]:
    """Yield an empty private file that is gone afterwards, unless it was stored."""
    path = files_folder() / ARRIVING / new_id().hex
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with open(path, "x+b", opener=private) as file:
            yield file
    finally:
        path.unlink(missing_ok=True)


def store(arrived: BinaryIO) -> str:
    """Put a file that arrived in its place, whole and on the disk, and return its SHA-256."""
    arrived.flush()
    os.fsync(arrived.fileno())
    arrived.seek(0)
    sha256 = hashlib.file_digest(cast("io.BufferedRandom", arrived), "sha256").hexdigest()
    target = stored_path(sha256)
    target.parent.mkdir(mode=0o700, exist_ok=True)
    with _locked(fcntl.LOCK_SH):
        os.utime(arrived.fileno())
        # Over one that is there already: that may be older, and the next to be removed.
        Path(arrived.name).replace(target)
    for folder in (target.parent, target.parent.parent):
        sync_folder(folder)
    return sha256


def keep_on(sha256: str) -> bool:
    """Let a stored file count as just arrived, and return whether it is there."""
    with _locked(fcntl.LOCK_SH):
        try:
            os.utime(stored_path(sha256))
        except FileNotFoundError:
            return False
    return True


def stored_folders() -> Iterator[list[Path]]:
    """Yield what is stored, some hundredth of it at a time."""
    for folder in sorted(files_folder().glob("[0-9a-f][0-9a-f]")):
        yield sorted(path for path in folder.iterdir() if path.is_file())


def left_behind() -> list[Path]:
    """Return what began to arrive: now, or when a process was killed."""
    return sorted((files_folder() / ARRIVING).glob("*"))


def remove_if_older(path: Path, moment: datetime) -> bool:
    """Remove a file that did not arrive after `moment`, and return whether it was removed."""
    with _locked(fcntl.LOCK_EX):
        if not path.exists() or path.stat().st_mtime > moment.timestamp():
            return False
        path.unlink()
    return True


def is_as_stored(sha256: str) -> bool:
    """Return whether a stored file still has the content that it is called by.

    :raises FileNotFoundError: if it is not there.
    """
    with stored_path(sha256).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


@contextmanager
def _locked(kind: int) -> Iterator[None]:
    # Many may store at once; while something is removed, nobody does.
    path = files_folder() / _LOCK
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(path, "w", opener=private) as file:
        fcntl.flock(file, kind)
        yield
