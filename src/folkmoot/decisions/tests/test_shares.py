from datetime import UTC, datetime
from fractions import Fraction

import pytest

from folkmoot.decisions.queries.reach import UnitFigure
from folkmoot.decisions.queries.reach_pages import Measure, share_of
from folkmoot.units.models import Unit

AT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cells", "share"),
    [
        ((0, 10), Fraction(0)),
        ((199, 200), Fraction(99, 100)),
        ((200, 200), Fraction(1)),
        ((0, 0), None),
        ((1, 3), Fraction(33, 100)),
    ],
)
def test_no_share_of_cells_is_called_whole_while_one_is_missing(
    cells: tuple[int, int], share: Fraction | None
) -> None:
    reached, asked = cells
    assert share_of(UnitFigure(Unit(), asked, reached, 30, None, None, AT), Measure.CELLS) == share


@pytest.mark.parametrize(
    ("members", "share"),
    [
        ((20, 30), Fraction(66, 100)),
        ((5, 1_000), Fraction(0)),
        ((0, 30), None),
        ((None, 30), None),
        ((40, 30), Fraction(1)),
    ],
)
def test_at_least_so_many_members_stays_true(members: tuple[int | None, int], share: Fraction | None) -> None:
    acknowledged, addressed = members
    assert share_of(UnitFigure(Unit(), 3, 1, addressed, acknowledged, None, AT), Measure.MEMBERS) == share
