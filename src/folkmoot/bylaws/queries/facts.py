"""What lower features know of units, that clauses of bylaws ask about: decisions to be read, terms of office, visits."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from folkmoot.bylaws.interfaces import Known
from folkmoot.bylaws.rules.calendar import Period
from folkmoot.bylaws.rules.duties import Conveyed, Served, looks_back_to
from folkmoot.decisions.queries.cells import to_hear_or_heard
from folkmoot.decisions.queries.hearing import ToHear, heard_in
from folkmoot.people.models import Term
from folkmoot.structure.queries.visits import days_visited
from folkmoot.units.models import Unit


def readings_known(unit: Unit, period: Period, at: datetime) -> Known:
    """Return the decisions that a cell has to read to its members, or has read since shortly before `period`."""
    if not unit.kind.is_cell:
        return Known()
    heard_since = period.first - timedelta(days=period.first.day)
    rows = to_hear_or_heard(unit, since=heard_since, at=at)
    return Known(decisions=[Conveyed(pk, unit.local(on).date(), heard_on) for pk, on, heard_on in rows])


def terms_known(unit: Unit, period: Period, at: datetime) -> Known:  # noqa: ARG001  -- of its shape
    """Return the terms of office in a unit that are going on."""
    rows = Term.objects.current(at).filter(unit=unit).order_by("started_at", "pk")
    found = rows.values_list("pk", "office__code", "started_at")
    return Known(terms=[Served(pk, office, unit.local(since).date()) for pk, office, since in found])


def readings_known_in(units: Sequence[Unit], period: Period, at: datetime) -> dict[UUID, Known]:  # noqa: ARG001  -- of its shape
    """Return the decisions in force that the cells among `units` have to read to their members, or have read."""
    cells = [unit for unit in units if unit.kind.is_cell]
    heard, days = heard_in(cells, at=at), _Days()
    return {
        cell.pk: Known(decisions=[_conveyed(each, cell, days) for each in heard[cell.pk]]) for cell in cells
    }


def terms_known_in(units: Sequence[Unit], period: Period, at: datetime) -> dict[UUID, Known]:  # noqa: ARG001  -- of its shape
    """Return the terms of office in `units` that are going on or are to come: one question."""
    clocks = {unit.pk: unit for unit in units}
    found: dict[UUID, list[Served]] = {}
    open_ones = Term.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at), unit__in=clocks)
    rows = open_ones.values_list("unit", "pk", "office__code", "started_at", "ended_at")
    for unit_id, pk, office, since, until in rows.order_by("started_at", "pk"):
        unit = clocks[unit_id]
        term = Served(pk, office, unit.local(since).date(), _day(until, unit))
        found.setdefault(unit_id, []).append(term)
    return {unit_id: Known(terms=terms) for unit_id, terms in found.items()}


def visits_known(unit: Unit, period: Period, at: datetime) -> Known:
    """Return on which days a unit was visited by an officer from above: one question."""
    return visits_known_in([unit], period, at).get(unit.pk, Known())


def visits_known_in(units: Sequence[Unit], period: Period, at: datetime) -> dict[UUID, Known]:  # noqa: ARG001  -- of its shape
    """Return on which days each of `units` was visited, but for visits that it objects to: one question."""
    found = days_visited(units, looks_back_to(period))
    return {unit_id: Known(visits=days) for unit_id, days in found.items()}


class _Days(dict[tuple[datetime, str], date]):
    """Days of moments by the clocks of units: most have the same moments, and the same clocks."""

    def of(self, moment: datetime, unit: Unit) -> date:
        """Return the day of a moment in a unit."""
        key = moment, unit.time_zone
        if key not in self:
            self[key] = unit.local(moment).date()
        return self[key]


def _conveyed(each: ToHear, cell: Unit, days: _Days) -> Conveyed:
    on = days.of(each.conveyed_at, cell)
    return Conveyed(each.decision_id, on, each.heard_on, _day(each.ends_at, cell))


def _day(moment: datetime | None, unit: Unit) -> date | None:
    """Return the first day after a moment on which nothing of the time before it is left."""
    if moment is None:
        return None
    local = unit.local(moment)
    is_midnight = local.time() == local.time().min
    return local.date() if is_midnight else local.date() + timedelta(days=1)
