import time
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pytest

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.tables import workbook_of

SHEET = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def cells_of(file):
    """Each row of the first sheet as (form, text) of its cells; a form is "n", "inlineStr" or "f" for a formula."""
    with zipfile.ZipFile(file) as book:
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314  -- our own file
    return [
        [cell_of(cell) for cell in row.findall("s:c", SHEET)] for row in sheet.iter(f"{{{SHEET['s']}}}row")
    ]


def cell_of(cell):
    if cell.find("s:f", SHEET) is not None:
        return ("f", "")
    text = "".join(cell.itertext())
    return (cell.get("t", "n"), text)


@pytest.mark.parametrize(
    "typed", ["=1+1", "+1", "@sum(A1)", "-1", "https://example.org", "12", "'x", "Łódź 北京"]
)
def test_what_people_typed_stays_text(typed: str) -> None:
    with workbook_of([("name",), (typed,)]) as file:
        assert cells_of(file) == [[("inlineStr", "name")], [("inlineStr", typed)]]


def test_numbers_and_days_are_numbers_a_moment_keeps_its_zone_and_nothing_is_an_empty_cell() -> None:
    at = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
    with workbook_of([("a", "b", "c", "d"), (7, date(1900, 1, 2), None, at)]) as file:
        assert cells_of(file)[1] == [("n", "7"), ("n", "2"), ("inlineStr", "2026-03-02 18:30:00+00:00")]


def numbered(count: int):
    yield ("number", "name")
    for number in range(count):
        yield (number, f"Member {number}")


def test_a_table_of_any_length_is_written_in_the_same_memory() -> None:
    peaks = []
    for count in (500, 5_000):
        tracemalloc.start()
        with workbook_of(numbered(count)):
            peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0] + 500_000


def test_a_table_too_long_for_a_workbook_is_refused() -> None:
    with workbook_of(numbered(20), most=20) as file:
        assert len(cells_of(file)) == 21
    with pytest.raises(Refused, match="more than 20 rows, too many for one workbook"):
        workbook_of(numbered(21), most=20)


def test_the_same_table_is_the_same_file_whenever_it_is_written() -> None:
    written = []
    for _time in range(2):
        with workbook_of([("name",), ("Ada",)]) as file:
            written.append(file.read())
        time.sleep(1.1)
    assert written[0] == written[1]
