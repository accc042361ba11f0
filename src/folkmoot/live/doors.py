"""Who may knock at the live server, and how it answers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from starlette.responses import Response


@dataclass(frozen=True)
class Said:
    """An answer: its status, and its body in JSON."""

    status: int
    body: bytes


@dataclass(frozen=True)
class Door:
    """Who may knock: the exact origin of the pages, with the session cookie that they set."""

    origin: str
    cookie: str

    def headers(self) -> dict[str, str]:
        """Return the headers that let pages of our own origin, and no other, read the answer."""
        return {
            "access-control-allow-origin": self.origin,
            "access-control-allow-credentials": "true",
            "access-control-allow-headers": "content-type",
            "cache-control": "no-store",
            "vary": "Origin",
        }

    @cached_property
    def answer_headers(self) -> list[tuple[bytes, bytes]]:
        """Return the headers of an answer in JSON as ASGI wants them, put together once."""
        headers = {**self.headers(), "content-type": "application/json"}
        return [(name.encode(), value.encode()) for name, value in headers.items()]

    def response(self, said: Said) -> Response:
        """Return what was said as a response."""
        return Response(said.body, said.status, self.headers(), media_type="application/json")


def refusal(sentence: str, status: int) -> Said:
    """Return the answer that refuses with a sentence."""
    return Said(status, in_json({"refusal": sentence}))


def in_json(words: Mapping[str, str]) -> bytes:
    """Return `words` as JSON, in UTF-8."""
    return json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()
