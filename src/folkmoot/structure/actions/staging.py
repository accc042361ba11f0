"""Keeping the files of imports while they are needed, and no longer."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.files import alone_with, private
from folkmoot.kernel.tables import (
    AT_THE_SERVER,
    IN_A_PAGE,
    Bounds,
    Layout,
    is_workbook,
    layout_of,
    write_sheet,
)
from folkmoot.structure.actions.trouble import trouble_in_words
from folkmoot.structure.models import ImportJob
from folkmoot.structure.models.import_job import ENDED
from folkmoot.structure.queries.imports import imports_folder, scratch_path, source_path

BROWSER_MOST_MEGABYTES = 64
_BLOCK = 1 << 20


@dataclass(frozen=True)
class KeptFile:
    """A file that was brought, kept under its own digest, and how it is written."""

    digest: str
    byte_count: int
    layout: Layout


def keep_file(
    source: BinaryIO,
    *,
    encoding: str = "",
    delimiter: str = "",
    sheet: str = "",
    within: Bounds = AT_THE_SERVER,
) -> KeptFile:
    """Copy a file of any size into the data folder, a block at a time, and find out how it is written.

    Of a workbook the sheet called `sheet`, or the only one with anything in it, is kept as CSV.

    :raises Refused: if it is not a table, or the disk is full.
    """
    if not is_workbook(source):
        return _keep(source, encoding=encoding, delimiter=delimiter)
    with _sheet_of(source, sheet, within) as opened:
        return _keep(opened, encoding="utf-8", delimiter=",")


def keep_file_from_page(source: BinaryIO, *, encoding: str, sheet: str, by: UUID) -> KeptFile:
    """Keep a file as `keep_file` does, while a page waits for it: within narrower bounds, and one at a time from each person.

    :raises Refused: as `keep_file`, or if another one that they brought is still being read.
    """
    imports_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    busy = imports_folder() / f"{by}.busy"
    with alone_with(busy) as is_alone:
        if not is_alone:
            raise Refused(
                _(
                    "Another file that you brought is still being read. Wait until it is, and bring this one then."
                ),
                field="file",
            )
        try:
            return keep_file(source, encoding=encoding, sheet=sheet, within=IN_A_PAGE)
        finally:
            busy.unlink(missing_ok=True)


def must_suit_the_browser(byte_count: int) -> None:
    """Let the browser bring files of up to 64 megabytes.

    :raises Refused: if it is larger; the sentence names the command that takes any size.
    """
    if byte_count > BROWSER_MOST_MEGABYTES << 20:
        raise Refused(
            _(
                "This file is larger than %(most)d MB, which is the most a browser brings. "
                "Bring it on the server with: folkmoot import"
            )
            % {"most": BROWSER_MOST_MEGABYTES},
            field="file",
        )


def forget_files(job: ImportJob) -> None:
    """Delete what was kept for an import, but for a source that another import still needs."""
    for scratch in imports_folder().glob(f"{job.pk}-*"):
        scratch.unlink(missing_ok=True)
    _forget_source(job.digest, but_for=[job.pk])


@contextmanager
def forgotten_if_refused(kept: KeptFile) -> Iterator[KeptFile]:
    """Delete a file that was kept, but for another import's sake, if what is done with it is refused."""
    try:
        yield kept
    except Refused:
        _forget_source(kept.digest)
        raise


def forget_lost_files(before: datetime) -> None:
    """Delete the files brought before a moment that no import needs: whoever brought them was killed at it."""
    folder = imports_folder()
    for path in (*folder.glob("*.csv"), *folder.glob("*.part"), *folder.glob("*.busy")):
        if path.stat().st_mtime < before.timestamp():
            _forget_source(path.stem) if path.suffix == ".csv" else path.unlink(missing_ok=True)


def forget_earlier_scratch(job: ImportJob) -> None:
    """Delete the scratch files of earlier attempts, of which the columns were chosen otherwise."""
    kept = scratch_path(job).name
    for scratch in imports_folder().glob(f"{job.pk}-*"):
        if not scratch.name.startswith(kept) and not scratch.name.endswith(".lock"):
            scratch.unlink(missing_ok=True)


def lock_path(job_id: UUID) -> Path:
    """Return the file whose lock says that a process is working on the import."""
    return imports_folder() / f"{job_id}-.lock"


def _forget_source(digest: str, *, but_for: Sequence[UUID] = ()) -> None:
    needed = ImportJob.objects.filter(digest=digest).exclude(state__in=ENDED).exclude(pk__in=but_for)
    if not needed.exists():
        source_path(digest).unlink(missing_ok=True)


def _keep(source: BinaryIO, *, encoding: str, delimiter: str) -> KeptFile:
    copy = _new_part()
    try:
        with trouble_in_words():
            digest, byte_count = _copy(source, copy)
        with copy.open("rb") as file:
            layout = layout_of(file, encoding=encoding, delimiter=delimiter)
        copy.replace(source_path(digest))
    finally:
        copy.unlink(missing_ok=True)
    return KeptFile(digest, byte_count, layout)


@contextmanager
def _sheet_of(source: BinaryIO, sheet: str, within: Bounds) -> Iterator[BinaryIO]:
    workbook, written = _new_part(), _new_part()
    try:
        with trouble_in_words():
            _copy(source, workbook)
        # Made here, so that it is nobody else's to read.
        open(written, "xb", opener=private).close()
        write_sheet(workbook, written, sheet=sheet.strip(), within=within)
        with written.open("rb") as opened:
            yield opened
    finally:
        workbook.unlink(missing_ok=True)
        written.unlink(missing_ok=True)


def _new_part() -> Path:
    folder = imports_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"{uuid4()}.part"


def _copy(source: BinaryIO, copy: Path) -> tuple[str, int]:
    digest, byte_count = hashlib.sha256(), 0
    with open(copy, "xb", opener=private) as file:
        while block := source.read(_BLOCK):
            digest.update(block)
            byte_count += len(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest(), byte_count
