"""What meetings are to the duties that bylaws ask: those called and neither cancelled nor without a quorum, on their days."""

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from folkmoot.bylaws.interfaces import Known
from folkmoot.bylaws.rules.calendar import Period
from folkmoot.bylaws.rules.duties import Held
from folkmoot.bylaws.rules.kinds import Meeting as Kind
from folkmoot.meetings.models import Meeting, Sitting
from folkmoot.units.models import Unit

# No clocks are further from UTC than this, so that no meeting of these days is missed by asking in UTC.
_FURTHEST = timedelta(days=1)


def meetings_known(unit: Unit, period: Period, at: datetime) -> Known:
    """Return the meetings of a unit that stand, as duties ask for them: one question."""
    return meetings_known_in([unit], period, at)[unit.pk]


def meetings_known_in(units: Collection[Unit], period: Period, at: datetime) -> dict[UUID, Known]:  # noqa: ARG001  -- of its shape
    """Return the meetings of each of `units` that stand, as duties ask for them: one question for all."""
    called = meetings_called(units, period)
    return {unit_id: Known(meetings=meetings) for unit_id, meetings in called.items()}


def meetings_called(units: Collection[Unit], period: Period) -> dict[UUID, list[Held]]:
    """Return for each of `units`, by its id, the meetings in `period` by its own clocks that stand; one question for all.

    Congresses before it are among them: the next one is asked so many years after the last.
    """
    clocks = {unit.pk: unit for unit in units}
    found: dict[UUID, list[Held]] = {unit_id: [] for unit_id in clocks}
    # By moments: days would be made of those of every row.
    first, until = (datetime.combine(day, time.min, UTC) for day in (period.first, period.until))
    is_near = Q(begins_at__gte=first - _FURTHEST) | Q(kind=Kind.CONGRESS)
    rows = (
        Meeting.objects.standing()
        .not_failed()
        .filter(is_near, unit__in=found, begins_at__lt=until + _FURTHEST)
    )
    for pk, unit_id, kind, begins_at in rows.soonest_first().values_list("pk", "unit", "kind", "begins_at"):
        held = Held(Kind(kind), clocks[unit_id].local(begins_at).date(), pk)
        if period.has(held.on) or (held.meeting is Kind.CONGRESS and held.on < period.first):
            found[unit_id].append(held)
    return found


def attendance_in(unit: Unit, period: Period) -> list[tuple[int, int]]:
    """Return for each meeting that a unit held in `period`, by its own clocks, how many members came, of how many; one question.

    Those that failed for want of a quorum were not held.
    """
    zone = ZoneInfo(unit.time_zone)
    first, until = (datetime.combine(day, time.min, zone) for day in (period.first, period.until))
    held = Sitting.objects.filter(closed_at__isnull=False, has_no_quorum_at=None, meeting__unit=unit)
    rows = held.filter(meeting__begins_at__gte=first, meeting__begins_at__lt=until)
    return [(attended or 0, members) for attended, members in rows.values_list("attended", "members")]
