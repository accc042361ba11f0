from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from folkmoot.ui.states import state_chip

Text = str | Promise
ROW_HEADER = '<th scope="row" role="rowheader" class="{}" data-label="{}">{}</th>'
CELL = '<td role="cell" class="{}" data-label="{}">{}</td>'


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

    @property
    def lines(self) -> Iterator[SafeString]:
        for row in self.rows:
            cells = zip(self.columns, map(as_cell, row), strict=True)
            yield format_html_join("", "{}", ((_cell(place, *pair),) for place, pair in enumerate(cells)))


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


def _cell(place: int, column: Column, cell: Cell) -> SafeString:
    # Written here and not in a template: a page of a hundred rows has five hundred cells.
    kind = "number" if column.is_number else f"depth-{cell.depth}" if cell.depth else "text"
    return format_html(CELL if place else ROW_HEADER, kind, column.label, _content(cell))


def _content(cell: Cell) -> object:
    if cell.state:
        return state_chip(cell.state, cell.text)
    return format_html('<a href="{}">{}</a>', cell.url, cell.text) if cell.url else cell.text


def _direction(column: Column, sort: str) -> str:
    if sort == column.name:
        return "ascending"
    return "descending" if sort == f"-{column.name}" else ""
