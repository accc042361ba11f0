"""Members of every subtree from the members of its cells."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from folkmoot.units.rules import paths


@dataclass
class _Unfinished:
    path: str
    unit_id: UUID
    total: int
    has_units_below: bool = False


def subtree_totals(units: Iterable[tuple[str, UUID, int]]) -> Iterator[tuple[UUID, int]]:
    """Yield the total of each unit that has units below it, from (path, unit, own members) sorted by path.

    Sorting by path is preorder, so a total is known as soon as a path outside its subtree comes: no more than one
    line of units from the root down is held, whatever the size of the tree.
    """
    line: list[_Unfinished] = []
    for path, unit_id, own in units:
        yield from _left_behind(line, path)
        if line:
            line[-1].has_units_below = True
        line.append(_Unfinished(path, unit_id, own))
    yield from _left_behind(line, "")


def _left_behind(line: list[_Unfinished], path: str) -> Iterator[tuple[UUID, int]]:
    while line and not paths.is_within(path, line[-1].path):
        done = line.pop()
        if line:
            line[-1].total += done.total
        if done.has_units_below:
            yield done.unit_id, done.total
