"""Small files of each type, as programs write them."""

import struct
import zipfile
import zlib
from io import BytesIO

PDF = b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
PLACE = b"48.8566 N, 2.3522 E, by Phone 9"
_SCAN = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\xff\x00\x34\xff\xd0\x56"


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2, "big") + content


def exif(orientation: int, *, order: str = "<") -> bytes:
    mark = b"II\x2a\0" if order == "<" else b"MM\0\x2a"
    entries = struct.pack(f"{order}HHII", 0x010F, 2, len(PLACE), 38)
    entries += struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = mark + struct.pack(f"{order}IH", 8, 2) + entries + struct.pack(f"{order}I", 0) + PLACE
    return segment(0xE1, b"Exif\0\0" + tiff)


def jpeg(*notes: bytes, behind: bytes = b"") -> bytes:
    start = b"\xff\xd8" + segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0") + b"".join(notes)
    tables = segment(0xDB, b"\0" + bytes(64)) + segment(0xC2, b"\x08\0\x01\0\x01\x01\x01\x11\0")
    # A table between two scans holds what elsewhere would be the end.
    between = segment(0xC4, b"\x10\xff\xd9" + bytes(14))
    return start + tables + _SCAN + between + _SCAN + b"\xff\xd9" + behind


def png(*notes: bytes, behind: bytes = b"") -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    image = chunk(b"IDAT", zlib.compress(b"\0\x7f"))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(notes) + image + chunk(b"IEND", b"") + behind


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def webp(*chunks: tuple[bytes, bytes], behind: bytes = b"") -> bytes:
    inner = b"".join(kind + struct.pack("<I", len(of)) + of + b"\0" * (len(of) % 2) for kind, of in chunks)
    return b"RIFF" + struct.pack("<I", len(inner) + 4) + b"WEBP" + inner + behind


def mp4(brand: bytes) -> bytes:
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0isomiso2" + bytes(64)


def ogg(codec: bytes = b"\x01vorbis") -> bytes:
    return b"OggS\0\x02" + bytes(20) + b"\x01\x1e" + codec + bytes(32)


def open_document(kind: str, *more: str, compressed: bool = False) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        how = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
        file.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}", how)
        for name in ("content.xml", *more):
            file.writestr(name, "<office/>")
    return packed.getvalue()


def packed(*names: str) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, "<xml/>")
    return held.getvalue()


DOCX = packed("[Content_Types].xml", "_rels/.rels", "word/document.xml")
