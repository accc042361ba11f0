"""Files with cards for one programme, as the table that an import reads: each of its rows names the programme."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import SEEK_END
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import BinaryIO
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.tables import Bounds, csv_lines, is_workbook, layout_of, rows_of, write_sheet
from folkmoot.study.decks import cards_in, is_deck
from folkmoot.study.rules.notes import NoteCard

# Most of a deck are its pictures and sounds, which are not looked at. All cards of a programme fit into a table of one.
FILE_MOST_MEGABYTES = 64
TABLE_MOST_MEGABYTES = 4
_PROGRAMME = "programme"
_OF_A_DECK = (_PROGRAMME, "kind", "question", "right", "wrong", "decision", "point")


def must_not_be_too_large(byte_count: int, *, most: int = FILE_MOST_MEGABYTES) -> None:
    """Let a file with cards have up to `most` megabytes.

    :raises Refused: if it has more.
    """
    if byte_count > most << 20:
        raise Refused(
            _("This file has more than %(most)d MB. Bring a part of it.") % {"most": most}, field="file"
        )


@contextmanager
def cards_as_table(
    source: BinaryIO, programme_id: UUID, *, within: Bounds, encoding: str = "", sheet: str = ""
) -> Iterator[BinaryIO]:
    """Open a file with cards (CSV, a workbook or a deck of Anki) as CSV in UTF-8 with the programme in its first column.

    A row keeps the number that it has in the file.

    :raises Refused: if it is too large, or neither a table nor a deck that can be read.
    """
    with TemporaryDirectory() as folder, TemporaryFile() as written:
        brought = Path(folder) / "brought"
        with brought.open("wb") as copy:
            shutil.copyfileobj(source, copy)
        must_not_be_too_large(brought.stat().st_size)
        for line in csv_lines(_rows(brought, programme_id, within, encoding, sheet)):
            written.write(line.encode())
        written.seek(0)
        yield written


def _rows(
    brought: Path, programme_id: UUID, within: Bounds, encoding: str, sheet: str
) -> Iterator[Sequence[object]]:
    with brought.open("rb") as opened:
        if is_deck(opened):
            yield _OF_A_DECK
            for card in cards_in(opened):
                yield _row(card, programme_id)
            return
        if not is_workbook(opened):
            yield from _with_programme(opened, programme_id, encoding)
            return
    table = brought.with_name("sheet")
    table.touch()
    write_sheet(brought, table, sheet=sheet.strip(), within=within)
    with table.open("rb") as opened:
        yield from _with_programme(opened, programme_id, "utf-8")


def _with_programme(source: BinaryIO, programme_id: UUID, encoding: str) -> Iterator[Sequence[object]]:
    must_not_be_too_large(source.seek(0, SEEK_END), most=TABLE_MOST_MEGABYTES)
    source.seek(0)
    layout = layout_of(source, encoding=encoding)
    yield from _empty(layout.number - 1)
    yield _PROGRAMME, *layout.header
    number = layout.number
    for row in rows_of(source, layout):
        yield from _empty(row.number - number - 1)
        yield programme_id, *row.cells
        number = row.number


def _empty(lines: int) -> Iterator[Sequence[object]]:
    for _line in range(lines):
        yield ()


def _row(card: NoteCard, programme_id: UUID) -> Sequence[object]:
    return (
        programme_id,
        card.kind,
        card.question,
        "\n".join(card.right),
        "",
        card.decision,
        card.point,
    )
