"""Whether a unit hung in the tree when a period was over."""

from datetime import datetime

from django.db.models import Q

from folkmoot.bylaws.rules.calendar import Period
from folkmoot.reports.rules.periods import end_of
from folkmoot.units.models import ParentEdge, Unit
from folkmoot.units.rules import paths


def zone_of_periods() -> str:
    """Return by whose clocks a period is over for the tree: those of the topmost unit."""
    return Unit.objects.values_list("time_zone", flat=True).get(path=paths.ROOT)


def was_there(unit: Unit, period: Period, at: datetime) -> bool:
    """Return whether a unit hung in the tree at the end of a period, or hangs there while it goes on; two questions."""
    end = end_of(period, zone_of_periods())
    if end >= at:
        return unit.is_open
    edges = ParentEdge.objects.filter(Q(ended_at=None) | Q(ended_at__gt=end), unit=unit, started_at__lte=end)
    return edges.exists()
