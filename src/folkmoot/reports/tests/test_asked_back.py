from datetime import UTC, date, datetime

import pytest

from conftest import World
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.membership.tests.paging import as_, links, refusals
from folkmoot.reports.queries.opening import late_at_once
from folkmoot.reports.rules.definition import Matter, Question
from folkmoot.reports.tests.forms import FEBRUARY, QUESTIONS, asked_back, made, opened, revised, sent
from folkmoot.units.models import Unit

WANTED = Question(code="wanted", names={"en": "What do you ask for?"}, matter=Matter.REQUESTS)


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def test_a_unit_that_was_asked_back_answers_with_the_same_figures(world: World, client) -> None:
    form = opened(world)
    report = asked_back(world, sent(world, form), words="Is the boat in it?")
    page = as_(client, world.bo).get(f"/units/{world.harbour.pk}/reports/{form.pk}/{FEBRUARY}/")
    assert "Is the boat in it?" in texts_of(page, "p")
    page = client.get(f"/reports/{report.pk}/")
    empty = client.post(f"/reports/{report.pk}/sending/", fields(page))
    assert (empty.status_code, set(refusals(empty))) == (
        422,
        {"Nothing was changed since it was sent. Nothing is left to do."},
    )
    client.post(f"/reports/{report.pk}/sending/", fields(page) | {"why": "It is."})
    report.refresh_from_db()
    assert (report.state, report.sent_number) == ("sent", 2)
    page = as_(client, world.ada).get(f"/reports/{report.pk}/")
    assert any("The unit answered: It is." in said for said in texts_of(page, "li"))


def test_a_report_is_accepted_above_what_it_asks_for_and_that_is_answered_beside_it(
    world: World, client
) -> None:
    form = opened(world, questions=[*QUESTIONS, WANTED])
    report = sent(world, form, texts={"wanted": "A stove."})
    page = as_(client, world.ada).get(f"/reports/{report.pk}/")
    words = page.content.decode()
    assert words.index("Accept the report") < words.index("What was asked of the level above")
    answering = f"/reports/requests/{report.requests.get().pk}/"
    assert links(page)["Answer it"] == answering
    assert client.get(answering).status_code == 200
    for who in (world.bo, world.eve):
        assert "Answer it" not in links(as_(client, who).get(f"/reports/{report.pk}/"))


def test_units_founded_after_a_period_would_not_be_late_for_it(world: World) -> None:
    form = revised(world, made(world))
    january = form.period_around(date(2026, 1, 1))
    found = late_at_once(form, january, at=world.at)
    assert found is not None
    assert found.units == 3
    Unit.objects.filter(pk=world.hill.pk).update(founded_at=datetime(2026, 1, 31, 22, 59, tzinfo=UTC))
    Unit.objects.filter(pk=world.vale.pk).update(founded_at=datetime(2026, 1, 31, 23, tzinfo=UTC))
    found = late_at_once(form, january, at=world.at)
    assert found is not None
    assert found.units == 2
