"""In which order a member's first screen puts what they have yet to read, and whether it says that there is more."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from conftest import World
from folkmoot.decisions import jobs
from folkmoot.decisions.actions.receiving import acknowledge_decision
from folkmoot.decisions.tests.pages import texts_of
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.desk.queries import today
from folkmoot.membership.tests.paging import as_, links
from folkmoot.news.actions.letters import publish_letter
from folkmoot.news.tests.test_letters import sent


def convey(world: World, title: str, read_by: date | None) -> None:
    deadlines = [{"kind": "local", "read_by": read_by}] if read_by else None
    conveyed(world, title=title, to=world.union, deadlines=deadlines)


def test_what_can_still_be_read_in_time_stands_before_what_has_no_deadline_and_past_ones_last(
    world: World,
) -> None:
    for title, read_by in (
        ("Past", date(2026, 3, 5)),
        ("Later", date(2026, 4, 20)),
        ("Whenever", None),
        ("Soon", date(2026, 4, 1)),
    ):
        convey(world, title, read_by)
    waiting = today(world.cy, held=(), at=world.at + timedelta(days=10)).waiting
    assert [each.title for each in waiting] == ["Soon", "Later", "Whenever", "Past"]


@pytest.mark.parametrize(("shown", "more"), [(1, True), (2, False)])
def test_more_is_told_of_only_where_there_is_more(
    world: World, monkeypatch: pytest.MonkeyPatch, shown: int, more: bool
) -> None:
    monkeypatch.setattr("folkmoot.desk.queries.SHOWN", shown)
    for title in ("One", "Other"):
        convey(world, title, None)
    found = today(world.cy, held=(), at=world.at)
    assert (len(found.waiting), found.has_more) == (shown, more)


def test_of_what_nobody_ever_did_nothing_is_asked(world: World, django_assert_max_num_queries: Any) -> None:
    convey(world, "Meet monthly", None)
    with django_assert_max_num_queries(40) as asked:
        today(world.cy, held=(), at=world.at)
    # Where they stand, of what there is anything, what is addressed to them, and their offices.
    assert len(asked) == 4


def test_a_secretary_has_their_number_and_their_letters_while_points_come_back(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    decision = conveyed(world, to=world.north)
    do(world, acknowledge_decision, by=world.bo, decision_id=decision.pk)
    letter = sent(world, by=world.bo)
    world.at = world.at + timedelta(days=31)
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)
    do(world, publish_letter, by=world.max, letter_id=letter.pk)
    as_(client, world.bo).get("/")
    with django_assert_max_num_queries(40) as asked:
        page = client.get("/")
    assert texts_of(page, "article h3") == ["Meet monthly"]
    assert links(page)["At your desk: 1 decision to confirm"] == "/desk/"
    assert links(page)["Union has published a letter of yours"] == "/news/letters/own/"
    assert len(asked) <= 12, "\n".join(query["sql"][:150] for query in asked.captured_queries)


def test_an_officer_above_has_the_number_of_cells_while_points_come_back(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    decision = conveyed(world, to=world.north)
    do(world, acknowledge_decision, by=world.ada, decision_id=decision.pk)
    world.at = world.at + timedelta(days=31)
    while jobs.begin_reckoning_job(world.at):
        pass
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)
    as_(client, world.ada).get("/")
    with django_assert_max_num_queries(40) as asked:
        page = client.get("/")
    assert texts_of(page, "article h3") == ["Meet monthly"]
    assert [words for words in links(page) if words.startswith("On your overview")] == [
        f"On your overview: 2 cells have yet to confirm {decision.number}"
    ]
    assert len(asked) <= 12, "\n".join(query["sql"][:150] for query in asked.captured_queries)
