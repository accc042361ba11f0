"""Lists of conveyed decisions, page by page: each page is asked for with the key of the last row before it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from folkmoot.decisions.models import Decision
from folkmoot.decisions.models.decision import DecisionQuerySet
from folkmoot.kernel.paging import cut, key_of, rows_after

PAGE = 30
EXPORT_PAGE = 500
_MOMENT = "conveyed_at"


@dataclass(frozen=True)
class DecisionList:
    """One page of a list, and the key to ask for the next one with ("" at the end)."""

    decisions: Sequence[Decision]
    following: str


def page_of(decisions: DecisionQuerySet, *, after: str, size: int) -> DecisionList:
    """Return up to `size` of the conveyed `decisions`, the latest first, from the key `after` on."""
    return paged(list(rows_after(decisions, after, moment=_MOMENT).newest_first()[: size + 1]), size=size)


def paged(rows: Sequence[Decision], *, size: int) -> DecisionList:
    """Return a page of up to `size` of `rows`, which are one more where another page follows."""
    return DecisionList(*cut(rows, size, partial(key_of, moment=_MOMENT)))


def all_pages(ask: Callable[[str], DecisionList]) -> Iterator[Decision]:
    """Yield every decision of a list, asking for a page with the key of the one before; no more than one is held."""
    page = ask("")
    yield from page.decisions
    while page.following:
        page = ask(page.following)
        yield from page.decisions
