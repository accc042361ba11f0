"""Lists by a moment, page by page: each page is asked for with the key of the last row before it."""

from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

Rows = TypeVar("Rows", bound="QuerySet[Any]")


def rows_after(rows: Rows, key: str, *, moment: str) -> Rows:
    """Keep those whose `moment` lies before that of the row that `key` is of, the latest first; all of them, if it is no key."""
    said, _sign, pk = key.partition("~")
    try:
        given, last = datetime.fromisoformat(said), UUID(pk)
        # Near the ends of time a moment has no other name; the database would be asked by one.
        at = given.astimezone(UTC)
    except (ValueError, OverflowError):
        return rows
    if given.tzinfo is None:
        return rows
    further = Q((f"{moment}__lt", at)) | Q((moment, at), pk__lt=last)
    # The range alone lets the index begin there.
    return rows.filter(further, (f"{moment}__lte", at))


def key_of(row: Any, *, moment: str) -> str:  # noqa: ANN401  -- a row of any table
    """Return the key of a row, by its `moment`, which it must have."""
    return f"{getattr(row, moment).isoformat()}~{row.pk}"
