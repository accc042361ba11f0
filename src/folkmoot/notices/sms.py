"""Short messages to telephones: what a gateway has to offer, and one that writes files.

An installation that has a provider registers a gateway of its own; nothing of what is sent may name a matter.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from folkmoot.kernel.files import write_once
from folkmoot.kernel.ids import new_id
from folkmoot.notices.mail import NotSent


class Gateway(Protocol):
    """What hands short messages over."""

    def hand_over(self, number: str, text: str) -> None:
        """Hand one message over, once, or raise NotSent."""


@dataclass(frozen=True)
class Outbox:
    """A gateway for installations that have none: a folder."""

    folder: Path

    def hand_over(self, number: str, text: str) -> None:
        """Keep the message as a file; the names sort by time."""
        write_once(self.folder / f"{new_id()}.sms", f"To: {number}\n\n{text}\n".encode())


_gateways: list[Gateway] = []


def use_gateway(gateway: Gateway) -> None:
    """Send short messages through `gateway` from now on. Called by `config`."""
    _gateways[:] = [gateway]


def send_sms(number: str, text: str) -> None:
    """Send a short text to one telephone number.

    :raises NotSent: if there is no gateway, or it does not take the message now.
    """
    if not _gateways:
        raise NotSent("no gateway")
    _gateways[0].hand_over(number, text)
