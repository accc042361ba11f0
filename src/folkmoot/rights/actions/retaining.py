"""The retention job: everything whose time has come, as docs/data-map.md says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from folkmoot.kernel.due import did, work_off
from folkmoot.kernel.keeping import Clock, Keeping, keepings
from folkmoot.membership.queries.leaving import people_long_gone
from folkmoot.membership.queries.sameness import left_by_the_erased
from folkmoot.rights.actions.erasing import erase_person
from folkmoot.rights.actions.finishing import finish_all_erasures
from folkmoot.rights.actions.mentioning import note_all_mentions

AT_ONCE = 500
_ERASED_AT_ONCE = 50


@dataclass(frozen=True)
class Retained:
    """One line of the report: which tables, until when they are kept, how many rows were due and were forgotten."""

    tables: str
    until: str
    due: int
    forgotten: int


class LongGone:
    """Erases people ten years after their last membership ended, and what is left of the erased under another number."""

    def due(self, at: datetime) -> int:
        """Return how many are due at the moment `at`."""
        people = people_long_gone(at)
        return people.count() + left_by_the_erased(at).exclude(gone__in=people).count()

    def forget(self, at: datetime, limit: int) -> int:
        """Erase up to `limit` of them, at most 50 at a time, and return how many."""

        def erase(person_id: UUID) -> bool:
            return did(erase_person, {"person_id": person_id}, on=person_id, called="long gone", at=at)

        return work_off(partial(_long_gone, at), erase, most=min(limit, _ERASED_AT_ONCE))


def retain(at: datetime, *, is_dry_run: bool) -> Iterator[Retained]:
    """Forget everything that is due at the moment `at`, or nothing in a dry run; yield a line for each clock."""
    for keeping in keepings():
        if keeping.clock is not None:
            due = keeping.clock.due(at)
            forgotten = 0 if is_dry_run else sum(_pieces(keeping, at))
            yield Retained(", ".join(sorted(keeping.tables)), str(keeping.until), due, forgotten)


def finish_now(at: datetime) -> None:
    """Take away at once what is left of everybody who was erased, as far as the ledger is chained."""
    note_all_mentions()
    finish_all_erasures(at)


def retain_some(at: datetime, clocks: Iterable[Clock]) -> list[Clock]:
    """Forget a piece of everything that is due by `clocks`, and return those that may have more: for the worker."""
    return [clock for clock in clocks if clock.forget(at, AT_ONCE) >= _ERASED_AT_ONCE]


def _long_gone(at: datetime, skip: int, limit: int) -> list[UUID]:
    left = left_by_the_erased(at).values_list("gone", flat=True)
    # Whoever is both is erased once.
    both = dict.fromkeys([*left[: skip + limit], *people_long_gone(at)[: skip + limit]])
    return list(both)[skip : skip + limit]


def _pieces(keeping: Keeping, at: datetime) -> Iterator[int]:
    while keeping.clock is not None and (piece := keeping.clock.forget(at, AT_ONCE)):
        yield piece
