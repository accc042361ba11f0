"""`bench rollup`: reports of all cells added up at every level, against one copy in memory, SQL, DuckDB and Polars.

In a database of its own: the tree and the reports are written as the product keeps them, 20 figures a report.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from bench.measuring import Result, median, processor_seconds
from bench.places import in_empty_folder

TIMES = 9
FIGURES = 20
FIRST = date(2026, 2, 1)
# Of the memory copy; and one late report in milliseconds.
OVER_COPY = 5.0
LATE_MS = 5.0


def bench(sizes: Sequence[int]) -> list[Result]:
    """Add up the reports of organisations of these sizes, each in a process and a database of its own."""
    return [result for size in sizes for result in _results(in_empty_folder("bench.rollup", size))]


def measure(size: int) -> dict[str, Any]:
    """Fill the database and measure: all sums from memory, from columns that are read, anew from rows, and one late report."""
    import numpy as np  # noqa: PLC0415  -- after the settings were read

    from bench import reported  # noqa: PLC0415  -- needs Django

    given = reported.fill(size)
    matrix = given.columns
    reported.number_rows()
    copied = np.empty_like(matrix)
    copy = median([processor_seconds(lambda: np.copyto(copied, matrix)) for _time in range(TIMES)])
    return {
        "units": given.units,
        "reports": given.reports,
        "copy": copy,
        "arithmetic": median(
            [processor_seconds(lambda: reported.add_up(matrix, given.ends)) for _time in range(TIMES)]
        ),
        "reading": median(
            [processor_seconds(lambda: reported.read_and_add_up(given)) for _time in range(TIMES)]
        ),
        "anew": processor_seconds(lambda: reported.make_anew(given)),
        "longest": given.longest,
        "late": median(reported.late_reports(given, 4 * TIMES)),
        "page": median([processor_seconds(lambda: reported.ask_page(given)) for _time in range(TIMES)]),
        "sql": processor_seconds(reported.group_by),
        **reported.by_column_stores(given, TIMES),
        "bytes": reported.stored_bytes(),
    }


def _results(figures: dict[str, Any]) -> Iterator[Result]:
    copy, units = figures["copy"], figures["units"]
    ratio = figures["arithmetic"] / copy
    ms = {name: round(figures[name] * 1000, 2) for name in ("copy", "arithmetic", "reading", "page")}
    yield Result(
        f"roll-up of {figures['reports']} reports × {FIGURES} figures to {units} units",
        ratio,
        OVER_COPY,
        ratio <= OVER_COPY,
        "one memory copy of the same figures, in processor time",
        {
            **{f"{name} ms": each for name, each in ms.items()},
            "reading × copy": round(figures["reading"] / copy, 1),
            "SQL GROUP BY of rows s": round(figures["sql"], 2),
            "SQL × reading": round(figures["sql"] / figures["reading"], 1),
            **_beside(figures),
            "anew from reports, stored, s": round(figures["anew"], 2),
            "longest transaction ms": round(figures["longest"] * 1000, 1),
            "stored MB": round(figures["bytes"] / 1e6, 1),
        },
    )
    late = figures["late"] * 1000
    yield Result(
        "one late report",
        late / LATE_MS,
        1.0,
        late <= LATE_MS,
        f"{LATE_MS:g} ms of processor time",
        {"ms": round(late, 2)},
    )


def _beside(figures: dict[str, Any]) -> dict[str, object]:
    """Return how long DuckDB and Polars take over the same sums from their own memory, and against ours from ours."""
    found: dict[str, object] = {}
    for name in ("duckdb", "polars"):
        taken = figures[name]
        found[f"{name} ms"] = round(taken * 1000, 1) if taken else "not installed"
        if taken:
            found[f"{name} × arithmetic"] = round(taken / figures["arithmetic"], 1)
    return found


def main(size: int) -> None:
    """Run in the process of one database."""
    from folkmoot.cli.starting import start_with_database  # noqa: PLC0415  -- the settings are read from here on

    start_with_database()
    print(json.dumps(measure(size)))  # noqa: T201  -- what the parent reads


if __name__ == "__main__":
    main(int(sys.argv[1]))
