"""What waits for its place in the ledger, and when entries were written."""

from datetime import UTC, datetime

from folkmoot.kernel.models import Entry


def waiting_since() -> datetime | None:
    """Return when the oldest entry that is not chained yet was written, or None where none waits."""
    oldest = Entry.objects.filter(position=None).order_by("id").first()
    return None if oldest is None else _written(oldest)


def newest_written() -> datetime | None:
    """Return when the newest entry of all was written, by the clock of that moment, or None where there is none."""
    newest = Entry.objects.order_by("-id").first()
    return None if newest is None else _written(newest)


def count_waiting(*, limit: int) -> int:
    """Return how many entries are not chained yet, `limit` at the most."""
    return Entry.objects.filter(position=None).order_by()[:limit].count()


def _written(entry: Entry) -> datetime:
    # Its id tells; `at` is when it happened.
    return datetime.fromtimestamp((entry.id.int >> 80) / 1000, tz=UTC)
