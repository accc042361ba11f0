from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Column:
    label: Text
    name: str = ""
    is_number: bool = False

    @property
    def is_sortable(self) -> bool:
        return bool(self.name)


@dataclass(frozen=True)
class Cell:
    text: object
    url: str = ""
    state: str = ""
    depth: int = 0


@dataclass(frozen=True)
class Table:
    """Rows may be a generator: they are read once, in the template."""

    caption: Text
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
    sort: str = ""
    empty: Text = ""
    keeps: Sequence[str] = field(default=())

    @property
    def lines(self) -> Iterable[list[tuple[Column, Cell]]]:
        for row in self.rows:
            yield [(column, as_cell(value)) for column, value in zip(self.columns, row, strict=True)]


@dataclass(frozen=True)
class Sort:
    url: str
    direction: str


def as_cell(value: object) -> Cell:
    return value if isinstance(value, Cell) else Cell(value)


def sorted_by(column: Column, table: Table, request: HttpRequest | None) -> Sort:
    """Say how the table is sorted by this column now, and the address that sorts by it next."""
    direction = _direction(column, table.sort)
    following = f"-{column.name}" if direction == "ascending" else column.name
    query = request.GET.copy() if request else None
    if query is None:
        return Sort(f"?sort={following}", direction)
    query["sort"] = following
    for spent in ("after", "before"):
        query.pop(spent, None)
    return Sort(f"?{query.urlencode()}", direction)


def _direction(column: Column, sort: str) -> str:
    if sort == column.name:
        return "ascending"
    return "descending" if sort == f"-{column.name}" else ""
