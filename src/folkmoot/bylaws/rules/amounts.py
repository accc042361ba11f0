"""How many of so many members: a share, a number, or a multiple of the square root. Exact, by whole numbers alone."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor, isqrt


class Measure(StrEnum):
    """What an amount is reckoned from."""

    SHARE = "share"
    NUMBER = "number"
    ROOT = "root"


@dataclass(frozen=True)
class Amount:
    """So many of the members, or `more_than` that; never more than `at_most` nor fewer than `at_least` are asked.

    `value` is a share from 0 to 1, a whole number, or what the square root of the number of members is multiplied with.
    """

    measure: Measure
    value: Fraction
    more_than: bool = False
    at_most: int | None = None
    at_least: int | None = None


def needed(amount: Amount, members: int) -> int:
    """Return the smallest whole number that reaches `amount` among so many `members`; it may be more than there are."""
    most = amount.at_most
    base = _base(amount, members)
    capped = base if most is None else min(base, most)
    return max(capped, amount.at_least or 0)


def is_reached(amount: Amount, count: int, members: int) -> bool:
    """Return whether `count` of `members` reach `amount`.

    A root is compared by its square: p reaches (a/b)√n where p²b² is at least a²n, as the Debian Constitution's quorum
    of 3Q with Q = √n/2 asks (article 4.2), whose figures "need not be integers and are not rounded".
    """
    if amount.at_least is not None and count < amount.at_least:
        return False
    if amount.at_most is not None and count >= amount.at_most:
        return True
    have, want = _compared(amount, count, members)
    return have > want if amount.more_than else have >= want


def is_never_less(one: Amount, other: Amount) -> bool:
    """Return whether `one` asks for at least as many as `other`, however many members there are (one or more).

    It may say no to two that can only be compared by trying every number: it never says yes wrongly.
    """
    if other.measure is Measure.NUMBER:
        # No amount falls when members join, so a single member is the test.
        return needed(one, 1) >= needed(other, 1)
    has_most = other.at_most is not None and needed(one, 1) >= other.at_most
    return needed(one, 1) >= (other.at_least or 0) and (has_most or _grows_as_much(one, other))


def _compared(amount: Amount, count: int, members: int) -> tuple[Fraction | int, Fraction | int]:
    if amount.measure is Measure.NUMBER:
        return count, amount.value
    if amount.measure is Measure.SHARE:
        return count * amount.value.denominator, amount.value.numerator * members
    return (count * amount.value.denominator) ** 2, amount.value.numerator**2 * members


def _base(amount: Amount, members: int) -> int:
    if amount.measure is Measure.ROOT:
        return _root(amount.value**2 * members, more_than=amount.more_than)
    exact = amount.value if amount.measure is Measure.NUMBER else amount.value * members
    return floor(exact) + 1 if amount.more_than else ceil(exact)


def _root(square: Fraction, *, more_than: bool) -> int:
    """Return the smallest whole number whose square is at least, or more than, `square`."""
    if more_than:
        return isqrt(floor(square)) + 1
    least = ceil(square)
    return isqrt(least - 1) + 1 if least else 0


def _grows_as_much(one: Amount, other: Amount) -> bool:
    """Return whether a share or root `other`, its least number left out, is never above `one`."""
    if one.at_most is not None and (other.at_most is None or one.at_most < other.at_most):
        return False
    # A share is never below the root with the same factor: n ≥ √n. The other way round it falls behind some day.
    is_comparable = one.measure is other.measure or (one.measure, other.measure) == (
        Measure.SHARE,
        Measure.ROOT,
    )
    return is_comparable and (one.value, one.more_than) >= (other.value, other.more_than)
