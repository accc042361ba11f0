from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import World
from folkmoot.bylaws import interfaces
from folkmoot.bylaws.interfaces import Known, Source, register_source
from folkmoot.bylaws.models import Provision
from folkmoot.bylaws.queries.duties import duties_of
from folkmoot.bylaws.queries.provisions import provisions_over
from folkmoot.bylaws.rules.calendar import Period, months_later, spans_ending_in
from folkmoot.bylaws.rules.duties import State, looks_back_to
from folkmoot.bylaws.rules.kinds import Every, Kind
from folkmoot.bylaws.tests.papers import MONTHLY, bylaws, entered
from folkmoot.decisions.actions.attesting import confirm_conveyed
from folkmoot.decisions.tests.pages import texts_of
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.membership.tests.paging import as_, cost, links
from folkmoot.people.models import Term

READING = {"kind": "reading", "days": 14}
SECRETARY = {"kind": "term", "office": "secretary", "months": 3}


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def asked(world, unit):
    return [(each.kind, each.article, each.due_on, each.state) for each in duties_of(unit, at=world.at)]


def test_a_decision_is_to_be_read_by_the_day_its_article_says(world: World) -> None:
    entered(world, bylaws(world), "2.1", READING)
    decision = conveyed(world)
    due_on = date(2026, 3, 16)
    assert asked(world, world.harbour) == [(Kind.READING, "2.1", due_on, State.DUE)]
    world.at += timedelta(days=15)
    assert asked(world, world.harbour) == [(Kind.READING, "2.1", due_on, State.LATE)]
    do(world, confirm_conveyed, by=world.bo, decision_id=decision.pk, unit_id=world.harbour.pk)
    assert asked(world, world.harbour) == [(Kind.READING, "2.1", due_on, State.DONE)]
    assert asked(world, world.hill) == [(Kind.READING, "2.1", due_on, State.LATE)]


def test_what_was_conveyed_before_the_rule_is_asked_by_none(world: World) -> None:
    conveyed(world)
    world.at += timedelta(days=1)
    entered(world, bylaws(world), "2.1", READING)
    assert asked(world, world.harbour) == []


def test_a_term_that_ends_is_a_duty_of_its_unit(world: World) -> None:
    entered(world, bylaws(world), "3", SECRETARY)
    assert asked(world, world.harbour) == [(Kind.TERM, "3", date(2026, 4, 1), State.DUE)]
    (duty,) = duties_of(world.harbour, at=world.at)
    assert duty.about == Term.objects.get(person=world.bo).pk
    assert asked(world, world.hill) == []


def test_what_nobody_knows_is_never_called_late(world: World, monkeypatch) -> None:
    others = [each for each in interfaces._SOURCES if Kind.VISITS not in each.kinds]
    monkeypatch.setattr(interfaces, "_SOURCES", others)
    entered(world, bylaws(world), "2.1", {"kind": "visits", "times": 1, "every": "month"})
    world.at += timedelta(days=62)
    assert asked(world, world.harbour) == []
    held = Known(visits=[date(2026, 5, 1)])
    register_source(Source(frozenset({Kind.VISITS}), lambda _unit, _period, _at: held))
    assert asked(world, world.harbour) == [
        (Kind.VISITS, "2.1", date(2026, 5, 31), State.DONE),
        (Kind.VISITS, "2.1", date(2026, 6, 30), State.DUE),
    ]


def test_of_clauses_that_ended_long_ago_those_are_read_by_which_something_is_still_asked(
    world: World,
) -> None:
    decision = bylaws(world)
    for article, clause in (("2.1", MONTHLY), ("2.2", READING), ("3", SECRETARY)):
        entered(world, decision, article, clause)
    conveyed(world)
    Provision.objects.update(until=world.at.date() + timedelta(days=40))
    first = date(2026, 1, 1)
    read = {
        day: [each.article for each in provisions_over(world.harbour, since=day)]
        for day in (first, date(2028, 1, 1))
    }
    assert read == {first: ["2.1", "2.2", "3"], date(2028, 1, 1): ["2.2", "3"]}
    world.at += timedelta(days=3 * 366)
    assert asked(world, world.harbour) == [(Kind.READING, "2.2", date(2026, 3, 16), State.LATE)]


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_nothing_is_asked_by_what_was_over_before_duties_look_back(day: date) -> None:
    period = Period(day.replace(day=1), months_later(day.replace(day=1), 2))
    longest = [
        spans_ending_in(Period(months_later(period.first, -12), period.until), every) for every in Every
    ]
    assert looks_back_to(period) == min(span.first for spans in longest for span in spans)


def test_duties_cost_one_question_and_one_for_each_source(world: World, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        duties_of(world.harbour, at=world.at)
    decision = bylaws(world)
    entered(world, decision, "2.1", READING)
    entered(world, decision, "3", SECRETARY)
    conveyed(world)
    with django_assert_num_queries(3):
        assert len(duties_of(world.harbour, at=world.at)) == 2
    with django_assert_num_queries(2):
        assert len(duties_of(world.harbour, heard=[], at=world.at)) == 1


def test_the_desk_shows_each_duty_with_article_day_and_one_button(world: World, client) -> None:
    decision = bylaws(world)
    entered(world, decision, "2.1", READING)
    entered(world, decision, "3", SECRETARY)
    conveyed(world)
    page = as_(client, world.bo).get("/desk/")
    told = texts_of(page, "p.meta")
    assert "by 1 April 2026 Article 3" in told
    assert "by 16 March 2026 2026/2, adopted by Union; article 2.1" in told
    assert links(page)["See the officers"] == f"/units/{world.harbour.pk}/officers/"
    assert links(page)["The office “secretary” is held for 3 months."] == f"/units/{world.harbour.pk}/bylaws/"


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_costs_the_same_however_much_is_asked(world: World, client, count: int) -> None:
    decision = bylaws(world)
    for article, clause in [("2.1", READING), ("3", SECRETARY), ("1", SECRETARY | {"office": "chair"})][
        :count
    ]:
        entered(world, decision, article, clause)
    for _number in range(count):
        conveyed(world)
    as_(client, world.bo)
    assert cost(client, "/desk/") <= 12
