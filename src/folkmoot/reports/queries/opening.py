"""What opening a form would do at once: how many units would be late the moment it asks."""

from dataclasses import dataclass
from datetime import datetime

from folkmoot.bylaws.rules.calendar import Period
from folkmoot.reports.models import Form
from folkmoot.reports.rules.periods import due_on, end_of, period_after
from folkmoot.units.models import Unit

# Up to so many are counted while somebody waits.
COUNTED = 10_000


@dataclass(frozen=True)
class LateAtOnce:
    """That so many units would be late for a period the moment a form asks, and the first period for which none would."""

    period: Period
    units: int
    instead: Period


def late_at_once(form: Form, period: Period, *, at: datetime) -> LateAtOnce | None:
    """Return how many units would be late at once by a form that asks from `period` on; None if none would.

    Up to `COUNTED` and one more are counted, by the days of the form: articles may give units more or fewer. One question, none
    where it is in time.
    """
    today = form.unit.local(at).date()
    if due_on(period, form.due_days) >= today:
        return None
    instead = period
    while due_on(instead, form.due_days) < today:
        instead = period_after(instead, form.every)
    # A unit that was founded after the period is not asked for it.
    founded_by = min(at, end_of(period, form.unit.time_zone))
    rows = (
        Unit.objects.within(form.unit)
        .open()
        .filter(kind__code__in=form.unit_kinds, founded_at__lt=founded_by)
    )
    number = rows[: COUNTED + 1].count()
    return LateAtOnce(period, number, instead) if number else None
