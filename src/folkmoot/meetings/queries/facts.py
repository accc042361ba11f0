"""What meetings are to the duties that bylaws ask: those called and neither cancelled nor without a quorum, on their days."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from folkmoot.bylaws.rules.calendar import Period
from folkmoot.bylaws.rules.duties import Held
from folkmoot.bylaws.rules.kinds import Meeting as Kind
from folkmoot.meetings.models import Meeting
from folkmoot.units.models import Unit

# No clocks are further from UTC than this, so that no meeting of these days is missed by asking in UTC.
_FURTHEST = timedelta(days=1)


def meetings_called(units: Collection[Unit], period: Period) -> dict[UUID, list[Held]]:
    """Return for each of `units`, by its id, the meetings in `period` by its own clocks that stand; one question for all."""
    found: dict[UUID, list[Held]] = {unit.pk: [] for unit in units}
    rows = (
        Meeting.objects.standing()
        .not_failed()
        .filter(
            unit__in=found,
            begins_at__date__gte=period.first - _FURTHEST,
            begins_at__date__lt=period.until + _FURTHEST,
        )
    )
    for meeting in rows.select_related("unit").soonest_first():
        day = meeting.begins.date()
        if period.has(day):
            found[meeting.unit_id].append(Held(Kind(meeting.kind), day, meeting.pk))
    return found
