import io
from datetime import date, datetime

import pytest
from xlsxwriter import Workbook

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.tables import is_workbook, layout_of, rows_of, write_sheet
from folkmoot.kernel.tables.unpacking import written

# A workbook is unpacked in a process of its own, which asks no database.
pytestmark = pytest.mark.own_database


def workbook(path, **sheets):
    """Write a workbook of sheets, each a mapping of (row, column) to a value."""
    with Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, cells in sheets.items():
            sheet = book.add_worksheet(name)
            for (row, column), value in cells.items():
                sheet.write(row, column, value)
    return path


def rows_in(tmp_path, sheet="", **sheets):
    target = tmp_path / "sheet.csv"
    write_sheet(workbook(tmp_path / "book.xlsx", **sheets), target, sheet=sheet)
    with target.open("rb") as file:
        layout = layout_of(file, encoding="utf-8", delimiter=",")
        return layout.header, [(row.number, row.cells) for row in rows_of(file, layout)]


def test_a_sheet_is_read_as_its_csv_would_be_with_the_numbers_of_its_rows(tmp_path):
    cells = {
        (1, 0): "code",
        (1, 1): "name",
        (1, 2): "joined",
        (3, 0): 12,
        (3, 1): "Quay, “old”",
        (3, 2): date(2024, 3, 31),
        (4, 0): 1.5,
        (4, 1): "two\nlines",
    }
    header, rows = rows_in(tmp_path, Members=cells)
    assert header == ("code", "name", "joined")
    assert rows == [(4, ("12", "Quay, “old”", "2024-03-31")), (5, ("1.5", "two lines", ""))]


def test_a_formula_is_the_value_it_had_and_a_text_that_looks_like_one_stays_text(tmp_path):
    path = tmp_path / "book.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["code", "name"])
        sheet.write_formula(1, 0, "=40+2", None, 42)
        sheet.write_string(1, 1, "=HYPERLINK()")
    target = tmp_path / "sheet.csv"
    write_sheet(path, target)
    with target.open("rb") as file:
        layout = layout_of(file, encoding="utf-8", delimiter=",")
        assert [row.cells for row in rows_of(file, layout)] == [("42", "=HYPERLINK()")]


def test_of_several_sheets_the_one_that_is_named_is_read(tmp_path):
    sheets = {"Units": {(0, 0): "code"}, "Members": {(0, 0): "name"}, "Empty": {}}
    assert rows_in(tmp_path, sheet="Members", **sheets)[0] == ("name",)
    with pytest.raises(Refused, match=r"several sheets: “Units”, “Members”\. Write which of them to read\."):
        rows_in(tmp_path, **sheets)
    with pytest.raises(
        Refused, match=r"no sheet “Other” with anything in it\. There are: “Units”, “Members”\."
    ):
        rows_in(tmp_path, sheet="Other", **sheets)


def test_an_empty_sheet_beside_a_filled_one_is_no_choice(tmp_path):
    assert rows_in(tmp_path, Empty={}, Units={(0, 0): "code"})[0] == ("code",)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({}, "This workbook is empty"),
        # Two cells, between which lie seventeen thousand million.
        ({(0, 0): "code", (1_048_575, 16_383): "x"}, "cannot be read, or is too large"),
    ],
)
def test_a_workbook_with_nothing_or_far_too_much_is_refused(tmp_path, cells, sentence):
    with pytest.raises(Refused, match=sentence):
        rows_in(tmp_path, Sheet=cells)


def test_what_only_begins_like_a_workbook_is_refused(tmp_path):
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 and nothing that a workbook has")
    with pytest.raises(Refused, match="cannot be read"):
        write_sheet(broken, tmp_path / "sheet.csv")


def test_a_workbook_is_known_by_its_first_bytes():
    source = io.BytesIO(b"PK\x03\x04rest")
    assert (is_workbook(source), source.tell()) == (True, 0)
    assert not is_workbook(io.BytesIO(b"code,name"))
    assert not is_workbook(io.BytesIO(b""))
    with pytest.raises(Refused, match=r"Save it as \.xlsx without a password\."):
        is_workbook(io.BytesIO(b"\xd0\xcf\x11\xe0"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, "true"),
        (3.0, 3),
        (3.25, 3.25),
        (datetime(2024, 3, 31), "2024-03-31"),  # noqa: DTZ001  -- sheets know no zones
        (datetime(2024, 3, 31, 18, 5), "2024-03-31 18:05:00"),  # noqa: DTZ001  -- as above
        ("a\r\nb", "a b"),
    ],
)
def test_a_cell_is_written_as_people_would_type_it(value, expected):
    assert written(value) == expected
