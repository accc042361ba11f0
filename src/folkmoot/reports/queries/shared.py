"""What units right below another one reported, one figure of each: by which a target can be shared out."""

from collections.abc import Collection, Sequence
from uuid import UUID

import numpy as np

from folkmoot.decisions.rules.rollup import ends_of
from folkmoot.reports.models import RollUp
from folkmoot.reports.queries.totals import column_in
from folkmoot.reports.queries.trees import shape_of, slice_of, units_at
from folkmoot.reports.rules.columns import Column
from folkmoot.reports.rules.tree import children_in
from folkmoot.units.models import Unit


def figures_below(
    unit: Unit, units: Collection[UUID], code: str, roll_ups: Sequence[RollUp]
) -> dict[UUID, int]:
    """Return what each of `units` with all below it reported in some periods together; without a report it is left out."""
    found: dict[UUID, int] = {}
    for roll_up in roll_ups:
        for pk, amount in _in_period(unit, code, roll_up).items():
            found[pk] = found.get(pk, 0) + amount
    return {pk: found[pk] for pk in units if pk in found}


def _in_period(unit: Unit, code: str, roll_up: RollUp) -> dict[UUID, int]:
    part = slice_of(roll_up.tree_id, unit.pk)
    if part is None:
        return {}
    column = column_in(roll_up, part, [code])[code]
    depths, _kinds = shape_of(roll_up.tree_id, part)
    ends = ends_of(depths.astype(np.int64))
    places = children_in(depths, start=0, end=len(depths)).tolist()
    ids = units_at(roll_up.tree_id, [part.start + place for place in places])
    totals = [
        Column(column.values[place : ends[place]], column.present[place : ends[place]]).total
        for place in places
    ]
    return {pk: total.sum for pk, total in zip(ids, totals, strict=True) if total.count}
