"""`bench recall`: how well ten cards are known by all members, added up at every unit, against one read of the same columns.

In a database of its own. Members by the thousand learn cards as the product reckons it, read as the worker reads them; what
was read is gone through as often as it takes for all members, as rows for six million would fill a disk.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from bench.measuring import Result, median, processor_seconds
from bench.places import in_empty_folder

TIMES = 3
CARDS = 10
# Of one read of the columns at memory speed: it needs a power for each card.
OVER_READ = 25.0


def bench(sizes: Sequence[int]) -> list[Result]:
    """Add up organisations of these sizes, each in a process and a database of its own."""
    return [result for size in sizes for result in _results(in_empty_folder("bench.recall", size))]


def measure(size: int) -> dict[str, Any]:
    """Fill the database and measure: one read, the arithmetic over all, the library card by card, and reading rows."""
    from bench import remembered  # noqa: PLC0415  -- needs Django

    given = remembered.fill(size, cards=CARDS)
    all_of_them = remembered.Columns(given, size * CARDS)
    return {
        "units": given.units,
        "cards": all_of_them.count,
        "rows": given.rows,
        "read": median([processor_seconds(all_of_them.read) for _time in range(TIMES)]),
        "arithmetic": median([processor_seconds(all_of_them.add_up) for _time in range(TIMES)]),
        "library": processor_seconds(given.ask_library) / given.asked,
        "rows_read": processor_seconds(given.read_rows) / given.rows,
        "difference": given.furthest_from_library(),
    }


def _results(figures: dict[str, Any]) -> Iterator[Result]:
    ratio, cards = figures["arithmetic"] / figures["read"], figures["cards"]
    each = figures["arithmetic"] / cards
    yield Result(
        f"how well {cards} cards are known, added up to {figures['units']} units",
        ratio,
        OVER_READ,
        ratio <= OVER_READ,
        "one read of the same columns, in processor time",
        {
            "read ms": round(figures["read"] * 1000, 1),
            "arithmetic s": round(figures["arithmetic"], 2),
            "a card ns": round(each * 1e9, 1),
            "the library's, one by one, ns": round(figures["library"] * 1e9),
            "library × arithmetic": round(figures["library"] / each, 1),
            "furthest from the library": f"{figures['difference']:.1e}",
            "a row read from the database µs": round(figures["rows_read"] * 1e6, 2),
            "rows": figures["rows"],
        },
    )


def main(size: int) -> None:
    """Run in the process of one database."""
    from folkmoot.cli.starting import start_with_database  # noqa: PLC0415  -- the settings are read from here on

    start_with_database()
    print(json.dumps(measure(size)))  # noqa: T201  -- what the parent reads


if __name__ == "__main__":
    main(int(sys.argv[1]))
