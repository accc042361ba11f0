from datetime import timedelta

import pytest

from conftest import START
from folkmoot.kernel.ids import new_id
from folkmoot.membership.rules.sameness import UNDONE_WITHIN, Entered, first_remaining, may_be_undone

OLD, NEW = new_id(), new_id()
LATER = START + timedelta(days=1)


@pytest.mark.parametrize(
    ("old_signs_in", "new_signs_in", "remains"),
    [(False, False, OLD), (True, False, OLD), (False, True, NEW), (True, True, OLD)],
)
def test_whoever_signs_in_remains_and_else_whoever_was_entered_first(
    old_signs_in: bool, new_signs_in: bool, remains: object
) -> None:
    old, new = Entered(OLD, START, has_account=old_signs_in), Entered(NEW, LATER, has_account=new_signs_in)
    assert first_remaining(old, new) == first_remaining(new, old)
    assert first_remaining(new, old)[0] == remains


def test_of_two_entered_at_one_moment_the_order_is_always_the_same() -> None:
    one, other = (Entered(each, START, has_account=False) for each in (OLD, NEW))
    assert first_remaining(one, other) == first_remaining(other, one)


def test_a_merge_is_undone_until_thirty_days_have_passed() -> None:
    moment = timedelta(microseconds=1)
    assert may_be_undone(START, at=START + UNDONE_WITHIN - moment)
    assert not may_be_undone(START, at=START + UNDONE_WITHIN)
