"""Of what at meetings somebody may know: what the acts are given; anything else is to them not there."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from folkmoot.access.policy import Places, places_where, units_at
from folkmoot.kernel.prepared import padded, prepared
from folkmoot.kernel.sight import Asking
from folkmoot.meetings.models import AgendaItem, LateTap, Meeting, Presence
from folkmoot.meetings.queries.meetings import seen_by
from folkmoot.meetings.queries.runners import meetings_run_by
from folkmoot.meetings.queries.voters import voters_among
from folkmoot.meetings.rules.permissions import SEEING


def meetings_known(asking: Asking) -> set[UUID]:
    """Return those of units whose meetings `to` sees."""
    units = places_where(asking.to, SEEING, at=asking.at)
    return set(_meetings(ids=padded(sorted(asking.ids)), units=units))


@prepared
def _meetings(*, ids: Sequence[UUID], units: Places) -> QuerySet[Any, UUID]:
    seen = Meeting.objects.filter(pk__in=ids).in_units(units_at(Places(*units)))
    return seen.values_list("pk", flat=True)


def items_known(asking: Asking) -> set[UUID]:
    """Return the items of agendas that `to` sees."""
    seen = seen_by(asking.to, at=asking.at).order_by().values("pk")
    return _ids(AgendaItem.objects.filter(pk__in=asking.ids, meeting__in=seen))


def attenders_known(asking: Asking) -> set[UUID]:
    """Return those who have a vote in the meeting that the act is about, to whoever runs it, and those who are there."""
    named = asking.given.get("meeting_id")
    meeting = meetings_run_by(asking.to, at=asking.at).filter(pk=named).first() if named else None
    if meeting is None:
        return set()
    here = Presence.objects.filter(meeting=meeting, person__in=asking.ids).values_list("person", flat=True)
    # What is entered afterwards was attended by those who had a vote then.
    moments = {asking.at, min(asking.at, meeting.begins_at)}
    return set(here).union(*(voters_among(asking.ids, meeting, at=moment) for moment in moments))


def stays_known(asking: Asking) -> set[UUID]:
    """Return the stays at meetings that `to` runs."""
    return _at_run(Presence.objects.all(), asking)


def taps_known(asking: Asking) -> set[UUID]:
    """Return what waits at meetings that `to` runs."""
    return _at_run(LateTap.objects.all(), asking)


def _at_run(rows: "QuerySet[Any]", asking: Asking) -> set[UUID]:
    run = meetings_run_by(asking.to, at=asking.at).order_by().values("pk")
    return _ids(rows.filter(pk__in=asking.ids, meeting__in=run))


def _ids(rows: "QuerySet[Any]") -> set[UUID]:
    found: Collection[UUID] = rows.values_list("pk", flat=True)
    return set(found)
