from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import numpy as np
import pytest
from fsrs import Card, Scheduler, State
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.decisions.rules.rollup import tree_of
from folkmoot.decisions.tests.trees import small_trees
from folkmoot.study.rules.known import add_known, known_in, millionths, retrievabilities
from folkmoot.study.rules.known_thresholds import (
    HALF_YEAR,
    WEEK,
    WHOLE,
    Shown,
    half_year_of,
    is_left,
    scale_of_point,
    scale_of_text,
    shown_of,
    week_of,
)

AT = datetime(2026, 3, 6, 12, tzinfo=UTC)
CARDS = st.lists(st.tuples(st.floats(0.001, 36_500), st.integers(0, 3650)), min_size=1, max_size=20)


@given(CARDS)
def test_the_chances_of_recalling_many_cards_are_what_the_library_says_of_each(cards) -> None:
    stability, days = (np.array(column, np.float64) for column in zip(*cards, strict=True))
    scheduler = Scheduler()
    one_by_one = [
        scheduler.get_card_retrievability(
            Card(1, State.Review, None, each, 5.0, AT, AT - timedelta(days=since)), AT
        )
        for each, since in cards
    ]
    assert retrievabilities(stability, days).tolist() == pytest.approx(one_by_one, rel=1e-9)


@given(CARDS, st.floats(0.1, 0.8))
def test_so_they_are_of_a_member_whose_memory_was_fitted(cards, decay: float) -> None:
    stability, days = (np.array(column, np.float64) for column in zip(*cards, strict=True))
    scheduler = Scheduler(parameters=(*Scheduler().parameters[:20], decay))
    one_by_one = [
        scheduler.get_card_retrievability(
            Card(1, State.Review, None, each, 5.0, AT, AT - timedelta(days=since)), AT
        )
        for each, since in cards
    ]
    found = retrievabilities(stability, days, decay=np.full(len(cards), -decay))
    assert found.tolist() == pytest.approx(one_by_one, rel=1e-9)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_nobody_is_more_than_one_whatever_they_have_learnt(chances: list[float]) -> None:
    parts = millionths(np.array(chances), cards=len(chances))
    assert 0 <= int(parts.sum()) <= WHOLE
    assert parts.min() >= 0


@given(small_trees(), st.data())
def test_what_is_known_in_cells_is_summed_at_every_unit(grown, data) -> None:
    paths, cells, _addressed = grown
    tree = tree_of(paths, cells)
    one = st.tuples(st.integers(-1, len(paths) - 1), st.floats(0.5, 400), st.integers(0, 900))
    known = data.draw(st.lists(one, min_size=1, max_size=30))
    places = np.array([place for place, *_rest in known], np.int64)
    stability, days = (np.array([each[side] for each in known], np.float64) for side in (1, 2))
    at_cells = np.zeros(len(paths), np.int64)
    # Some at a time, as they are read.
    for some in (slice(0, 4), slice(4, None)):
        add_known(at_cells, places[some], stability[some], days[some], cards=2)
    parts = millionths(retrievabilities(stability, days), cards=2).tolist()
    assert known_in(at_cells, tree.ends).tolist() == [
        sum(
            part
            for (place, *_rest), part in zip(known, parts, strict=True)
            if place >= 0 and paths[place].startswith(path)
        )
        for path in paths
    ]


def test_a_text_and_its_points_tell_no_more_together_than_a_week_may() -> None:
    for points in (1, 3, 40):
        told = WHOLE / scale_of_text() + points * (WHOLE / scale_of_point(points))
        assert told == WEEK


def test_a_half_year_has_room_for_its_weeks_and_for_no_more() -> None:
    weeks = int(HALF_YEAR / WEEK)
    assert [is_left([WEEK] * spent) for spent in (0, weeks - 1, weeks, weeks + 1)] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("noised", "spread", "members", "shown"),
    [
        (250_000, 10_000, 500, Shown(500, 240, 250, 260)),
        # Fewer than five may recall it, or not.
        (4_400, 1_000, 500, Shown(500)),
        (4_500, 1_000, 500, Shown(500)),
        (5_000, 1_000, 500, Shown(500, 4, 5, 6)),
        (495_000, 10_000, 500, Shown(500, 485, 495, 500)),
        (496_000, 10_000, 500, Shown(500)),
        (-9_000, 10_000, 500, Shown(500)),
        (600_000, 10_000, 500, Shown(500)),
        # The noise is as large as the unit.
        (10_000, 10_000, 20, Shown(20)),
        (10_000, 9_001, 20, Shown(20)),
        (10_000, 9_000, 20, Shown(20, 1, 10, 19)),
    ],
)
def test_what_is_shown_hides_few_on_either_side_and_what_is_mostly_noise(
    noised, spread, members, shown
) -> None:
    assert shown_of(noised * WHOLE // 1000, spread * WHOLE // 1000, members=members) == shown


def test_a_share_is_told_in_whole_per_cent() -> None:
    assert (shown_of(250_500_000, 10_000, members=1000).percent, Shown(9).percent) == (25, None)


def test_the_scale_is_in_millionths_of_a_member() -> None:
    assert (scale_of_text(), scale_of_point(3)) == (Fraction(2_000_000), Fraction(6_000_000))


def test_a_week_counts_to_the_half_year_of_its_monday() -> None:
    days = (date(2026, 1, 1), date(2026, 6, 29), date(2026, 7, 5), date(2026, 7, 6))
    weeks = [week_of(day) for day in days]
    assert weeks == [date(2025, 12, 29), date(2026, 6, 29), date(2026, 6, 29), date(2026, 7, 6)]
    assert [half_year_of(week) for week in weeks] == [
        date(2025, 7, 1),
        date(2026, 1, 1),
        date(2026, 1, 1),
        date(2026, 7, 1),
    ]
