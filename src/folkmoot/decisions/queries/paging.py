"""Lists of conveyed decisions, page by page: each page is asked for with the key of the last row before it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db.models import Q

from folkmoot.decisions.models import Decision
from folkmoot.decisions.models.decision import DecisionQuerySet

PAGE = 30
EXPORT_PAGE = 500


@dataclass(frozen=True)
class DecisionList:
    """One page of a list, and the key to ask for the next one with ("" at the end)."""

    decisions: Sequence[Decision]
    following: str


def page_of(decisions: DecisionQuerySet, *, after: str, size: int) -> DecisionList:
    """Return up to `size` of the conveyed `decisions`, the latest first, from the key `after` on."""
    rows = list(_after(decisions, after).newest_first()[: size + 1])
    return DecisionList(rows[:size], _key_of(rows[size - 1]) if len(rows) > size else "")


def all_pages(ask: Callable[[str], DecisionList]) -> Iterator[Decision]:
    """Yield every decision of a list, asking for a page with the key of the one before; no more than one is held."""
    page = ask("")
    yield from page.decisions
    while page.following:
        page = ask(page.following)
        yield from page.decisions


def _after(decisions: DecisionQuerySet, key: str) -> DecisionQuerySet:
    moment, _sign, pk = key.partition("~")
    try:
        conveyed_at, last = datetime.fromisoformat(moment), UUID(pk)
    except ValueError:
        return decisions
    if conveyed_at.tzinfo is None:
        return decisions
    further = Q(conveyed_at__lt=conveyed_at) | Q(conveyed_at=conveyed_at, pk__lt=last)
    return decisions.filter(further, conveyed_at__lte=conveyed_at)


def _key_of(decision: Decision) -> str:
    conveyed_at = cast("datetime", decision.conveyed_at)
    return f"{conveyed_at.isoformat()}~{decision.pk}"
