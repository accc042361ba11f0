"""Ports for servers that tests start."""

import contextlib
import random

from folkmoot.cli.serving import CannotServe, must_be_free

# Below what systems hand out by themselves (Linux from 32768, others from 49152): a port from there may be anybody's
# connection by the time at which the server begins to listen.
_CHOICE = range(12_000, 32_000, 2)


def free_port():
    """Return a port that is free, as is the next one; chance keeps runs side by side out of each other's way."""
    while True:
        port = random.SystemRandom().choice(_CHOICE)
        with contextlib.suppress(CannotServe):
            must_be_free("127.0.0.1", port)
            return port
