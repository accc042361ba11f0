from datetime import date, timedelta
from typing import Any

import pytest

from conftest import World
from folkmoot.bylaws.models import Provision
from folkmoot.bylaws.tests.papers import bylaws, entered
from folkmoot.decisions.tests.pages import texts_of
from folkmoot.membership.tests.paging import as_
from folkmoot.reports.actions.requesting import Sending, note_requests
from folkmoot.reports.models import Form, Report, Request
from folkmoot.reports.rules.definition import Matter, Question, definition_from
from folkmoot.reports.tests.forms import opened, sent
from folkmoot.reports.tests.test_figure_pages import secretary

WANTED = Question(code="wanted", names={"en": "What do you ask for?"}, matter=Matter.REQUESTS)
STOVE = {"wanted": "A stove for the loft."}
ANSWER = {"kind": "answering", "days": 12}


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


@pytest.fixture
def form(world: World) -> Form:
    return opened(world, questions=[WANTED])


def ruled(world: World, *, since: date = date(2026, 1, 1), **given: Any) -> None:
    entered(world, bylaws(world), "2.1", ANSWER, **given)
    Provision.objects.update(since=since)


def asked(world: World, form: Form) -> tuple[date, str | None]:
    sent(world, form, texts=STOVE)
    request = Request.objects.get()
    return request.due_on, request.article


def test_a_clause_says_until_when_is_answered_what_a_report_asks_for_and_stands_beside_it(
    world: World, client, form: Form
) -> None:
    ruled(world)
    assert asked(world, form) == (date(2026, 3, 14), "2.1")
    page = as_(client, world.ada).get(f"/units/{world.north.pk}/reports/requests/")
    said = "Harbour, Monthly report, February 2026, by 14 March 2026, by article 2.1"
    assert any(said in each for each in texts_of(page, "p")), texts_of(page, "p")
    page = client.get(f"/reports/requests/{Request.objects.get().pk}/")
    assert "To be answered by 14 March 2026, by article 2.1." in " ".join(texts_of(page, "p"))


def test_where_no_clause_holds_for_the_unit_that_answers_the_form_says_within_how_many_days(
    world: World, form: Form
) -> None:
    ruled(world, unit_kinds=["local"])
    assert asked(world, form) == (date(2026, 4, 1), None)


@pytest.mark.parametrize(
    ("since", "expected"), [(2, (date(2026, 3, 14), "2.1")), (3, (date(2026, 4, 1), None))]
)
def test_the_clause_counts_that_holds_on_the_day_on_which_it_is_asked(
    world: World, form: Form, since: int, expected: object
) -> None:
    ruled(world, since=date(2026, 3, since), unit_kinds=["region"])
    assert asked(world, form) == expected


def test_what_was_asked_keeps_its_day_and_its_article(world: World, form: Form) -> None:
    ruled(world)
    asked(world, form)
    Provision.objects.update(until=date(2026, 3, 2))
    world.at += timedelta(days=1)
    sent(world, form, texts=STOVE | {}, values={"visits": "4"}, why="One more.", at=world.at)
    assert [(each.due_on, each.article) for each in Request.objects.all()] == [(date(2026, 3, 14), "2.1")]


def test_one_question_tells_it_for_many_reports(
    world: World, form: Form, django_assert_num_queries: Any
) -> None:
    ruled(world)
    sent(world, form)
    sent(world, form, world.hill, by=secretary(world, world.hill))
    rows = Report.objects.select_related("form", "version", "unit__parent__kind")
    sendings = [Sending(each, definition_from(each.version.definition)) for each in rows]
    for each in sendings:
        each.report.texts = STOVE
    # Besides for each what it asked before, and what it asks now.
    with django_assert_num_queries(1 + 2 * 2):
        note_requests(sendings, world.at)
    assert {each.article for each in Request.objects.all()} == {"2.1"}
