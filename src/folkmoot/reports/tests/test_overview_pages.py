from datetime import UTC, date, datetime

import pytest

from conftest import World, make_unit
from folkmoot.decisions.tests.pages import texts_of
from folkmoot.membership.tests.paging import as_, cost, links, table_rows
from folkmoot.reports.actions.rolling_up import begin_roll_ups, roll_up_anew
from folkmoot.reports.models import Form, Report, RollUp, Sent, State
from folkmoot.reports.queries.deviations import deviations_page
from folkmoot.reports.queries.figures import FiguresPage, figures_page
from folkmoot.reports.queries.pages import Wanted
from folkmoot.reports.rules.definition import Check, CheckKind, Kind, Matter, Question, Sign
from folkmoot.reports.tests.forms import FEBRUARY, JANUARY, do, indicator, opened, sent
from folkmoot.reports.tests.test_figure_pages import below, facts, rolled
from folkmoot.structure.actions.moving import move_unit
from folkmoot.units.models import Sector, Unit

CAUSES = Question(code="causes", names={"en": "What were the causes?"}, matter=Matter.CAUSES)
AT_MOST_TEN = Check(code="few", kind=CheckKind.COMPARE, left="visits", sign=Sign.AT_MOST, number="10")
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
INDICATORS = [
    indicator("visits"),
    indicator("voted", Kind.SHARE, is_required=False),
    indicator("people", source="members", is_required=False),
    indicator("paper", Kind.YES_NO, is_required=False),
]


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


@pytest.fixture
def form(world: World) -> Form:
    return opened(world, indicators=INDICATORS, questions=[CAUSES], checks=[AT_MOST_TEN])


def cells(world: World, count: int) -> list[Unit]:
    return [make_unit(f"c{each:02}", world.hill.kind, world.north) for each in range(count)]


def told(form: Form, unit: Unit, first=FEBRUARY, *, texts=None, reasons=None, **values) -> Report:
    """A report as it is once it was sent: many are made here, and the act is shown elsewhere."""
    version = form.versions.get()
    given = {"values": values, "texts": texts or {}, "reasons": reasons or {}}
    report = Report.objects.create(
        form=form,
        version=version,
        unit=unit,
        first=first,
        state=State.SENT,
        sent_number=1,
        first_sent_on=first,
        is_in_time=True,
        counted=values,
        **given,
    )
    at = datetime(2026, 3, 2, tzinfo=UTC)
    Sent.objects.create(report=report, number=1, version=version, sent_at=at, **given)
    return report


def deviations(client, unit: Unit, code="visits"):
    return client.get(f"/reports/figures/{unit.pk}/deviations/?code={code}")


def test_a_unit_that_differs_is_named_with_since_when_and_the_causes_it_gives(
    world: World, client, form
) -> None:
    units = cells(world, 12)
    for first in (JANUARY, FEBRUARY):
        for number, unit in enumerate(units[:-1]):
            told(form, unit, first, visits=4 + number % 3)
    told(form, units[-1], JANUARY, visits=60)
    report = told(
        form, units[-1], visits=50, texts={"causes": "A strike next door."}, reasons={"few": "We went daily."}
    )
    rolled(world)
    page = as_(client, world.ada).get("/reports/figures/", follow=True)
    page = client.get(links(page)["Which units differ from those like them"])
    assert table_rows(page) == [
        ["c11", "50", "5", "30.4", "January 2026", "We went daily. A strike next door."]
    ]
    assert links(page)["c11"] == f"/reports/{report.pk}/"
    assert "1 of 12 units that could be compared differ." in texts_of(page, "p")
    rule = " ".join(texts_of(page, "p"))
    assert "More than 3.5 differs (Iglewicz and Hoaglin, 1993)." in rule
    assert "Alike are units of the same kind, size (up to 9, 19, 49, 99 members, and more)." in rule


def test_a_unit_that_differed_to_the_other_side_before_differs_since_now(world: World, client, form) -> None:
    units = cells(world, 12)
    for number, unit in enumerate(units[:-1]):
        told(form, unit, JANUARY, visits=40 + number % 3)
        told(form, unit, visits=40 + number % 3)
    told(form, units[-1], JANUARY, visits=0)
    told(form, units[-1], visits=90)
    rolled(world)
    assert table_rows(deviations(as_(client, world.ada), world.north))[0][4] == "February 2026"


