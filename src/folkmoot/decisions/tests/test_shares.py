from datetime import UTC, datetime
from fractions import Fraction

import pytest

from folkmoot.decisions.queries.reach import UnitFigure
from folkmoot.decisions.queries.reach_pages import Measure, share_of
from folkmoot.units.models import Unit

AT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reached", "cells", "acknowledged", "members", "cells_share", "members_share"),
    [
        (0, 10, 20, 30, Fraction(0), Fraction(66, 100)),
        (199, 200, 5, 1_000, Fraction(99, 100), Fraction(0)),
        (200, 200, 0, 30, Fraction(1), None),
        (0, 0, None, 30, None, None),
        (1, 3, 40, 30, Fraction(33, 100), Fraction(1)),
    ],
)
def test_a_share_is_rounded_down_so_that_at_least_stays_true(
    reached: int,
    cells: int,
    acknowledged: int | None,
    members: int,
    cells_share: Fraction | None,
    members_share: Fraction | None,
) -> None:
    figure = UnitFigure(Unit(), cells, reached, members, acknowledged, None, AT)
    assert share_of(figure, Measure.CELLS) == cells_share
    assert share_of(figure, Measure.MEMBERS) == members_share
