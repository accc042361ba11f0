"""Writes one sheet of a workbook as CSV, in a process with bounds: `python -m … WORKBOOK TARGET SHEET BYTES`."""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook

from folkmoot.kernel.tables.writing import csv_lines

WRITTEN_MOST = 1 << 30


def main(workbook: str, target: str, sheet: str, memory_most: str) -> int:
    """Write the sheet, and say on standard output which sheets hold anything and whether one was written."""
    _bound(int(memory_most))
    with CalamineWorkbook.from_path(workbook) as opened:
        filled = [name for name in opened.sheet_names if opened.get_sheet_by_name(name).end is not None]
        chosen = sheet or (filled[0] if len(filled) == 1 else "")
        is_written = chosen in filled
        if is_written:
            _write(opened.get_sheet_by_name(chosen), Path(target))
    sys.stdout.write(json.dumps({"sheets": filled, "is_written": is_written}))
    return 0


def written(value: object) -> object:
    """Return a cell as people would type it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    # A cell of several lines would shift the numbers of all rows after it.
    return " ".join(value.splitlines()) if isinstance(value, str) else value


def _write(sheet: CalamineSheet, target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        file.writelines(csv_lines(_rows(sheet)))


def _rows(sheet: CalamineSheet) -> Iterator[list[object]]:
    # From the very first row and column, filled or not, so that a row has the number that people see.
    for row in sheet.iter_rows():
        yield [written(value) for value in row]


def _bound(memory_most: int) -> None:
    # Where the system has no such bounds, time alone is bounded.
    with suppress(ImportError):
        import resource  # noqa: PLC0415  -- not everywhere

        resource.setrlimit(resource.RLIMIT_AS, (memory_most, memory_most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN_MOST, WRITTEN_MOST))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
