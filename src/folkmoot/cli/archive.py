"""The file that a backup is: a tar of members, and last a manifest with the SHA-256 of each and of itself."""

import hashlib
import io
import json
import os
import tarfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from folkmoot.kernel.files import sync_folder

MANIFEST = "manifest.json"
_SEAL = "sha256"
_BLOCK = 1 << 20


class Unreadable(Exception):
    """A sentence that says why a file cannot be restored, or a backup not be written."""


@dataclass
class Writer:
    """Adds members to a backup, remembering the digest of each."""

    tar: tarfile.TarFile
    members: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, name: str, source: IO[bytes], size: int, **more: object) -> None:
        """Add `size` bytes of `source` as the member `name`; `more` is noted in the manifest."""
        reader = _Digesting(source)
        self.tar.addfile(_header(name, size), reader)
        self.members[name] = {"bytes": size, "sha256": reader.digest.hexdigest(), **more}

    def close_with(self, facts: Mapping[str, object]) -> None:
        """Add the manifest: `facts` and all that was noted of the members."""
        text = json.dumps(sealed({**facts, "members": self.members}), indent=1).encode()
        self.tar.addfile(_header(MANIFEST, len(text)), io.BytesIO(text))


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Write a backup beside `path` and move it there when it is whole and on the disk.

    :raises Unreadable: if there is such a file already, or no folder for it.
    """
    if path.exists():
        raise Unreadable(f"{path} is there already. Name another file, or move that one away.")
    if not path.parent.is_dir():
        raise Unreadable(f"There is no folder {path.parent}. Make it first.")
    part = path.with_name(f"{path.name}.part")
    try:
        with open(part, "wb", opener=_private) as file:
            with tarfile.open(fileobj=file, mode="w") as tar:
                yield Writer(tar)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
        sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


def checked_manifest(path: Path) -> dict[str, Any]:
    """Read the whole file and return its manifest, if every member is as it was written.

    :raises Unreadable: if it is no backup, or was truncated or altered.
    """
    found: dict[str, str] = {}
    manifest: dict[str, Any] = {}
    with _trouble_in_words(path):
        for member, source in members_of(path):
            if member.name == MANIFEST:
                manifest = _parsed(source, path)
            else:
                found[member.name] = _digest_of(source)
    if not manifest:
        raise Unreadable(f"{path} ends before its end: it was cut off, or is no backup. Take another one.")
    for name, noted in manifest["members"].items():
        if found.pop(name, None) != noted["sha256"]:
            raise Unreadable(f"{path} was altered: {name} in it is not what was backed up. Take another one.")
    if found:
        raise Unreadable(f"{path} was altered: {', '.join(found)} was added to it. Take another one.")
    return manifest


def members_of(path: Path) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    """Yield the members of a backup in their order, each with its content.

    :raises Unreadable: if one is nothing that a backup holds.
    """
    with tarfile.open(path, mode="r:") as tar:
        for member in tar:
            source = tar.extractfile(member) if member.isfile() else None
            if source is None or member.name.startswith("/") or ".." in Path(member.name).parts:
                raise Unreadable(f"{path} holds {member.name}, which no backup of ours does.")
            yield member, source


def save(source: IO[bytes], path: Path) -> None:
    """Write what `source` holds to the private file `path`, and have it on the disk."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(path, "xb", opener=_private) as file:
        while block := source.read(_BLOCK):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())


def sealed(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return the manifest with the digest of all else that it says."""
    said = {name: value for name, value in manifest.items() if name != _SEAL}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return {**said, _SEAL: hashlib.sha256(text.encode()).hexdigest()}


@contextmanager
def _trouble_in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, EOFError) as error:
        raise Unreadable(
            f"{path} cannot be read as a backup: it was cut off or altered, or is something else."
        ) from error
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror or error}.") from error


def _parsed(source: IO[bytes], path: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(source.read())
        is_whole = sealed(manifest) == manifest and "members" in manifest
    except (ValueError, TypeError, AttributeError) as error:
        raise Unreadable(f"{path} was altered: its manifest cannot be read. Take another one.") from error
    if not is_whole:
        raise Unreadable(f"{path} was altered: its manifest is not as it was written. Take another one.")
    return manifest


def _digest_of(source: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := source.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()


class _Digesting(io.RawIOBase):
    """Reads from `source`, digesting what passes."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.source.read(size)
        self.digest.update(block)
        return block


def _header(name: str, size: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size, header.mode, header.mtime = size, 0o600, int(time.time())
    return header


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)
