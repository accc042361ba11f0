"""Adding up where units stand, at every unit above the cells: the worker's, whenever something changed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q

from folkmoot.bylaws.models import Compliance, ComplianceTaken, Provision, Standing, UnitStanding
from folkmoot.bylaws.rules.adding import NOTHING, Figures, plus, subtree_figures
from folkmoot.kernel.batches import batched
from folkmoot.units.models import Unit

# Written at once.
PIECE = 500
# Days begin somewhere every hour, and make units late to whom nothing happened.
_HOURLY = timedelta(hours=1)
Own = dict[UUID, dict[tuple[str, str], tuple[int, int, int]]]


def add_up_if_due(at: datetime) -> bool:
    """Add up figures if something changed since, or an hour is over; return whether they were."""
    taken = ComplianceTaken.objects.filter(id=1).first()
    if taken is None or not _is_due(taken, at):
        return False
    add_up(at)
    return True


def add_up(at: datetime) -> int:
    """Add up where units stand at the moment `at`, write what changed, and return at how many units it did."""
    heights = {str(pk): len(path) for pk, path in Provision.objects.clauses().values_list("pk", "body__path")}
    figures = subtree_figures(_own_figures(at), heights)
    changed = sum(_keep(dict(piece)) for piece in batched(figures, PIECE))
    # What changes while it is added up is in the next figures.
    ComplianceTaken.objects.update_or_create(id=1, defaults={"at": at})
    return changed


def _is_due(taken: ComplianceTaken, at: datetime) -> bool:
    if taken.at is None:
        return True
    is_changed = taken.changed_at is not None and taken.changed_at >= taken.at
    rest = timedelta(seconds=settings.FIGURES_SECONDS)
    return at - taken.at >= (rest if is_changed else _HOURLY)


def _keep(figures: Mapping[UUID, Figures]) -> int:
    wanted = {unit_id: _written(each) for unit_id, each in figures.items()}
    kept = dict(Compliance.objects.filter(pk__in=wanted).values_list("pk", "figures"))
    gone = [unit_id for unit_id in kept if not wanted[unit_id]]
    changed = [
        Compliance(unit_id=unit_id, figures=each)
        for unit_id, each in wanted.items()
        if each and kept.get(unit_id) != each
    ]
    Compliance.objects.filter(pk__in=gone).delete()
    Compliance.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["unit"], update_fields=["figures"]
    )
    return len(changed) + len(gone)


def _written(figures: Figures) -> dict[str, dict[str, list[int]]]:
    found: dict[str, dict[str, list[int]]] = {}
    for (provision, kind), counts in sorted(figures.items()):
        found.setdefault(provision, {})[kind] = list(counts)
    return found


def _own_figures(at: datetime) -> Iterator[tuple[str, UUID, Figures]]:
    """Yield path, id and own figures of every unit above the cells, in order of path: those of its cells are its own."""
    for units in _above_cells():
        own: Own = defaultdict(dict)
        ids = [unit_id for _path, unit_id in units]
        for place in ("unit__parent", "unit"):
            _gather(own, _counted(Standing.objects.all(), place, ids, at=at, by="provision"))
            _gather(own, _counted(UnitStanding.objects.filter(is_asked=True), place, ids, at=at))
        yield from ((path, unit_id, own.get(unit_id, {})) for path, unit_id in units)


def _above_cells() -> Iterator[list[tuple[str, UUID]]]:
    last = ""
    rows = Unit.objects.filter(kind__is_cell=False).in_order().values_list("path", "pk")
    while piece := list(rows.filter(path__gt=last)[:PIECE]):
        yield piece
        last = piece[-1][0]


def _counted(rows: Any, place: str, ids: Sequence[UUID], *, at: datetime, by: str = "") -> Iterator[Any]:  # noqa: ANN401  -- rows of two tables
    is_late = Q(late_at__lte=at)
    is_due = Q(due_at__lte=at) & (Q(late_at=None) | Q(late_at__gt=at))
    # Of a unit above the cells, that with its own; of a cell, that of the unit above it.
    chosen = rows.filter(**{f"{place}__in": ids, "unit__kind__is_cell": place != "unit"})
    groups = [place, *([by] if by else []), "unit__kind__code"]
    counted = (
        chosen.order_by()
        .values_list(*groups)
        .annotate(asked=Count("unit"), due=Count("unit", filter=is_due), late=Count("unit", filter=is_late))
    )
    for row in counted:
        unit_id, *about, kind, asked, due, late = row
        yield unit_id, (str(about[0]) if about else "", kind), (asked, due, late)


def _gather(own: Own, counted: Iterator[Any]) -> None:
    for unit_id, key, counts in counted:
        own[unit_id][key] = plus(own[unit_id].get(key, NOTHING), counts)
