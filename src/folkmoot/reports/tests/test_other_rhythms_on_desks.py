from datetime import date

import pytest

from conftest import World
from folkmoot.bylaws.models import Provision
from folkmoot.bylaws.tests.papers import bylaws, entered
from folkmoot.decisions.tests.pages import texts_of
from folkmoot.membership.tests.paging import as_, cost
from folkmoot.reports.actions.making import open_form
from folkmoot.reports.models import Form
from folkmoot.reports.tests.forms import do, made, revised, sent
from folkmoot.units.models import ParentEdge

REPORT = {"kind": "reporting", "every": "month", "days": 5}


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


@pytest.fixture(autouse=True)
def ruled(world: World) -> None:
    """Every month is reported on, and nothing is said of other spans."""
    entered(world, bylaws(world), "2.1", REPORT)
    Provision.objects.update(since=date(2020, 1, 1))


def asking(world: World, every: str, first: date, **given) -> Form:
    form = revised(world, made(world, every=every, **given))
    do(world, open_form, by=world.max, form_id=form.pk, first=first)
    return form


def founded_long_ago(world: World) -> None:
    for unit in world.units.values():
        unit.founded_at = unit.founded_at.replace(year=2020)
        unit.save()
    ParentEdge.objects.update(started_at=world.union.founded_at)


def on_desk(client, who) -> list[str]:
    return texts_of(as_(client, who).get("/desk/"), "ul.tasks h3")


@pytest.mark.parametrize("every", ["quarter", "year"])
@pytest.mark.parametrize("who", ["bo", "ada"])
def test_a_desk_asks_twelve_times_at_most_where_forms_ask_of_other_spans_than_bylaws(
    world: World, client, every: str, who: str
) -> None:
    founded_long_ago(world)
    asking(world, every, date(2025, 1, 1), unit_kinds=["local", "region"])
    as_(client, world.people[who])
    assert cost(client, "/desk/") <= 12
    assert [each for each in on_desk(client, world.people[who]) if "report" in each]


def test_what_was_sent_of_years_ago_is_not_asked_for_again(world: World, client) -> None:
    founded_long_ago(world)
    form = asking(world, "year", date(2022, 1, 1))
    years = [date(year, 1, 1) for year in (2022, 2023, 2024, 2025)]
    before = on_desk(client, world.bo)
    for first in years:
        sent(world, form, first=first)
    assert len([each for each in before if "report" in each.lower()]) >= 1
    assert not [each for each in on_desk(client, world.bo) if "report" in each.lower()]
