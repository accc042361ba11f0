from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Card, Scheduler, State
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.study.rules.recall import DESIRED, Grade, Memory, answered, retrievability

AT = datetime(2026, 3, 6, 12, tzinfo=UTC)
GRADES = st.sampled_from(list(Grade))


def one_by_one(history: list[tuple[int, Grade]]) -> Memory:
    memory, at = None, AT
    for days, grade in history:
        at += timedelta(days=days)
        memory = answered(memory, grade, at=at)
    assert memory is not None
    return memory


@given(st.lists(st.tuples(st.integers(0, 3650), GRADES), min_size=1, max_size=8), st.integers(-2, 3650))
def test_the_chance_of_recalling_a_card_is_what_the_library_says(history, days: int) -> None:
    memory = one_by_one(history)
    card = Card(1, State.Review, None, memory.stability, memory.difficulty, memory.due_at, memory.answered_at)
    at = memory.answered_at + timedelta(days=days, hours=5)
    assert retrievability(memory, at=at) == pytest.approx(Scheduler().get_card_retrievability(card, at))


@given(st.lists(st.tuples(st.integers(0, 400), GRADES), min_size=1, max_size=6))
def test_a_card_never_comes_back_on_the_same_day_and_then_with_a_chance_near_nine_in_ten(history) -> None:
    memory = one_by_one(history)
    days = (memory.due_at - memory.answered_at).days
    assert days >= 1
    chance = retrievability(memory, at=memory.due_at)
    # An interval is whole days: of one that is short, half a day is much.
    assert days <= 3 or chance == pytest.approx(DESIRED, abs=0.02)


def test_who_forgot_is_asked_sooner_than_who_knew() -> None:
    first = answered(None, Grade.KNEW, at=AT)
    later = first.due_at
    days = [(answered(first, grade, at=later).due_at - later).days for grade in Grade]
    assert days == sorted(days)
    assert days[0] < days[-1]


def test_the_same_answers_give_the_same_day_in_any_time_zone() -> None:
    elsewhere = AT.astimezone(datetime.fromisoformat("2026-03-06T00:00:00+09:00").tzinfo)
    assert answered(None, Grade.KNEW, at=elsewhere) == answered(None, Grade.KNEW, at=AT)
