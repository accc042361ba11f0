"""Sheets of workbooks, made into CSV so that all that follows reads them as it reads any table.

A workbook of a few kilobytes can say that it has seventeen thousand million cells, so a process of its own unpacks it, with
bounds on memory, time and what it writes: whatever happens there, this one goes on.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused

_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UNPACKER = "folkmoot.kernel.tables.unpacking"


@dataclass(frozen=True)
class Bounds:
    """How long a workbook may take, and how many bytes of memory."""

    seconds: int
    memory: int


# A million rows of twenty columns fit; what does not is better brought as CSV, which is streamed.
AT_THE_SERVER = Bounds(seconds=300, memory=2 << 30)
# Somebody waits for the page, and others for the process that answers it.
IN_A_PAGE = Bounds(seconds=45, memory=1 << 30)


@dataclass(frozen=True)
class Unpacked:
    """What the unpacking process says: the sheets that hold anything, and whether one of them was written."""

    sheets: tuple[str, ...]
    is_written: bool


def is_workbook(source: BinaryIO) -> bool:
    """Return whether a file is a workbook and not text, by its first bytes; the place in it is kept.

    :raises Refused: if it is one of the kind that was written before 2007.
    """
    place = source.tell()
    beginning = source.read(len(_ZIP))
    source.seek(place)
    if beginning == _OLD:
        raise Refused(
            _("This workbook is of an old kind, or has a password. Save it as .xlsx without a password."),
            field="file",
        )
    return beginning == _ZIP


def write_sheet(workbook: Path, target: Path, *, sheet: str = "", within: Bounds = AT_THE_SERVER) -> None:
    """Write a sheet of a workbook to `target` as CSV in UTF-8: the one called `sheet`, or the only one with anything in it.

    A formula is its last value, a date is written 2024-03-31, a whole number without a point.

    :raises Refused: if there is no such sheet, several have something in them and none is named, or it cannot be read.
    """
    unpacked = _unpacked(workbook, target, sheet, within)
    if unpacked.is_written:
        return
    names = "”, “".join(unpacked.sheets)
    if not unpacked.sheets:
        raise Refused(
            _("This workbook is empty. Choose one whose first row names its columns."), field="file"
        )
    if sheet:
        sentence = _("This workbook has no sheet “%(sheet)s” with anything in it. There are: “%(names)s”.")
        raise Refused(sentence % {"sheet": sheet, "names": names}, field="sheet")
    raise Refused(
        _("This workbook has several sheets: “%(names)s”. Write which of them to read.") % {"names": names},
        field="sheet",
    )


def _unpacked(workbook: Path, target: Path, sheet: str, within: Bounds) -> Unpacked:
    command = [sys.executable, "-m", _UNPACKER, str(workbook), str(target), sheet, str(within.memory)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, timeout=within.seconds, check=True
        )
        said = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise Refused(
            _("This workbook cannot be read, or is too large. Save the sheet as CSV and bring that."),
            field="file",
        ) from error
    return Unpacked(tuple(said["sheets"]), is_written=said["is_written"])
