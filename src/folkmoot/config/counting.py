"""What is counted for a monitoring program: one set of counters, which all processes share through files.

The library is imported when something is counted first: without FOLKMOOT_METRICS no process pays for it.
"""

import os
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

from folkmoot.config.routes import class_of
from folkmoot.kernel.outcomes import Outcome

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

# Read by the library when it is imported: the folder of the files through which processes share their counts.
SHARED = "PROMETHEUS_MULTIPROC_DIR"
_BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Meters:
    """The counters of this process."""

    registry: "CollectorRegistry"
    requests: "Counter"
    seconds: "Histogram"
    acts: "Counter"
    failures: "Counter"
    done: "Gauge"


@cache
def meters() -> Meters:
    """Return the counters, made when they are first asked for."""
    from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram  # noqa: PLC0415  -- 14 MB, where used

    registry = CollectorRegistry()
    return Meters(
        registry,
        Counter("folkmoot_requests", "Requests answered.", ["route", "status"], registry=registry),
        Histogram(
            "folkmoot_request_seconds", "How long it took.", ["route"], buckets=_BOUNDS, registry=registry
        ),
        Counter(
            "folkmoot_acts", "Acts that are not private, by outcome.", ["act", "outcome"], registry=registry
        ),
        Counter("folkmoot_task_failures", "Faults in the worker's tasks.", ["task"], registry=registry),
        Gauge(
            "folkmoot_task_done_timestamp_seconds",
            "When the worker's task last had nothing more to do.",
            ["task"],
            multiprocess_mode="max",
            registry=registry,
        ),
    )


def count_request(route: str, status: int, seconds: float) -> None:
    """Count a request that was answered after so many seconds."""
    if settings.METRICS:
        meters().requests.labels(route, class_of(status, route)).inc()
        meters().seconds.labels(route).observe(seconds)


def count_act(act: str, outcome: Outcome) -> None:
    """Count an act that ended, whose name is no private act's."""
    if settings.METRICS:
        meters().acts.labels(act, outcome).inc()


def count_task(task: str, *, is_done: bool, is_failed: bool, at: float) -> None:
    """Note that a task of the worker failed, or when it was done."""
    if not settings.METRICS:
        return
    if is_failed:
        meters().failures.labels(task).inc()
    elif is_done:
        meters().done.labels(task).set(at)


def is_shared() -> bool:
    """Tell whether this process shares its counts with others."""
    return SHARED in os.environ
