"""What a file is, by what is in it: never by its name, and never by what a browser says."""

import codecs
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kernel.errors import Refused

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
_HEAD = 4096
_BLOCK = 1 << 16
# Of a packed file: how much of its list of contents is read.
_LIST_MOST = 1 << 20
_END_OF_ZIP, _END_BYTES, _COMMENT_MOST = b"PK\x05\x06", 22, 65_535
_BIG_ZIP = b"PK\x06\x07"
_MIMETYPE_MOST = 100
# Where an Office file lists the types of its parts: a few kilobytes, unless it is a trap.
_TYPES_PART, _TYPES_MOST = "[content_types].xml", 1 << 20
_USUAL = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# `&#` writes letters as numbers, which no program does in a type.
_MACRO_TYPES = (b"macroenabled", b"vbaproject", b"ms-office.vba", b"&#", b"<!entity")


@dataclass(frozen=True)
class FileType:
    """A type that is taken. A browser may show it in its window if `is_shown`; otherwise it is saved."""

    media_type: str
    endings: tuple[str, ...]
    words: Promise
    is_shown: bool = False


PDF = FileType("application/pdf", (".pdf",), gettext_lazy("PDF"), is_shown=True)
TEXT = FileType("text/plain", (".txt", ".md"), gettext_lazy("text"))
TABLE_TEXT = FileType("text/csv", (".csv",), gettext_lazy("table"))
_PICTURE, _SOUND, _FILM = gettext_lazy("picture"), gettext_lazy("sound"), gettext_lazy("film")
_DOCUMENT, _SHEET, _SLIDES = gettext_lazy("document"), gettext_lazy("spreadsheet"), gettext_lazy("slides")
_MP3 = FileType("audio/mpeg", (".mp3",), _SOUND, is_shown=True)
_OGG_SOUND = FileType("audio/ogg", (".ogg", ".oga", ".opus"), _SOUND, is_shown=True)
_OGG_FILM = FileType("video/ogg", (".ogv", ".ogg"), _FILM)
_MP4_SOUND = FileType("audio/mp4", (".m4a", ".mp4"), _SOUND, is_shown=True)
_MP4_FILM = FileType("video/mp4", (".mp4", ".m4v"), _FILM)
_PICTURES = (
    (b"\xff\xd8\xff", FileType(JPEG, (".jpg", ".jpeg"), _PICTURE, is_shown=True)),
    (b"\x89PNG\r\n\x1a\n", FileType(PNG, (".png",), _PICTURE, is_shown=True)),
)
_WEBP = FileType(WEBP, (".webp",), _PICTURE, is_shown=True)
_ODF = "application/vnd.oasis.opendocument."
_OPEN_DOCUMENTS = {
    f"{_ODF}text": FileType(f"{_ODF}text", (".odt",), _DOCUMENT),
    f"{_ODF}spreadsheet": FileType(f"{_ODF}spreadsheet", (".ods",), _SHEET),
    f"{_ODF}presentation": FileType(f"{_ODF}presentation", (".odp",), _SLIDES),
}
_OOXML = "application/vnd.openxmlformats-officedocument."
_OFFICE_OPEN = {
    "word/document.xml": FileType(f"{_OOXML}wordprocessingml.document", (".docx",), _DOCUMENT),
    "xl/workbook.xml": FileType(f"{_OOXML}spreadsheetml.sheet", (".xlsx",), _SHEET),
    "ppt/presentation.xml": FileType(f"{_OOXML}presentationml.presentation", (".pptx",), _SLIDES),
}
_MP4_BRANDS = (
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"dash",
    b"M4V ",
    b"MSNV",
)
# What a text begins with that is one for a program: pages, drawings, scripts, print jobs.
_NO_TEXT = ("<", "#!", "{\\rtf", "%!")
_MARKUP = (b"<html", b"<script", b"<svg", b"<!doctype", b"<body", b"<iframe", b"<?xml")
_FILE_TYPES = (
    PDF, TEXT, TABLE_TEXT, _MP3, _OGG_SOUND, _OGG_FILM, _MP4_SOUND, _MP4_FILM, _WEBP,
    *(each for _magic, each in _PICTURES), *_OPEN_DOCUMENTS.values(), *_OFFICE_OPEN.values(),
)  # fmt: skip
_WORDS = {each.media_type: each.words for each in _FILE_TYPES}


def words_for(media_type: str) -> str:
    """Return what a type is called among people."""
    return str(_WORDS.get(media_type, media_type))


def type_of(file: BinaryIO, name: str) -> FileType:
    """Return the type of a file by its content; its name only tells a table from other plain text.

    :raises Refused: if it is none that is taken, or holds programs.
    """
    file.seek(0)
    head = file.read(_HEAD)
    if head.startswith(b"PK\x03\x04"):
        return _packed(file)
    found = _by_head(head)
    if found is None and _is_plain_text(file):
        found = TABLE_TEXT if name.lower().endswith(".csv") else TEXT
    if found is None:
        raise not_taken()
    return found


