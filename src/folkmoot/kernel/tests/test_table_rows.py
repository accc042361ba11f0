import io
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.kernel.tables import Row, csv_lines, layout_of, rows_of
from folkmoot.kernel.tables.writing import escaped, unescaped


class GeneratedTable(io.RawIOBase):
    """A file of any size that is never anywhere: line n stands at byte n * 1000."""

    LINE = 1000

    def __init__(self, lines: int) -> None:
        self.size = lines * self.LINE
        self.place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self.place = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self.place, io.SEEK_END: self.size}[whence]
        return self.place

    def readinto(self, buffer) -> int:
        wanted = min(len(buffer), self.size - self.place)
        first = self.place // self.LINE
        lines = b"".join(self.line(first + n) for n in range(wanted // self.LINE + 2))
        offset = self.place % self.LINE
        buffer[:wanted] = lines[offset : offset + wanted]
        self.place += wanted
        return wanted

    def line(self, number: int) -> bytes:
        start = b"code,name," if number == 0 else f"N{number},Zürich {number},".encode()
        return start.ljust(self.LINE - 1, b"x") + b"\n"


def read(content: str) -> list[Row]:
    source = io.BytesIO(content.encode())
    return list(rows_of(source, layout_of(source)))


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    rows = read('a,b\n1,x\n\n2,"two\nlines"\n,\n3,y\n\n\n')
    assert [(row.number, row.cells) for row in rows] == [
        (2, ("1", "x")),
        (4, ("2", "two\nlines")),
        (6, ("3", "y")),
    ]


def test_a_row_of_another_width_says_so() -> None:
    rows = read("a,b,c\n1,2\n1,2,3\n1,2,3,4\nx\n")
    ending = "but the header has 3. Check for a separator too many or too few."
    assert [row.problem for row in rows] == [
        f"This row has 2 cells, {ending}",
        "",
        f"This row has 4 cells, {ending}",
        f"This row has 1 cell, {ending}",
    ]


def test_empty_cells_too_many_are_no_problem() -> None:
    assert [(row.cells, row.problem) for row in read("a,b\n1,2,,,\n")] == [(("1", "2"), "")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_reading_resumes_behind_any_row(encoding: str) -> None:
    source = io.BytesIO('a;b\r\n\r\n1;Zürich\r\n2;"ä\r\nö"\r\n\r\n3;é\r\n4;z'.encode(encoding))
    layout = layout_of(source)
    whole = list(rows_of(source, layout))
    assert [row.number for row in whole] == [3, 4, 6, 7]
    for stop, row in enumerate(whole):
        assert list(rows_of(source, layout, after=row)) == whole[stop + 1 :]
        assert list(rows_of(source, layout, after=(row.number, row.byte))) == whole[stop + 1 :]


def test_a_file_of_any_size_is_read_in_the_same_memory() -> None:
    source = io.BufferedReader(GeneratedTable(lines=60_000))
    tracemalloc.start()
    try:
        layout = layout_of(source)
        count = sum(1 for _row in rows_of(source, layout))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 59_999
    assert peak < 2_000_000


def test_resuming_far_into_a_file_reads_nothing_before() -> None:
    source = io.BufferedReader(GeneratedTable(lines=60_000))
    layout = layout_of(source)
    resumed = next(rows_of(source, layout, after=(50_000, 50_000_000)))
    assert (resumed.number, resumed.cells[:2]) == (50_001, ("N50000", "Zürich 50000"))
    assert source.tell() < 50_100_000


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("=1+1", "'=1+1\r\n"),
        ("+49 30", "'+49 30\r\n"),
        ("-x", "'-x\r\n"),
        ("@SUM(A1)", "'@SUM(A1)\r\n"),
        ("\tx", "'\tx\r\n"),
        ("\rx", '"\'\rx"\r\n'),
        ("\uff1d1", "'\uff1d1\r\n"),
        ("'=1", "''=1\r\n"),
        ("'n", "'n\r\n"),
        ("-5", "-5\r\n"),
        ("-5,25", '"-5,25"\r\n'),
        ("-5+1", "'-5+1\r\n"),
        (-5, "-5\r\n"),
        (None, '""\r\n'),
        ("a,b", '"a,b"\r\n'),
    ],
)
def test_a_cell_is_written_so_that_it_cannot_become_a_formula(value: object, line: str) -> None:
    assert list(csv_lines([[value]])) == [line]


def test_the_byte_order_mark_stands_once_at_the_beginning() -> None:
    assert list(csv_lines([["a"], ["b"]], has_bom=True)) == ["\ufeffa\r\n", "b\r\n"]
    assert list(csv_lines([["a", "b"]], delimiter=";")) == ["a;b\r\n"]
    assert list(csv_lines([])) == []


def test_lines_are_made_as_they_are_asked_for() -> None:
    def rows() -> Iterator[list[str]]:
        yield ["first"]
        pytest.fail("a second row was asked for")

    assert next(csv_lines(rows())) == "first\r\n"


TEXTS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=20)
FORMULAS = st.builds(
    "".join, st.lists(st.sampled_from(["'", "=", "+", "-", "@", "\t", "\r", "\uff1d", "5", ","]))
)


@given(TEXTS | FORMULAS)
def test_escaping_is_undone_exactly(text: str) -> None:
    assert unescaped(escaped(text)) == text


@given(FORMULAS)
def test_no_escaped_text_begins_a_formula(text: str) -> None:
    assert escaped(text)[:1] not in {"=", "+", "@", "\t", "\r", "\uff1d"}


@given(
    rows=st.lists(st.tuples(TEXTS | FORMULAS, TEXTS, TEXTS), max_size=5),
    delimiter=st.sampled_from(",;\t|"),
    has_bom=st.booleans(),
)
def test_what_is_exported_is_read_back_the_same(
    rows: list[tuple[str, ...]], delimiter: str, *, has_bom: bool
) -> None:
    header = ("code", "one", "two")
    content = "".join(csv_lines([header, *rows], delimiter=delimiter, has_bom=has_bom)).encode()
    source = io.BytesIO(content)
    layout = layout_of(source, encoding="utf-8", delimiter=delimiter)
    expected = [row for row in rows if any(cell.strip() for cell in row)]
    assert [row.cells for row in rows_of(source, layout)] == expected