def test_shares_are_compared_as_shares(world: World, client, form) -> None:
    units = cells(world, 12)
    for number, unit in enumerate(units[:-1]):
        told(form, unit, visits=1, voted=[70 + number % 5, 100])
    told(form, units[-1], visits=1, voted=[1, 10])
    rolled(world)
    page = deviations(as_(client, world.ada), world.north, "voted")
    assert [row[:3] for row in table_rows(page)] == [["c11", "1 of 10", "72%"]]


def test_like_are_those_of_the_same_size_and_sector(world: World, form) -> None:
    rail = Sector.objects.create(code="rail", name="Rail")
    units = cells(world, 24)
    for number, unit in enumerate(units):
        is_large = number >= 12
        told(form, unit, visits=(500 if is_large else 5) + number % 3, people=60 if is_large else 9)
    rolled(world)
    page = deviations_page(world.north, Wanted(code="visits"))
    assert page is not None
    assert (page.compared, page.deviating, page.is_by_size, page.is_by_sector) == (24, 0, True, True)
    # One of the small ones reports what is usual among the large.
    Report.objects.filter(unit=units[0]).update(counted={"visits": 501, "people": 9})
    roll_up_anew(form, FEBRUARY, at=world.at)
    page = deviations_page(world.north, Wanted(code="visits"))
    assert page is not None
    assert [each.unit for each in page.lines] == [units[0]]
    # And nine in a sector of their own, it among them, are held against each other.
    for unit in units[:9]:
        unit.sectors.add(rail)
    page = deviations_page(world.north, Wanted(code="visits"))
    assert page is not None
    assert (page.compared, [each.unit for each in page.lines]) == (24, [units[0]])


def test_where_few_reported_or_nothing_can_be_compared_the_page_says_so(world: World, client, form) -> None:
    as_(client, world.ada)
    assert texts_of(deviations(client, world.north), "h2")[0] == "This cannot be compared"
    told(form, world.harbour, visits=3)
    rolled(world)
    assert texts_of(deviations(client, world.north), "h2")[0] == "Too few to be compared"
    assert texts_of(deviations(client, world.north, "paper"), "h2")[0] == "This cannot be compared"


@pytest.mark.parametrize(
    ("who", "where", "status"),
    [
        ("max", "union", 200), ("ada", "north", 200), ("ada", "union", 404), ("ada", "south", 404), ("bo", "north", 404),
        ("bo", "harbour", 404), ("una", "union", 404), ("cy", "north", 404), ("stan", "union", 404),
    ],
)  # fmt: skip
def test_officers_see_what_differs_and_why_and_nobody_else_does(  # noqa: PLR0917  -- a table
    world: World, client, form, who, where, status
) -> None:
    told(form, world.harbour, visits=3)
    rolled(world)
    client = as_(client, world.people[who])
    unit = world.units[where]
    assert deviations(client, unit).status_code == status
    assert client.get(f"/reports/figures/{unit.pk}/reports/").status_code == status


def test_a_figure_leads_to_its_reports_and_their_causes_page_by_page(
    world: World, client, form, monkeypatch
) -> None:
    monkeypatch.setattr("folkmoot.reports.queries.stated.SHOWN", 1)
    report = sent(world, form, values={"visits": "3"}, texts={"causes": "Rain."})
    told(form, world.hill, visits=5)
    rolled(world)
    # What is being changed is its own unit's alone.
    Report.objects.filter(pk=report.pk).update(texts={"causes": "Snow."})
    page = as_(client, world.ada).get("/reports/figures/", follow=True)
    page = client.get(links(page)["The reports behind it, and the causes they give"])
    assert table_rows(page) == [["Harbour", "3", "Rain."]]
    page = client.get(links(page)["Older"])
    assert table_rows(page) == [["Hill", "5", "–"]]
    assert "Older" not in links(page)


def test_amounts_are_told_for_each_member_of_those_that_reported_both(world: World, client, form) -> None:
    told(form, world.harbour, visits=9, people=4)
    told(form, world.hill, visits=5)
    rolled(world)
    page = as_(client, world.ada).get("/reports/figures/", follow=True)
    assert facts(page)["For each member"] == "2.25"
    assert [row for row in table_rows(page) if len(row) == 5] == [
        ["Harbour", "9", "2.25", "1 of 1", "1 of 1"], ["Hill", "5", "–", "1 of 1", "1 of 1"],
    ]  # fmt: skip


