from datetime import date, timedelta

import pytest

from conftest import World
from folkmoot.consultations.actions.ending import extend_consultation, withdraw_consultation
from folkmoot.consultations.queries.news import count_asked, last_days_of
from folkmoot.consultations.tests.asking import later, opened, said
from folkmoot.decisions.tests.papers import do, drafted

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def asked(world: World, until=None, *, since=None) -> set[str]:
    until = until or world.at
    people = {person.pk: since or world.at - HOUR for person in world.people.values()}
    counts = count_asked(people, until)
    return {name for name, person in world.people.items() if counts.get(person.pk)}


def test_whoever_is_asked_is_told_once_and_the_same_whether_they_said_something(world: World) -> None:
    consultation = opened(world, to=world.north)
    assert asked(world) == {"una", "max", "ada", "bo", "cy", "eve"}
    said(world, consultation, world.cy, "Yes.")
    assert asked(world) == {"una", "max", "ada", "bo", "cy", "eve"}
    assert asked(world, world.at + DAY, since=world.at) == set()


def test_a_narrowed_audience_is_told_and_nobody_beside_it(world: World) -> None:
    opened(world, offices=["secretary"])
    assert asked(world) == {"max", "bo"}


def test_it_is_told_when_it_begins_and_again_when_it_is_made_longer(world: World) -> None:
    consultation = opened(world, opens_on=date(2026, 3, 5))
    assert asked(world, world.at + DAY) == set()
    assert "cy" in asked(world, world.at + 3 * DAY, since=world.at + DAY)
    moment = world.at + 5 * DAY
    later(
        moment, extend_consultation, by=world.max, consultation_id=consultation.pk, last_on=date(2026, 3, 20)
    )
    assert "cy" in asked(world, moment + HOUR, since=moment - HOUR)


def test_what_was_withdrawn_is_not_told(world: World) -> None:
    consultation = opened(world)
    do(world, withdraw_consultation, by=world.max, consultation_id=consultation.pk)
    assert asked(world) == set()
    assert list(last_days_of(world.cy, world.at)) == []


def test_a_calendar_has_the_last_day_without_a_title_whether_or_not_one_said_something(world: World) -> None:
    consultation = opened(world, to=world.north)
    before = list(last_days_of(world.cy, world.at))
    assert [(each.on, each.summary) for each in before] == [
        (date(2026, 3, 16), "Last day to say what you think of something")
    ]
    said(world, consultation, world.cy, "Yes.")
    assert list(last_days_of(world.cy, world.at)) == before
    assert list(last_days_of(world.dee, world.at)) == []
    assert list(last_days_of(world.cy, world.at + 60 * DAY)) == []


@pytest.mark.parametrize("count", [0, 1, 3])
def test_asking_for_news_costs_the_same_for_one_and_for_three(
    world: World, count: int, django_assert_num_queries
) -> None:
    for number in range(count):
        opened(world, drafted(world, title=f"Draft {number}"))
    with django_assert_num_queries(3 if count else 1):
        asked(world)
