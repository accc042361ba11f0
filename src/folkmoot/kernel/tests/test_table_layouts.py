import io

import pytest

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.tables import Layout, layout_of, rows_of

TABLE = "Code;Name\r\nN1;Zürich\r\nN2;Łódź\r\n"
WESTERN_TABLE = "Code;Name\r\nN1;Zürich\r\nN2;Besançon – Est\r\n"


def cells_of(content: bytes, **choices: str) -> list[tuple[str, ...]]:
    source = io.BytesIO(content)
    layout = layout_of(source, **choices)
    return [layout.header, *(row.cells for row in rows_of(source, layout))]


def refusal_of(content: bytes, **choices: str) -> str:
    with pytest.raises(Refused) as refused:
        cells_of(content, **choices)
    return str(refused.value)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
    ],
)
def test_every_unicode_that_spreadsheets_write_is_read(encoding: str, name: str) -> None:
    content = TABLE.encode(encoding)
    assert cells_of(content) == [("Code", "Name"), ("N1", "Zürich"), ("N2", "Łódź")]
    assert layout_of(io.BytesIO(content)).encoding_name == name


def test_big_endian_utf_16_is_read() -> None:
    content = "\ufeff".encode("utf-16-be") + TABLE.encode("utf-16-be")
    assert cells_of(content) == [("Code", "Name"), ("N1", "Zürich"), ("N2", "Łódź")]


def test_bytes_that_are_no_utf_8_are_read_as_windows_1252() -> None:
    content = WESTERN_TABLE.encode("cp1252")
    assert cells_of(content) == [("Code", "Name"), ("N1", "Zürich"), ("N2", "Besançon – Est")]
    assert layout_of(io.BytesIO(content)).encoding_name == "Windows-1252"


def test_a_person_may_say_the_encoding() -> None:
    content = "Код;Имя\n1;Москва\n".encode("cp1251")
    assert cells_of(content, encoding="cp1251") == [("Код", "Имя"), ("1", "Москва")]


def test_a_byte_order_mark_outweighs_the_encoding_a_person_says() -> None:
    assert cells_of(TABLE.encode("utf-8-sig"), encoding="cp1252")[1] == ("N1", "Zürich")


