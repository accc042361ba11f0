"""Pushing to one browser: its push service is asked once, at the address its name leads to now, and never for long.

The client told us that address. So only the internet at large is spoken to, the connection goes to the very address
that was looked at, and where an answer leads elsewhere nobody follows. docs/decisions/0024-web-push.md has the reasons.
"""

import re
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache

from django.conf import settings

from folkmoot.notices.mail import NotSent, NotTaken
from folkmoot.notices.rules.endpoints import Endpoint, endpoint_in, is_public

# For all of it, but for looking up the name: that ends by the resolver's own times.
PATIENCE = 10.0
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})[ \r]")
_HEAD_BYTES = 256
_OK, _MORE = 200, 300
_ENDED = {404, 410}
_TOO_MANY, _SERVER_FAULT = 429, 500


class Ended(NotTaken):
    """The push service says for good that the browser no longer listens there (RFC 8030 §7.3)."""


def push(address: str, content: bytes, headers: Mapping[str, str]) -> None:
    """Hand one sealed message to a push service.

    :raises Ended: if the browser no longer listens.
    :raises NotTaken: if the service does not take this message now.
    :raises NotSent: if it cannot be reached, may not be, or takes nothing at all.
    """
    endpoint = endpoint_in(address, inside=settings.PUSH_INSIDE)
    if endpoint is None:
        raise NotTaken("not an address to push to")
    status = _status_of(endpoint, _request(endpoint, content, headers))
    if status in _ENDED:
        raise Ended(str(status))
    if status == _TOO_MANY or status >= _SERVER_FAULT:
        raise NotSent(str(status))
    if not _OK <= status < _MORE:
        raise NotTaken(str(status))


def _status_of(endpoint: Endpoint, request: bytes) -> int:
    until = time.monotonic() + PATIENCE
    try:
        with _line_to(endpoint, until) as line:
            line.settimeout(_left(until))
            line.sendall(request)
            return _status(line, until)
    except (OSError, ValueError) as fault:  # a name that cannot be looked up may be either
        raise NotSent(type(fault).__name__) from None


@contextmanager
def _line_to(endpoint: Endpoint, until: float) -> Iterator[socket.socket]:
    with _connected(_addresses_of(endpoint), endpoint.port, until) as bare:
        if endpoint.scheme == "https":
            bare.settimeout(_left(until))
            with _context().wrap_socket(bare, server_hostname=endpoint.host) as sealed:
                yield sealed
        else:
            yield bare


def _addresses_of(endpoint: Endpoint) -> list[str]:
    """Return where the name leads now; nowhere, if any of it is inside and the operator did not say so."""
    found = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(address[0]) for *_kinds, address in found))
    if endpoint.place not in settings.PUSH_INSIDE and not all(map(is_public, addresses)):
        raise PermissionError
    return addresses


def _connected(addresses: list[str], port: int, until: float) -> socket.socket:
    """Connect to the first address that answers: they are numbers, so no name is looked up a second time."""
    fault: OSError = OSError()
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=_left(until))
        except OSError as again:
            fault = again
    raise fault


def _request(endpoint: Endpoint, content: bytes, headers: Mapping[str, str]) -> bytes:
    host = endpoint.origin.partition("://")[2]
    lines = [f"POST {endpoint.path} HTTP/1.1", f"Host: {host}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(content)}", "", ""]
    return "\r\n".join(lines).encode("ascii") + content


def _status(line: socket.socket, until: float) -> int:
    # A client of the library waits anew for each piece, and reads as many as come: a server that sends a letter at a
    # time would be waited for by the hour. Nothing but the status is of use.
    received = b""
    while b"\r\n" not in received and len(received) < _HEAD_BYTES:
        line.settimeout(_left(until))
        piece = line.recv(_HEAD_BYTES)
        if not piece:
            break
        received += piece
    found = _STATUS.match(received)
    if found is None:
        raise ConnectionError
    return int(found[1])


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()
