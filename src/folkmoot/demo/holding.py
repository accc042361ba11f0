"""Meetings of one cell of the demo organisation: one that was held and is closed, and one that is called for today."""

from datetime import date, datetime, timedelta
from uuid import UUID

from folkmoot.demo.organisation import SMALLEST_CELL, Organisation
from folkmoot.meetings.actions.attendance import note_arrival
from folkmoot.meetings.actions.calling import call_meeting
from folkmoot.meetings.actions.closing import close_meeting
from folkmoot.meetings.actions.items import take_up_item
from folkmoot.meetings.actions.opening import open_meeting
from folkmoot.meetings.queries.running import item_ids
from folkmoot.people.models import Person
from folkmoot.units.models import Unit

AGO, AHEAD = 21, 14
MINUTES = 90
AGENDA = ("What became of the last meeting’s tasks", "A second oven", "Any other business")


def hold(organisation: Organisation, *, now: datetime) -> None:
    """Let the first cell hold a meeting three weeks ago, and call one for today, at an hour that is as near as can be."""
    cell = organisation.cells[0]
    by = organisation.officers[f"secretary {cell.code}"]
    past = cell.local(now).replace(hour=19, minute=0, second=0, microsecond=0) - timedelta(days=AGO)
    held = _call(organisation, cell, by, past.date(), "19:00", at=past - timedelta(days=AHEAD))
    _hold(organisation, held, by, organisation.members[cell.pk], at=past)
    today = cell.local(now)
    hour = min(today.hour + 1, 22)
    _call(organisation, cell, by, today.date(), f"{hour}:00", at=now - timedelta(days=AHEAD))


def _call(
    organisation: Organisation, cell: Unit, by: Person, day: date, begins: str, *, at: datetime
) -> UUID:
    given = {"unit_id": cell.pk, "kind": "general", "day": day, "begins": begins, "minutes": MINUTES}
    agenda = [{"text": item} for item in AGENDA]
    place = {"how": "in_person", "place": "The back room of the library"}
    return organisation.do(call_meeting, by=by, at=at, agenda=agenda, **given, **place)


def _hold(
    organisation: Organisation, meeting_id: UUID, by: Person, members: list[UUID], *, at: datetime
) -> None:
    """Open it with those who were there from the beginning, go through its agenda, and close it."""
    there = members[:SMALLEST_CELL]
    lead = {"chair_id": there[1], "minute_taker_id": by.pk}
    organisation.do(open_meeting, by=by, at=at, meeting_id=meeting_id, **lead)
    organisation.do(
        note_arrival, by=by, at=at, meeting_id=meeting_id, people=there, guest="Somebody of the council"
    )
    before, moment = None, at
    for item in item_ids(meeting_id):
        given = {"agenda_item_id": item, "instead_of_id": before}
        organisation.do(take_up_item, by=by, at=moment, meeting_id=meeting_id, **given)
        before, moment = item, moment + timedelta(minutes=25)
    organisation.do(close_meeting, by=by, at=moment, meeting_id=meeting_id)
