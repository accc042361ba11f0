"""What `bench rollup` fills in and measures."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db import connection

from bench.column_stores import sums_by
from bench.measuring import median, processor_seconds
from bench.organisations import SIZES, act
from bench.rollup import FIGURES, FIRST
from folkmoot.decisions.rules.rollup import Ints, subtree_sums
from folkmoot.kernel.batches import batched
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.inserting import insert_all
from folkmoot.reports.actions import rolling_up
from folkmoot.reports.actions.rolling_up import add_to, roll_up_anew
from folkmoot.reports.models import ColumnPiece, Form, FormVersion, Report, RollUp, State, ToRollUp, TreePiece
from folkmoot.reports.queries.figures import figures_page
from folkmoot.reports.queries.pages import Wanted
from folkmoot.reports.queries.totals import column_in
from folkmoot.reports.queries.trees import Slice, units_at
from folkmoot.reports.rules.definition import Declared, Definition, Indicator, Kind, written_as
from folkmoot.structure.actions.organisation import found_organisation
from folkmoot.units.models import ParentEdge, Unit, UnitKind
from folkmoot.units.rules import paths

BEGUN = datetime(2025, 1, 1, tzinfo=UTC)
AT = datetime(2026, 3, 5, tzinfo=UTC)
CODES = [f"f{each}" for each in range(FIGURES)]
# Some cells are always late.
MISSING = 0.05
_SOME = 2000


@dataclass
class Filled:
    """What was filled in, and the longest that one transaction took."""

    roll_up: RollUp
    top: Unit
    ends: Ints
    columns: npt.NDArray[np.int64]
    units: int
    reports: int
    longest: float = 0.0


def fill(size: int) -> Filled:
    """Write the tree of an organisation of this size, a form, and a report of every cell but some."""
    act(found_organisation, None, name="Bench", code="top", kind_set="mass")
    top = Unit.objects.get()
    fill_units(top, size)
    form = Form.objects.create(
        unit=top, names={"en": "Report"}, every="month", unit_kinds=["cell"], due_days=10, since=FIRST
    )
    indicators = [
        Indicator(code=code, names={"en": code}, kind=Kind.INTEGER, declared=Declared.ORGANISATIONAL)
        for code in CODES
    ]
    version = FormVersion.objects.create(form=form, number=1, definition=written_as(Definition(indicators)))
    cells = Unit.objects.filter(kind__is_cell=True).order_by("pk").values_list("pk", flat=True)
    reports = 0
    for cell_ids in batched(cells.iterator(), _SOME):
        written = list(_reports(form, version, cell_ids))
        insert_all(written)
        reports += len(written)
    roll_up = roll_up_anew(form, FIRST, at=AT)
    whole = Slice(0, roll_up.tree.size)
    columns = column_in(roll_up, whole, CODES)
    matrix = np.stack([columns[code].values for code in CODES])
    return Filled(roll_up, top, _ends(roll_up), matrix, roll_up.tree.size, reports)


def fill_units(top: Unit, size: int) -> None:
    """Write the units below the top of an organisation of this size, as if all had been founded long ago."""
    fanout, _per_cell = SIZES[size]
    Unit.objects.update(founded_at=BEGUN)
    ParentEdge.objects.update(started_at=BEGUN)
    for some in batched(_units(top, fanout), _SOME):
        insert_all(some)
        insert_all([ParentEdge(unit=each, parent_id=each.parent_id, started_at=BEGUN) for each in some])


def add_up(columns: npt.NDArray[np.int64], ends: Ints) -> list[Ints]:
    """Add every figure up at every unit."""
    return [subtree_sums(column, ends) for column in columns]


def read_and_add_up(given: Filled) -> list[tuple[Ints, Ints]]:
    """Read the columns and add every figure up at every unit, with of how many reports it is."""
    columns = column_in(given.roll_up, Slice(0, given.units), CODES)
    ends = _ends(given.roll_up)
    return [(subtree_sums(each.values, ends), subtree_sums(each.present, ends)) for each in columns.values()]


def make_anew(given: Filled) -> None:
    """Make all columns from the rows of the reports, as `folkmoot reports` does, and note the longest transaction."""
    made = rolling_up._make_piece  # noqa: SLF001  -- what is done in one transaction

    def timed(*args: Any) -> None:  # noqa: ANN401  -- handed on as they come
        taken = processor_seconds(partial(made, *args))
        given.longest = max(given.longest, taken)

    rolling_up._make_piece = timed  # noqa: SLF001  -- as above
    try:
        roll_up_anew(given.roll_up.form, FIRST, at=AT)
    finally:
        rolling_up._make_piece = made  # noqa: SLF001  -- as above


def late_reports(given: Filled, times: int) -> list[float]:
    """Take reports up one by one, as the worker does one that comes late, and return how long each took."""
    taken = []
    for _time in range(times):
        report = Report.objects.order_by("pk")[random.randrange(given.reports)]  # noqa: S311  -- any will do
        mark = ToRollUp.objects.create(form_id=report.form_id, first=report.first, unit_id=report.unit_id)
        taken.append(processor_seconds(partial(add_to, given.roll_up, [mark])))
    return taken


def ask_page(given: Filled) -> object:
    """Ask what the page of the topmost unit shows."""
    return figures_page(given.top, Wanted(code=CODES[0]), among=Unit.objects.all())


def group_by() -> int:
    """Add the same figures up by SQL from rows of numbers, level by level, and return how many rows that gave."""
    sums = ", ".join(f"sum({code})" for code in CODES)
    asked = f"select substr(path, 1, %s), count(*), {sums} from numbers group by 1"  # noqa: S608  -- of our own making
    with connection.cursor() as cursor:
        return sum(len(cursor.execute(asked, [paths.STEP * level]).fetchall()) for level in range(1, 8))


def by_column_stores(given: Filled, times: int) -> dict[str, float | None]:
    """Return the median of the processor time that DuckDB and Polars take, None of those that are not installed."""
    whole = Slice(0, given.units)
    present = column_in(given.roll_up, whole, CODES[:1])[CODES[0]].present
    there = np.flatnonzero(present).tolist()
    known = dict(Unit.objects.values_list("pk", "path").iterator())
    units = units_at(given.roll_up.tree_id, there)
    paths_of = [known[pk] for pk in units]
    figures = np.ascontiguousarray(given.columns[:, there])
    found: dict[str, float | None] = {}
    for name in ("duckdb", "polars"):
        add_up_there = sums_by(name, paths_of, figures, paths.STEP)
        taken = [processor_seconds(add_up_there) for _time in range(times)] if add_up_there else []
        found[name] = median(taken) if taken else None
    return found


def stored_bytes() -> int:
    """Return how many bytes the pieces of one period take."""
    return sum(
        len(values) + len(presence)
        for values, presence in ColumnPiece.objects.values_list("values", "presence").iterator()
    )


def _units(top: Unit, fanout: Sequence[int]) -> Iterator[Unit]:
    """Yield the units below the top, each after the one above it."""
    kinds = list(UnitKind.objects.order_by("rank"))[1:]
    level = [top]
    for kind, count in zip(kinds, fanout, strict=True):
        below = []
        for parent in level:
            for number in range(count):
                code = f"u{len(parent.path)}-{parent.path}-{number}"
                below.append(
                    Unit(
                        kind=kind,
                        code=code,
                        name=code,
                        search_name=code,
                        parent=parent,
                        path=paths.child_path(parent.path, number),
                        founded_at=BEGUN,
                    )
                )
        yield from below
        level = below


def _reports(form: Form, version: FormVersion, cells: Sequence[UUID]) -> Iterator[Report]:
    for cell in cells:
        if random.random() < MISSING:  # noqa: S311  -- figures to be added up
            continue
        values = {code: random.randrange(200) for code in CODES}  # noqa: S311  -- as above
        yield Report(
            id=new_id(),
            form=form,
            version=version,
            unit_id=cell,
            first=FIRST,
            state=State.SENT,
            sent_number=1,
            first_sent_on=AT.date(),
            is_in_time=True,
            values=values,
            counted=values,
        )


def number_rows() -> None:
    """Write the figures as rows of numbers beside the paths of their units, for SQL to add up."""
    columns = ", ".join(CODES)
    with connection.cursor() as cursor:
        cursor.execute(f"create table numbers (path text primary key, {columns}) without rowid")
        rows = (
            Report.objects.order_by("unit__path")
            .values_list("unit__path", "counted")
            .iterator(chunk_size=_SOME)
        )
        for some in batched(rows, _SOME):
            places = ", ".join(["%s"] * (FIGURES + 1))
            values = [[path, *(counted[code] for code in CODES)] for path, counted in some]
            cursor.executemany(f"insert into numbers values ({places})", values)  # noqa: S608  -- of our own making


def _ends(roll_up: RollUp) -> Ints:
    rows = TreePiece.objects.filter(tree=roll_up.tree_id).order_by("number").values_list("ends", flat=True)
    return np.frombuffer(b"".join(bytes(each) for each in rows), "<i4").astype(np.int64)
