"""How e-mail addresses are compared and shown."""

import unicodedata

_SHOWN = 1


def normal(address: str) -> str:
    """Return `address` as it is kept and compared: without spaces around it, NFKC, lower case (UTR 36 §2.11.2)."""
    lower = unicodedata.normalize("NFKC", address).lower()
    return unicodedata.normalize("NFKC", lower).strip()


def masked(address: str) -> str:
    """Return `address` so that its owner recognises it and nobody else can write to it: "a…@example.org"."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:_SHOWN]}…@{domain}"
