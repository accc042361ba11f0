from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from folkmoot.decisions.rules.quarters import Quarter, frozen_at, quarter_of


@pytest.mark.parametrize(
    ("acknowledged", "members", "word"),
    [
        (0, 5, "none"),
        (1, 5, "some"),
        (2, 5, "some"),
        (3, 5, "most"),
        (4, 5, "most"),
        (5, 5, "all"),
        (4, 10, "some"),
        (5, 10, "most"),
        (9, 10, "most"),
        (10, 10, "all"),
    ],
)
def test_a_cell_is_told_a_word(acknowledged: int, members: int, word: str) -> None:
    assert quarter_of(acknowledged, members) is Quarter(word)


@pytest.mark.parametrize("members", range(5))
def test_a_cell_of_fewer_than_five_is_told_nothing(members: int) -> None:
    assert {quarter_of(acknowledged, members) for acknowledged in range(members + 1)} == {None}


@pytest.mark.parametrize(("acknowledged", "members"), [(-1, 9), (10, 9)])
def test_a_figure_that_cannot_be_is_an_error(acknowledged: int, members: int) -> None:
    with pytest.raises(ValueError, match=f"{acknowledged} of {members} members"):
        quarter_of(acknowledged, members)


def test_the_word_is_as_of_the_moment_the_cells_day_began() -> None:
    # 01:30 of 3 March in Tokyo is still 2 March in London.
    now = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
    assert frozen_at(now, ZoneInfo("Asia/Tokyo")) == datetime(2026, 3, 2, 15, tzinfo=UTC)
    assert frozen_at(now, ZoneInfo("Europe/London")) == datetime(2026, 3, 2, tzinfo=UTC)
