"""Which deadlines have passed and wait for their figures to be frozen."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from folkmoot.decisions.models import Deadline, ReachState, Snapshot
from folkmoot.decisions.models.decision import DecisionQuerySet
from folkmoot.decisions.queries.counting import falls_at


@dataclass(frozen=True)
class Passed:
    """A deadline whose figures are to be frozen, and the moment at which it had passed by every clock."""

    deadline: Deadline
    passed_at: datetime


def deadlines_passed(decisions: DecisionQuerySet, *, at: datetime) -> list[Passed]:
    """Return the deadlines of `decisions` that have passed everywhere they hold and are not frozen, the earliest first."""
    frozen = Snapshot.objects.filter(deadline__isnull=False).order_by().values("deadline")
    # The day begins first at 14 hours before UTC, so what ends today may have ended somewhere.
    near = Deadline.objects.filter(read_by__lte=(at + timedelta(hours=14)).date(), decision__in=decisions)
    waiting = near.exclude(pk__in=frozen).select_related("decision__body").order_by("read_by", "pk")
    # Where no figures were begun yet, there is nothing to freeze.
    begun = ReachState.objects.filter(decision__in=waiting.order_by().values("decision"))
    zones = dict(begun.values_list("decision", "zones"))
    known = [
        Passed(each, _passes_at(each, zones[each.decision_id]))
        for each in waiting
        if each.decision_id in zones
    ]
    return sorted((each for each in known if each.passed_at <= at), key=lambda each: each.passed_at)


def _passes_at(deadline: Deadline, zones: list[str]) -> datetime:
    return max(falls_at(deadline, zone) for zone in zones or [deadline.decision.body.time_zone])
