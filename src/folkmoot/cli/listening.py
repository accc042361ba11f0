"""The pages' and the live server's processes, as `serve` starts them: `python -m folkmoot.cli.listening KIND HOST PORT`."""

import sys
from collections.abc import Callable
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from folkmoot.config.environment import Environment
from folkmoot.config.logs import SERVER_LOGS, log_what_ends_us

# Granian's default would leave connection 1,025 waiting for ever.
_LIVE_BACKLOG = 20_000


class InPlace(MPServer):
    """Granian without the process that it puts above its worker.

    That one has 30 MB and its worker outlives it when it is killed; `serve` watches this process in its place.
    """

    def _serve(self, spawn_target: Callable[..., None], target_loader: Callable[..., Any]) -> None:
        self._init_shared_socket()  # type: ignore[no-untyped-call]  # Granian types its public side alone
        self._spawn_worker(0, spawn_target, target_loader).inner.run()


def main(kind: str, host: str, port: int) -> None:
    """Answer at `host` and `port` until asked to end."""
    log_what_ends_us()
    InPlace(
        address=host,
        port=port,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=SERVER_LOGS,
        **_of(kind),
    ).serve()


def _of(kind: str) -> dict[str, Any]:
    if kind == "live":
        return {
            "target": "folkmoot.config.live:application",
            "interface": Interfaces.ASGINL,
            "backlog": _LIVE_BACKLOG,
            "backpressure": _LIVE_BACKLOG,
        }
    return {
        "target": "folkmoot.config.wsgi:application",
        "interface": Interfaces.WSGI,
        "blocking_threads": Environment.read().page_threads,
    }


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
