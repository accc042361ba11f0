"""The reference of `bench ack`: a bare Starlette app that writes what comes in to SQLite in batches, durably, and no more."""

import asyncio
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

BATCH = 1_000
_waiting: list[tuple[str, str, "asyncio.Future[None]"]] = []
_thread = ThreadPoolExecutor(1)
_tasks: set["asyncio.Task[None]"] = set()


def _open() -> sqlite3.Connection:
    connection = sqlite3.connect(os.path.join(os.environ["FOLKMOOT_DATA"], f"bare-{uuid4().hex}.sqlite3"))  # noqa: PTH118
    connection.executescript(
        "pragma journal_mode=wal; pragma synchronous=full; create table receipt (who text, what text, primary key (who, what))"
    )
    return connection


_connection = _thread.submit(_open).result()


def _write(rows: list[tuple[str, str]]) -> None:
    with _connection:
        _connection.executemany("insert or ignore into receipt values (?, ?)", rows)


async def _write_all() -> None:
    while _waiting:
        batch = _waiting[:BATCH]
        del _waiting[:BATCH]
        rows = [(who, what) for who, what, _answer in batch]
        await asyncio.get_running_loop().run_in_executor(_thread, _write, rows)
        for _who, _what, answer in batch:
            answer.set_result(None)


async def take(request: Request) -> Response:
    """Answer when the row is on the disk."""
    what = (await request.json())["id"]
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[None] = loop.create_future()
    _waiting.append((request.cookies["sessionid"], what, answer))
    if not any(not task.done() for task in _tasks):
        task = loop.create_task(_write_all())
        _tasks.add(task)
        task.add_done_callback(_tasks.discard)
    await answer
    return JSONResponse({"entered": what})


application = Starlette(routes=[Route("/live/acknowledgements/", take, methods=["POST"])])
