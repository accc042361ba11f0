from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.bylaws.rules.amounts import Amount, Measure, is_never_less, is_reached, needed
from folkmoot.bylaws.tests.clauses import amounts

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
SHARE, NUMBER, ROOT = Measure.SHARE, Measure.NUMBER, Measure.ROOT
HUGE = st.integers(10**199, 10**200)


@pytest.mark.parametrize(
    ("amount", "members", "asked"),
    [
        (Amount(SHARE, HALF), 0, 0),
        (Amount(SHARE, HALF), 1, 1),
        (Amount(SHARE, HALF), 16, 8),
        (Amount(SHARE, HALF), 17, 9),
        (Amount(SHARE, HALF, more_than=True), 16, 9),
        (Amount(SHARE, HALF, more_than=True), 17, 9),
        (Amount(SHARE, HALF, more_than=True), 0, 1),
        (Amount(SHARE, THIRD), 10, 4),
        (Amount(SHARE, Fraction(1)), 7, 7),
        (Amount(NUMBER, Fraction(5)), 3, 5),
        (Amount(NUMBER, Fraction(5), more_than=True), 3, 6),
        (Amount(ROOT, Fraction(1)), 0, 0),
        (Amount(ROOT, Fraction(1)), 1, 1),
        (Amount(ROOT, Fraction(1)), 16, 4),
        (Amount(ROOT, Fraction(1)), 17, 5),
        (Amount(ROOT, Fraction(1), more_than=True), 16, 5),
        (Amount(ROOT, Fraction(3, 2)), 1000, 48),
        (Amount(ROOT, HALF, at_most=5), 1000, 5),
        (Amount(ROOT, HALF, at_most=5), 64, 4),
        (Amount(SHARE, THIRD, at_least=5), 9, 5),
        (Amount(SHARE, THIRD, at_least=5), 30, 10),
        (Amount(SHARE, THIRD, at_most=8, at_least=5), 90, 8),
    ],
)
def test_so_many_are_needed(amount, members, asked):
    assert needed(amount, members) == asked


@given(amounts(), st.integers(0, 400), st.integers(0, 400))
def test_an_amount_is_reached_by_what_is_needed_and_by_no_fewer(amount, count, members):
    assert is_reached(amount, count, members) == (count >= needed(amount, members))


@given(amounts(), st.integers(0, 300))
def test_no_amount_falls_when_members_join(amount, members):
    assert needed(amount, members) <= needed(amount, members + 1)


def slow_root(target):
    """Return the largest whole number whose square is at most `target`, by halving: no square root is asked of anybody."""
    low, high = 0, 1
    while high * high <= target:
        high *= 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle * middle <= target else (low, middle)
    return low


@given(HUGE, st.integers(1, 40), st.integers(1, 40), st.booleans(), st.integers(-2, 2))
def test_a_root_of_two_hundred_digits_is_exact(members, top, bottom, more_than, off):
    amount = Amount(ROOT, Fraction(top, bottom), more_than)
    # p ≥ (a/b)√n is pb ≥ √(a²n), and pb is a whole number.
    times = slow_root(top * top * members)
    is_whole = times * times == top * top * members
    least = times if is_whole and not more_than else times + 1
    asked = -(-least // bottom)
    assert needed(amount, members) == asked
    assert is_reached(amount, asked + off, members) == (off >= 0)


@given(st.integers(10**99, 10**100), st.booleans())
def test_a_square_of_two_hundred_digits_is_reached_by_its_very_root(root, more_than):
    amount = Amount(ROOT, Fraction(1), more_than)
    assert needed(amount, root * root) == root + more_than
    assert needed(amount, root * root - 1) == root
    assert needed(amount, root * root + 1) == root + 1


@given(amounts(), amounts(), st.integers(1, 300) | HUGE)
def test_what_is_never_less_asks_for_as_many_of_any_number(one, other, members):
    if is_never_less(one, other):
        assert needed(one, members) >= needed(other, members)


@given(amounts())
def test_every_amount_is_as_much_as_itself(amount):
    assert is_never_less(amount, amount)


@pytest.mark.parametrize(
    ("one", "other", "is_so"),
    [
        (Amount(SHARE, HALF), Amount(SHARE, THIRD), True),
        (Amount(SHARE, THIRD), Amount(SHARE, HALF), False),
        (Amount(SHARE, HALF), Amount(SHARE, HALF, more_than=True), False),
        (Amount(SHARE, HALF, more_than=True), Amount(SHARE, HALF), True),
        (Amount(SHARE, HALF), Amount(ROOT, HALF), True),
        (Amount(SHARE, HALF), Amount(ROOT, HALF, more_than=True), False),
        (Amount(ROOT, Fraction(9)), Amount(SHARE, THIRD), False),
        (Amount(ROOT, Fraction(5)), Amount(NUMBER, Fraction(5)), True),
        (Amount(NUMBER, Fraction(500)), Amount(ROOT, HALF), False),
        (Amount(NUMBER, Fraction(6)), Amount(NUMBER, Fraction(5), more_than=True), True),
        (Amount(NUMBER, Fraction(5)), Amount(ROOT, HALF, at_most=5), True),
        (Amount(ROOT, Fraction(1), at_most=5), Amount(ROOT, HALF, at_most=5), True),
        (Amount(ROOT, Fraction(1), at_most=4), Amount(ROOT, HALF, at_most=5), False),
        (Amount(ROOT, Fraction(1)), Amount(ROOT, HALF, at_most=5), True),
        (Amount(ROOT, Fraction(1), at_most=9), Amount(ROOT, HALF), False),
        (Amount(SHARE, THIRD, at_least=5), Amount(NUMBER, Fraction(5)), True),
        (Amount(SHARE, THIRD), Amount(SHARE, THIRD, at_least=5), False),
        (Amount(NUMBER, Fraction(3)), Amount(NUMBER, Fraction(3)), True),
    ],
)
def test_amounts_are_compared_for_every_number_of_members(one, other, is_so):
    assert is_never_less(one, other) is is_so
