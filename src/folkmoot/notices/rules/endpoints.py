"""Where a browser may let us push to. It tells us the address, so it could name any: a machine in our own network too."""

from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

LONGEST = 1000
_PORTS = {"https": 443, "http": 80}
# An address of the old kind, written as a new one by a network that translates (RFC 6052 §2.1).
_TRANSLATED = IPv6Network("64:ff9b::/96")
# All that is given out of the new kind is in here. What is outside is special, and Python does not know all of it.
_GIVEN_OUT = IPv6Network("2000::/3")
# Of protocols and of examples, not of machines (RFC 6890 §2.1, RFC 7526, RFC 9637); Python takes these to be global.
_OF_NO_MACHINE = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"), IPv6Network("3fff::/20"))


@dataclass(frozen=True)
class Endpoint:
    """The address of a browser at a push service, in its parts."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def place(self) -> str:
        """Host and port, as the operator names a push service that is inside the network."""
        return f"{self.host}:{self.port}"

    @property
    def origin(self) -> str:
        """The origin, as a push service names itself (RFC 6454 §6.2)."""
        is_usual = self.port == _PORTS[self.scheme]
        return f"{self.scheme}://{self._bracketed}" + ("" if is_usual else f":{self.port}")

    @property
    def _bracketed(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host


def endpoint_in(address: str, *, inside: Collection[str]) -> Endpoint | None:
    """Return the parts of an address that may be pushed to: by https at its usual port, or what is named in `inside`.

    None if it is another, or none at all. Where its name leads is seen when something is sent there.
    """
    if len(address) > LONGEST or not address.isascii() or not address.isprintable() or " " in address:
        return None
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return None
    if not parts.hostname or not port or parts.username is not None or parts.fragment:
        return None
    query = f"?{parts.query}" if parts.query else ""
    found = Endpoint(parts.scheme, parts.hostname, port, (parts.path or "/") + query)
    is_usual = (found.scheme, found.port) == ("https", _PORTS["https"])
    return found if is_usual or found.place in inside else None


def is_public(address: str) -> bool:
    """Return whether a network address leads to the internet at large, and neither to this machine nor to its neighbours."""
    try:
        return _leads_out(ip_address(address))
    except ValueError:
        return False


def _leads_out(found: IPv4Address | IPv6Address) -> bool:
    within = _within(found) if isinstance(found, IPv6Address) else None
    if within is not None:
        return _leads_out(within)
    if isinstance(found, IPv6Address) and found not in _GIVEN_OUT:
        return False
    is_special = found.is_multicast or any(found in each for each in _OF_NO_MACHINE)
    return found.is_global and not is_special


def _within(found: IPv6Address) -> IPv4Address | None:
    """Return the address of the old kind to which one of the new kind leads."""
    if found in _TRANSLATED:
        return IPv4Address(found.packed[-4:])
    return found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