def test_an_unknown_encoding_is_refused_with_those_known() -> None:
    with pytest.raises(Refused) as refused:
        layout_of(io.BytesIO(b"a,b\n"), encoding="klingon")
    assert refused.value.field == "encoding"
    assert str(refused.value).startswith(
        "There is no encoding “klingon” here. Choose one of utf-8, utf-16-le,"
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_seen(delimiter: str) -> None:
    content = delimiter.join(["Code", "Name"]) + "\n" + delimiter.join(["1", '"a,b;c\td|e"']) + "\n"
    assert cells_of(content.encode()) == [("Code", "Name"), ("1", "a,b;c\td|e")]


def test_commas_inside_cells_do_not_hide_semicolons() -> None:
    content = "Nom;Effectif;Note\nA;1,5;x, y\nB;2,5;z\nC;3;w\n"
    assert layout_of(io.BytesIO(content.encode())).delimiter == ";"


def test_a_person_may_say_the_delimiter() -> None:
    assert cells_of(b"a;b,c\n1;2,3\n", delimiter=",") == [("a;b", "c"), ("1;2", "3")]


def test_excels_own_hint_of_the_delimiter_is_taken_and_is_not_a_row() -> None:
    content = b"sep=;\r\nCode;Name\r\n1,2;x\r\n"
    source = io.BytesIO(content)
    layout = layout_of(source)
    assert layout == Layout("utf-8", ";", ("Code", "Name"), 18, 1)
    assert [(row.number, row.cells) for row in rows_of(source, layout)] == [(2, ("1,2", "x"))]


def test_a_column_called_sep_is_no_hint() -> None:
    assert cells_of(b"sep=on,b\n1,2\n") == [("sep=on", "b"), ("1", "2")]


def test_one_column_is_a_table_too() -> None:
    assert cells_of(b"Name\nA\nB\n") == [("Name",), ("A",), ("B",)]


def test_blank_lines_above_the_header_are_counted_and_passed_over() -> None:
    source = io.BytesIO(b"\n,,\nCode,Name\n1,x\n")
    layout = layout_of(source)
    assert (layout.header, layout.number) == (("Code", "Name"), 3)
    assert [row.number for row in rows_of(source, layout)] == [4]


def test_empty_cells_at_the_end_of_the_header_are_not_columns() -> None:
    assert cells_of(b"a,b,,\n1,2,,\n") == [("a", "b"), ("1", "2")]


@pytest.mark.parametrize("content", [b"", b"\n\n\n", b"\xef\xbb\xbf", b" \r\n", b"\xff\xfe", b",,,\n,,\n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert refusal_of(content) == "The file is empty. Choose a file whose first line names its columns."


@pytest.mark.parametrize("magic", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0\xa1\xb1"])
def test_a_workbook_is_refused_with_what_to_do(magic: bytes) -> None:
    assert refusal_of(magic) == (
        "This is a workbook, not a CSV file. Open it in a spreadsheet and save it as “CSV UTF-8”, then bring that file."
    )


@pytest.mark.parametrize("magic", [b"%PDF-1.7\n", b"\x1f\x8b\x08", b"\x89PNG\r\n", b"{\\rtf1\n"])
def test_other_files_are_refused(magic: bytes) -> None:
    assert refusal_of(magic) == "This is not a text file. Bring a table saved as “CSV UTF-8”."


@pytest.mark.parametrize(
    "start", [b"<!DOCTYPE html>\n", b"\n <html>\n", b"<table>\n", b'<?xml version="1.0"?>\n']
)
def test_a_web_page_is_refused(start: bytes) -> None:
    assert refusal_of(start) == (
        "This is a web page, not a CSV file. Open it in a spreadsheet and save it as “CSV UTF-8”."
    )


@pytest.mark.parametrize("choices", [{}, {"encoding": "cp1251"}])
def test_bytes_of_no_text_are_refused_with_their_line(choices: dict[str, str]) -> None:
    assert refusal_of(b"a,b\n1,2\n3,\x004\n", **choices) == (
        "Line 3 holds bytes that are not text. Save the table as “CSV UTF-8” and bring that file."
    )


def test_utf_16_without_its_mark_is_refused_as_not_text() -> None:
    assert refusal_of("a,b\n".encode("utf-16-le")).startswith("Line 1 holds bytes that are not text.")


def test_line_ends_of_old_macintoshes_are_refused() -> None:
    assert refusal_of(b"a,b\r1,2\r") == (
        "The lines of this file end as on old Macintosh computers. Save it as “CSV UTF-8” and bring that file."
    )


def test_a_file_in_two_encodings_is_refused_with_the_line_that_differs() -> None:
    content = "a,b\nZürich,1\n".encode() + "Genève,2\n".encode("cp1252")
    assert refusal_of(content) == (
        "Line 3 is not text in UTF-8. Save the whole file as “CSV UTF-8”, or say which encoding it has."
    )


def test_bytes_of_no_encoding_guessed_here_are_refused_with_their_line() -> None:
    assert refusal_of(b"a,b\n1,2\n\x81\x8d,x\n") == (
        "Line 3 is not text in Windows-1252. Save the whole file as “CSV UTF-8”, or say which encoding it has."
    )


def test_a_line_that_is_not_in_the_chosen_encoding_is_named() -> None:
    assert refusal_of(b"a,b\n1,2\n\x81\x8d,x\n", encoding="cp1252").startswith(
        "Line 3 is not text in Windows-1252."
    )


def test_broken_utf_16_is_named_with_its_line() -> None:
    content = "\ufeffa,b\n1,2\n".encode("utf-16-le") + b"\x00\xd8\x41\x00\x0a\x00"
    assert refusal_of(content).startswith("Line 3 is not text in UTF-16.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_endless_line_is_refused(encoding: str) -> None:
    content = ("a,b\n" + "x" * 1_200_000).encode(encoding)
    assert refusal_of(content) == (
        "Line 2 is longer than a megabyte, so this is not a table with a row on each line. Check the file."
    )


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (b'1,"open\n2,x\n', "A quotation mark that opens in row 2 is never closed. Close it or take it out."),
        (
            b'1,"x" y\n',
            "Row 2 has text behind a closing quotation mark. Double the marks that are part of the text.",
        ),
        (b"1,x\ry\n", "Row 2 has a line end inside a cell that is not in quotation marks. Take it out."),
    ],
)
def test_misplaced_marks_are_refused_with_their_row(rows: bytes, sentence: str) -> None:
    assert refusal_of(b"a,b\n" + rows) == sentence


def test_a_quotation_that_swallows_a_long_file_is_refused_before_it_fills_the_memory() -> None:
    assert refusal_of(b'a,b\n1,"open\n' + b"2,x\n" * 100_000) == (
        "A quotation mark that opens in row 2 is never closed. Close it or take it out."
    )
