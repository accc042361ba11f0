from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.kernel.errors import Refused
from folkmoot.work.rules.shares import (
    Part,
    ShareMove,
    ShareState,
    share_after,
    shares_of,
    with_the_mean,
)

WEIGHTS = st.lists(st.integers(0, 10**7), min_size=1, max_size=40)
CODES = [f"u{number:02}" for number in range(40)]


def parts(weights: list[int], fixed: dict[int, int] | None = None) -> list[Part]:
    return [Part(CODES[place], weight, (fixed or {}).get(place)) for place, weight in enumerate(weights)]


@given(st.integers(0, 10**12), WEIGHTS, st.data())
def test_shares_always_add_up_and_what_was_fixed_stays(amount: int, weights: list[int], data) -> None:
    fixed, left = {}, amount
    for place in data.draw(st.sets(st.integers(0, len(weights) - 1), max_size=len(weights))):
        fixed[place] = data.draw(st.integers(0, left))
        left -= fixed[place]
    if left and not sum(weight for place, weight in enumerate(weights) if place not in fixed):
        with pytest.raises(Refused, match=r"Something is left over"):
            shares_of(amount, parts(weights, fixed))
        return
    found = shares_of(amount, parts(weights, fixed))
    assert sum(found) == amount
    assert {place: found[place] for place in fixed} == fixed
    assert min(found) >= 0


@given(st.integers(0, 10**12), WEIGHTS)
def test_a_share_differs_from_its_quota_by_less_than_one_part(amount: int, weights: list[int]) -> None:
    whole = sum(weights)
    if whole:
        for share, weight in zip(shares_of(amount, parts(weights)), weights, strict=True):
            assert abs(share * whole - amount * weight) < whole


@given(st.integers(0, 10**9), WEIGHTS, st.randoms())
def test_shares_do_not_depend_on_the_order_in_which_units_come(
    amount: int, weights: list[int], random
) -> None:
    if not sum(weights):
        return
    among = parts(weights)
    mixed = random.sample(among, len(among))
    by_code = dict(zip([each.code for each in mixed], shares_of(amount, mixed), strict=True))
    assert [by_code[each.code] for each in among] == shares_of(amount, among)


@pytest.mark.parametrize(
    ("amount", "weights", "fixed", "shares"),
    [
        (120, [5, 3, 2], {}, [60, 36, 24]),
        # Ties go by the code.
        (10, [1, 1, 1], {}, [4, 3, 3]),
        (10, [1, 1, 1], {0: 2}, [2, 4, 4]),
        (7, [0, 1], {}, [0, 7]),
        (0, [0, 0], {}, [0, 0]),
        (5, [0, 0], {0: 2, 1: 3}, [2, 3]),
    ],
)
def test_an_amount_is_shared_by_the_largest_remainder(amount, weights, fixed, shares) -> None:
    assert shares_of(amount, parts(weights, fixed)) == shares


def test_more_than_there_is_cannot_be_fixed() -> None:
    with pytest.raises(Refused, match=r"What is fixed by hand is more than the target\. Fix less\."):
        shares_of(5, parts([1, 1], {0: 6}))


def test_of_whom_nothing_is_known_the_mean_of_the_others_counts_and_not_zero() -> None:
    weights = with_the_mean({"a": 30, "b": 10}, ["a", "b", "c"])
    assert shares_of(60, [Part(code, weight) for code, weight in weights.items()]) == [30, 10, 20]
    assert with_the_mean({"a": -5}, ["a", "b"]) == {"a": 0, "b": 0}
    assert with_the_mean({}, ["a", "b"]) == {"a": 0, "b": 0}


# Written out once more by hand: what can be said of a share, and how it stands then.
_EXPECTED = {
    ("waiting", "accept"): "accepted",
    ("waiting", "ask"): "asked",
    ("asked", "accept"): "accepted",
    ("asked", "take"): "changed",
    ("asked", "keep"): "kept",
    ("changed", "accept"): "accepted",
    ("changed", "ask"): "asked",
    ("kept", "accept"): "accepted",
    ("kept", "ask"): "asked",
    ("accepted", "follow"): "followed",
    ("accepted", "leave_out"): "left_out",
    ("asked", "ask"): "asked",
    ("asked", "withdraw"): "waiting",
    ("left_out", "accept"): "accepted",
    ("left_out", "ask"): "asked",
}


@pytest.mark.parametrize(("state", "move"), sorted(product(ShareState, ShareMove)))
def test_a_share_goes_on_by_the_table_and_by_nothing_else(state: ShareState, move: ShareMove) -> None:
    expected = _EXPECTED.get((state.value, move.value))
    if expected is not None:
        assert share_after(state, move) == expected
        return
    with pytest.raises(Refused, match=r"This share is .* by now\. Look at it again before you go on\."):
        share_after(state, move)
