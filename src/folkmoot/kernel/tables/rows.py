"""The rows of a table, streamed."""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from django.utils.translation import ngettext

from folkmoot.kernel.tables.layouts import Layout, numbered_records
from folkmoot.kernel.tables.writing import unescaped


class Row(NamedTuple):
    """One row: its number as a spreadsheet shows it, its cells, and the byte behind it.

    `problem` is a sentence if the row has too many or too few cells.
    """

    number: int
    cells: tuple[str, ...]
    byte: int
    problem: str = ""


def rows_of(source: BinaryIO, layout: Layout, *, after: Row | tuple[int, int] | None = None) -> Iterator[Row]:
    """Yield the rows that hold anything, in order, keeping one in memory at a time.

    `after` is the last row that was dealt with, or its (number, byte): reading resumes behind it
    without reading what came before.

    :raises Refused: if a quotation mark is never closed, or a line is not text.
    """
    number, byte = _place(layout, after)
    width = len(layout.header)
    records = numbered_records(source, layout.encoding, layout.delimiter, byte=byte, number=number)
    for place, end, written in records:
        cells = tuple(map(unescaped, written))
        if any(cells) and any(cell.strip() for cell in cells):
            yield _row(place, cells, end, width)


def _place(layout: Layout, after: Row | tuple[int, int] | None) -> tuple[int, int]:
    if after is None:
        return layout.number, layout.byte
    if isinstance(after, Row):
        return after.number, after.byte
    return after


def _row(number: int, cells: tuple[str, ...], byte: int, width: int) -> Row:
    if len(cells) > width and not any(cells[width:]):
        cells = cells[:width]
    problem = "" if len(cells) == width else _wrong_width(len(cells), width)
    return Row(number, cells, byte, problem)


def _wrong_width(count: int, width: int) -> str:
    return ngettext(
        "This row has %(count)d cell, but the header has %(width)d. Check for a separator too many or too few.",
        "This row has %(count)d cells, but the header has %(width)d. Check for a separator too many or too few.",
        count,
    ) % {"count": count, "width": width}
