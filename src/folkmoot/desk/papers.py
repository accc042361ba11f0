"""What waits at the desk of a unit: meetings of today, minutes, carried motions, requests and reports from below, and plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists
from django.db.models.functions import Coalesce

from folkmoot.meetings.minutes.queries.minutes import held_at
from folkmoot.meetings.minutes.screens import MinutesLine, minutes_lines
from folkmoot.meetings.motions.queries.carried import Carried, carried_in, number_from_below
from folkmoot.meetings.motions.queries.from_below import FromBelow, from_below
from folkmoot.meetings.screens import MeetingLine, first_page_lines
from folkmoot.reports.queries.arriving import arrived_in, is_any_arrived
from folkmoot.reports.queries.requests import Waiting, is_any_open, waiting_in
from folkmoot.units.models import Unit
from folkmoot.work.queries.desk import PlansWaiting, is_any_plan, plans_waiting


@dataclass(frozen=True)
class Papers:
    """Meetings of a unit that are on or today, minutes that wait, motions that were carried, what comes from below, and plans."""

    on: Sequence[MeetingLine]
    minutes: Sequence[MinutesLine]
    carried: Sequence[Carried]
    from_below: Sequence[FromBelow]
    requests: Waiting
    reports: int
    plans: PlansWaiting


def papers_of(units: Sequence[Unit], *, at: datetime) -> dict[UUID, Papers]:
    """Return what waits at the desk of each of `units`, by its id: three questions, none where there is no unit.

    One more for those above the cells, and one for each day that it is now somewhere among them. Of what there is anything
    came along with `units`, by `signs_of_papers`.
    """
    if not units:
        return {}
    held, carried = held_at(units, at=at), carried_in(units, at=at)
    above = [unit for unit in units if not unit.kind.is_cell]
    sent_up = from_below(_with("from_below", above), at=at)
    asked = waiting_in(_with("is_any_request", above), at=at)
    reports = arrived_in([unit.pk for unit in _with("is_any_arrived", above)])
    plans = plans_waiting(_with("is_any_plan", units), at=at)
    return {
        unit: Papers(
            first_page_lines(each.on_or_today, at=at),
            minutes_lines(each.to_adopt),
            carried[unit],
            sent_up.get(unit, ()),
            asked.get(unit, Waiting()),
            reports.get(unit, 0),
            plans.get(unit, PlansWaiting()),
        )
        for unit, each in held.items()
    }


def signs_of_papers() -> dict[str, Exists | Coalesce]:
    """Return, to be asked beside the units whose papers are asked for, of what there is anything, and how much of the rest."""
    return {
        "is_any_plan": is_any_plan(),
        "is_any_request": is_any_open(),
        "is_any_arrived": is_any_arrived(),
        "from_below": number_from_below(),
    }


def _with(sign: str, units: Sequence[Unit]) -> Sequence[Unit]:
    return [each for each in units if vars(each)[sign]]
