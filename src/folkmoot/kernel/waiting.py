"""What waits for its place in the ledger."""

from datetime import UTC, datetime

from folkmoot.kernel.models import Entry


def waiting_since() -> datetime | None:
    """Return when the oldest entry that is not chained yet was written, or None where none waits."""
    oldest = Entry.objects.filter(position=None).order_by("id").first()
    # When it was written, which its id tells; `at` is when it happened.
    return None if oldest is None else datetime.fromtimestamp((oldest.id.int >> 80) / 1000, tz=UTC)


def count_waiting(*, limit: int) -> int:
    """Return how many entries are not chained yet, `limit` at the most."""
    return Entry.objects.filter(position=None).order_by()[:limit].count()
