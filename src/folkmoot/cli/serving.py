"""`folkmoot serve`: pages, live and worker, watched by one small process that imports none of them."""

import argparse
import contextlib
import fcntl
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from folkmoot.cli.stamps import is_prepared
from folkmoot.cli.watching import Child, watch
from folkmoot.config.environment import Environment

_SERVING = "serving"
_COUNTS = "counts"
# As `folkmoot.config.counting` calls it, which would bring Django into this process.
SHARED = "PROMETHEUS_MULTIPROC_DIR"
_PATIENCE = 5.0


class CannotServe(Exception):
    """A sentence that says why, and what to do."""


def serve(arguments: Sequence[str]) -> int:
    """Serve until asked to stop."""
    settings = Environment.read()
    parser = argparse.ArgumentParser(
        "folkmoot serve", description="Start pages, live and worker, and keep them running."
    )
    parser.add_argument("--port", type=int, default=settings.port, help="pages; live is on the next port")
    parser.add_argument("--host", default=settings.host, help="the address to listen at (127.0.0.1)")
    given = parser.parse_args(arguments)
    os.environ["FOLKMOOT_PORT"] = str(given.port)
    try:
        with the_only_server(settings.data, given.host, given.port):
            share_counts(settings)
            return prepare() or watch(
                children(given.host, given.port), then=lambda: _tell_when_up(given.host, given.port)
            )
    except CannotServe as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1


@contextlib.contextmanager
def the_only_server(data: Path, host: str, port: int) -> Iterator[None]:
    """Hold the data folder and see that both ports are free.

    :raises CannotServe: if another server has the folder, or a port cannot be had.
    """
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (data / _SERVING).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sentence = f"Another `folkmoot serve` is using {data}. Stop it first, or name another folder with --data."
            raise CannotServe(sentence) from None
        must_be_free(host, port)
        file.truncate(0)
        file.write(f"{host} {port}\n")
        file.flush()
        yield


def served_at(data: Path) -> tuple[str, int] | None:
    """Return host and port of the server that is using the data folder now, or None."""
    path = data / _SERVING
    if not path.exists():
        return None
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            host, _space, port = file.read().strip().partition(" ")
            return (host, int(port)) if port else None
    return None


def answers(port: int, host: str = "127.0.0.1") -> bool:
    """Tell whether a server of ours answers there, well or not; asked by hand, as an HTTP library would double this process."""
    question = "GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n"
    try:
        with socket.create_connection((host, port), timeout=_PATIENCE) as connection:
            connection.sendall(question.encode())
            _version, _space, status = connection.recv(12).partition(b" ")
            return status in {b"200", b"503"}
    except OSError:
        return False


def is_listened_at(host: str, port: int) -> bool:
    """Tell whether somebody listens there: asked of us, a page might be refused for the name of the host."""
    try:
        with socket.create_connection((host, port), timeout=_PATIENCE):
            return True
    except OSError:
        return False


def where_codes_come(settings: Environment) -> str:
    """Return in a sentence where the code to sign in with is found."""
    if settings.mail.folder:
        return f"No mail server is set: codes to sign in with lie as messages in {settings.mail.folder}."
    return "The code to sign in with comes by mail."


def prepare() -> int:
    """Bring database and static files up to date where this version has not, in a process that ends."""
    if is_prepared(Environment.read()):
        return 0
    return subprocess.run([sys.executable, "-P", "-m", "folkmoot.cli.preparing"], check=False).returncode


def share_counts(settings: Environment) -> None:
    """Give the processes an empty folder through which they share what they count, where counting was asked for."""
    folder = settings.data / _COUNTS
    shutil.rmtree(folder, ignore_errors=True)
    if settings.metrics:
        folder.mkdir(mode=0o700)
        os.environ[SHARED] = str(folder)


def children(host: str, port: int) -> list[Child]:
    """Return the processes: pages on `port`, live on the next one, and the worker."""
    count = Environment.read().page_processes
    names = ["pages"] if count == 1 else [f"pages {number}" for number in range(1, count + 1)]
    return [
        *(_child(name, "listening", "pages", host, str(port)) for name in names),
        _child("live", "listening", "live", host, str(port + 1)),
        _child("worker", "working"),
    ]


def _tell_when_up(host: str, port: int) -> bool:
    if not is_listened_at(host, port):
        return False
    settings = Environment.read()
    print(f"Folkmoot is at {settings.public_url}", flush=True)
    print(f"Sign in there with your e-mail address. {where_codes_come(settings)}", flush=True)
    return True


def _child(name: str, module: str, *arguments: str) -> Child:
    # glibc would keep an arena of freed memory for each thread; two are enough for ours.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    return Child(name, [sys.executable, "-P", "-m", f"folkmoot.cli.{module}", *arguments])


def must_be_free(host: str, port: int) -> None:
    """See that `port` and the next one can be listened at.

    :raises CannotServe: if not.
    """
    _must_be_free(host, port)
    _must_be_free(host, port + 1)


def _must_be_free(host: str, port: int) -> None:
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            # The look-up would make 65536 into 0.
            trial.bind((address[0], port, *address[2:]))
            # Servers that share a port would let us bind beside them, but not listen.
            trial.listen()
    except (OSError, OverflowError) as error:
        sentence = (
            f"{host} port {port} cannot be listened at: {getattr(error, 'strerror', None) or error}. "
            "Pages need one port and live the next; choose others with --port, or stop what uses them."
        )
        raise CannotServe(sentence) from error
