"""What seals a batch of receipts: a digest that fits these receipts and no others, and cannot be tried out without its salt."""

from collections.abc import Iterable

from folkmoot.kernel.canonical import canonical_json, digest_of

# What of a receipt is sealed, in this order.
SEALED = ("decision", "person", "origin", "acknowledged_at", "is_attested")


def seal_of(salt: str, rows: Iterable[tuple[object, ...]]) -> str:
    """Return the digest of receipts, given as tuples of what SEALED names, in whatever order they come."""
    return digest_of(salt + canonical_json(sorted(canonical_json(row) for row in rows)))
