"""Cells as values: what a table should hold, and what is wrong with it in words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.kernel.tables.rows import Row

ERRORS_SHOWN = 1000


@dataclass(frozen=True)
class Field:
    """One thing to be read from each row.

    `parse` turns a cell that is not empty into a value, and raises Refused with what is wrong with it.
    """

    name: str
    label: str | Promise
    parse: Callable[[str], object]
    is_required: bool = False
    synonyms: tuple[str, ...] = ()
    # Whether it is a day: a file may say of all of them at once whether the day or the month comes first.
    is_day: bool = False


@dataclass(frozen=True)
class RowError:
    """What is wrong with one cell, or with a whole row if `column` is empty."""

    number: int
    column: str
    sentence: str


@dataclass(frozen=True)
class ParsedRow:
    """A row's values by field name, None where its cell is empty or wrong; and where the row ends."""

    number: int
    byte: int
    values: Mapping[str, object]
    errors: tuple[RowError, ...]


@dataclass
class ErrorList:
    """The first errors of a file and the count of all, however many there are."""

    limit: int = ERRORS_SHOWN
    shown: list[RowError] = field(default_factory=list)
    count: int = 0
    row_count: int = 0

    def add(self, errors: Sequence[RowError]) -> None:
        """Count the errors of one row, and keep those that are to be shown."""
        self.count += len(errors)
        self.row_count += bool(errors)
        self.shown.extend(errors[: max(0, self.limit - len(self.shown))])


def parsed_rows(
    rows: Iterable[Row], *, header: Sequence[str], places: Mapping[str, int], fields: Sequence[Field]
) -> Iterator[ParsedRow]:
    """Yield each row with its values and with at most one error a cell; nothing is raised for a row."""
    plan = [(each, places.get(each.name), _title(each, header, places)) for each in fields]
    for row in rows:
        yield _parsed(row, plan)


def _title(wanted: Field, header: Sequence[str], places: Mapping[str, int]) -> str:
    place = places.get(wanted.name)
    title = header[place] if place is not None else ""
    return title or str(wanted.label)


def _parsed(row: Row, plan: Sequence[tuple[Field, int | None, str]]) -> ParsedRow:
    if row.problem:
        nothing = {wanted.name: None for wanted, _place, _title in plan}
        return ParsedRow(row.number, row.byte, nothing, (RowError(row.number, "", row.problem),))
    values: dict[str, object] = {}
    errors: list[RowError] = []
    for wanted, place, title in plan:
        value, sentence = _value(wanted, row.cells[place] if place is not None else "")
        values[wanted.name] = value
        if sentence:
            errors.append(RowError(row.number, title, sentence))
    return ParsedRow(row.number, row.byte, values, tuple(errors))


def _value(wanted: Field, cell: str) -> tuple[object, str]:
    stripped = cell.strip()
    if not stripped:
        return None, _("This cell is empty. Fill it in.") if wanted.is_required else ""
    try:
        return wanted.parse(stripped), ""
    except Refused as refusal:
        return None, str(refusal)
