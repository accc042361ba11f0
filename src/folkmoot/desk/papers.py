"""What waits at the desk of a unit: meetings of today, minutes to adopt, carried motions, requests and reports from below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from folkmoot.meetings.minutes.queries.minutes import held_at
from folkmoot.meetings.minutes.screens import MinutesLine, minutes_lines
from folkmoot.meetings.motions.queries.carried import Carried, carried_in
from folkmoot.meetings.screens import MeetingLine, first_page_lines
from folkmoot.reports.queries.arriving import arrived_in
from folkmoot.reports.queries.requests import Waiting, waiting_in
from folkmoot.units.models import Unit


@dataclass(frozen=True)
class Papers:
    """The meetings of a unit that are on or today, minutes that wait, motions that were carried, and what those below ask."""

    on: Sequence[MeetingLine]
    minutes: Sequence[MinutesLine]
    carried: Sequence[Carried]
    requests: Waiting
    reports: int


def papers_of(units: Sequence[Unit], *, at: datetime) -> dict[UUID, Papers]:
    """Return what waits at the desk of each of `units`, by its id: two questions, none where there is no unit.

    One more for those above the cells, and one for each day that it is now somewhere among them.
    """
    if not units:
        return {}
    held, carried = held_at(units, at=at), carried_in(units, at=at)
    above = [unit for unit in units if not unit.kind.is_cell]
    asked, reports = waiting_in(above, at=at), arrived_in([unit.pk for unit in above])
    return {
        unit: Papers(
            first_page_lines(each.on_or_today),
            minutes_lines(each.to_adopt),
            carried[unit],
            asked.get(unit, Waiting()),
            reports.get(unit, 0),
        )
        for unit, each in held.items()
    }
