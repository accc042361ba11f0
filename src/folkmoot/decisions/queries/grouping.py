"""An audience in the groups that are counted together, for other features that count what its people did in private."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from folkmoot.decisions.queries.addressees import Addressees
from folkmoot.decisions.queries.columns import Columns, columns_below
from folkmoot.decisions.queries.counting import addressed_when_conveyed
from folkmoot.decisions.queries.standings import Conveyed
from folkmoot.decisions.rules.disclosure import CountedAll, count_groups
from folkmoot.decisions.rules.groups import partition
from folkmoot.decisions.rules.rollup import Ints


@dataclass(frozen=True, eq=False)
class Grouped:
    """The units of an audience at one moment: who is addressed in each, its group, and how large the groups are."""

    columns: Columns
    groups: Ints
    addressed: Ints
    counted: CountedAll


def grouped(addressees: Addressees, *, at: datetime) -> Grouped:
    """Divide an audience, as it is at the moment `at`, into groups by the rules of private figures."""
    columns = columns_below(addressees.unit.path, since=at)
    addressed = columns.column(addressed_when_conveyed(Conveyed(addressees.rule, at)))
    groups = partition(columns.tree, addressed)
    nobody = np.zeros(len(addressed), np.int64)
    size = int(groups.max()) + 1
    counted = count_groups(columns.tree, groups, addressed=addressed, left=nobody, made=nobody, size=size)
    return Grouped(columns, groups, addressed, counted)
