"""Targets in force that are held against a figure of reports: of a unit and of others shown with it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from folkmoot.bylaws.rules.calendar import Period
from folkmoot.people.models import Person
from folkmoot.work.models import Target
from folkmoot.work.queries.plans import targets_seen
from folkmoot.work.rules.plans import Counted, PlanState


@dataclass(frozen=True)
class Aimed:
    """A target of a plan in force: how much of which figure a unit wants to reach in the time of the plan."""

    unit_id: UUID
    plan_id: UUID
    code: str
    amount: int
    period: Period
    counted: Counted

    def is_of(self, period: Period) -> bool:
        """Whether the figure of `period` alone is what is held against it."""
        return self.counted is Counted.LAST or self.period == period


def aims_for(
    form_id: UUID, units: Collection[UUID], period: Period, person: Person, *, code: str = "", at: datetime
) -> list[Aimed]:
    """Return what units aim at, by plans that hold `period` and that `person` sees, of one figure or else all; one question.

    What a unit accepted as its share of a target of the body above stands in its own plan, and is found there. The plan for the
    fewest days comes first, and of those for as many the one that was made last.
    """
    rows = targets_seen(person, at=at).filter(
        plan__unit__in=units,
        plan__state=PlanState.ADOPTED,
        plan__first__lte=period.first,
        plan__until__gte=period.until,
        form_id=form_id,
    )
    rows = rows.filter(code=code) if code else rows
    found = list(rows.select_related("plan").order_by("-plan", "position", "pk"))
    return [_aimed(each) for each in sorted(found, key=lambda each: each.plan.period.until - each.plan.first)]


def _aimed(target: Target) -> Aimed:
    plan, amount = target.plan, target.amount or 0
    return Aimed(plan.unit_id, plan.pk, target.code, amount, plan.period, Counted(target.counted))
