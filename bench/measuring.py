"""Measuring: medians, the machine, and how a result is printed."""

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Result:
    """One figure against its reference: `holds` tells whether the budget is kept."""

    name: str
    ratio: float
    budget: float
    holds: bool
    reference: str
    detail: dict[str, object] = field(default_factory=dict)

    def line(self) -> str:
        """Return the result as one line of JSON."""
        return json.dumps({**asdict(self), "machine": machine()})

    def words(self) -> str:
        """Return the result as one line for people."""
        verdict = "holds" if self.holds else "MISSED"
        details = ", ".join(f"{key} {value}" for key, value in self.detail.items())
        return f"{self.name}: {self.ratio:.3g} (budget {self.budget:g}, {verdict}) × {self.reference}\n    {details}"


def machine() -> str:
    """Return what this was measured on."""
    model = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    load = f"load {os.getloadavg()[0]:.1f}"
    return f"{os.cpu_count()} cores, {model}, Python {platform.python_version()}, {load}"


Clock = Callable[[], float]


def seconds_of(work: Callable[[], object], *, by: Clock = time.perf_counter) -> float:
    """Return how long `work` takes, once, in seconds of the clock `by`."""
    start = by()
    work()
    return by() - start


def processor_seconds(work: Callable[[], object]) -> float:
    """Return how much processor time `work` takes, once: whatever else runs on the machine is not counted."""
    return seconds_of(work, by=time.process_time)


def interleaved(
    works: Sequence[Callable[[], object]], *, times: int, by: Clock = time.perf_counter
) -> list[list[float]]:
    """Time several pieces of work turn by turn, so that a busy moment of the machine falls on all of them."""
    taken: list[list[float]] = [[] for _work in works]
    for _round in range(times):
        for place, work in enumerate(works):
            taken[place].append(seconds_of(work, by=by))
    return taken


def median(times: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(times)


def percentile(times: Sequence[float], share: float) -> float:
    """Return the smallest time that `share` of all are not above."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def tell(results: Sequence[Result], *, as_json: bool) -> int:
    """Print the results and return 1 if a budget is missed."""
    for result in results:
        sys.stdout.write((result.line() if as_json else result.words()) + "\n")
    return 0 if all(result.holds for result in results) else 1
