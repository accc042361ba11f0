"""`bench intake`: reports a second as they come in over HTTP and by file, against bare rows written from the same values.

In a database of its own: its tree and its form are written as the product keeps them. Over HTTP they come as dataValueSets,
some hundred a request, through all that answers one but the socket; by file through the import with its
trial run. Each is as durable as the product has it before it is answered.
"""

import csv
import json
import os
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.measuring import Result, seconds_of
from bench.places import in_empty_folder

TOGETHER = 200
FIGURES = 20
A_SECOND = 300


def bench(sizes: Sequence[int]) -> list[Result]:
    """Bring the reports of all cells of organisations of these sizes both ways."""
    return [result for size in sizes for result in _results(in_empty_folder("bench.intake", size))]


def measure(size: int) -> dict[str, Any]:
    """Fill the database, and bring one period over HTTP and the next one by file."""
    from bench import reported_in  # noqa: PLC0415  -- needs Django

    given = reported_in.fill(size)
    reported_in.warm_up(given)
    folder = Path(os.environ["FOLKMOOT_DATA"])
    http = seconds_of(lambda: reported_in.bring_over_http(given, TOGETHER))
    file = folder / "reports.csv"
    with file.open("w", newline="", encoding="utf-8") as written:
        csv.writer(written).writerows(reported_in.rows_of_file(given))
    by_file = seconds_of(lambda: reported_in.bring_by_file(file))
    bare = seconds_of(lambda: _bare(folder / "bare.sqlite3", file))
    return {
        "reports": len(given.cells),
        "http": http,
        "file": by_file,
        "bare": bare,
        "sent": reported_in.sent(),
    }


def _bare(place: Path, file: Path) -> None:
    """Write a row for each report from the same file, as durably, without a check."""
    with sqlite3.connect(place) as connection, file.open(encoding="utf-8", newline="") as read:
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=full")
        connection.execute("create table reports (unit text, period text, told text)")
        rows = csv.reader(read)
        next(rows)
        told = ((unit, period, json.dumps(values)) for unit, period, *values in rows)
        connection.executemany("insert into reports values (?, ?, ?)", told)


def _results(figures: dict[str, Any]) -> Iterator[Result]:
    for way, name in (("http", "over HTTP"), ("file", "by file")):
        a_second = figures["reports"] / figures[way]
        detail: dict[str, object] = {
            "reports": figures["reports"],
            "a second": round(a_second),
            "× bare rows": round(figures[way] / figures["bare"], 1),
            "stored": figures["sent"],
        }
        yield Result(
            f"reports {name}",
            A_SECOND / a_second,
            1.0,
            a_second >= A_SECOND,
            f"the time of {A_SECOND} reports a second",
            detail,
        )


def main(size: int) -> None:
    """Run in the process of one database."""
    from folkmoot.cli.starting import start_with_database  # noqa: PLC0415  -- the settings are read from here on

    start_with_database()
    print(json.dumps(measure(size)))  # noqa: T201  -- what the parent reads


if __name__ == "__main__":
    main(int(sys.argv[1]))
