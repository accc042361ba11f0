"""The live server: a small ASGI application beside the pages, on the next port of the same host."""

from collections.abc import Callable, Coroutine, Mapping

from django.utils.translation import gettext as _
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from folkmoot.live.doors import Door, refusal
from folkmoot.live.interfaces import Finding
from folkmoot.live.taking import Taking, wrong_origin
from folkmoot.live.writer import BatchWriter

Application = Callable[[Scope, Receive, Send], Coroutine[None, None, None]]


def live_application(
    writers: Mapping[str, BatchWriter], door: Door, look: Callable[[], Finding]
) -> Application:
    """Return the application that takes in acts at `/live/<intake>/` and answers when they are durable.

    `look` says how the installation is, and lets nobody wait who asks often.
    """
    takings = {f"/live/{intake}/": Taking(writer, door) for intake, writer in writers.items()}
    others = _others(door, look)

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        is_post = scope["type"] == "http" and scope["method"] == "POST"
        taking = takings.get(scope["path"]) if is_post else None
        await (taking or others)(scope, receive, send)

    return application


def _others(door: Door, look: Callable[[], Finding]) -> Starlette:
    """Return the application for all that comes seldom."""

    async def nothing(request: Request) -> Response:
        if request.headers.get("origin") != door.origin:
            return door.response(wrong_origin())
        return door.response(refusal(_("Nothing is taken in at this address."), 404))

    async def welcome(_request: Request) -> Response:
        return Response(headers=door.headers())

    async def health(_request: Request) -> Response:
        found = await run_in_threadpool(look)
        return JSONResponse(dict(found.words), 200 if found.is_well else 503, {"Cache-Control": "no-store"})

    return Starlette(
        routes=[
            Route("/health", health),
            # Where a proxy hands on only what begins with /live/.
            Route("/live/health/", health),
            Route("/live/{intake}/", nothing, methods=["POST"]),
            Route("/live/{intake}/", welcome, methods=["OPTIONS"]),
        ]
    )
