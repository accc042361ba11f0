"""Pictures without what cameras write into them: where and when they were taken, by which device, and by whom.

The picture itself is copied as it is, and nothing behind its end. Of a photograph's notes only its orientation is written
again, without which it would lie on its side.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from mmap import mmap
from typing import Literal

from django.utils.translation import gettext as _

from folkmoot.documents.rules.file_types import JPEG, PNG, WEBP
from folkmoot.kernel.errors import Refused

Content = bytes | mmap
# What is copied from one place to another, or written anew.
Span = bytes | tuple[int, int]
_PIECE = 1 << 20
# No program writes so many parts: a film of this many frames, or a drawing of 80 MB in the pieces that are common.
_PARTS_MOST = 10_000
_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112
_ORIENTATIONS = range(2, 9)
# Segments of a JPEG: APP0 is the header of JFIF, APP2 the colour profile, APP14 how colours are coded.
_APPS, _COMMENT, _NOTES = range(0xE0, 0xF0), 0xFE, 0xE1
_HEADER = b"JFIF\0"
# Its header ends here; behind it may stand a small picture, which shows what was cut away from the large one.
_HEADER_BYTES = 16
_KEPT_APPS = {0xE2, 0xEE}
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_PROFILE = b"ICC_PROFILE\0"
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_PNG_KEPT = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"bKGD", b"pHYs",
    b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip
_WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"ICCP"}
_FRAME_KEPT = {b"VP8 ", b"VP8L", b"ALPH"}
# The names and sizes before the first chunk of a picture, and of a frame in it.
_WEBP_HEAD, _FRAME_HEAD = 12, 24
# The bits of VP8X that say that notes follow: EXIF and XMP.
_WEBP_NOTES = 0x0C


def without_notes(media_type: str, content: Content) -> Iterator[bytes]:
    """Yield a picture of this media type piece by piece, without its notes.

    :raises Refused: if it is damaged.
    """
    try:
        yield from _COPIERS[media_type](content)
    except (IndexError, ValueError) as error:
        raise _damaged() from error


def _jpeg(content: Content) -> Iterator[bytes]:
    yield bytes(content[:2])
    at = 2
    for _part in range(_PARTS_MOST):
        marker, begin, end = _segment(content, at)
        if marker == _END_OF_IMAGE:
            yield b"\xff\xd9"
            return
        if marker == _NOTES and content[begin + 4 : begin + 10] == _EXIF:
            yield from _turned(_orientation_in(bytes(content[begin + 10 : end])))
        elif marker == _APPS[0] and content[begin + 4 : begin + 9] == _HEADER:
            yield _header(bytes(content[begin:end]))
        elif _is_kept(content, marker, begin):
            yield from _pieces(content, begin, end)
        at = end
        if marker == _START_OF_SCAN:
            at = _next_marker(content, end)
            yield from _pieces(content, end, at)
    raise ValueError


def _segment(content: Content, at: int) -> tuple[int, int, int]:
    """Return the marker of the segment at a place, where it begins and where it ends."""
    while content[at] == content[at + 1] == 0xFF:  # noqa: PLR2004  -- bytes that fill up
        at += 1
    if content[at] != 0xFF:  # noqa: PLR2004  -- how every marker begins
        raise ValueError
    marker = content[at + 1]
    if marker == _END_OF_IMAGE:
        return marker, at, at + 2
    length = int.from_bytes(content[at + 2 : at + 4], "big")
    end = at + 2 + length
    if length < 2 or end > len(content):  # noqa: PLR2004  -- the length counts itself
        raise ValueError
    return marker, at, end


def _header(segment: bytes) -> bytes:
    """Return the header of JFIF without its small picture."""
    inner = segment[4:_HEADER_BYTES].ljust(_HEADER_BYTES - 4, b"\0") + b"\0\0"
    return segment[:2] + (len(inner) + 2).to_bytes(2, "big") + inner


def _is_kept(content: Content, marker: int, begin: int) -> bool:
    if marker == 0xE2:  # noqa: PLR2004  -- APP2, in which cameras also keep further pictures
        return content[begin + 4 : begin + 16] == _PROFILE
    return marker != _COMMENT and (marker not in _APPS or marker in _KEPT_APPS)


def _next_marker(content: Content, at: int) -> int:
    found = _MARKER.search(content, at)
    if found is None:
        raise ValueError
    return found.start()


def _orientation_in(tiff: bytes) -> int:
    order: Literal["little", "big"] = "little" if tiff[:2] == b"II" else "big"

    def number(at: int, length: int) -> int:
        return int.from_bytes(tiff[at : at + length], order)

    first = number(4, 4) + 2
    last = min(first + 12 * number(first - 2, 2), len(tiff) - 11)
    for entry in range(first, last, 12):
        if number(entry, 2) == _ORIENTATION:
            return number(entry + 8, 2)
    return 1


def _turned(orientation: int) -> Iterator[bytes]:
    if orientation in _ORIENTATIONS:
        entry = (
            _ORIENTATION.to_bytes(2, "big") + b"\0\3" + b"\0\0\0\1" + orientation.to_bytes(2, "big") + b"\0\0"
        )
        notes = _EXIF + b"MM\0\x2a\0\0\0\x08" + b"\0\1" + entry + b"\0\0\0\0"
        yield b"\xff\xe1" + (len(notes) + 2).to_bytes(2, "big") + notes


def _png(content: Content) -> Iterator[bytes]:
    yield bytes(content[:8])
    at = 8
    for _part in range(_PARTS_MOST):
        kind = bytes(content[at + 4 : at + 8])
        end = at + 12 + int.from_bytes(content[at : at + 4], "big")
        if end > len(content):
            raise ValueError
        if kind in _PNG_KEPT:
            yield from _pieces(content, at, end)
        if kind == b"IEND":
            return
        at = end
    raise ValueError


def _webp(content: Content) -> Iterator[bytes]:
    last = 8 + int.from_bytes(content[4:8], "little")
    if last > len(content) + 1 or len(content) < _WEBP_HEAD + 8:
        raise ValueError
    parts = count()
    chunks = _webp_chunks(content, _WEBP_HEAD, min(last, len(content)), len(content), parts)
    spans = [span for chunk in chunks if chunk[0] in _WEBP_KEPT for span in _of_webp(content, *chunk, parts)]
    yield b"RIFF" + (4 + sum(map(_size, spans))).to_bytes(4, "little") + b"WEBP"
    for span in spans:
        yield from [span] if isinstance(span, bytes) else _pieces(content, *span)


def _of_webp(content: Content, kind: bytes, at: int, end: int, parts: Iterator[int]) -> Sequence[Span]:
    """Return what is kept of a chunk: of a frame its picture alone, and nothing that says that notes follow."""
    if kind == b"VP8X":
        return [bytes(content[at : at + 8]) + bytes([content[at + 8] & ~_WEBP_NOTES]), (at + 9, end)]
    if kind != b"ANMF":
        return [(at, end)]
    begin, last = at + _FRAME_HEAD, at + 8 + int.from_bytes(content[at + 4 : at + 8], "little")
    inner = _webp_chunks(content, begin, last, last, parts)
    kept = [(at, end) for kind, at, end in inner if kind in _FRAME_KEPT]
    size = _FRAME_HEAD - 8 + sum(map(_size, kept))
    return [kind + size.to_bytes(4, "little") + bytes(content[at + 8 : begin]), *kept]


def _size(span: Span) -> int:
    return len(span) if isinstance(span, bytes) else span[1] - span[0]


def _webp_chunks(
    content: Content, at: int, last: int, most: int, parts: Iterator[int]
) -> Iterator[tuple[bytes, int, int]]:
    """Yield each chunk that begins before `last` and ends by `most`; `parts` counts all of a picture."""
    while at + 8 <= last:
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        end = at + 8 + length + length % 2
        if end > most or next(parts) >= _PARTS_MOST:
            raise ValueError
        yield bytes(content[at : at + 4]), at, end
        at = end


def _pieces(content: Content, begin: int, end: int) -> Iterator[bytes]:
    for at in range(begin, end, _PIECE):
        yield bytes(content[at : min(at + _PIECE, end)])


def _damaged() -> Refused:
    return Refused(_("This picture is damaged. Open it, save it anew and attach that."), field="file")


_COPIERS: Mapping[str, Callable[[Content], Iterator[bytes]]] = {JPEG: _jpeg, PNG: _png, WEBP: _webp}


def is_picture(media_type: str) -> bool:
    """Return whether this is the media type of a picture."""
    return media_type in _COPIERS
