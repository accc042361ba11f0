"""Giving out an attached file, in a way that whatever is in it does nothing where it is opened."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import structlog
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from folkmoot.documents.queries.files import AttachedFile
from folkmoot.kernel.filestore import stored_path

_BLOCK = 1 << 16
_YEAR = 365 * 24 * 3600
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_PDF = "application/pdf"
# Nothing in it runs, is sent or is fetched, and it is of no origin. Browsers show pictures and sound by pages that they make
# themselves, which need the two sources and their own style; those for PDF need more, and run where no page of ours is.
_NOTHING_RUNS = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
_PDF_RULES = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
log = structlog.get_logger()


class Part(NamedTuple):
    """Which bytes of a file are asked for: from `first` to `last`, both included."""

    first: int
    last: int


def given_out(request: HttpRequest, file: AttachedFile) -> HttpResponseBase:
    """Answer with a file, or the part of it that is asked for; 304 to a browser that has it, 416 where it has no such part."""
    headers = _headers(file)
    known = get_conditional_response(request, etag=headers["ETag"])
    if known is not None:
        kept = {name: headers[name] for name in ("ETag", "Cache-Control")}
        return HttpResponse(status=known.status_code, headers=kept)
    path = stored_path(file.sha256)
    if not path.exists():
        log.error("an attached file is missing", sha256=file.sha256)
        raise Http404
    return _answer(request, file, path, headers)


def _answer(
    request: HttpRequest, file: AttachedFile, path: Path, headers: dict[str, str]
) -> HttpResponseBase:
    whole = Part(0, file.size - 1)
    part = _part_asked(request, file.size, headers["ETag"])
    if part is not None and part.first > part.last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    given = part or whole
    headers["Content-Length"] = str(given.last - given.first + 1)
    if part is not None:
        headers["Content-Range"] = f"bytes {part.first}-{part.last}/{file.size}"
    blocks = iter(()) if request.method == "HEAD" else _blocks(path, given)
    return StreamingHttpResponse(
        blocks, status=206 if part else 200, content_type=_content_type(file), headers=headers
    )


def _headers(file: AttachedFile) -> dict[str, str]:
    named = content_disposition_header(as_attachment=not file.is_shown, filename=file.name)
    return {
        "Content-Disposition": named or "inline",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": _PDF_RULES if file.media_type == _PDF else _NOTHING_RUNS,
        "Cross-Origin-Resource-Policy": "same-origin",
        # What an address gives never changes; and whoever may no longer ask has had it.
        "Cache-Control": f"private, max-age={_YEAR}, immutable",
        "ETag": f'"{file.sha256}"',
        "Accept-Ranges": "bytes",
        # Most of these are packed already, and a packed answer has other parts.
        "Content-Encoding": "identity",
    }


def _content_type(file: AttachedFile) -> str:
    return f"{file.media_type}; charset=utf-8" if file.media_type.startswith("text/") else file.media_type


def _part_asked(request: HttpRequest, size: int, etag: str) -> Part | None:
    """Return the one part asked for, with `first` behind `last` if there is none such; None where the whole is to be given."""
    found = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if found is None or not (found[1] or found[2]) or request.headers.get("If-Range", etag) != etag:
        return None
    if not found[1]:
        # So many bytes at the end.
        return Part(max(0, size - int(found[2])), size - 1) if int(found[2]) else Part(1, 0)
    first, last = int(found[1]), min(int(found[2] or size), size - 1)
    if found[2] and int(found[2]) < first:
        # Ill formed, which is to be passed over.
        return None
    return Part(first, last) if first < size else Part(1, 0)


def _blocks(path: Path, part: Part) -> Iterator[bytes]:
    left = part.last - part.first + 1
    with path.open("rb") as file:
        file.seek(part.first)
        while left and (block := file.read(min(_BLOCK, left))):
            left -= len(block)
            yield block