def test_the_middle_of_shares_is_told(world: World, client, form) -> None:
    for unit, voted in ((world.harbour, [1, 2]), (world.hill, [3, 4]), (world.vale, [0, 0])):
        told(form, unit, visits=1, voted=voted)
    rolled(world)
    page = as_(client, world.max).get(f"/reports/figures/{world.union.pk}/?code=voted")
    assert facts(page)["One unit in the middle reports"] == "50%"
    assert facts(page)["All lie between"] == "50% and 75%"


def test_units_right_below_are_read_page_by_page(world: World, client, form, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.reports.queries.figures.SHOWN", 1)
    told(form, world.harbour, visits=3)
    told(form, world.hill, visits=5)
    rolled(world)
    page = as_(client, world.ada).get("/reports/figures/", follow=True)
    assert [row[0] for row in below(page)] == ["Harbour"]
    page = client.get(links(page)["Older"])
    assert [row[0] for row in below(page)] == ["Hill"]
    assert "Older" not in links(page)


def test_the_trend_asks_as_many_questions_for_many_trees_as_for_one_and_adds_up_each_over_its_own(
    world: World, client
) -> None:
    march, april, later = (
        datetime(2026, 3, 15, tzinfo=UTC),
        datetime(2026, 4, 15, tzinfo=UTC),
        datetime(2026, 5, 2, tzinfo=UTC),
    )
    form = opened(world, indicators=INDICATORS)
    told(form, world.harbour, visits=3)
    rolled(world)
    address = f"/reports/figures/{world.union.pk}/"
    one = cost(as_(client, world.max), address)
    do(world, move_unit, by=world.una, at=march, unit_id=world.harbour.pk, to_parent_id=world.south.pk)
    do(world, move_unit, by=world.una, at=april, unit_id=world.hill.pk, to_parent_id=world.south.pk)
    for first in (MARCH, APRIL):
        told(form, world.harbour, first, visits=first.month)
        told(form, world.hill, first, visits=10 * first.month)
    while begin_roll_ups(later):
        pass
    assert RollUp.objects.values("tree").distinct().count() == 3
    assert cost(client, address) == one
    assert one <= 12
    trends = {
        unit: [(first.month, figure.sum, figure.asked) for first, figure in _page(unit).trend]
        for unit in (world.union, world.north, world.south, world.harbour)
    }
    assert trends == {
        world.union: [(1, None, 3), (2, 3, 3), (3, 33, 3), (4, 44, 3)],
        world.north: [(1, None, 2), (2, 3, 2), (3, 30, 1), (4, None, 0)],
        world.south: [(1, None, 1), (2, None, 1), (3, 3, 2), (4, 44, 3)],
        world.harbour: [(1, None, 1), (2, 3, 1), (3, 3, 1), (4, 4, 1)],
    }


def _page(unit: Unit) -> FiguresPage:
    page = figures_page(unit, Wanted(), among=Unit.objects.all())
    assert page is not None
    return page


def test_a_line_shows_figures_over_time_beside_their_table(world: World, client, form) -> None:
    told(form, world.harbour, JANUARY, visits=2)
    told(form, world.harbour, visits=4)
    rolled(world)
    page = as_(client, world.ada).get("/reports/figures/", follow=True)
    assert '<path d="M0.0 50.0L600.0 4.0"/>' in page.content.decode()
    assert "Highest: 4, February 2026. Lowest: 2, January 2026." in texts_of(page, "p")


def test_the_export_asks_one_question_for_each_figure_however_many_units(world: World, client, form) -> None:
    told(form, world.harbour, visits=3)
    rolled(world)
    address = f"/reports/figures/{world.north.pk}/figures.csv"
    one = cost(as_(client, world.ada), address)
    told(form, world.hill, visits=5)
    rolled(world)
    assert cost(client, address) == one


def test_the_same_figures_stand_on_the_page_in_one_table_unless_the_picture_goes_deeper(
    world: World, client, form
) -> None:
    told(form, world.harbour, visits=3)
    rolled(world)
    has_own_table = {
        unit.name: b'class="as-table"' in as_(client, who).get(f"/reports/figures/{unit.pk}/").content
        for unit, who in ((world.north, world.ada), (world.union, world.max))
    }
    assert has_own_table == {"North": False, "Union": True}
