from datetime import date, timedelta

import pytest

from conftest import World
from folkmoot.bylaws.models import Provision
from folkmoot.bylaws.queries.duties import duties_of, duties_of_each
from folkmoot.bylaws.rules.duties import State
from folkmoot.bylaws.tests.keeping import from_scratch, keep, kept
from folkmoot.bylaws.tests.papers import bylaws, entered
from folkmoot.decisions.tests.pages import texts_of
from folkmoot.membership.tests.paging import as_, cost, links
from folkmoot.reports.actions.making import end_form
from folkmoot.reports.tests.forms import FEBRUARY, asked_back, do, made, opened, sent

REPORT = {"kind": "reporting", "every": "month", "days": 5}


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


@pytest.fixture
def ruled(world: World) -> World:
    """Locals report every month within five days; the form, which says ten, asks since February, and the rule held then."""
    entered(world, bylaws(world), "2.1", REPORT, unit_kinds=["local"])
    Provision.objects.update(since=date(2025, 12, 1))
    return world


def asked(world: World):
    due = duties_of(world.harbour, at=world.at)
    assert duties_of_each([world.harbour], at=world.at)[world.harbour.pk] == due
    return [(each.due_on, each.state) for each in due]


def test_the_desk_says_which_report_is_due_until_it_is_sent(ruled: World, client) -> None:
    form = opened(ruled, first=FEBRUARY)
    assert asked(ruled) == [(date(2026, 3, 5), State.DUE), (date(2026, 4, 5), State.DUE)]
    page = as_(client, ruled.bo).get("/desk/")
    assert "A report on every month is made within 5 days of its end." in page.content.decode()
    assert texts_of(page, "p.meta")[-2:] == [
        "by 5 March 2026 Article 2.1", "by 5 April 2026 Article 2.1",
    ]  # fmt: skip
    fill = f"/units/{ruled.harbour.pk}/reports/{form.pk}/2026-02-01/"
    assert [link for link in links(page).values() if f"/reports/{form.pk}/" in link][:1] == [
        fill.replace("-02-", "-03-")
    ]
    assert client.get(fill).status_code == 200
    report = sent(ruled, form)
    assert asked(ruled) == [(date(2026, 3, 5), State.DONE), (date(2026, 4, 5), State.DUE)]
    asked_back(ruled, report)
    assert asked(ruled)[0] == (date(2026, 3, 5), State.DONE)


def test_the_desk_costs_twelve_questions_at_most(ruled: World, client) -> None:
    opened(ruled, first=FEBRUARY)
    as_(client, ruled.bo)
    assert cost(client, "/desk/") <= 12


def test_the_article_says_whether_a_report_came_in_time_and_not_the_form(ruled: World, client) -> None:
    form = opened(ruled, first=FEBRUARY)
    page = as_(client, ruled.bo).get(f"/units/{ruled.harbour.pk}/reports/")
    assert texts_of(page, "p.meta")[0] == "to be sent due 5 March 2026, by article 2.1"
    ruled.at += timedelta(days=4)
    page = as_(client, ruled.bo).get(f"/units/{ruled.harbour.pk}/reports/")
    assert texts_of(page, "p.meta")[0] == "not sent due 5 March 2026, by article 2.1"
    assert not sent(ruled, form, at=ruled.at).is_in_time


def test_what_began_before_the_article_held_is_due_as_its_form_says(ruled: World) -> None:
    form = opened(ruled, first=FEBRUARY)
    Provision.objects.update(since=date(2026, 2, 2))
    assert asked(ruled) == [(date(2026, 4, 5), State.DUE)]
    ruled.at += timedelta(days=4)
    assert sent(ruled, form, at=ruled.at).is_in_time


def test_nobody_owes_a_report_that_no_form_asks_for(ruled: World) -> None:
    made(ruled)
    assert asked(ruled) == []
    form = opened(ruled, first=FEBRUARY)
    do(ruled, end_form, by=ruled.max, form_id=form.pk, first=date(2026, 3, 1))
    assert asked(ruled) == [(date(2026, 3, 5), State.DUE)]
    opened(ruled, first=FEBRUARY, unit_kinds=["region"])
    assert asked(ruled) == [(date(2026, 3, 5), State.DUE)]


def test_compliance_follows_what_is_asked_and_sent(ruled: World) -> None:
    keep(ruled)
    assert kept()[1] == {}
    form = opened(ruled, first=FEBRUARY)
    keep(ruled)
    assert {unit for unit, _clause in kept()[1]} == {ruled.harbour.pk, ruled.hill.pk, ruled.vale.pk}
    assert kept() == from_scratch(ruled)
    ruled.at += timedelta(days=4)
    sent(ruled, form, at=ruled.at)
    keep(ruled)
    assert kept() == from_scratch(ruled)
    late = {unit for (unit, _clause), (_due, late) in kept()[1].items() if late and late <= ruled.at}
    assert late == {ruled.hill.pk, ruled.vale.pk}
    do(ruled, end_form, by=ruled.max, form_id=form.pk, first=date(2026, 4, 1))
    keep(ruled)
    assert kept() == from_scratch(ruled)
