"""`bench pages`: first screens against a bare view of the same template, and the largest organisation against a club."""

from collections.abc import Sequence
from typing import Any

from bench.measuring import Result, interleaved, median, percentile
from bench.places import in_each

THROUGHPUT, SLOWER, QUERIES = 0.7, 3.0, 12
TIMES = 60
CLUB = 20


def bench(sizes: Sequence[int]) -> list[Result]:
    """Measure the pages of every day at every size, Overview and reach where there are levels."""
    measured = in_each([CLUB, *sizes], "bench.pages")
    results = [_throughput(measured[CLUB])]
    for size in sizes:
        for page, figures in measured[size].items():
            results += _compared(
                f"{page} at {size}", figures, measured[CLUB].get(page, measured[CLUB]["today"])
            )
    return results


def run_here() -> dict[str, Any]:
    """Time every first screen in this organisation, and its bare twin where the club is."""
    from bench.screens import screens  # noqa: PLC0415  -- needs Django

    measured: dict[str, Any] = {}
    for name, page in screens().items():
        ours, bare = interleaved([page.ask, page.bare], times=TIMES)
        measured[name] = {
            "median": median(ours), "p95": percentile(ours, 0.95), "bare": median(bare), "queries": page.queries(),
        }  # fmt: skip
    return measured


def _throughput(club: dict[str, Any]) -> Result:
    today = club["today"]
    ratio = today["bare"] / today["median"]
    detail: dict[str, object] = {
        "ms": round(today["median"] * 1000, 2),
        "bare ms": round(today["bare"] * 1000, 2),
    }
    return Result(
        "page throughput",
        ratio,
        THROUGHPUT,
        ratio >= THROUGHPUT,
        "a bare view of the same template and data",
        detail,
    )


def _compared(name: str, figures: dict[str, Any], club: dict[str, Any]) -> list[Result]:
    ratio = figures["p95"] / club["p95"]
    detail: dict[str, object] = {
        "p95 ms": round(figures["p95"] * 1000, 2), "club's p95 ms": round(club["p95"] * 1000, 2), "queries": figures["queries"],
    }  # fmt: skip
    return [
        Result(f"{name}, p95", ratio, SLOWER, ratio <= SLOWER, "the same page in a club of 20", detail),
        Result(
            f"{name}, queries",
            figures["queries"],
            QUERIES,
            figures["queries"] <= QUERIES,
            "one query",
            detail,
        ),
    ]
