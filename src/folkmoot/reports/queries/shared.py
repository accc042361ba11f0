"""What units right below another one reported, one figure of each: by which a target can be shared out."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

import numpy as np

from folkmoot.decisions.rules.rollup import ends_of
from folkmoot.reports.models import RollUp
from folkmoot.reports.queries.totals import column_in
from folkmoot.reports.queries.trees import Slice, shape_of, slices_of, units_at
from folkmoot.reports.rules.columns import Column
from folkmoot.reports.rules.tree import children_in
from folkmoot.units.models import Unit


def figures_below(
    unit: Unit, units: Collection[UUID], code: str, roll_ups: Sequence[RollUp]
) -> dict[UUID, int]:
    """Return what each of `units` with all below it reported in some periods together; without a report it is left out."""
    trees: dict[UUID, list[RollUp]] = defaultdict(list)
    for each in roll_ups:
        trees[each.tree_id].append(each)
    found: dict[UUID, int] = defaultdict(int)
    for tree_id, part in slices_of(trees, unit.pk).items():
        for pk, amount in _in_tree(tree_id, part, code, trees[tree_id]):
            found[pk] += amount
    return {pk: found[pk] for pk in units if pk in found}


def _in_tree(tree_id: UUID, part: Slice, code: str, roll_ups: Sequence[RollUp]) -> Iterator[tuple[UUID, int]]:
    """Yield what each unit right below reported in each period of one tree; three questions, and one for each period."""
    depths, _kinds = shape_of(tree_id, part)
    ends = ends_of(depths.astype(np.int64))
    places = children_in(depths, start=0, end=len(depths)).tolist()
    ids = units_at(tree_id, [part.start + place for place in places])
    for roll_up in roll_ups:
        column = column_in(roll_up, part, [code])[code]
        for pk, place in zip(ids, places, strict=True):
            total = Column(column.values[place : ends[place]], column.present[place : ends[place]]).total
            if total.count:
                yield pk, total.sum
