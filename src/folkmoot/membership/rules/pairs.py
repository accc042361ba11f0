"""Which of those who were entered are likely to be one person."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from uuid import UUID

from folkmoot.units.rules import paths

# A name that more people have, or a telephone that more people give, tells of none of them that they are one.
FEW = 5

Pair = tuple[UUID, UUID]
# A name or telephone, the path of the cell that answers for somebody who has it, and who that is.
Placed = tuple[str, str, UUID]


def ordered(one: UUID, other: UUID) -> Pair:
    """Return two people in the order in which a pair of them is kept."""
    return (one, other) if str(one) < str(other) else (other, one)


def few_below(asked: Iterable[Placed], everybody: Iterable[Placed]) -> Mapping[object, set[UUID]]:
    """Return those who share something, for each unit above one of `asked` in which no more than few have it.

    Two are a pair by how many have it below the lowest unit above both, and nobody outside it counts: or whoever sees that
    unit alone could tell by the pairs that are shown, or not, whether somebody out of their sight has it. `everybody` is
    gone through once, and no more is kept than few for each of these units.
    """
    found: dict[object, set[UUID]] = {
        (shared, above): set() for shared, path, _person in asked for above in paths.ancestors_of(path)
    }
    for shared, path, person_id in everybody:
        for above in paths.ancestors_of(path):
            people = found.get((shared, above))
            if people is not None and len(people) <= FEW:
                people.add(person_id)
    return found


def pairs_among(groups: Mapping[object, Iterable[UUID]], asked: frozenset[UUID]) -> Iterator[Pair]:
    """Yield each pair of people who share something few have, at least one of whom is among `asked`."""
    for people in groups.values():
        together = sorted(set(people), key=str)
        if len(together) <= FEW:
            yield from (pair for pair in combinations(together, 2) if not asked.isdisjoint(pair))
