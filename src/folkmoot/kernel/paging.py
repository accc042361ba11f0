"""Lists by a moment, page by page: each page is asked for with the key of the last row before it."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

Rows = TypeVar("Rows", bound="QuerySet[Any]")
Row = TypeVar("Row")


def rows_after(rows: Rows, key: str, *, moment: str) -> Rows:
    """Keep those whose `moment` lies before that of the row that `key` is of, the latest first; all of them, if it is no key."""
    found = _read(key)
    if found is None:
        return rows
    at, last = found
    further = Q((f"{moment}__lt", at)) | Q((moment, at), pk__lt=last)
    # The range alone lets the index begin there.
    return rows.filter(further, (f"{moment}__lte", at))


def rows_later(rows: Rows, key: str, *, moment: str) -> Rows:
    """Keep those whose `moment` lies after that of the row that `key` is of, the earliest first; all of them, if it is no key."""
    found = _read(key)
    if found is None:
        return rows
    at, last = found
    further = Q((f"{moment}__gt", at)) | Q((moment, at), pk__gt=last)
    # The range alone lets the index begin there.
    return rows.filter(further, (f"{moment}__gte", at))


def key_of(row: Any, *, moment: str) -> str:  # noqa: ANN401  -- a row of any table
    """Return the key of a row, by its `moment`, which it must have."""
    return f"{getattr(row, moment).isoformat()}~{row.pk}"


def cut(rows: Sequence[Row], size: int, key: Callable[[Row], str]) -> tuple[list[Row], str]:
    """Return up to `size` of `rows`, which are one more where another page follows, and the key to ask for it; "" at the end."""
    return list(rows[:size]), key(rows[size - 1]) if len(rows) > size else ""


def _read(key: str) -> tuple[datetime, UUID] | None:
    said, _sign, pk = key.partition("~")
    try:
        given, last = datetime.fromisoformat(said), UUID(pk)
        # Near the ends of time a moment has no other name; the database would be asked by one.
        at = given.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return None if given.tzinfo is None else (at, last)