def is_ambiguous(file: BinaryIO) -> bool:
    """Return whether a file could also be read as a page or as a packed file, so that no browser should open it."""
    file.seek(0)
    head = file.read(_HEAD).lower()
    return any(mark in head for mark in _MARKUP) or zipfile.is_zipfile(file)


def not_taken() -> Refused:
    """Return the refusal of a file of another type."""
    return Refused(
        _(
            "By its content this is no file that can be attached. Taken are PDF, pictures (PNG, JPEG, WebP), plain text and "
            "CSV in UTF-8, documents of LibreOffice and Microsoft Office without macros, MP3, OGG and MP4. Save it so."
        ),
        field="file",
    )


def _by_head(head: bytes) -> FileType | None:
    for magic, found in ((b"%PDF-", PDF), *_PICTURES, (b"ID3", _MP3)):
        if head.startswith(magic):
            return found
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _WEBP
    if head.startswith(b"OggS"):
        return _OGG_FILM if b"\x80theora" in head else _OGG_SOUND
    # The beginning of a frame of MPEG 1 or 2, layer III.
    if head[:1] == b"\xff" and head[1:2] in {b"\xfb", b"\xfa", b"\xf3", b"\xf2"}:
        return _MP3
    return _mp4(head) if head[4:8] == b"ftyp" else None


def _mp4(head: bytes) -> FileType | None:
    if head[8:12] in {b"M4A ", b"M4B "}:
        return _MP4_SOUND
    return _MP4_FILM if head[8:12] in _MP4_BRANDS else None


def _is_plain_text(file: BinaryIO) -> bool:
    start = ""
    try:
        for part in _decoded(file):
            start = start or part.lstrip("\ufeff \t\r\n")[:16]
            if any(letter < " " and letter not in "\t\n\r\f" for letter in set(part)):
                return False
    except UnicodeDecodeError:
        return False
    return bool(start) and not start.startswith(_NO_TEXT)


def _decoded(file: BinaryIO) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    while block := file.read(_BLOCK):
        yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def _packed(file: BinaryIO) -> FileType:
    if not _has_short_list(file):
        raise not_taken()
    try:
        with zipfile.ZipFile(file) as packed:
            names = frozenset(packed.namelist())
            has_macros = any(_is_program(name) for name in names) or _tells_of_macros(packed)
            found = _open_document(packed) or next(
                (_OFFICE_OPEN[each] for each in _OFFICE_OPEN if each in names), None
            )
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise _damaged() from error
    if found is None:
        raise not_taken()
    if has_macros:
        raise Refused(
            _(
                "This document holds macros, which are programs. Save it without them, or as PDF, and attach that."
            ),
            field="file",
        )
    return found


def _damaged() -> Refused:
    return Refused(_("This file is damaged. Open it, save it anew and attach that."), field="file")


def _open_document(packed: zipfile.ZipFile) -> FileType | None:
    # The standard has this entry first and not compressed.
    first = packed.infolist()[0] if packed.infolist() else None
    if first is None or first.filename != "mimetype" or first.file_size > _MIMETYPE_MOST:
        return None
    if first.compress_type != zipfile.ZIP_STORED:
        return None
    return _OPEN_DOCUMENTS.get(packed.read(first).decode("ascii", "replace").strip())


def _is_program(name: str) -> bool:
    lowered = name.lower()
    return lowered.endswith("vbaproject.bin") or lowered.startswith(("basic/", "scripts/"))


def _tells_of_macros(packed: zipfile.ZipFile) -> bool:
    """Return whether an Office file says of one of its parts, whatever that is called, that it holds programs."""
    listed = [each for each in packed.infolist() if each.filename.lower() == _TYPES_PART]
    if not listed:
        return False
    first, *more = listed
    if more or first.file_size > _TYPES_MOST or first.compress_type not in _USUAL:
        raise not_taken()
    # Whatever the letters are coded in, without what stands between them in UTF-16.
    told = packed.read(first).replace(b"\0", b"").lower()
    return any(mark in told for mark in _MACRO_TYPES)


def _has_short_list(file: BinaryIO) -> bool:
    """Return whether the list of contents is one of reasonable length, before it is read into memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _COMMENT_MOST - _END_BYTES))
    tail = file.read()
    at = tail.rfind(_END_OF_ZIP)
    if at < 0 or len(tail) < at + _END_BYTES or _BIG_ZIP in tail[max(0, at - 20) : at]:
        return False
    return int.from_bytes(tail[at + 12 : at + 16], "little") <= _LIST_MOST
