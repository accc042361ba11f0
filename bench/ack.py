"""`bench ack`: acknowledgements over HTTP, each durable before its answer, against a bare app that does only that."""

import asyncio
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.measuring import Result, median
from bench.places import ROOT, folder_of, in_own_process

BUDGET = 0.5
PEOPLE, CONNECTIONS, ROUNDS = 4_000, 100, 3
ORIGIN = "http://127.0.0.1:8000"
SIZE = 100_000


def bench(_sizes: Sequence[int]) -> list[Result]:
    """Send the same load to the live server and to the bare one, turn by turn, and compare by medians."""
    sessions = in_own_process(SIZE, "bench.ack")
    ours, bare = [], []
    warming = [_request(key, sessions["decisions"][ROUNDS]) for key in sessions["keys"]]
    for number in range(ROUNDS):
        requests = [_request(key, sessions["decisions"][number]) for key in sessions["keys"]]
        with _server("folkmoot.config.live:application", folder_of(SIZE)) as port:
            ours.append(PEOPLE / asyncio.run(_warmly(port, warming, requests)))
        with _server("bench.bare_intake:application", folder_of(SIZE)) as port:
            bare.append(PEOPLE / asyncio.run(_warmly(port, warming, requests)))
    ratio = median(ours) / median(bare)
    detail: dict[str, object] = {"a second": round(median(ours)), "reference a second": round(median(bare))}
    detail["stored"] = in_own_process(SIZE, "bench.ack_stored")["receipts"]
    return [
        Result(
            "acknowledgements over HTTP",
            ratio,
            BUDGET,
            ratio >= BUDGET,
            "a bare Starlette app with a batch writer",
            detail,
        )
    ]


def run_here() -> dict[str, Any]:
    """Convey one decision a round, and one to warm up with, and sign so many members in; return their session keys."""
    from bench import organisations  # noqa: PLC0415  -- needs Django
    from bench.papers import conveyed_to_everybody  # noqa: PLC0415  -- needs Django

    by = organisations.secretary()
    decisions = [str(conveyed_to_everybody(by)) for _round in range(ROUNDS + 1)]
    return {"decisions": decisions, "keys": list(_sign_in(PEOPLE))}


def _sign_in(count: int) -> Iterator[str]:
    from allauth.usersessions.models import UserSession  # noqa: PLC0415  -- needs Django
    from django.contrib.sessions.models import Session  # noqa: PLC0415  -- needs Django

    from bench.organisations import with_accounts  # noqa: PLC0415  -- needs Django
    from folkmoot.accounts.session_keys import row_key  # noqa: PLC0415  -- needs Django
    from folkmoot.kernel.clock import now  # noqa: PLC0415  -- needs Django

    accounts = with_accounts(count)
    keys = {account.pk: secrets.token_hex(16) for account in accounts}
    until = now() + timedelta(days=1)
    Session.objects.bulk_create(
        [Session(pk=row_key(key), session_data="", expire_date=until) for key in keys.values()],
        batch_size=500,
    )
    rows = [
        UserSession(user_id=pk, session_key=row_key(key), ip="127.0.0.1", data={}) for pk, key in keys.items()
    ]
    UserSession.objects.bulk_create(rows, batch_size=500)
    yield from keys.values()


@contextmanager
def _server(application: str, folder: Path) -> Iterator[int]:
    port = _free_port()
    options = [
        "--interface",
        "asgi",
        "--port",
        str(port),
        "--no-ws",
        "--log-level",
        "error",
        "--backlog",
        "20000",
        "--backpressure",
        "20000",
    ]
    environment = {
        **os.environ,
        "FOLKMOOT_DATA": str(folder),
        "FOLKMOOT_PORT": "8000",
        "PYTHONPATH": str(ROOT),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", *options, application], env=environment, cwd=ROOT
    )
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


async def _warmly(port: int, warming: Sequence[bytes], requests: Sequence[bytes]) -> float:
    """Return what `_send` does for a server that has been running for a while, as servers have."""
    await _send(port, warming)
    return await _send(port, requests)


async def _send(port: int, requests: Sequence[bytes]) -> float:
    """Send the requests over a hundred open connections and return the seconds until the last answer."""
    queues = [requests[start::CONNECTIONS] for start in range(CONNECTIONS)]
    pairs = [await asyncio.open_connection("127.0.0.1", port) for _queue in queues]
    start = time.perf_counter()
    await asyncio.gather(*(_converse(*pair, queue) for pair, queue in zip(pairs, queues, strict=True)))
    taken = time.perf_counter() - start
    for _reader, writer in pairs:
        writer.close()
    return taken


async def _converse(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, requests: Sequence[bytes]
) -> None:
    for request in requests:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode())
        length = int(
            next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")).split(
                b":"
            )[1]
        )
        await reader.readexactly(length)


def _request(session_key: str, decision_id: str) -> bytes:
    body = f'{{"id":"{UUID(decision_id)}"}}'.encode()
    head = (
        f"POST /live/acknowledgements/ HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: {ORIGIN}\r\nCookie: sessionid={session_key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    for _try in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")
