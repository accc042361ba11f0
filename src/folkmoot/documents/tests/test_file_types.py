import zipfile
from io import BytesIO

import pytest

from folkmoot.documents.rules.file_types import is_ambiguous, type_of, words_for
from folkmoot.documents.tests.samples import (
    DOCX,
    PDF,
    exif,
    jpeg,
    mp4,
    ogg,
    open_document,
    packed,
    png,
    webp,
)
from folkmoot.kernel.errors import Refused

ODF = "application/vnd.oasis.opendocument."
OOXML = "application/vnd.openxmlformats-officedocument."


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (PDF, "x.pdf", "application/pdf"),
        (PDF, "x.html", "application/pdf"),
        (png(), "x.exe", "image/png"),
        (jpeg(exif(1)), "x", "image/jpeg"),
        (webp((b"VP8L", b"1234")), "x", "image/webp"),
        ("Grüße\n".encode(), "x.txt", "text/plain"),
        ("\ufeffa;b\n1;2\n".encode(), "x.CSV", "text/csv"),
        (b"a" * 70_000 + "é".encode(), "x", "text/plain"),
        (open_document("text"), "x", f"{ODF}text"),
        (open_document("spreadsheet"), "x", f"{ODF}spreadsheet"),
        (open_document("presentation"), "x", f"{ODF}presentation"),
        (DOCX, "x.zip", f"{OOXML}wordprocessingml.document"),
        (packed("xl/workbook.xml"), "x", f"{OOXML}spreadsheetml.sheet"),
        (packed("ppt/presentation.xml"), "x", f"{OOXML}presentationml.presentation"),
        (b"ID3\x04" + bytes(40), "x", "audio/mpeg"),
        (b"\xff\xfb\x90\x44" + bytes(40), "x", "audio/mpeg"),
        (ogg(), "x", "audio/ogg"),
        (ogg(b"\x80theora"), "x", "video/ogg"),
        (mp4(b"M4A "), "x", "audio/mp4"),
        (mp4(b"isom"), "x", "video/mp4"),
    ],
)
def test_the_type_is_that_of_the_content(content: bytes, name: str, media_type: str) -> None:
    assert type_of(BytesIO(content), name).media_type == media_type


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"\xef\xbb\xbf \n<html>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"<?xml version='1.0'?><a/>",
        b"#!/bin/sh\nrm -r /\n",
        b"{\\rtf1 hello}",
        b"%!PS-Adobe",
        b"MZ\x90\0\x03\0\0\0",
        b"\x7fELF\x02\x01\x01\0",
        b"GIF89a\x01\0\x01\0",
        b"\0\0\0\x18ftypheic" + bytes(40),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "two bytes a letter".encode("utf-16"),
        b"caf\xe9 in another code",
        b"a\x1b[31mred",
        b"\xef\xbb\xbf \n",
        b"RIFF\0\0\0\0WAVE",
        packed("readme.txt", "run.exe"),
        packed("META-INF/MANIFEST.MF", "A.class"),
        open_document("text", compressed=True),
        open_document("base"),
        # Its list of contents is longer than is read, or hidden elsewhere.
        DOCX[:-10] + b"\xff\xff\xff\x7f" + DOCX[-6:],
        DOCX[:-22] + b"PK\x06\x07" + bytes(16) + DOCX[-22:],
        DOCX[:-22],
    ],
)
def test_what_is_not_on_the_list_is_refused_with_what_is(content: bytes) -> None:
    with pytest.raises(
        Refused, match=r"^By its content this is no file that can be attached\. Taken are PDF, "
    ):
        type_of(BytesIO(content), "minutes.pdf")


@pytest.mark.parametrize(
    "content",
    [
        packed("word/document.xml", "word/vbaProject.bin"),
        open_document("text", "Basic/Standard/Module1.xml"),
        open_document("spreadsheet", "Scripts/python/x.py"),
    ],
)
def test_a_document_with_macros_is_refused(content: bytes) -> None:
    with pytest.raises(Refused, match=r"^This document holds macros, which are programs\."):
        type_of(BytesIO(content), "x")


def office(types: bytes, *more: str) -> BytesIO:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as held:
        for name in ("[Content_Types].xml", *more):
            held.writestr(name, types)
        held.writestr("word/document.xml", "<w/>")
    return file


@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "told",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-office.vbaProject",
        "vba&#80;roject",
    ],
)
def test_macros_under_another_name_are_told_by_their_type(told: str, coding: str) -> None:
    types = f'<Types><Override PartName="/word/x.dat" ContentType="{told}"/></Types>'
    with pytest.raises(Refused, match=r"^This document holds macros"):
        type_of(office(types.encode(coding)), "x.docx")
    assert type_of(office(b"<Types/>"), "x.docx").endings == (".docx",)


def test_a_list_of_types_that_is_a_trap_is_refused() -> None:
    for file in (office(b" " * ((1 << 20) + 1)), office(b"<Types/>", "[content_types].XML")):
        with pytest.raises(Refused, match="no file that can be attached"):
            type_of(file, "x.docx")


def test_a_packed_file_whose_list_is_no_list_is_damaged() -> None:
    at = DOCX.index(b"PK\x01\x02")
    with pytest.raises(Refused, match=r"^This file is damaged\."):
        type_of(BytesIO(DOCX[:at] + b"QQ" + DOCX[at + 2 :]), "x")


@pytest.mark.parametrize(
    ("content", "is_two_things"),
    [
        (PDF, False),
        (PDF + packed("A.class"), True),
        (PDF.replace(b"1 0 obj", b"<HTML><script>"), True),
        (b"ID3\x04" + bytes(9) + b"<svg onload=x>", True),
        (png(), False),
    ],
)
def test_a_file_that_is_two_things_at_once_is_known_for_it(content: bytes, *, is_two_things: bool) -> None:
    assert is_ambiguous(BytesIO(content)) is is_two_things


def test_types_are_called_as_people_call_them() -> None:
    assert [words_for(each) for each in ("application/pdf", "image/png", "text/csv", f"{ODF}text")] == [
        "PDF",
        "picture",
        "table",
        "document",
    ]
