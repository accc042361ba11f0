from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.study.rules.offering import Day, Waiting, left_of_day, minutes_for, offered
from folkmoot.study.rules.recall import Memory

AT = datetime(2026, 3, 6, 12, tzinfo=UTC)


def card(number: int, *, stability: float = 10, due: int | None = -1, **others) -> Waiting:
    memory = due is not None and Memory(
        stability, 5, AT - timedelta(days=10), AT + timedelta(days=due, seconds=0)
    )
    return Waiting(UUID(int=number), memory or None, **others)


def numbers(found: list[Waiting]) -> list[int]:
    return [each.pk.int for each in found]


@pytest.mark.parametrize(
    ("minutes", "answered", "answered_new", "left"),
    [
        (2, 0, 0, Day(3, 1)),
        (2, 1, 1, Day(2, 0)),
        (2, 3, 0, Day(0, 0)),
        (2, 9, 9, Day(0, 0)),
        (10, 0, 0, Day(15, 5)),
        (0, 0, 0, Day(0, 0)),
    ],
)
def test_a_day_has_room_for_so_many_cards(minutes, answered, answered_new, left) -> None:
    assert left_of_day(minutes, answered=answered, answered_new=answered_new) == left


def test_three_cards_take_two_minutes() -> None:
    assert [minutes_for(cards) for cards in (0, 1, 3, 4)] == [0, 1, 2, 3]


def test_what_is_due_comes_first_the_nearest_deadline_and_then_the_weakest() -> None:
    soon, far = AT.date() + timedelta(days=5), AT.date() + timedelta(days=50)
    cards = [
        card(1, stability=90),
        card(2, stability=1),
        card(3, stability=90, deadline=soon),
        card(4, stability=0.5, is_in_force=False),
        card(5, stability=5, deadline=far),
        card(6, due=1),
        card(7, due=None),
    ]
    assert numbers(offered(cards, Day(9, 9), today=AT.date(), at=AT)) == [3, 2, 5, 1, 4, 7]


def test_a_deadline_that_is_past_presses_nobody() -> None:
    past = AT.date() - timedelta(days=1)
    assert numbers(
        offered([card(1, deadline=past, stability=90), card(2)], Day(9, 0), today=AT.date(), at=AT)
    ) == [2, 1]


def test_a_card_whose_text_was_revised_is_due_at_once() -> None:
    cards = [card(1, due=100, is_revised=True), card(2, due=100)]
    assert numbers(offered(cards, Day(9, 0), today=AT.date(), at=AT)) == [1]


def test_new_cards_are_metered_and_wait_while_enough_is_due() -> None:
    new = [card(number, due=None) for number in range(5, 9)]
    assert numbers(offered([card(1), *new], Day(3, 1), today=AT.date(), at=AT)) == [1, 5]
    assert numbers(offered([card(1), card(2), card(3), *new], Day(3, 1), today=AT.date(), at=AT)) == [1, 2, 3]


@given(st.integers(0, 400), st.integers(0, 50), st.integers(0, 30), st.integers(0, 50))
def test_however_much_was_missed_a_day_is_never_longer(due, new, minutes, done) -> None:
    day = left_of_day(minutes, answered=done, answered_new=0)
    cards = [card(number) for number in range(due)] + [
        card(number, due=None) for number in range(1000, 1000 + new)
    ]
    found = offered(cards, day, today=AT.date(), at=AT)
    assert len(found) <= minutes * 60 // 40
    known = min(due, day.cards)
    assert len(found) == known + min(new, day.new, day.cards - known)


def test_a_deadline_presses_on_its_last_evening_where_the_member_is_at_home() -> None:
    today = AT.date()
    cards = [card(1, deadline=today, stability=90), card(2)]
    # Where it is still today, and where to-morrow has begun.
    assert numbers(offered(cards, Day(9, 0), today=today, at=AT + timedelta(days=1))) == [1, 2]
    assert numbers(offered(cards, Day(9, 0), today=today + timedelta(days=1), at=AT)) == [2, 1]
