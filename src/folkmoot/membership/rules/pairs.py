"""Which of those who were entered are likely to be one person."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from uuid import UUID

# A name that more people have, or a telephone that more people give, tells of none of them that they are one.
FEW = 5

Pair = tuple[UUID, UUID]


def ordered(one: UUID, other: UUID) -> Pair:
    """Return two people in the order in which a pair of them is kept."""
    return (one, other) if str(one) < str(other) else (other, one)


def pairs_among(groups: Mapping[object, Iterable[UUID]], asked: frozenset[UUID]) -> Iterator[Pair]:
    """Yield each pair of people who share something few have, at least one of whom is among `asked`."""
    for people in groups.values():
        together = sorted(set(people), key=str)
        if len(together) <= FEW:
            yield from (pair for pair in combinations(together, 2) if not asked.isdisjoint(pair))
