from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.kernel.errors import Refused
from folkmoot.work.rules.states import HELD, NEXT, STANDING, Move, State, after

# Written out once more by hand: what can be done with work, and how it stands then.
_EXPECTED = {
    ("open", "offer"): "offered",
    ("open", "take"): "accepted",
    ("open", "withdraw"): "withdrawn",
    ("offered", "accept"): "accepted",
    ("offered", "take"): "accepted",
    ("offered", "decline"): "open",
    ("offered", "withdraw"): "withdrawn",
    ("accepted", "give back"): "open",
    ("accepted", "report"): "done",
    ("accepted", "withdraw"): "withdrawn",
    ("done", "review"): "reviewed",
}


@pytest.mark.parametrize(("state", "move"), sorted(product(State, Move)))
def test_work_goes_on_by_the_table_and_by_nothing_else(state: State, move: Move) -> None:
    expected = _EXPECTED.get((state.value, move.value))
    if expected is not None:
        assert after(state, move) == expected
        return
    with pytest.raises(Refused, match=r"This work is .* by now\. Look at it again before you go on\."):
        after(state, move)


@given(st.lists(st.sampled_from(list(Move)), max_size=12))
def test_nobody_holds_work_unless_they_said_yes_and_have_not_given_it_back(moves: list[Move]) -> None:
    state, is_held = State.OPEN, False
    for move in moves:
        if (state, move) not in NEXT:
            continue
        state = after(state, move)
        is_held = (is_held or move in {Move.TAKE, Move.ACCEPT}) and move not in {
            Move.GIVE_BACK,
            Move.WITHDRAW,
        }
    assert (state in HELD) == is_held


def test_an_offer_that_is_declined_leaves_work_as_it_was() -> None:
    assert after(after(State.OPEN, Move.OFFER), Move.DECLINE) is State.OPEN


def test_what_is_over_is_over() -> None:
    left = {state for state, _move in NEXT}
    assert set(State) - left == {State.REVIEWED, State.WITHDRAWN}
    assert STANDING.isdisjoint({State.DONE, State.REVIEWED, State.WITHDRAWN})
