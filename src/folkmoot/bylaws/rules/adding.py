"""Adding up where units stand, from the cells to the top, while no more than one line of units is held."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from folkmoot.units.rules import paths

# Of a kind of unit: how many are asked, how many of them have something to do, and how many are late.
Counts = tuple[int, int, int]
NOTHING: Counts = (0, 0, 0)
# By clause ("" for all together), and by kind of unit.
Figures = Mapping[tuple[str, str], Counts]


@dataclass
class _Line:
    path: str
    unit_id: UUID
    figures: dict[tuple[str, str], Counts] = field(default_factory=dict)

    def add(self, figures: Figures, heights: Mapping[str, int]) -> None:
        """Add figures of clauses that stand in the bylaws of this unit or of one above it, and of all together."""
        for key, counts in figures.items():
            if heights.get(key[0], 0) <= len(self.path):
                self.figures[key] = plus(self.figures.get(key, NOTHING), counts)


def plus(one: Counts, other: Counts) -> Counts:
    """Return the sum of two counts."""
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def subtree_figures(
    units: Iterable[tuple[str, UUID, Figures]], heights: Mapping[str, int]
) -> Iterator[tuple[UUID, Figures]]:
    """Yield the figures of each unit and all below it, from (path, unit, own figures) sorted by path.

    `heights` are how long the path is of the body in whose bylaws each clause stands: above it there is no line for it.
    """
    line: list[_Line] = []
    for path, unit_id, own in units:
        yield from _left_behind(line, path, heights)
        here: _Line = _Line(path, unit_id)
        here.add(own, heights)
        line.append(here)
    yield from _left_behind(line, "", heights)


def _left_behind(line: list[_Line], path: str, heights: Mapping[str, int]) -> Iterator[tuple[UUID, Figures]]:
    while line and not paths.is_within(path, line[-1].path):
        done = line.pop()
        if line:
            line[-1].add(done.figures, heights)
        yield done.unit_id, done.figures
