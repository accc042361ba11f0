"""Keeping where units stand: told anew where something changed, a few hundred units at a time, and never all of them daily."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from folkmoot.bylaws.models import ComplianceTaken, Standing, Sweep, UnitStanding
from folkmoot.bylaws.queries.standings import Teller, Told
from folkmoot.kernel.batches import batched
from folkmoot.kernel.inserting import insert_all, insert_new
from folkmoot.units.models import Unit, UnitQuerySet

# So many units are told at once, by the same questions as one.
SLICE = 200
# The rows of so many are written in one transaction: as long as it takes, nobody else writes.
WRITTEN = 50
# Before every moment: what is marked so is told anew first.
_AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


def tell_those_due(at: datetime) -> bool:
    """Tell anew where some units stand of which something changed, or whose day has come; return whether there may be more."""
    due = UnitStanding.objects.filter(again_at__lte=at).order_by("again_at", "pk")
    units = list(_with_kinds(Unit.objects.filter(pk__in=list(due.values_list("pk", flat=True)[:SLICE]))))
    tell(units, Teller(at))
    return len(units) == SLICE


def sweep_next(at: datetime) -> bool:
    """Tell anew where the next units below one stand of which all was stirred; return whether there is more."""
    sweep = Sweep.objects.select_related("below").order_by("pk").first()
    if sweep is None:
        return False
    below = sweep.below
    # Where it was moved meanwhile, another sweep has been asked for; this one begins again.
    after = sweep.after if sweep.after.startswith(below.path) else ""
    rows = Unit.objects.within(below).filter(path__gt=after).in_order()
    units = list(_with_kinds(rows)[:SLICE])
    tell(units, Teller(at))
    if len(units) < SLICE:
        sweep.delete()
    else:
        Sweep.objects.filter(pk=sweep.pk).update(after=units[-1].path)
    return True


def tell(units: Sequence[Unit], teller: Teller) -> int:
    """Tell where `units`, read with their kinds, stand; write what is not kept so already, and return of how many."""
    told = teller.tell(units)
    kept = _kept(told)
    changed = [unit_id for unit_id, each in told.items() if _written(each) != kept.get(unit_id, _NOTHING)]
    is_shown = any(_shown(told[each]) != kept.get(each, _NOTHING)[1:] for each in changed)
    if is_shown:
        # Before what is written: figures that are added up in between are added up once more.
        ComplianceTaken.objects.update_or_create(id=1, defaults={"changed_at": teller.at})
    for some in batched(changed, WRITTEN):
        with transaction.atomic():
            write([told[unit_id] for unit_id in some], some)
    return len(changed)


def mark(units: Iterable[UUID], below: Iterable[UUID]) -> None:
    """Mark units of which it is to be told anew where they stand, one by one, and those with all below them."""
    for some in batched(sorted(set(units)), SLICE):
        there = Unit.objects.filter(pk__in=some).values_list("pk", flat=True)
        insert_new([UnitStanding(unit_id=unit_id, again_at=_AT_ONCE) for unit_id in there])
        UnitStanding.objects.filter(pk__in=some).update(again_at=_AT_ONCE)
    for unit_id in sorted(set(below)):
        # One that has yet to begin does for both.
        if not Sweep.objects.filter(below=unit_id, after="").exists():
            Sweep.objects.create(below_id=unit_id)


# What is kept of a unit, to be compared: when anew, and what is shown of it.
_Kept = tuple[Any, ...]
_NOTHING: _Kept = (None, None, frozenset())


def _kept(units: Iterable[UUID]) -> Mapping[UUID, _Kept]:
    ids = list(units)
    rows: dict[UUID, set[Any]] = {}
    for unit_id, *days in Standing.objects.filter(unit__in=ids).values_list(
        "unit", "provision", "due_at", "late_at"
    ):
        rows.setdefault(unit_id, set()).add(tuple(days))
    own = UnitStanding.objects.filter(pk__in=ids).values_list(
        "pk", "again_at", "is_asked", "due_at", "late_at"
    )
    return {
        unit_id: (again_at, tuple(days), frozenset(rows.get(unit_id, ()))) for unit_id, again_at, *days in own
    }


def _written(told: Told) -> _Kept:
    if told.unit is None:
        return _NOTHING
    return (told.unit.again_at, *_shown(told))


def _shown(told: Told) -> tuple[Any, Any]:
    if told.unit is None:
        return _NOTHING[1:]
    own = told.unit.is_asked, told.unit.due_at, told.unit.late_at
    return own, frozenset((row.provision_id, row.due_at, row.late_at) for row in told.each)


def write(told: Sequence[Told], units: Sequence[UUID]) -> None:
    """Write where `units` stand, as it was told, in place of what is kept of them."""
    Standing.objects.filter(unit__in=units).delete()
    UnitStanding.objects.filter(pk__in=units).delete()
    insert_all([each.unit for each in told if each.unit is not None])
    insert_all([row for each in told for row in each.each])


def _with_kinds(units: UnitQuerySet) -> QuerySet[Unit]:
    return units.select_related("kind").in_order()
