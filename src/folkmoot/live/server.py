"""The live server: a small ASGI application beside the pages, on the next port of the same host."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from json import JSONDecodeError
from uuid import UUID

from django.db import DatabaseError
from django.utils.translation import gettext as _
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from folkmoot.kernel.disk import is_full
from folkmoot.live.interfaces import Finding
from folkmoot.live.writer import BatchWriter, Full, full_sentence

# An id and its name; anything longer is no act of ours.
_LONGEST_BODY = 1_000


@dataclass(frozen=True)
class Door:
    """Who may knock: the exact origin of the pages, with the session cookie that they set."""

    origin: str
    cookie: str

    def headers(self) -> dict[str, str]:
        """Return the headers that let pages of our own origin, and no other, read the answer."""
        return {
            "Access-Control-Allow-Origin": self.origin,
            "Access-Control-Allow-Credentials": "true",
            "Access-Control-Allow-Headers": "content-type",
            "Cache-Control": "no-store",
            "Vary": "Origin",
        }


def live_application(
    writers: Mapping[str, BatchWriter], door: Door, look: Callable[[], Finding]
) -> Starlette:
    """Return the application that takes in acts at `/live/<intake>/` and answers when they are durable.

    `look` says how the installation is, and lets nobody wait who asks often.
    """

    async def take(request: Request) -> Response:
        if request.headers.get("origin") != door.origin:
            return _say(door, _("Send this from Folkmoot's own pages."), 403)
        writer = writers.get(request.path_params["intake"])
        if writer is None:
            return _say(door, _("Nothing is taken in at this address."), 404)
        subject_id = await _subject_of(request)
        if subject_id is None:
            return _say(door, _('Send the id of what you are answering, as {"id": "…"}.'), 400)
        return await _take(writer, request.cookies.get(door.cookie, ""), subject_id, door)

    async def welcome(_request: Request) -> Response:
        return Response(headers=door.headers())

    async def health(_request: Request) -> Response:
        found = await run_in_threadpool(look)
        return JSONResponse(dict(found.words), 200 if found.is_well else 503, {"Cache-Control": "no-store"})

    return Starlette(
        routes=[
            # First what comes in thousands: routes are tried in their order.
            Route("/live/{intake}/", take, methods=["POST"]),
            Route("/health", health),
            # Where a proxy hands on only what begins with /live/.
            Route("/live/health/", health),
            Route("/live/{intake}/", welcome, methods=["OPTIONS"]),
        ]
    )


async def _take(writer: BatchWriter, session_key: str, subject_id: UUID, door: Door) -> Response:
    try:
        answer = await writer.take(session_key, subject_id)
    except Full:
        return _say(door, full_sentence(), 503)
    except (OSError, DatabaseError) as fault:
        if not is_full(fault):
            raise
        return _say(door, _("The server has no room left, and did not keep this. Try again later."), 503)
    if not answer.is_signed_in:
        return _say(door, _("Sign in first."), 401)
    if answer.refusal:
        return _say(door, answer.refusal, 422)
    return JSONResponse({"entered": str(subject_id)}, headers=door.headers())


async def _subject_of(request: Request) -> UUID | None:
    try:
        return UUID(json.loads(await _short_body_of(request))["id"])
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


async def _short_body_of(request: Request) -> bytes:
    # Read only so far: whoever sends more fills our memory before anybody has asked who they are.
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST_BODY:
            return b""
    return body


def _say(door: Door, sentence: str, status: int) -> Response:
    return JSONResponse({"refusal": sentence}, status, headers=door.headers())
