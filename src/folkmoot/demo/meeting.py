"""The next meeting of each cell of the demo organisation, called by its secretary."""

from datetime import datetime, timedelta
from uuid import UUID

from folkmoot.demo.organisation import Organisation
from folkmoot.meetings.actions.calling import call_meeting
from folkmoot.meetings.queries.meetings import proposals_for
from folkmoot.units.models import Unit

SOONEST, DAYS = 12, 20
HOURS = ("18:30", "19:00", "20:00")
AGENDA = (
    "What became of the last meeting’s tasks",
    "Who comes to the district’s meeting",
    "Any other business",
)
PLACES = ("The back room of the library", "The canteen", "The old net loft", "The school, room 4")


def meet(organisation: Organisation, *, now: datetime) -> None:
    """Let the secretary of each cell call its next meeting, in person, and here and there online too."""
    for number, cell in enumerate(organisation.cells):
        _call(organisation, cell, number, now=now)


def _call(organisation: Organisation, cell: Unit, number: int, *, now: datetime) -> UUID:
    day = cell.local(now).date() + timedelta(days=SOONEST + number * 7 % DAYS)
    is_mixed = number % 5 == 0
    return organisation.do(
        call_meeting,
        by=organisation.officers[f"secretary {cell.code}"],
        at=now,
        unit_id=cell.pk,
        kind="general",
        day=day,
        begins=HOURS[number % len(HOURS)],
        minutes=90,
        how="mixed" if is_mixed else "in_person",
        place=PLACES[number % len(PLACES)],
        link=f"https://meet.example.org/{cell.code}" if is_mixed else "",
        agenda=[*_readings(cell, now=now), *({"text": item} for item in AGENDA)],
    )


def _readings(cell: Unit, *, now: datetime) -> list[dict[str, UUID]]:
    due = [each for each in proposals_for(cell, ["en"], at=now) if each.is_due]
    return [{"decision_id": each.decision_id} for each in due[:2]]
