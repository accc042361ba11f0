"""What comes in thousands: one act of one person, read and answered with as little in between as can be.

A plain ASGI application. Starlette's requests, responses and layers around them took as long as judging and writing.
"""

import json
from collections.abc import Iterable
from json import JSONDecodeError
from uuid import UUID

from django.db import DatabaseError
from django.utils.translation import gettext as _
from starlette.requests import cookie_parser
from starlette.types import Message, Receive, Scope, Send

from folkmoot.kernel.disk import is_full
from folkmoot.live.doors import Door, Said, in_json, refusal
from folkmoot.live.writer import Answer, BatchWriter, Full, full_sentence

# An id and its name; anything longer is no act of ours.
_LONGEST_BODY = 1_000


class Taking:
    """Takes in the acts of one intake, and answers when they are durable."""

    def __init__(self, writer: BatchWriter, door: Door) -> None:
        self.writer = writer
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        said = await self._said(scope["headers"], receive)
        length = (b"content-length", str(len(said.body)).encode())
        start: Message = {"type": "http.response.start", "status": said.status}
        await send({**start, "headers": [*self.door.answer_headers, length]})
        await send({"type": "http.response.body", "body": said.body})

    async def _said(self, headers: Iterable[tuple[bytes, bytes]], receive: Receive) -> Said:
        if _one(headers, b"origin") != self.door.origin:
            return wrong_origin()
        subject_id = _subject_of(await _short_body(receive))
        if subject_id is None:
            return refusal(_('Send the id of what you are answering, as {"id": "…"}.'), 400)
        return await self._taken(_cookie(headers, self.door.cookie), subject_id)

    async def _taken(self, session_key: str, subject_id: UUID) -> Said:
        try:
            answer = await self.writer.take(session_key, subject_id)
        except Full:
            return refusal(full_sentence(), 503)
        except (OSError, DatabaseError) as fault:
            if not is_full(fault):
                raise
            return refusal(_("The server has no room left, and did not keep this. Try again later."), 503)
        return _told(answer, subject_id)


def wrong_origin() -> Said:
    """Return what is said to whoever does not come from our own pages."""
    return refusal(_("Send this from Folkmoot's own pages."), 403)


def _told(answer: Answer, subject_id: UUID) -> Said:
    if not answer.is_signed_in:
        return refusal(_("Sign in first."), 401)
    if answer.refusal:
        return refusal(answer.refusal, 422)
    return Said(200, in_json({"entered": str(subject_id)}))


def _one(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> str:
    # HTTP/2 may send the cookies in several.
    return "; ".join(value.decode("latin-1") for each, value in headers if each == name)


def _cookie(headers: Iterable[tuple[bytes, bytes]], name: str) -> str:
    return cookie_parser(_one(headers, b"cookie")).get(name, "")


def _subject_of(body: bytes) -> UUID | None:
    try:
        return UUID(json.loads(body)["id"])
    except (
        JSONDecodeError,
        UnicodeDecodeError,
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        RecursionError,
    ):
        return None


async def _short_body(receive: Receive) -> bytes:
    # Read only so far: whoever sends more fills our memory before anybody has asked who they are.
    body, more = b"", True
    while more and len(body) <= _LONGEST_BODY:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body if len(body) <= _LONGEST_BODY else b""
