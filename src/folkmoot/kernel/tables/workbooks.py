"""Tables written as a workbook of a spreadsheet program, a row at a time."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import IO, Any

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused

# Somebody waits for the whole file, and no program opens a larger one quickly; CSV has no limit.
MOST_ROWS = 100_000
# Rows go to the disk as they come.
_OPTIONS = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
_WIDTH = 22
# The first day that a zip can write.
_ALWAYS = datetime(1980, 1, 1, tzinfo=UTC)


def workbook_of(rows: Iterable[Sequence[object]], *, most: int = MOST_ROWS) -> IO[bytes]:
    """Write a table, its first row the heading, into a temporary file that is deleted when it is closed.

    :raises Refused: if there are more than `most` rows below the heading.
    """
    # Every process imports the tables; only a page on which somebody takes a workbook away writes one.
    from xlsxwriter import Workbook  # noqa: PLC0415  -- 2 MB, where it is used

    file = tempfile.TemporaryFile()  # noqa: SIM115  -- whoever sends it closes it
    try:
        with Workbook(file, _OPTIONS) as workbook:
            _fill(workbook, rows, most)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _fill(workbook: Any, rows: Iterable[Sequence[object]], most: int) -> None:  # noqa: ANN401  -- the library has no types
    # The same list is the same file to the letter: nothing else in it moves with the clock.
    workbook.set_properties({"created": _ALWAYS})
    sheet, bold = workbook.add_worksheet(), workbook.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for place, row in enumerate(rows):
        if place > most:
            raise Refused(
                _("This list has more than %(most)s rows, too many for one workbook. Take it as CSV.")
                % {"most": f"{most:,}"}
            )
        if place == 0:
            sheet.set_column(0, len(row) - 1, _WIDTH)
        for column, value in enumerate(row):
            _write(sheet, place, column, value, None if place else bold)


def _write(sheet: Any, row: int, column: int, value: object, form: Any) -> None:  # noqa: ANN401  -- as above
    if value is None:
        return
    if isinstance(value, (bool, int, float)) or (isinstance(value, date) and not isinstance(value, datetime)):
        sheet.write(row, column, value, form)
    else:
        # As text, outright: what people typed becomes no formula, link or number, and a moment keeps its zone.
        sheet.write_string(row, column, str(value), form)
