"""What waits at the desk of a unit from its meetings: those of today, minutes to be adopted, motions to be made decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from folkmoot.meetings.minutes.queries.minutes import held_at
from folkmoot.meetings.minutes.screens import MinutesLine, minutes_lines
from folkmoot.meetings.motions.queries.carried import Carried, carried_in
from folkmoot.meetings.screens import MeetingLine, first_page_lines
from folkmoot.units.models import Unit


@dataclass(frozen=True)
class Papers:
    """The meetings of a unit that go on or are called for today, its minutes that wait, and its motions that were carried."""

    on: Sequence[MeetingLine]
    minutes: Sequence[MinutesLine]
    carried: Sequence[Carried]


def papers_of(units: Sequence[Unit], *, at: datetime) -> dict[UUID, Papers]:
    """Return what waits from the meetings of each of `units`, by its id: two questions, none where there is no unit."""
    if not units:
        return {}
    held, carried = held_at(units, at=at), carried_in(units, at=at)
    return {
        unit: Papers(first_page_lines(each.on_or_today), minutes_lines(each.to_adopt), carried[unit])
        for unit, each in held.items()
    }
