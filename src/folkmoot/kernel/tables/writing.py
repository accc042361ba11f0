"""Tables written for a spreadsheet, in which no cell can become a formula."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

# What a spreadsheet may take for a formula, also in the wide letters of East Asian keyboards; and
# such a cell that is escaped already, so that undoing the escape always gives the text back.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001  -- the wide signs are meant
_ESCAPED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001  -- as above
_NEGATIVE_NUMBER = re.compile(r"-\d+(?:[.,]\d+)?")
_BYTE_ORDER_MARK = "\ufeff"


def csv_lines(
    rows: Iterable[Sequence[object]], *, delimiter: str = ",", has_bom: bool = False
) -> Iterator[str]:
    """Yield a table as lines of CSV, one a row, never holding more than one.

    None is an empty cell. With `has_bom`, Excel too reads the file as UTF-8. A text that a spreadsheet
    would take for a formula gets an apostrophe before it, which reading here takes off again; numbers
    stay numbers.
    """
    writer = csv.writer(_Echo(), delimiter=delimiter)
    mark = _BYTE_ORDER_MARK if has_bom else ""
    for row in rows:
        yield mark + writer.writerow([_cell(value) for value in row])
        mark = ""


def escaped(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return f"'{text}" if _FORMULA.match(text) and not _NEGATIVE_NUMBER.fullmatch(text) else text


def unescaped(text: str) -> str:
    """Take off the apostrophe that `escaped` put there."""
    return text[1:] if text.startswith("'") and _ESCAPED.match(text) else text


class _Echo:
    """What the CSV writer writes to: it hands every line straight back."""

    def write(self, line: str) -> str:
        return line


def _cell(value: object) -> object:
    if isinstance(value, str):
        return escaped(value)
    return value
