"""Work in the calendar of whoever does it: its day, and no word of what it is, which stands here."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.notices.interfaces import Appointment
from folkmoot.people.models import Person
from folkmoot.work.models import Assignment
from folkmoot.work.queries.lists import held_by

_KEPT = timedelta(days=30)
_MOST = 200


def work_days_of(person: Person, at: datetime) -> Iterator[Appointment]:
    """Yield the days by which a member has work to do, the earliest first."""
    held = held_by(person).filter(due_on__gte=at.date() - _KEPT)
    for assignment in held.soonest_first()[:_MOST]:
        yield _appointment(assignment)


def _appointment(assignment: Assignment) -> Appointment:
    return Appointment(
        uid=str(assignment.pk),
        on=assignment.due_on,
        summary=_("Work of yours is due"),
        path=reverse("work:assignment", args=[assignment.pk]),
    )
