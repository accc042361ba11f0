from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.study.rules.recall import DESIRED, Grade, Memory, answered, retrievability
from folkmoot.study.rules.recall_of_many import first_answers, intervals, next_answers, retrievabilities

AT = datetime(2026, 3, 6, 12, tzinfo=UTC)
GRADES = st.sampled_from(list(Grade))
# Days until the next answer, from the same day to ten years.
HISTORIES = st.lists(
    st.lists(st.tuples(st.integers(0, 3650), GRADES), min_size=1, max_size=8), min_size=1, max_size=20
)


def one_by_one(history: list[tuple[int, Grade]]) -> Memory:
    memory, at = None, AT
    for days, grade in history:
        at += timedelta(days=days)
        memory = answered(memory, grade, at=at)
    assert memory is not None
    return memory


@given(HISTORIES, st.integers(0, 3650))
def test_what_is_reckoned_for_many_is_what_the_library_says_of_each(histories, days: int) -> None:
    expected = [one_by_one(history) for history in histories]
    stability, difficulty = first_answers(np.array([history[0][1] for history in histories]))
    for step in range(1, max(map(len, histories))):
        on = np.array([len(history) > step for history in histories])
        moved = [(history[step] if len(history) > step else (0, Grade.KNEW)) for history in histories]
        gone, grades = (np.array(each) for each in zip(*moved, strict=True))
        after = next_answers(stability, difficulty, gone.astype(float), grades)
        stability, difficulty = np.where(on, after[0], stability), np.where(on, after[1], difficulty)
    assert stability == pytest.approx([each.stability for each in expected])
    assert difficulty == pytest.approx([each.difficulty for each in expected])
    assert list(intervals(stability)) == [(each.due_at - each.answered_at).days for each in expected]
    later = [each.answered_at + timedelta(days=days) for each in expected]
    chances = [retrievability(each, at=at) for each, at in zip(expected, later, strict=True)]
    assert retrievabilities(stability, np.full(len(expected), float(days))) == pytest.approx(chances)


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
