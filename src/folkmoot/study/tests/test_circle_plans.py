import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.kernel.errors import Refused
from folkmoot.study.rules.circles import EVENINGS, Step, circle_length, must_be_groups, plan_of

WORDS = st.lists(st.integers(0, 5_000), max_size=40)


@given(words=WORDS, cards=st.integers(0, 30), minutes=st.sampled_from(sorted(EVENINGS)))
def test_the_steps_of_a_plan_take_all_its_minutes(words: list[int], cards: int, minutes: int) -> None:
    plan = plan_of(words, cards=cards, minutes=minutes)
    assert sum(each for _step, each in plan.steps) == minutes
    assert [step for step, _minutes in plan.steps] == [
        each for each in Step if plan.cards or each is not Step.QUIZ
    ]


@pytest.mark.parametrize(
    ("words", "points"),
    [([], 0), ([100] * 8, 8), ([100] * 9, 8), ([101] * 5, 4), ([5_000, 10], 1), ([0] * 9, 8)],
)
def test_as_many_points_are_read_as_fit_and_the_first_always(words: list[int], points: int) -> None:
    assert plan_of(words, cards=0, minutes=20).points == points


def test_time_that_reading_and_the_quiz_do_not_need_is_for_talking() -> None:
    plan = plan_of([100, 100], cards=0, minutes=20)
    assert plan.steps == ((Step.OPENING, 2), (Step.READING, 2), (Step.TALKING, 14), (Step.TAKING, 2))
    assert (plan.questions, plan.cards) == (2, 0)
    assert plan_of([100] * 8, cards=50, minutes=20).steps == tuple(EVENINGS[20].steps.items())


@pytest.mark.parametrize("minutes", [0, 19, 21, 44, 91, -20])
def test_a_circle_is_planned_for_one_of_three_lengths(minutes: int) -> None:
    with pytest.raises(Refused, match=r"20, 45 or 90 minutes\."):
        circle_length(minutes)
    assert [circle_length(each) for each in (20, 45, 90)] == [20, 45, 90]


@pytest.mark.parametrize(
    ("groups", "right", "here"), [(1, 0, 2), (1, 1, 3), (2, 2, 4), (12, 5, 24), (12, 0, 500)]
)
def test_groups_of_two_or_more_are_counted(groups: int, right: int, here: int) -> None:
    must_be_groups(groups=groups, right=right, here=here)


@pytest.mark.parametrize(
    ("groups", "right", "here", "field"),
    [
        (1, 0, 0, "groups"),
        (1, 0, 1, "groups"),
        (0, 0, 4, "groups"),
        (2, 0, 3, "groups"),
        (3, 0, 5, "groups"),
        (13, 0, 500, "groups"),
        (2, 3, 4, "right"),
        (2, -1, 4, "right"),
    ],
)
def test_a_count_that_could_be_somebodys_own_is_refused(
    groups: int, right: int, here: int, field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        must_be_groups(groups=groups, right=right, here=here)
    assert refusal.value.field == field
