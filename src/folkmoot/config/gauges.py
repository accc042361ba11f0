"""What is measured when a monitoring program asks: how much waits, and how much room is taken."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from folkmoot import VERSION
from folkmoot.config.counting import is_shared, meters
from folkmoot.config.heartbeat import last_beat
from folkmoot.config.processes import resident_bytes
from folkmoot.kernel.clock import now
from folkmoot.kernel.waiting import count_waiting, waiting_since
from folkmoot.notices import queries as notices

if TYPE_CHECKING:
    from prometheus_client import Metric

# So many are counted; "that many or more" is all that anybody needs to know.
MOST_COUNTED = 10_000
_STEP = 1 << 20


def metrics_page() -> tuple[bytes, str]:
    """Return all that is counted and measured, as Prometheus reads it, and its content type."""
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest  # noqa: PLC0415  -- as above
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415  -- as above

    counted = meters().registry
    if is_shared():
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]  # the library leaves it untyped
    measured = CollectorRegistry()
    measured.register(Gauges())
    return generate_latest(counted) + generate_latest(measured), CONTENT_TYPE_LATEST


class Gauges:
    """Measures when it is asked."""

    def collect(self) -> "Iterator[Metric]":
        """Measure; the library calls it once for each answer."""
        from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415  -- as above

        at = now()
        version = GaugeMetricFamily("folkmoot_info", "The version that runs.", labels=["version"])
        version.add_metric([VERSION], 1)
        yield version
        for name, about, value in (*_waiting(at), *_room()):
            yield GaugeMetricFamily(f"folkmoot_{name}", about, value=value)
        memory = GaugeMetricFamily(
            "folkmoot_process_resident_bytes", "Memory by kind of process.", labels=["process"]
        )
        for kind, size in resident_bytes().items():
            memory.add_metric([kind], size)
        yield memory


def _waiting(at: datetime) -> Iterator[tuple[str, str, float]]:
    yield "ledger_waiting_entries", "Entries not chained yet.", count_waiting(limit=MOST_COUNTED)
    yield "ledger_waiting_seconds", "Age of the oldest of them.", _age(waiting_since(), at)
    yield (
        "mail_due",
        "Recipients whose news are to be looked at now.",
        notices.count_due(at, limit=MOST_COUNTED),
    )
    yield (
        "mail_waiting_seconds",
        "How long the longest waiting of them waits.",
        _age(notices.waiting_since(at), at),
    )
    yield "worker_silent_seconds", "Since the worker's last sign of life.", _age(last_beat(), at)


def _room() -> Iterator[tuple[str, str, float]]:
    # In whole megabytes: a table that grows by a page tells that somebody did something.
    yield (
        "database_bytes",
        "Size of the database, in steps of a megabyte.",
        _database_bytes() // _STEP * _STEP,
    )
    free = shutil.disk_usage(settings.DATA).free
    yield (
        "disk_free_bytes",
        "Room on the disk of the data folder, in steps of a megabyte.",
        free // _STEP * _STEP,
    )


def _age(moment: datetime | None, at: datetime) -> float:
    return 0.0 if moment is None else max((at - moment) / timedelta(seconds=1), 0.0)


def _database_bytes() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    name = str(connection.settings_dict["NAME"])
    files = (Path(name), Path(f"{name}-wal"))
    return sum(file.stat().st_size for file in files if file.exists())
