"""`bench pages`: first screens against a bare view of the same template, and the largest organisation against a club."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bench.measuring import Clock, Result, interleaved, median, percentile
from bench.places import in_each

if TYPE_CHECKING:
    from bench.screens import Screen

THROUGHPUT, SLOWER, QUERIES = 0.7, 3.0, 12
TIMES = 60
CLUB = 20
# By the clock on the wall as whoever waits for a page; by the processor's, where something else runs beside it.
CLOCKS = {"by the clock": time.perf_counter, "of processor time": time.process_time}


def bench(sizes: Sequence[int]) -> list[Result]:
    """Measure the pages of every day at every size, Overview and reach where there are levels."""
    measured = in_each([CLUB, *sizes], "bench.pages")
    results = [_throughput(measured[CLUB]["today"], clock) for clock in CLOCKS]
    for size in sizes:
        for page, figures in measured[size].items():
            club = measured[CLUB].get(page, measured[CLUB]["today"])
            results += [
                _compared(f"{page} at {size}", figures[clock], club[clock], clock) for clock in CLOCKS
            ]
            results.append(_questions(f"{page} at {size}", figures["queries"]))
    return results


def run_here() -> dict[str, Any]:
    """Time every first screen in this organisation, and its bare twin where the club is."""
    from bench.screens import screens  # noqa: PLC0415  -- needs Django

    measured: dict[str, Any] = {}
    for name, page in screens().items():
        measured[name] = {
            "queries": page.queries(),
            **{clock: _taken(page, by) for clock, by in CLOCKS.items()},
        }
    return measured


def _taken(page: "Screen", by: Clock) -> dict[str, float]:
    ours, bare = interleaved([page.ask, page.bare], times=TIMES, by=by)
    return {"median": median(ours), "p95": percentile(ours, 0.95), "bare": median(bare)}


def _throughput(today: dict[str, Any], clock: str) -> Result:
    taken = today[clock]
    ratio = taken["bare"] / taken["median"]
    detail: dict[str, object] = {
        "ms": round(taken["median"] * 1000, 2),
        "bare ms": round(taken["bare"] * 1000, 2),
    }
    reference = "a bare view of the same template and data"
    return Result(f"page throughput {clock}", ratio, THROUGHPUT, ratio >= THROUGHPUT, reference, detail)


def _compared(name: str, taken: dict[str, float], club: dict[str, float], clock: str) -> Result:
    ratio = taken["p95"] / club["p95"]
    detail: dict[str, object] = {
        "p95 ms": round(taken["p95"] * 1000, 2), "club's p95 ms": round(club["p95"] * 1000, 2),
        "median ms": round(taken["median"] * 1000, 2), "club's median ms": round(club["median"] * 1000, 2),
    }  # fmt: skip
    reference = "the same page in a club of 20"
    return Result(f"{name}, p95 {clock}", ratio, SLOWER, ratio <= SLOWER, reference, detail)


def _questions(name: str, queries: int) -> Result:
    return Result(f"{name}, queries", queries, QUERIES, queries <= QUERIES, "one query")
