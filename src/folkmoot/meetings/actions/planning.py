"""A year's meetings, called in one step: all of them, or none."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from folkmoot.access.policy import require
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings.actions.calling import earliest_for
from folkmoot.meetings.events import MeetingsPlanned
from folkmoot.meetings.models import Meeting
from folkmoot.meetings.rules.notice import Earliest, must_give_notice
from folkmoot.meetings.rules.permissions import CALLING
from folkmoot.meetings.rules.rhythm import DAYS_MOST
from folkmoot.meetings.rules.times import When, when_of
from folkmoot.meetings.rules.words import kind_called, meeting_text, where_of
from folkmoot.people.models import Person
from folkmoot.structure.actions.claiming import claim_unit


class PlannedMeeting(BaseModel):
    """When one of the meetings begins, by the clocks of its unit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: date
    begins: str


@act("meetings.plan_meetings")
def plan_meetings(
    *,
    unit_id: UUID,
    kind: str,
    dates: list[PlannedMeeting],
    minutes: int,
    how: str,
    place: str = "",
    link: str = "",
    text: str = "",
    by: Person | None,
    at: datetime,
) -> UUID:
    """Call up to sixty meetings of a unit at once, each as `call_meeting` does, and without agendas: all or none.

    :raises Refused: if `by` may call no meetings there, the unit was closed, there is no date, there are more than sixty or two
        are the same, one is past or too early by the bylaws, or one of the other inputs is not in order.
    """
    unit = claim_unit(unit_id)
    require(by, CALLING, on=unit, at=at)
    where, words = where_of(how, place, link), meeting_text(text)
    earliest = earliest_for(unit, kind, at=at)
    zone = ZoneInfo(unit.time_zone)
    times = [_when(each, minutes, earliest, zone=zone, at=at) for each in dates]
    _must_be_some_and_differ(times)
    shared = {"unit": unit, "kind": kind_called(kind), "text": words, "called_at": at, **asdict(where)}
    made = Meeting.objects.bulk_create([Meeting(**shared, **asdict(each)) for each in times])
    event = MeetingsPlanned(
        unit.pk,
        kind,
        how,
        tuple(each.pk for each in made),
        tuple(each.begins_at for each in times),
        minutes,
        earliest.provision.article if earliest else "",
    )
    record(event, by=by, at=at, personal={"place": where.place, "text": words})
    return unit.pk


def _when(
    planned: PlannedMeeting, minutes: int, earliest: Earliest | None, *, zone: ZoneInfo, at: datetime
) -> When:
    try:
        when = when_of(planned.day, planned.begins, minutes, zone=zone, at=at)
        must_give_notice(planned.day, earliest)
    except Refused as refusal:
        field = "minutes" if refusal.field == "minutes" else "dates"
        raise Refused(
            _("%(day)s %(hour)s: %(sentence)s")
            % {"day": planned.day.isoformat(), "hour": planned.begins, "sentence": refusal},
            field=field,
        ) from None
    return when


def _must_be_some_and_differ(times: Sequence[When]) -> None:
    if not times:
        raise Refused(_("No date is named. Have some proposed, or write them."), field="dates")
    if len(times) > DAYS_MOST:
        raise Refused(
            _("These are %(count)d meetings; at most %(most)d are called at once.")
            % {"count": len(times), "most": DAYS_MOST},
            field="dates",
        )
    if len({each.begins_at for each in times}) < len(times):
        raise Refused(_("Two of these dates are the same. Leave one of them out."), field="dates")
