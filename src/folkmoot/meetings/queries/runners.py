"""Who runs a meeting: by an office, or named to lead it, as long as they have a vote there, and some weeks after its end.

Acts, pages and lists all ask here, so that nobody is offered what is then refused.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from folkmoot.access.policy import units_where
from folkmoot.meetings.models import Meeting, MeetingQuerySet, Sitting
from folkmoot.meetings.queries.voters import voters_among, where_has_vote
from folkmoot.meetings.rules.permissions import RUNNING
from folkmoot.meetings.rules.running import NAMED_FOR
from folkmoot.people.models import Person
from folkmoot.units.models import Unit


def leads(sitting: Sitting, person: Person, *, at: datetime) -> bool:
    """Return whether `person` was named to lead a meeting, not over for long, and has a vote there: one question if so."""
    is_named = person.pk in {sitting.chair_id, sitting.minute_taker_id}
    known_at = sitting.close_known_at
    is_over_for_long = known_at is not None and at > known_at + NAMED_FOR
    return is_named and not is_over_for_long and bool(voters_among({person.pk}, sitting.meeting, at=at))


def runs(sitting: Sitting | None, person: Person, allowed: Collection[str], *, at: datetime) -> bool:
    """Return whether `person`, to whom so much is `allowed` in its unit, runs a meeting; none before it is opened leads it."""
    return RUNNING in allowed or (sitting is not None and leads(sitting, person, at=at))


def runs_now(sitting: Sitting | None, person: Person, allowed: Collection[str], *, at: datetime) -> bool:
    """Return whether a meeting goes on, not left open, and `person`, to whom so much is `allowed` in its unit, runs it."""
    return sitting is not None and sitting.goes_on(at=at) and runs(sitting, person, allowed, at=at)


def run_in(unit: Unit, person: Person, allowed: Collection[str], *, at: datetime) -> Meeting | None:
    """Return the meeting of a unit that goes on and that `person` runs, to whom so much is `allowed` there."""
    sittings = Sitting.objects.filter(meeting__unit=unit, closed_at=None).select_related("meeting")
    found = sittings.order_by("-opened_at").first()
    return found.meeting if found is not None and runs_now(found, person, allowed, at=at) else None


def where_led_by(person: Person, *, at: datetime) -> Q:
    """Return the condition that `person` leads a meeting, as `leads` says of one."""
    is_named = Q(sitting__chair=person) | Q(sitting__minute_taker=person)
    known_lately = Q(sitting__closed_at=None) | Q(sitting__closed_at__gte=at - NAMED_FOR)
    known_lately |= Q(sitting__close_entered_at__gte=at - NAMED_FOR)
    return is_named & known_lately & where_has_vote(person, at=at)


def meetings_run_by(person: Person, *, at: datetime) -> MeetingQuerySet:
    """Return the meetings that `person` runs, with their units."""
    here = units_where(person, RUNNING, at=at).order_by().values("pk")
    run = Meeting.objects.select_related("unit__kind")
    return run.filter(Q(unit__in=here) | where_led_by(person, at=at))
