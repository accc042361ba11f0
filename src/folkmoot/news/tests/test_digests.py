"""A digest that goes anyway counts the news besides; news alone makes no mail and no notification."""

from datetime import datetime, timedelta

import pytest
from django.core import mail

from conftest import World
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.news.actions.publishing import withdraw_item
from folkmoot.news.queries.counting import count_items
from folkmoot.news.tests.items import published
from folkmoot.notices.actions.sending import send_due
from folkmoot.notices.interfaces import news_of
from folkmoot.notices.jobs import Enrolment
from folkmoot.notices.pace import Pace

LINE = "which ask"


@pytest.fixture
def enrolled(world: World, settings, tmp_path) -> World:
    settings.DATA = tmp_path
    Enrolment().go_on(world.at)
    world.at += timedelta(minutes=1)
    return world


def a_week_of_looks(world: World) -> None:
    for _hour in range(7 * 24):
        world.at += timedelta(hours=1)
        while send_due(world.at, pace=Pace(0)):
            pass


def said_to(name: str) -> list[str]:
    [message] = [each for each in mail.outbox if each.to == [f"{name}@example.org"]]
    return [line for line in str(message.body).splitlines() if line]


def test_a_digest_counts_the_news_besides(enrolled: World) -> None:
    conveyed(enrolled, to=enrolled.hill)
    for title in ("The hall is painted", "There is tea"):
        published(enrolled, title=title)
    a_week_of_looks(enrolled)
    assert said_to("cy")[:2] == [
        "There is 1 new thing for you.",
        "There are 2 news items besides, which ask nothing of you.",
    ]
    whole = mail.outbox[0].message().as_string()
    assert "There are 2 news items besides" in whole.split("text/html")[1]
    assert "painted" not in whole


def test_a_digest_without_news_says_nothing_of_it(enrolled: World) -> None:
    conveyed(enrolled, to=enrolled.hill)
    published(enrolled, to=enrolled.vale)
    a_week_of_looks(enrolled)
    assert said_to("cy")[1].startswith("Open it:")


def test_news_alone_makes_no_mail(enrolled: World) -> None:
    published(enrolled)
    a_week_of_looks(enrolled)
    assert mail.outbox == []
    assert news_of({enrolled.cy.pk: enrolled.at - timedelta(days=30)}, enrolled.at) == {enrolled.cy.pk: 0}


def counted(world: World, since: datetime) -> dict[str, int]:
    people = {person.pk: name for name, person in world.people.items()}
    found = count_items(dict.fromkeys(people, since), world.at + timedelta(seconds=1))
    return {people[pk]: count for pk, count in found.items()}


def test_news_is_counted_for_those_whom_it_is_for_and_is_no_news_of_before(enrolled: World) -> None:
    published(enrolled, to=enrolled.north)
    before = enrolled.at - timedelta(minutes=1)
    north = {"una": 1, "max": 1, "ada": 1, "bo": 1, "cy": 1, "eve": 1}
    assert counted(enrolled, before) == north
    assert counted(enrolled, enrolled.at) == {}


def test_what_was_withdrawn_or_is_over_is_no_news(enrolled: World) -> None:
    item = published(enrolled)
    published(enrolled, until=enrolled.at.date().isoformat())
    before = enrolled.at - timedelta(minutes=1)
    assert counted(enrolled, before)["cy"] == 2
    do(enrolled, withdraw_item, by=enrolled.max, item_id=item.pk)
    assert counted(enrolled, before)["cy"] == 1
    enrolled.at += timedelta(days=1)
    assert counted(enrolled, before) == {}


@pytest.mark.parametrize("items", [1, 3])
def test_counting_costs_the_same_however_much_there_is(
    enrolled: World, items, django_assert_num_queries
) -> None:
    for number in range(items):
        published(enrolled, title=f"News {number}")
    since = dict.fromkeys([person.pk for person in enrolled.people.values()], enrolled.at - timedelta(days=1))
    with django_assert_num_queries(4):
        count_items(since, enrolled.at)
