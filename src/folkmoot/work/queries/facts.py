"""What work is to reports: how much of it a unit did in a time. Of the unit, and never of whoever did it."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from folkmoot.bylaws.rules.calendar import Period
from folkmoot.units.models import Unit
from folkmoot.work.models import Assignment
from folkmoot.work.rules.states import State


def work_done_in(unit: Unit, period: Period) -> tuple[int, int]:
    """Return how many assignments of a unit were done in `period`, by its own clocks, and of how many it talked; one question."""
    zone = ZoneInfo(unit.time_zone)
    first, until = (datetime.combine(day, time.min, zone) for day in (period.first, period.until))
    rows = Assignment.objects.filter(unit=unit, state__in=[State.DONE, State.REVIEWED])
    told = rows.filter(done_at__gte=first, done_at__lt=until).aggregate(
        done=Count("pk"), reviewed=Count("pk", filter=Q(state=State.REVIEWED))
    )
    return told["done"], told["reviewed"]
