"""`bench import`: 35,000 units and 100,000 members from CSV files, by the command an operator uses."""

import csv
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.measuring import Result, seconds_of
from bench.places import ROOT

UNITS, MEMBERS = 35_000, 100_000
SECONDS, MEGABYTES, AGAINST_BARE = 60, 500, 60
DISTRICTS = 100


def bench(_sizes: Sequence[int]) -> list[Result]:
    """Import both files into a new installation, and hold time and memory against their budgets."""
    folder = Path(tempfile.mkdtemp(prefix="folkmoot-bench-"))
    try:
        return _measure(folder)
    finally:
        shutil.rmtree(folder)


def _measure(folder: Path) -> list[Result]:
    units, members = folder / "units.csv", folder / "members.csv"
    _write(units, ("code", "name", "kind", "parent"), _unit_rows())
    _write(members, ("member number", "name", "email", "cell"), _member_rows())
    _folkmoot(folder, "setup", "--name", "Bench", "--code", "top", "--kinds", "federation", "--time-zone", "UTC",
              "--officer-name", "First Officer", "--officer-email", "first@bench.example")  # fmt: skip
    seconds = seconds_of(
        lambda: [
            _folkmoot(folder, "import", kind, str(folder / f"{kind}.csv")) for kind in ("units", "members")
        ]
    )
    bare = seconds_of(lambda: _bare(folder / "bare.sqlite3", (units, members)))
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    detail = {"seconds": round(seconds, 1), "reference seconds": round(bare, 2)}
    return [
        Result(
            "import, against bare rows",
            seconds / bare,
            AGAINST_BARE,
            seconds / bare <= AGAINST_BARE,
            "the same rows read by csv and inserted bare",
            detail,
        ),
        Result(
            "import, time",
            seconds / SECONDS,
            1,
            seconds <= SECONDS,
            f"{SECONDS} s for 35,000 units and 100,000 members",
            detail,
        ),
        Result(
            "import, memory",
            megabytes / MEGABYTES,
            1,
            megabytes <= MEGABYTES,
            f"{MEGABYTES} MB",
            {"MB": round(megabytes)},
        ),
    ]


def _folkmoot(folder: Path, *words: str) -> None:
    environment = {**os.environ, "FOLKMOOT_DATA": str(folder / "data"), "FOLKMOOT_DATABASE_URL": ""}
    subprocess.run(
        [sys.executable, "-m", "folkmoot", *words],
        env=environment,
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _bare(path: Path, files: Sequence[Path]) -> None:
    with sqlite3.connect(path) as connection:
        for number, file in enumerate(files):
            connection.execute(f"create table t{number} (a text primary key, b text, c text, d text)")
            with file.open(newline="", encoding="utf-8") as source:
                rows = csv.reader(source)
                next(rows)
                connection.executemany(f"insert into t{number} values (?, ?, ?, ?)", rows)  # noqa: S608  -- our own name


def _write(path: Path, header: Sequence[str], rows: Iterator[Sequence[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def _unit_rows() -> Iterator[Sequence[object]]:
    yield ("r0", "Region", "region", "top")
    for district in range(DISTRICTS):
        yield (f"d{district}", f"District {district}", "district", "r0")
    for cell in range(UNITS - DISTRICTS - 1):
        yield (f"c{cell}", f"Co-operative {cell}", "cooperative", f"d{cell % DISTRICTS}")


def _member_rows() -> Iterator[Sequence[object]]:
    for number in range(MEMBERS):
        yield (
            f"B{number}",
            f"Member {number}",
            f"member{number}@bench.example",
            f"c{number % (UNITS - DISTRICTS - 1)}",
        )
