"""How long things are kept: each feature tells what ends the keeping of its tables, in the words of the data map."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise


class Clock(Protocol):
    """What forgets the rows of a table whose time has come."""

    def due(self, at: datetime) -> int:
        """Return how many rows are due at the moment `at`."""

    def forget(self, at: datetime, limit: int) -> int:
        """Forget up to `limit` of them, in a transaction of its own, and return how many."""


Choose = Callable[[datetime], "QuerySet[Any]"]


@dataclass(frozen=True)
class Aged:
    """Forgets the rows of one table that `choose` selects for a moment, and those that one of `others` does.

    Each is asked by itself, as an index answers one question and seldom two at once; no row is selected by two.
    """

    choose: Choose
    others: Sequence[Choose] = ()

    def due(self, at: datetime) -> int:
        """Return how many rows are due at the moment `at`."""
        return sum(choose(at).count() for choose in (self.choose, *self.others))

    def forget(self, at: datetime, limit: int) -> int:
        """Forget up to `limit` of them, in transactions of their own, and return how many."""
        return reduce(
            lambda gone, choose: gone + _forget(choose, at, limit - gone), (self.choose, *self.others), 0
        )


def _forget(choose: Choose, at: datetime, limit: int) -> int:
    # Looking for them may take long, and would hold everybody up who writes.
    ids = list(choose(at).order_by().values_list("pk", flat=True)[:limit])
    if ids:
        with transaction.atomic():
            # Chosen once more, by their ids: what was made to stay in between stays.
            choose(at).filter(pk__in=ids).order_by().delete()
    return len(ids)


def forget_among(tables: Iterable["QuerySet[Any]"], limit: int) -> int:
    """Delete up to `limit` of these rows, one table after the other, in the transaction of whoever asks; return how many."""
    gone = 0
    for rows in tables:
        ids = list(rows.order_by("pk").values_list("pk", flat=True)[: limit - gone])
        rows.filter(pk__in=ids).delete()
        gone += len(ids)
    return gone


@dataclass(frozen=True)
class Keeping:
    """Until when rows of `tables` are kept: `until` is what docs/data-map.md says under “how long”.

    Either a `clock` ends it, or something that people do: then `ended_by` names the acts, none where it is for good.
    `part` says which columns are meant, where the others are kept for another time.
    """

    until: str | Promise
    tables: frozenset[str]
    clock: Clock | None = None
    ended_by: Sequence[str] = ()
    part: str | Promise = ""


# Forgets up to so many rows that say something of the person with this id, and returns how many it forgot.
Eraser = Callable[[UUID, int], int]

_keepings: list[Keeping] = []
_erasers: list[Eraser] = []


def keep(keepings: Collection[Keeping]) -> None:
    """Add what a feature knows about how long its tables are kept; called by `config`."""
    _keepings.extend(each for each in keepings if each not in _keepings)


def keepings() -> Sequence[Keeping]:
    """Return every keeping, in the order in which the features were asked."""
    return tuple(_keepings)


def erase_with(eraser: Eraser) -> None:
    """Have `eraser` called for everybody who is erased, until it finds nothing more; called by `config`."""
    if eraser not in _erasers:
        _erasers.append(eraser)


def erasers() -> Sequence[Eraser]:
    """Return what forgets the rows about a person, in the order in which the features were asked."""
    return tuple(_erasers)
