"""Shares as they are kept: pieces of some units each, so that 300,000 are 300 rows and one of them is read."""

import struct
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

PIECE = 1024
_ID_BYTES = 16


@dataclass(frozen=True)
class Share:
    """What a unit got, and by which weight."""

    unit: UUID
    weight: int
    share: int


def pieces_of(shares: Sequence[Share]) -> Iterator[list[Share]]:
    """Yield shares in the order of their units' ids, as many as a piece holds at a time."""
    ordered = sorted(shares, key=lambda each: each.unit.bytes)
    for start in range(0, len(ordered), PIECE):
        yield ordered[start : start + PIECE]


def packed(numbers: Sequence[int]) -> bytes:
    """Return integers as they are kept."""
    return struct.pack(f"<{len(numbers)}q", *numbers)


def packed_ids(units: Sequence[UUID]) -> bytes:
    """Return ids as they are kept."""
    return b"".join(each.bytes for each in units)


def share_in(units: bytes, weights: bytes, shares: bytes, unit: UUID) -> Share | None:
    """Return what a unit got in a piece, None if it is not in it."""
    ids = [units[start : start + _ID_BYTES] for start in range(0, len(units), _ID_BYTES)]
    place = bisect_left(ids, unit.bytes)
    if place == len(ids) or ids[place] != unit.bytes:
        return None
    return Share(unit, _at(weights, place), _at(shares, place))


def shares_in_piece(units: bytes, weights: bytes, shares: bytes) -> Iterator[Share]:
    """Yield what each unit of a piece got, in the order of their ids."""
    for place in range(len(units) // _ID_BYTES):
        pk = UUID(bytes=units[place * _ID_BYTES : (place + 1) * _ID_BYTES])
        yield Share(pk, _at(weights, place), _at(shares, place))


def _at(numbers: bytes, place: int) -> int:
    number: int = struct.unpack_from("<q", numbers, place * 8)[0]
    return number
