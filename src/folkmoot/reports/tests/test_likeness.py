from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.reports.rules.columns import Column
from folkmoot.reports.rules.likeness import LIKE_LEAST, THRESHOLD, likenesses, scored, size_classes


def scores(values, *keys):
    figures = np.array([0 if each is None else each for each in values], np.float64)
    present = np.array([each is not None for each in values])
    alike = [np.array(each, np.int64) for each in keys] or [np.zeros(len(values), np.int64)]
    return scored(figures, present, alike)


def brute(values, place):
    middle = median(values)
    distances = [abs(each - middle) for each in values]
    mad = median(distances)
    if mad:
        return 0.6745 * (values[place] - middle) / mad
    mean = sum(distances) / len(distances)
    return (values[place] - middle) / (1.253314 * mean) if mean else 0


# Iglewicz and Hoaglin's own example of ten figures, of which two are far out.
EXAMPLE = [2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3]


def test_the_two_far_out_of_the_example_are_found_though_they_stand_together() -> None:
    found = scores(EXAMPLE)
    assert found.deviating.tolist() == [False] * 8 + [True] * 2
    assert found.scores[8:].min() > THRESHOLD
    assert found.medians[0] == pytest.approx(2.45)


@given(st.lists(st.integers(-1000, 1000), min_size=LIKE_LEAST, max_size=40))
def test_scores_are_those_of_the_formula(values) -> None:
    found = scores(values)
    assert found.scores.tolist() == pytest.approx([brute(values, place) for place in range(len(values))])


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-50, 50)), min_size=1, max_size=60))
def test_each_group_is_looked_at_by_itself(rows) -> None:
    keys, values = zip(*rows, strict=True)
    found = scores(values, keys)
    for place, key in enumerate(keys):
        own = [value for each, value in rows if each == key]
        if len(own) < LIKE_LEAST:
            assert np.isnan(found.scores[place])
        else:
            at = sum(each == key for each in keys[:place])
            assert found.scores[place] == pytest.approx(brute(own, at))


def test_where_too_few_are_like_it_a_unit_is_compared_with_those_of_its_kind() -> None:
    near, kinds = [0] * 8 + [1], [0] * 9
    found = scores([1, 2, 3, 1, 2, 3, 1, 2, 90], near, kinds)
    assert found.compared == 9
    assert found.deviating.tolist() == [False] * 8 + [True]
    # Without the wider way nothing is said of it.
    assert scores([1, 2, 3, 1, 2, 3, 1, 2, 90], near).compared == 8


def test_what_is_missing_is_compared_with_nothing_and_counts_for_no_median() -> None:
    found = scores([*EXAMPLE, None, None])
    assert found.compared == 10
    assert found.medians[0] == pytest.approx(2.45)
    assert not found.deviating[-2:].any()


def test_where_most_report_the_same_another_one_still_stands_out() -> None:
    assert scores([5] * 20 + [9]).deviating.tolist() == [False] * 20 + [True]
    assert not scores([5] * 20).deviating.any()


def test_units_are_alike_by_kind_size_and_sector() -> None:
    members = Column(np.array([9, 10, 19, 20, 100, 0]), np.array([True] * 5 + [False]))
    sizes = size_classes(members, 6)
    assert sizes.tolist() == [1, 2, 2, 3, 5, 0]
    kinds, sectors = np.array([0, 0, 0, 0, 1, 1]), np.array([0, 1, 1, 0, 0, 2])
    nearest, by_size, by_kind = likenesses(kinds, sizes, sectors)
    same = [
        [(a, b) for a in range(6) for b in range(a) if keys[a] == keys[b]]
        for keys in (nearest, by_size, by_kind)
    ]
    assert same == [[(2, 1)], [(2, 1)], [(1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2), (5, 4)]]
