"""Shares as they are kept: pieces of some units each, so that 300,000 are 300 rows and one of them is read."""

import struct
from bisect import bisect_left, bisect_right
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


@dataclass(frozen=True)
class Packed:
    """Some units with what each was weighed by and got, as they are kept; `least` is the first of their ids."""

    least: UUID
    total: int
    count: int
    units: bytes
    weights: bytes
    shares: bytes


def packed_pieces(units: Sequence[UUID], weights: Sequence[int], shares: Sequence[int]) -> list[Packed]:
    """Return what units got, in the order of their ids, as many as a piece holds at a time."""
    order = sorted(range(len(units)), key=units.__getitem__)
    return [
        _packed_piece(
            [units[place] for place in part],
            [weights[place] for place in part],
            [shares[place] for place in part],
        )
        for part in (order[start : start + PIECE] for start in range(0, len(order), PIECE))
    ]


def _packed_piece(units: Sequence[UUID], weights: Sequence[int], shares: Sequence[int]) -> Packed:
    return Packed(units[0], sum(shares), len(units), packed_ids(units), packed(weights), packed(shares))


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


def share_of(pieces: Sequence[Packed], unit: UUID) -> Share | None:
    """Return what a unit got in the pieces of a share-out, in the order of their ids; None if it is in none of them."""
    place = bisect_right(pieces, unit, key=lambda each: each.least) - 1
    piece = pieces[place] if place >= 0 else None
    return share_in(piece.units, piece.weights, piece.shares, unit) if piece else None


def shares_in_piece(units: bytes, weights: bytes, shares: bytes) -> Iterator[Share]:
    """Yield what each unit of a piece got, in the order of their ids."""
    for place in range(len(units) // _ID_BYTES):
        pk = UUID(bytes=units[place * _ID_BYTES : (place + 1) * _ID_BYTES])
        yield Share(pk, _at(weights, place), _at(shares, place))


def _at(numbers: bytes, place: int) -> int:
    number: int = struct.unpack_from("<q", numbers, place * 8)[0]
    return number
