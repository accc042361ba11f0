from datetime import timedelta

import pytest
from django.db.models.sql.compiler import SQLCompiler
from django.test import Client

from conftest import World
from folkmoot.decisions.tests.papers import do
from folkmoot.desk.at_work import papers_wait
from folkmoot.meetings.motions.tests.test_forwarding import sent as sent_up
from folkmoot.membership.tests.paging import as_, cost, links
from folkmoot.reports.rules.definition import Matter, Question
from folkmoot.reports.tests.forms import QUESTIONS, opened, sent
from folkmoot.reports.tests.planning import adopted, aimed, drafted, visits
from folkmoot.work.actions.sharing import share_target

WANTED = Question(code="wanted", names={"en": "What do you ask for?"}, matter=Matter.REQUESTS)


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def at_desk(world: World, client: Client, who: str) -> list[str]:
    """What the first page of somebody says of their desk."""
    found = links(as_(client, world.people[who]).get("/"))
    return [words for words, url in found.items() if words.startswith("At your desk") and url == "/desk/"]


def test_today_says_by_number_what_waits_at_a_desk(world: World, client: Client) -> None:
    form = opened(world, questions=[*QUESTIONS, WANTED])
    assert at_desk(world, client, "ada") == []
    sent(world, form, texts={"wanted": "A stove."})
    plan = drafted(world)
    target = aimed(world, plan, **visits(form))
    adopted(world, plan)
    do(world, share_target, by=world.ada, plan_target_id=target.pk, rule="equally")
    drafted(world)
    assert at_desk(world, client, "ada") == ["At your desk: 1 request to answer, 1 report to read"]
    assert at_desk(world, client, "bo") == ["At your desk: 1 matter of plans"]
    assert at_desk(world, client, "cy") == []
    assert cost(client, "/") <= 12
    assert cost(as_(client, world.ada), "/") <= 12


def test_what_waits_at_desks_is_put_together_once_and_asked_of_others_by_the_same_question(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, others = [("secretary", False, world.north.path)], [("secretary", False, world.hill.path)]
    sent_up(world, world.north)
    said = [each.words for each in papers_wait(held, at=world.at)]
    assert said == ["At your desk: 1 motion from below"]
    # Nothing is put together from here on.
    monkeypatch.setattr(SQLCompiler, "as_sql", None)
    assert [each.words for each in papers_wait(held, at=world.at + timedelta(days=1))] == said
    assert papers_wait(others, at=world.at) == []


def test_a_motion_from_below_stands_on_the_desk_and_today_says_so(world: World, client: Client) -> None:
    sent_up(world, world.north)
    assert at_desk(world, client, "ada") == ["At your desk: 1 motion from below"]
    assert at_desk(world, client, "bo") == []
    found = links(as_(client, world.ada).get("/desk/"))
    assert found["Put it on an agenda"].startswith("/forwardings/")
    assert found["Motions"] == f"/units/{world.north.pk}/motions/"
