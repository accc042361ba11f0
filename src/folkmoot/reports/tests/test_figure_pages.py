import csv
from datetime import UTC, datetime
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from conftest import World, make_unit
from folkmoot.decisions.tests.pages import texts_of
from folkmoot.membership.tests.paging import as_, cost, links, table_rows
from folkmoot.people.models import Office, Term
from folkmoot.reports.actions.rolling_up import begin_roll_ups, roll_up_waiting
from folkmoot.reports.rules.definition import definition_from
from folkmoot.reports.rules.values import read_values
from folkmoot.reports.tests.forms import FEBRUARY, INDICATORS, JANUARY, indicator, kept, opened, sent


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def secretary(world: World, unit):
    person = world.people["cy" if unit == world.hill else "dee"]
    office = Office.objects.get(code="secretary")
    Term.objects.get_or_create(person=person, office=office, unit=unit, defaults={"started_at": world.at})
    return person


def reported(world: World, form, **values):
    """As each unit reports, given by its name."""
    for name, each in values.items():
        unit = world.units[name]
        sent(world, form, unit, by=world.bo if name == "harbour" else secretary(world, unit), values=each)
    rolled(world)


def rolled(world: World) -> None:
    while begin_roll_ups(world.at):
        pass
    while roll_up_waiting():
        pass


def facts(page) -> dict[str, str]:
    return dict(zip(texts_of(page, "dt"), texts_of(page, "dd"), strict=True))


def below(page) -> list[list[str]]:
    """Return the table of the units right below: the picture has one of three columns, and time another."""
    return [row for row in table_rows(page) if len(row) == 4]


def test_a_figure_is_seen_at_every_level_and_leads_down_to_its_reports(world: World, client) -> None:
    form = opened(world)
    reported(world, form, harbour={"visits": "3"}, hill={"visits": "5"})
    page = as_(client, world.max).get("/reports/figures/", follow=True)
    assert texts_of(page, "h1") == ["Visits"]
    assert facts(page) == {
        "Together": "8", "Reported by": "2 of 3 (67%)", "In time": "2 of 3 (67%)", "One unit in the middle reports": "3",
        "Half of the units lie between": "3 and 3", "All lie between": "3 and 5",
    }  # fmt: skip
    assert below(page) == [["North", "8", "2 of 2", "2 of 2"], ["South", "–", "0 of 1", "0 of 1"]]
    page = client.get(links(page)["North"])
    assert below(page) == [["Harbour", "3", "1 of 1", "1 of 1"], ["Hill", "5", "1 of 1", "1 of 1"]]
    page = client.get(links(page)["Hill"])
    assert table_rows(page)[0] == ["Visits", "5"]


@pytest.mark.parametrize(
    ("code", "together", "each"),
    [
        ("dues", "3.50 EUR", ["3.50 EUR", "–"]),
        ("hours", "–", ["–", "–"]),
        ("voted", "8 of 12 (67%)", ["8 of 12 (67%)", "–"]),
        ("has_room", "1 of 2 (50%)", ["1 of 2 (50%)", "–"]),
        ("paper", "On the wall: 1, None: 1", ["On the wall: 1, None: 1", "–"]),
    ],
)
def test_each_kind_of_figure_is_added_up_in_its_way(world: World, client, code, together, each) -> None:
    form = opened(world)
    harbour = {"visits": "3", "dues": "1.25", "voted": "7/9", "has_room": "yes", "paper": "wall"}
    hill = {"visits": "5", "dues": "2.25", "voted": "1/3", "has_room": "no", "paper": "none"}
    reported(world, form, harbour=harbour, hill=hill)
    page = as_(client, world.max).get(f"/reports/figures/{world.union.pk}/?code={code}")
    assert facts(page)["Together"] == together
    assert [row[1] for row in below(page)] == each


def test_what_some_left_out_is_said(world: World, client) -> None:
    reported(world, opened(world), harbour={"visits": "3", "dues": "1"}, hill={"visits": "5"})
    page = as_(client, world.max).get(f"/reports/figures/{world.union.pk}/?code=dues")
    assert facts(page)["Reports that leave this out"] == "1"


def test_a_figure_is_shown_over_time_the_last_period_first(world: World, client) -> None:
    form = opened(world)
    sent(world, form, first=JANUARY, values={"visits": "2"}, at=datetime(2026, 3, 2, tzinfo=UTC))
    reported(world, form, harbour={"visits": "3"})
    page = as_(client, world.ada).get("/reports/figures/", follow=True)
    assert table_rows(page)[-2:] == [["February 2026", "3", "1 of 2"], ["January 2026", "2", "1 of 2"]]
    page = client.get(links(page)["January 2026"])
    # Due on 10 February: it came late.
    assert (facts(page)["Together"], facts(page)["In time"]) == ("2", "0 of 2 (0%)")


