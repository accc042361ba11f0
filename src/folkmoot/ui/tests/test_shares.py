from fractions import Fraction

import pytest

from folkmoot.ui.shares import percent


@pytest.mark.parametrize(
    ("share", "value", "words"),
    [
        (Fraction(0), 0, "0%"),
        (Fraction(1, 1000), 1, "1%"),
        (Fraction(1, 2), 50, "50%"),
        (Fraction(2, 3), 67, "67%"),
        (Fraction(999, 1000), 99, "99%"),
        (Fraction(1), 100, "100%"),
        (None, None, "too few to show"),
    ],
)
def test_a_share_is_never_rounded_to_none_or_to_all(share, value, words):
    assert (percent(share).value, percent(share).words) == (value, words)
