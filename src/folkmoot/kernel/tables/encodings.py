"""How the bytes of a text file are to be read."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused

BLOCK = 1 << 16
LONGEST_LINE = 1 << 20
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "cp1255": "Windows-1255",
    "cp1256": "Windows-1256",
    "mac_roman": "Mac Roman",
    "shift_jis": "Shift JIS",
    "euc_kr": "EUC-KR",
    "big5": "Big5",
    "gb18030": "GB 18030",
}
# One of those called alike is enough to choose from: a mark in the file tells them apart.
CHOSEN_ENCODINGS = [(code, name) for code, name in ENCODINGS.items() if code != "utf-16-be"]
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_OTHER_FILES = (b"%PDF", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")
_WEB_PAGES = (b"<!doctype", b"<html", b"<table", b"<?xml")


def encoding_of(source: BinaryIO, *, chosen: str = "") -> tuple[str, int]:
    """Return the encoding of a whole file and the length of its byte order mark.

    Reads the file once or twice from its beginning, in blocks. A byte order mark is not a guess: it
    outweighs the encoding that a person chose.

    :raises Refused: if the file is empty, is not a text file, or mixes encodings.
    """
    source.seek(0)
    head = source.read(BLOCK)
    _must_be_text(head)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return encoding, len(mark)
    _must_hold_no_nul(head, 1)
    if chosen:
        return chosen, 0
    return ("utf-8" if _is_all_utf8(source) else _encoding_without_utf8(source)), 0


def lines_of(source: BinaryIO, encoding: str, *, first: int = 1) -> Iterator[tuple[str, int]]:
    """Yield each line from where the file stands, with its end, and its length in bytes.

    `first` is the number of the first line, for the sentences that name a line.

    :raises Refused: if a line is not text in this encoding, or is too long to be a table's.
    """
    if encoding.startswith("utf-16"):
        yield from _wide_lines(source, encoding, first)
        return
    number = first
    while raw := source.readline(LONGEST_LINE):
        if len(raw) == LONGEST_LINE:
            raise _line_too_long(number)
        yield _decoded(raw, encoding, number), len(raw)
        number += 1


def _decoded(raw: bytes, encoding: str, number: int) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_in(encoding, number) from error


def _wide_lines(source: BinaryIO, encoding: str, number: int) -> Iterator[tuple[str, int]]:
    decoder = codecs.getincrementaldecoder(encoding)()
    pending = ""
    while True:
        block = source.read(BLOCK)
        try:
            pending += decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode(encoding, "ignore")
            raise _not_in(encoding, number + before.count("\n")) from error
        *whole, pending = pending.split("\n")
        for line in whole:
            yield f"{line}\n", len(f"{line}\n".encode(encoding))
        number += len(whole)
        if len(pending) > LONGEST_LINE:
            raise _line_too_long(number)
        if not block:
            break
    if pending:
        yield pending, len(pending.encode(encoding))


def _must_be_text(head: bytes) -> None:
    start = head[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \r\n\t\x00"):
        raise Refused(_("The file is empty. Choose a file whose first line names its columns."))
    if head.startswith(_WORKBOOKS):
        raise Refused(
            _(
                "This is a workbook, not a CSV file. Open it in a spreadsheet and save it as “CSV UTF-8”, then bring that file."
            )
        )
    if start.startswith(_WEB_PAGES):
        raise Refused(
            _("This is a web page, not a CSV file. Open it in a spreadsheet and save it as “CSV UTF-8”.")
        )
    if b"\r" in head and b"\n" not in head:
        raise Refused(
            _(
                "The lines of this file end as on old Macintosh computers. Save it as “CSV UTF-8” and bring that file."
            )
        )
    if head.startswith(_OTHER_FILES):
        raise Refused(_("This is not a text file. Bring a table saved as “CSV UTF-8”."))


def _is_all_utf8(source: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    source.seek(0)
    line = 1
    try:
        while block := source.read(BLOCK):
            _must_hold_no_nul(block, line)
            line += block.count(b"\n")
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _must_hold_no_nul(block: bytes, line: int) -> None:
    at = block.find(b"\0")
    if at >= 0:
        raise Refused(
            _(
                "Line %(line)d holds bytes that are not text. Save the table as “CSV UTF-8” and bring that file."
            )
            % {"line": line + block.count(b"\n", 0, at)}
        )


def _encoding_without_utf8(source: BinaryIO) -> str:
    """Windows-1252 unless other lines are UTF-8 beyond doubt: two encodings in one file read as neither."""
    source.seek(0)
    bad_line = number = 0
    has_utf8 = False
    while raw := source.readline(LONGEST_LINE):
        number += 1
        _must_hold_no_nul(raw, number)
        if raw.isascii():
            continue
        is_utf8 = _is_text_in("utf-8", raw)
        has_utf8 = has_utf8 or is_utf8
        bad_line = bad_line or (0 if is_utf8 else number)
        if has_utf8 and bad_line:
            raise _not_in("utf-8", bad_line)
        if not _is_text_in("cp1252", raw):
            raise _not_in("cp1252", number)
    return "cp1252"


def _is_text_in(encoding: str, raw: bytes) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _not_in(encoding: str, line: int) -> Refused:
    return Refused(
        _(
            "Line %(line)d is not text in %(encoding)s. Save the whole file as “CSV UTF-8”, or say which encoding it has."
        )
        % {"line": line, "encoding": ENCODINGS[encoding]}
    )


def _line_too_long(line: int) -> Refused:
    return Refused(
        _(
            "Line %(line)d is longer than a megabyte, so this is not a table with a row on each line. Check the file."
        )
        % {"line": line}
    )
