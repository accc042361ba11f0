"""The moment, read once at the edge and passed on as `at`."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment in UTC; called by doors (pages, API, command line, worker) only."""
    return datetime.now(UTC)