def test_where_nobody_asks_and_where_nothing_is_rolled_up_the_page_says_what_to_do(
    world: World, client
) -> None:
    page = as_(client, world.max).get("/reports/figures/", follow=True)
    assert texts_of(page, "h2") == ["Nobody is asked for reports here"]
    opened(world)
    assert texts_of(client.get("/reports/figures/", follow=True), "h2")[0] == "There are no figures yet"
    assert texts_of(as_(client, world.bo).get("/reports/figures/"), "h2") == ["Nothing lies below you"]


def test_files_have_every_figure_exactly_with_its_definition_beside_it(world: World, client) -> None:
    figures = [indicator("visits", means={"en": "Visits to somebody ill."}), *INDICATORS[1:]]
    form = opened(world, indicators=figures)
    reported(world, form, harbour={"visits": "3", "dues": "1234567.05", "voted": "7/9"})
    address = f"/reports/figures/{world.union.pk}/figures"
    page = as_(client, world.max).get(f"{address}.csv?first={FEBRUARY}")
    rows = list(csv.reader(b"".join(page.streaming_content).decode("utf-8-sig").splitlines()))
    assert rows[1] == [
        "union", "Union", "union", "2026-02-01", "visits", "Visits", "Visits to somebody ill.", "", "3",
        "1", "1", "1", "3", "", "",
    ]  # fmt: skip
    by_place = {(row[0], row[4], row[7]): row[8] for row in rows[1:]}
    assert by_place["north", "dues", ""] == "1234567.05"
    assert by_place["south", "dues", ""] == ""
    assert (by_place["north", "voted", "part"], by_place["north", "voted", "whole"]) == ("7", "9")
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(client.get(f"{address}.xlsx").streaming_content)))
    assert len(book.get_sheet_by_index(0).to_python()) == len(rows)


def test_the_file_of_a_report_has_each_figure_as_it_would_be_entered(world: World, client) -> None:
    figures = [indicator("visits", means={"en": "Visits to somebody ill."}), *INDICATORS[1:]]
    entered = {"visits": "3", "dues": "1234567.05", "voted": "7/9", "has_room": "no", "paper": "wall"}
    report = sent(world, opened(world, indicators=figures), values=entered)
    page = as_(client, world.ada).get(links(as_(client, world.ada).get(f"/reports/{report.pk}/"))["CSV"])
    rows = list(csv.reader(b"".join(page.streaming_content).decode("utf-8-sig").splitlines()))
    assert rows[1] == [
        "harbour", "Harbour", "2026-02-01", "visits", "Visits", "Visits to somebody ill.", "3", "", "",
    ]  # fmt: skip
    assert rows[2][6:8] == ["1234567.05", "EUR"]
    told = {row[3]: row[6] for row in rows[1:]}
    assert told == entered | {"hours": ""}
    assert read_values(definition_from(report.version.definition), told) == report.values


@pytest.mark.parametrize(
    ("who", "sees_draft", "sees_sent"), [("bo", 200, 200), ("ada", 404, 200), ("dee", 404, 404)]
)
def test_the_file_of_a_report_is_for_those_who_read_it(
    world: World, client, who, sees_draft, sees_sent
) -> None:
    form = opened(world)
    address = f"/reports/{kept(world, form).pk}/report.csv"
    assert as_(client, world.people[who]).get(address).status_code == sees_draft
    sent(world, form)
    assert client.get(address).status_code == sees_sent


@pytest.mark.parametrize(
    ("who", "where", "status"),
    [
        ("max", "union", 200), ("max", "south", 200), ("ada", "north", 200), ("ada", "union", 404), ("ada", "south", 404),
        ("bo", "north", 404), ("bo", "harbour", 404), ("una", "union", 404), ("cy", "north", 404), ("eve", "north", 404),
        ("dee", "south", 404), ("stan", "union", 404),
    ],
)  # fmt: skip
def test_officers_see_figures_of_their_unit_and_below_it_and_nobody_else_does(
    world: World, client, who, where, status
) -> None:
    reported(world, opened(world), harbour={"visits": "3"})
    as_(client, world.people[who])
    unit = world.units[where]
    assert client.get(f"/reports/figures/{unit.pk}/").status_code == status
    assert client.get(f"/reports/figures/{unit.pk}/figures.csv").status_code == status


def test_the_page_costs_the_same_however_many_units_and_reports(world: World, client) -> None:
    form = opened(world)
    for each in range(9):
        make_unit(f"c{each}", world.hill.kind, world.north)
    reported(world, form, harbour={"visits": "3"})
    as_(client, world.max)
    address = f"/reports/figures/{world.north.pk}/"
    before = cost(client, address)
    reported(world, form, hill={"visits": "3"})
    assert cost(client, address) == before
    assert cost(client, f"/reports/figures/{world.union.pk}/") == before
