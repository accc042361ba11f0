"""How one file is written: its encoding, what parts its cells, and its header."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.tables.encodings import ENCODINGS, encoding_of, lines_of

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_LINES = 50


@dataclass(frozen=True)
class Layout:
    """What has to be known of a file to read any of its rows; plain values, so that it can be kept.

    `byte` is where the first row after the header begins, and `number` is the header's row as a
    spreadsheet counts.
    """

    encoding: str
    delimiter: str
    header: tuple[str, ...]
    byte: int
    number: int

    @property
    def encoding_name(self) -> str:
        """Return the encoding as people call it."""
        return ENCODINGS[self.encoding]


def layout_of(source: BinaryIO, *, encoding: str = "", delimiter: str = "") -> Layout:
    """Return how a file is written, looking through the whole of it once, in constant memory.

    A person who knows better may say the encoding (a key of `ENCODINGS`) or the delimiter.

    :raises Refused: if the file is empty, not a table, or not text.
    """
    known, mark = encoding_of(source, chosen=_known_encoding(encoding))
    source.seek(mark)
    hint, hint_length = _separator_hint(lines_of(source, known))
    start = mark + hint_length
    chosen = delimiter or hint or _guessed_delimiter(source, known, start)
    return _with_header(source, known, chosen, start)


def numbered_records(
    source: BinaryIO, encoding: str, delimiter: str, *, byte: int, number: int
) -> Iterator[tuple[int, int, list[str]]]:
    """Yield each record from `byte` on with its number and the byte behind it.

    `number` is that of the record before; blank records are counted, as a spreadsheet does.

    :raises Refused: if a quotation mark is never closed, or a line is not text.
    """
    source.seek(byte)
    lines = _CountedLines(lines_of(source, encoding, first=number + 1), byte)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _misplaced(error, number) from error
        if cells is None:
            return
        yield number, lines.byte, cells


class _CountedLines:
    """Lines for the CSV reader, counting the bytes of those it has taken."""

    def __init__(self, lines: Iterable[tuple[str, int]], byte: int) -> None:
        self._lines = iter(lines)
        self.byte = byte

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line, length = next(self._lines)
        self.byte += length
        return line


def _known_encoding(encoding: str) -> str:
    if encoding and encoding not in ENCODINGS:
        raise Refused(
            _("There is no encoding “%(encoding)s” here. Choose one of %(known)s.")
            % {"encoding": encoding, "known": ", ".join(ENCODINGS)},
            field="encoding",
        )
    return encoding


def _separator_hint(lines: Iterator[tuple[str, int]]) -> tuple[str, int]:
    """Excel lets a first line such as “sep=;” say what parts the cells."""
    line, length = next(lines, ("", 0))
    name, equals, rest = line.rstrip("\r\n").partition("=")
    is_hint = bool(equals) and name.strip('"').lower() == "sep" and rest.strip('"')[:1] in _DELIMITERS
    return (rest.strip('"')[:1], length) if is_hint and rest.strip('"') else ("", 0)


def _guessed_delimiter(source: BinaryIO, encoding: str, start: int) -> str:
    source.seek(start)
    sample = [line for line, _length in islice(lines_of(source, encoding), _SAMPLE_LINES)]
    return max(_DELIMITERS, key=lambda delimiter: _regularity(sample, delimiter))


def _regularity(sample: list[str], delimiter: str) -> tuple[int, int]:
    """How many of the first rows have as many cells as most have, if that is more than one."""
    try:
        widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if row]
    except csv.Error:
        return 0, 0
    width, rows = Counter(widths).most_common(1)[0] if widths else (1, 0)
    return (rows, width) if width > 1 else (0, 0)


def _with_header(source: BinaryIO, encoding: str, delimiter: str, start: int) -> Layout:
    records = numbered_records(source, encoding, delimiter, byte=start, number=0)
    for number, byte, cells in records:
        header = tuple(cell.strip() for cell in cells)
        if any(header):
            return Layout(encoding, delimiter, _without_empty_end(header), byte, number)
    raise Refused(_("The file is empty. Choose a file whose first line names its columns."))


def _without_empty_end(header: tuple[str, ...]) -> tuple[str, ...]:
    while not header[-1]:
        header = header[:-1]
    return header


def _misplaced(error: csv.Error, number: int) -> Refused:
    if "new-line" in str(error):
        sentence = _(
            "Row %(number)d has a line end inside a cell that is not in quotation marks. Take it out."
        )
    elif "expected after" in str(error):
        sentence = _(
            "Row %(number)d has text behind a closing quotation mark. Double the marks that are part of the text."
        )
    else:
        sentence = _(
            "A quotation mark that opens in row %(number)d is never closed. Close it or take it out."
        )
    return Refused(sentence % {"number": number})
