"""Figures of the standard report, from what lower features know of a unit; none of them says anything of one member."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from folkmoot.bylaws.queries.duties import duties_of
from folkmoot.bylaws.rules.calendar import Period, months_later
from folkmoot.bylaws.rules.duties import State
from folkmoot.meetings.queries.facts import attendance_in
from folkmoot.people.models import Membership
from folkmoot.reports.interfaces import Source
from folkmoot.reports.rules.definition import Kind
from folkmoot.reports.rules.standard import (
    ADMITTED,
    ASSIGNMENTS,
    ATTENDANCE,
    DUTIES,
    MEETINGS,
    MEMBERS,
    REVIEWED,
)
from folkmoot.reports.rules.values import Kept
from folkmoot.units.models import Unit
from folkmoot.work.queries.facts import work_done_in

_INTEGER = frozenset({Kind.INTEGER})
_SHARE = frozenset({Kind.SHARE})
_MOMENT = timedelta(microseconds=1)


def members(unit: Unit, period: Period, at: datetime) -> Kept | None:
    """Return how many members a cell had at the end of a period, or has now while it goes on; None above the cells."""
    if not unit.kind.is_cell:
        return None
    end = min(_begins(period.until, unit) - _MOMENT, at)
    count: int = Membership.objects.current(end).filter(unit=unit).count()
    return count


def admitted(unit: Unit, period: Period, at: datetime) -> Kept | None:  # noqa: ARG001  -- of its shape
    """Return how many memberships began in a cell in a period; None above the cells."""
    if not unit.kind.is_cell:
        return None
    begun = {"started_at__gte": _begins(period.first, unit), "started_at__lt": _begins(period.until, unit)}
    count: int = Membership.objects.filter(unit=unit, **begun).count()
    return count


def meetings_held(unit: Unit, period: Period, at: datetime) -> Kept | None:  # noqa: ARG001  -- of its shape
    """Return how many meetings a unit held in a period."""
    return len(attendance_in(unit, period))


def attendance(unit: Unit, period: Period, at: datetime) -> Kept | None:  # noqa: ARG001  -- of its shape
    """Return how many members came to the meetings of a period, of how many; None where none was held."""
    held = attendance_in(unit, period)
    came, of = sum(came for came, _of in held), sum(of for _came, of in held)
    # Who comes and has no vote yet may be more than those who had one when it was opened.
    return [min(came, of), of] if held else None


def duties_done(unit: Unit, period: Period, at: datetime) -> Kept | None:
    """Return how many of the duties that fell due in a period were done, of all; None where the bylaws asked nothing."""
    due = {
        (duty.article, duty.kind, duty.due_on, duty.about): duty.state
        for moment in _months(period, unit, at)
        for duty in duties_of(unit, at=moment)
        if period.has(duty.due_on)
    }
    done = sum(state is State.DONE for state in due.values())
    return [done, len(due)] if due else None


def assignments(unit: Unit, period: Period, at: datetime) -> Kept | None:  # noqa: ARG001  -- of its shape
    """Return how many assignments of a unit were done in a period, whoever did them."""
    return work_done_in(unit, period)[0]


def assignments_reviewed(unit: Unit, period: Period, at: datetime) -> Kept | None:  # noqa: ARG001  -- of its shape
    """Return of how many assignments that were done in a period the unit talked, of all; None where none was done."""
    done, reviewed = work_done_in(unit, period)
    return [reviewed, done] if done else None


COMPUTED = (
    Source(MEMBERS, _("members"), _INTEGER, members),
    Source(ADMITTED, _("members admitted"), _INTEGER, admitted),
    Source(MEETINGS, _("meetings held"), _INTEGER, meetings_held),
    Source(ATTENDANCE, _("attendance at meetings"), _SHARE, attendance),
    Source(DUTIES, _("duties done, by the bylaws"), _SHARE, duties_done),
    Source(ASSIGNMENTS, _("assignments done"), _INTEGER, assignments),
    Source(REVIEWED, _("assignments talked over, of those done"), _SHARE, assignments_reviewed),
)


def _begins(day: date, unit: Unit) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(unit.time_zone))


def _months(period: Period, unit: Unit, at: datetime) -> Iterator[datetime]:
    """Yield a moment in each month of a period: duties are told a month at a time. A later one knows more."""
    first = period.first
    while first < period.until:
        following = months_later(first, 1)
        moment = min(_begins(following, unit) - _MOMENT, at)
        if moment >= _begins(first, unit):
            yield moment
        first = following
