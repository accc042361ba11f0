import re
from datetime import date

import pytest

from conftest import World
from folkmoot.decisions.tests.pages import texts_of
from folkmoot.decisions.tests.papers import conveyed
from folkmoot.membership.tests.paging import as_, cost, links
from folkmoot.people.models import Office, Term
from folkmoot.reports.actions.making import open_form
from folkmoot.reports.tests.forms import JANUARY, asked_back, do, kept, made, opened, revised, sent


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


@pytest.mark.parametrize("page", ["/", "/desk/"])
def test_what_is_late_or_due_or_asked_back_stands_on_desk_and_today_of_those_who_send_it(
    world: World, client, page
) -> None:
    form = opened(world)
    names = ["Monthly report, February 2026", "Monthly report, January 2026"]

    def told() -> list[str]:
        found = as_(client, world.bo).get(page)
        return [each for each in texts_of(found, "li.task") if "Monthly report" in each]

    late = "Monthly report, January 2026 was due by 10 February 2026 Write the report: Monthly report, January 2026"
    due = "Monthly report, February 2026 by 10 March 2026 Write the report: Monthly report, February 2026"
    assert told() == [late, due]
    found = links(client.get(page))
    assert [found[name] for name in names] == [
        f"/units/{world.harbour.pk}/reports/{form.pk}/{first}/" for first in ("2026-02-01", "2026-01-01")
    ]
    january = sent(world, form, first=JANUARY)
    kept(world, form)
    assert told() == [due.replace("Write the report", "Look it over and send it")]
    asked_back(world, january)
    sent(world, form)
    assert told() == [
        "Monthly report, January 2026 asked back Look at what they ask: Monthly report, January 2026"
    ]
    assert links(client.get(page))[names[1]] == f"/reports/{january.pk}/"


def test_a_report_that_is_late_comes_before_decisions_that_can_wait(world: World, client) -> None:
    conveyed(world)
    as_(client, world.bo)

    def leading() -> list[str]:
        return re.findall(r'button-primary"[^>]*><span>([^<]*)<', client.get("/desk/").content.decode())

    assert leading() == ["Confirm it"]
    opened(world)
    assert leading() == ["Write the report"]


@pytest.mark.parametrize("who", ["cy", "ada", "eve"])
def test_nobody_else_is_told_of_it(world: World, client, who) -> None:
    opened(world)
    assert "Monthly report" not in as_(client, world.people[who]).get("/").content.decode()


def test_of_many_a_few_are_told_and_the_rest_is_behind_a_link(world: World, client) -> None:
    world.harbour.founded_at = world.at.replace(year=2024)
    world.harbour.save()
    form = revised(world, made(world))
    do(world, open_form, by=world.max, form_id=form.pk, first=date(2025, 10, 1))
    page = as_(client, world.bo).get("/desk/")
    assert links(page)["2 more reports have yet to be sent"] == f"/units/{world.harbour.pk}/reports/"


def test_a_desk_leads_to_reports_and_work(world: World, client) -> None:
    found = links(as_(client, world.bo).get("/desk/"))
    assert [found[name] for name in ("Reports", "Work")] == [
        f"/units/{world.harbour.pk}/reports/", f"/units/{world.harbour.pk}/work/",
    ]  # fmt: skip


@pytest.mark.parametrize(("page", "most"), [("/", 12), ("/desk/", 14)])
def test_it_costs_the_same_however_many_reports_and_cells(world: World, client, page, most) -> None:
    form = opened(world)
    client = as_(client, world.bo)
    one = cost(client, page)
    assert one <= most
    sent(world, form, first=JANUARY)
    assert cost(client, page) == one


def test_cells_of_one_secretary_are_asked_for_at_once(world: World, client) -> None:
    opened(world)
    Term.objects.create(
        person=world.max, office=Office.objects.get(code="chair"), unit=world.north, started_at=world.at
    )
    one = cost(as_(client, world.max), "/desk/")
    Term.objects.create(
        person=world.max, office=Office.objects.get(code="chair"), unit=world.south, started_at=world.at
    )
    assert cost(client, "/desk/") == one
