"""How many members there are: exact for what one page can add up, the worker's totals above that."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Substr

from folkmoot.access.policy import Places, units_at
from folkmoot.kernel.prepared import prepared
from folkmoot.membership.models import MemberCount, MemberTotal, TotalsTaken
from folkmoot.units.models import Unit, UnitQuerySet
from folkmoot.units.rules.paths import STEP, range_of

# Adding up this many cells takes a few milliseconds; all 300,000 would take most of a second.
CELLS_ADDED_UP = 2000


@dataclass(frozen=True)
class MemberFigure:
    """How many members a unit and all below it have; `counted_at` is None if that is the figure of this moment."""

    members: int
    counted_at: datetime | None = None


def members_below(unit: Unit) -> MemberFigure:
    """Return how many members `unit` and all units below it have.

    Exact with up to 2,000 cells; above that the last total, with the moment it was taken.
    """
    cells, members = _added_up(Places([range_of(unit.path)], []), at_most=CELLS_ADDED_UP + 1)
    if cells <= CELLS_ADDED_UP:
        return MemberFigure(members)
    return _total_of(unit) or MemberFigure(members_in(Unit.objects.within(unit)))


def members_in(units: QuerySet[Unit]) -> int:
    """Return how many members have their home in one of `units`, exactly: for sets of at most a few thousand cells."""
    counts = MemberCount.objects.filter(unit__in=units.order_by().values("pk"))
    total: int = counts.aggregate(members=Coalesce(Sum("members"), 0))["members"]
    return total


def members_of(unit_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """Return how many members each of these cells has; cells without any are left out."""
    counts = MemberCount.objects.filter(unit__in=unit_ids, members__gt=0)
    return dict(counts.values_list("unit", "members"))


def members_right_below(unit: Unit) -> dict[str, int]:
    """Return how many members each of the units right below `unit` has with all below it, by its path; one question."""
    low, high = range_of(unit.path)
    step = Substr("unit__path", 1, len(unit.path) + STEP)
    counts = MemberCount.objects.filter(unit__path__gt=low, unit__path__lt=high)
    return dict(counts.values_list(step).annotate(members=Sum("members")).order_by())


def with_members(cells: UnitQuerySet) -> UnitQuerySet:
    """Return `cells` with how many members each has as `members`: no question of its own."""
    return cells.annotate(members=Coalesce(F("member_count__members"), 0))


def has_more_members_than(units: UnitQuerySet, limit: int) -> bool:
    """Return whether more than `limit` members have their home in `units`, looking at no more cells than it takes."""
    # Each cell that is added up has a member, so one more cell than the limit settles it.
    members: int = sum(_counted(units, limit + 1))
    return members > limit


def has_more_members_at(places: Places, limit: int) -> bool:
    """Return what `has_more_members_than` does of the units at `places`."""
    return _added_up(places, at_most=limit + 1)[1] > limit


def _added_up(places: Places, *, at_most: int) -> tuple[int, int]:
    found = _counts_at(places=places, at_most=at_most)
    return len(found), sum(found)


@prepared
def _counts_at(*, places: Places, at_most: int) -> QuerySet[Any, Any]:
    return _counted(units_at(places), at_most)


def _counted(units: UnitQuerySet, at_most: int) -> QuerySet[Any, Any]:
    # Asked from the side of the units: the range of paths is an index, and reading stops with the last cell wanted.
    counts = units.order_by().filter(member_count__members__gt=0)
    return counts.values_list("member_count__members", flat=True)[:at_most]


def _total_of(unit: Unit) -> MemberFigure | None:
    # One question for both: pages of the largest units ask most of all.
    taken = Subquery(TotalsTaken.objects.filter(id=1).values("at"))
    found = MemberTotal.objects.filter(unit=unit).values_list("members", taken).first()
    return None if found is None or found[1] is None else MemberFigure(*found)


def counts_below(path: str) -> Iterator[tuple[UUID, int]]:
    """Yield each cell with members at or below the unit with this path, and how many it has: for the worker."""
    low, high = range_of(path)
    counts = MemberCount.objects.filter(unit__path__gte=low, unit__path__lt=high, members__gt=0)
    return counts.order_by("unit").values_list("unit", "members").iterator()
