"""Lists of what was published, page by page: each page is asked for with the key of the last row before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from folkmoot.kernel import paging
from folkmoot.kernel.paging import Rows, cut, rows_after
from folkmoot.news.models import Item, ItemQuerySet

PAGE = 30
_MOMENT = "published_at"


@dataclass(frozen=True)
class ItemList:
    """One page of a list, and the key to ask for the next one with ("" at the end)."""

    rows: Sequence[Item]
    following: str


def page_of(items: ItemQuerySet, *, after: str, size: int = PAGE) -> ItemList:
    """Return up to `size` of the published `items`, the latest first, from the key `after` on."""
    rows = list(after_key(items, after).newest_first()[: size + 1])
    return ItemList(*cut(rows, size, key_of))


def after_key(published: Rows, key: str) -> Rows:
    """Keep what was published before the row that the key `key` is of; all of it, if it is no key."""
    return rows_after(published, key, moment=_MOMENT)


def key_of(row: Any) -> str:  # noqa: ANN401  -- a row of either table
    """Return the key of a published row."""
    return paging.key_of(row, moment=_MOMENT)
