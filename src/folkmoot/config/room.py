"""Room for all the frames of a request at once.

Python keeps frames in pieces of 16 KB, takes the next piece from the system when one is full, and gives it back when the last
frame in it returns. Where a loop of a template happens to stand at the edge of a piece, that is done at every turn of it: up to
4 ms of the system's time for Today in our server, by no more than how deep the call stands. A first frame that asks for more than
half of a large piece makes the system give one that holds the rest of the request too.
"""

from collections.abc import Callable, Iterable
from types import FunctionType
from typing import Any

Answer = Iterable[bytes]
Application = Callable[[dict[str, Any], Callable[..., Any]], Answer]

# In words of 8 bytes: 72 KB, so that a piece of 128 KB is made. Today needs some 20 KB of the rest.
_ASKED_FOR = 9_000


def in_one_room(application: Application) -> Application:
    """Return the WSGI application, called from a frame that has room for all that it calls."""

    def room(environ: dict[str, Any], start_response: Callable[..., Any]) -> Answer:
        return application(environ, start_response)

    return FunctionType(room.__code__.replace(co_stacksize=_ASKED_FOR), globals(), closure=room.__closure__)
