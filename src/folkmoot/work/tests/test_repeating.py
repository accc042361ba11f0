from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import World
from folkmoot.decisions.tests.papers import do
from folkmoot.units.models import Unit
from folkmoot.work.actions.holding import report_done
from folkmoot.work.actions.putting_up import put_up_again
from folkmoot.work.models import Assignment
from folkmoot.work.rules.repeating import Repeats, day_after
from folkmoot.work.tests.doing import fresh, taken

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("due_on", "repeats", "today", "expected"),
    [
        (date(2026, 3, 20), Repeats.WEEKLY, date(2026, 3, 18), date(2026, 3, 27)),
        (date(2026, 3, 13), Repeats.WEEKLY, date(2026, 3, 20), date(2026, 3, 20)),
        (date(2026, 1, 31), Repeats.MONTHLY, date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 1, 31), Repeats.MONTHLY, date(2026, 3, 1), date(2026, 3, 31)),
        (date(2026, 3, 20), Repeats.QUARTERLY, date(2026, 6, 21), date(2026, 9, 20)),
        (date(2024, 2, 29), Repeats.YEARLY, date(2024, 3, 1), date(2025, 2, 28)),
    ],
)
def test_work_comes_again_on_its_day(due_on: date, repeats: Repeats, today: date, expected: date) -> None:
    assert day_after(due_on, repeats, today=today) == expected


@given(DAYS, st.sampled_from(list(Repeats)), DAYS)
def test_the_next_day_is_neither_past_nor_the_same(due_on: date, repeats: Repeats, today: date) -> None:
    found = day_after(due_on, repeats, today=today)
    assert found > due_on
    assert found >= today


def test_work_that_repeats_is_put_up_again_open_to_all_with_its_steps_undone(world: World) -> None:
    work = taken(world, world.eve, repeats="monthly", steps=["Buy paint"])
    work.steps.update(is_done=True)
    do(world, report_done, by=world.eve, assignment_id=work.pk, result="It is blue.")
    again = Assignment.objects.get(state="open")
    assert (again.title, again.due_on, again.why, again.repeats, again.holder) == (
        "Paint the boat", date(2026, 4, 20), "It leaks.", "monthly", None,
    )  # fmt: skip
    assert list(again.steps.values_list("text", "is_done")) == [("Buy paint", False)]


def test_work_that_is_done_once_is_not_put_up_again(world: World) -> None:
    work = taken(world, world.eve)
    do(world, report_done, by=world.eve, assignment_id=work.pk, result="It is blue.")
    assert not Assignment.objects.filter(state="open").exists()


def test_work_of_a_unit_that_was_closed_is_not_put_up_again(world: World) -> None:
    work = taken(world, world.eve, repeats="weekly")
    Unit.objects.filter(pk=world.harbour.pk).update(closed_at=world.at)
    put_up_again(fresh(work.pk), by=world.eve, at=world.at)
    assert list(Assignment.objects.all()) == [work]
