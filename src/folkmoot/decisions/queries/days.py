"""By which days a person is to have read something: for their calendar."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.decisions.models import Deadline, Decision
from folkmoot.notices.interfaces import Appointment
from folkmoot.people.models import Membership, Person

# A calendar keeps what has just passed; and one that subscribed is not sent more than this.
_PAST = timedelta(days=30)
_MOST = 500


def days_of(person: Person, at: datetime) -> Iterator[Appointment]:
    """Yield the last days on which a member is to read what is addressed to them, the earliest first, without titles.

    The same whether they acknowledged it or not: whoever runs the calendar must not see who reads.
    """
    homes = list(Membership.objects.current(at).filter(person=person).select_related("unit"))
    if not homes:
        return
    standing = Decision.objects.addressed_to(person, at).standing(at).order_by().values("pk")
    since = min((home.unit.local(at) - _PAST).date() for home in homes)
    kinds = {home.unit.kind_id for home in homes}
    deadlines = Deadline.objects.filter(decision__in=standing, kind__in=kinds, read_by__gte=since)
    told: set[UUID] = set()
    for deadline in deadlines.order_by("read_by", "pk")[:_MOST]:
        # Of several days by which those of their cells should have read it, the first.
        if deadline.decision_id in told:
            continue
        told.add(deadline.decision_id)
        yield Appointment(
            uid=str(deadline.pk),
            on=deadline.read_by,
            summary=_("Last day to read something new"),
            path=reverse("decisions:decision", args=[deadline.decision_id]),
        )
