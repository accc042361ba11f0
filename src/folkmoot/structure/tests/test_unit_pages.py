import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.structure import interfaces
from folkmoot.structure.actions.founding import found_unit
from folkmoot.structure.actions.kinds import add_sector
from folkmoot.structure.actions.renaming import set_sectors
from folkmoot.structure.interfaces import UnitAct
from folkmoot.structure.queries import unit_page
from folkmoot.structure.queries import units as listing
from folkmoot.structure.queries.units import Wanted, units_page
from folkmoot.structure.tests.acting import do
from folkmoot.structure.tests.pages import rows_of, sign_in, words_of
from folkmoot.units.models import Unit, UnitKind


@pytest.fixture
def una(world, client):
    return sign_in(client, world.una)


def names(page):
    return [row[0] for row in rows_of(page)]


def found(world, *codes, parent="north"):
    for code in codes:
        given = {"kind": "local", "name": code.title(), "code": code}
        do(found_unit, parent_id=getattr(world, parent).pk, **given, by=world.una, at=world.at)


def test_a_registrar_sees_all_units_in_the_order_of_the_tree(world, una):
    assert rows_of(una.get("/units/")) == [
        ["Union", "union", "union", ""],
        ["North", "north", "region", "Union"],
        ["Harbour", "harbour", "local", "North"],
        ["Hill", "hill", "local", "North"],
        ["South", "south", "region", "Union"],
        ["Vale", "vale", "local", "South"],
    ]


@pytest.mark.parametrize(
    ("who", "founds_below", "imports"),
    [("una", "union", True), ("ada", "north", False), ("bo", "", False), ("cy", "", False)],
)
def test_the_list_offers_what_one_may_begin(world, client, who, founds_below, imports):
    page = sign_in(client, getattr(world, who)).get("/units/").content.decode()
    founding = f'href="/units/{getattr(world, founds_below).pk}/founding/"' if founds_below else ""
    assert page.count("/founding/") == bool(founds_below)
    assert founding in page
    assert page.count('href="/imports/new/?kind=units"') == imports


def test_importing_is_offered_below_the_unit_one_comes_from(world, una):
    offered = una.get(f"/units/{world.north.pk}/").content.decode()
    assert 'href="/imports/new/?under=north"' in offered
    form = una.get("/imports/new/?under=north&kind=members").content.decode()
    assert '<option value="north" selected>North</option>' in form
    assert re.search(r'value="members"[^>]* checked', form)
    nothing_said = una.get("/imports/new/").content.decode()
    assert re.search(r'value="units"[^>]* checked', nothing_said)


def test_a_member_sees_their_own_line_only(world, client):
    assert names(sign_in(client, world.dee).get("/units/")) == ["Union", "South", "Vale"]


def test_who_may_appoint_there_finds_the_way_to_it_from_the_unit(world, client):
    address, officers = f"/units/{world.north.pk}/", f"/units/{world.north.pk}/officers/"
    pages = [sign_in(client, person).get(address) for person in (world.una, world.cy)]
    assert [page.content.decode().count(f'href="{officers}"') for page in pages] == [1, 0]


def test_a_stranger_sees_no_unit(world, client):
    client = sign_in(client, world.stan)
    assert rows_of(client.get("/units/")) == [["No unit was found. Try another word."]]
    assert client.get(f"/units/{world.hill.pk}/").status_code == 404
    for page in ("founding", "name", "sectors", "kind", "time-zone", "move", "closing"):
        assert client.get(f"/units/{world.hill.pk}/{page}/").status_code == 404
    assert client.get("/units.csv").getvalue().decode().splitlines() == [
        "\ufeffcode,name,kind,parent,time_zone,sectors,affiliated_organisation"
    ]


def test_who_has_not_signed_in_is_asked_to(world, client):
    assert client.get("/units/").status_code == 302


@pytest.fixture(params=[0, 5000], ids=["a large organisation", "a small organisation"])
def either_size(request, monkeypatch):
    monkeypatch.setattr(listing, "SEARCHED_WHOLE", request.param)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=HÏLL", ["Hill"]),
        ("q=nothing", ["No unit was found. Try another word."]),
        ("kind=region", ["North", "South"]),
        ("kind=local&sort=-name", ["Vale", "Hill", "Harbour"]),
        ("sort=code", ["Harbour", "Hill", "North", "South", "Union", "Vale"]),
        ("sort=nonsense", ["Union", "North", "Harbour", "Hill", "South", "Vale"]),
        ("sort=name&after=nonsense", ["Harbour", "Hill", "North", "South", "Union", "Vale"]),
    ],
)
def test_units_are_searched_filtered_and_sorted(world, una, either_size, query, expected):
    assert names(una.get(f"/units/?{query}")) == expected


@pytest.mark.parametrize(
    ("is_many", "expected"),
    [(False, ["North", "Harbour", "Hill", "South"]), (True, ["Harbour", "Hill"])],
)
def test_only_a_small_organisation_is_searched_in_the_middle_of_names(
    world, una, monkeypatch, is_many, expected
):
    monkeypatch.setattr(listing, "SEARCHED_WHOLE", 0 if is_many else 5000)
    assert names(una.get("/units/?q=h")) == expected


@pytest.mark.parametrize("sort", ["place", "-place", "name", "-name", "code", "-code"])
def test_page_after_page_shows_each_unit_once(world, either_size, sort):
    found(world, "quay", "pier")
    Unit.objects.filter(code__in=["quay", "pier"]).update(name="Twin", search_name="twin")
    everything, after = [], ""
    while True:
        page = units_page(Unit.objects.all(), Wanted(sort=sort, after=after), size=3)
        everything += page.units
        if not (after := page.following):
            break
    key = {"place": "path", "name": "search_name", "code": "code"}[sort.removeprefix("-")]
    keys = [getattr(unit, key) for unit in everything]
    assert keys == sorted(keys, reverse=sort.startswith("-"))
    assert len({unit.pk for unit in everything}) == len(everything) == 8


def test_a_large_organisation_is_searched_by_codes_that_hold_digits(world, monkeypatch):
    monkeypatch.setattr(listing, "SEARCHED_WHOLE", 0)
    found(world, "q-75", "q-76", "r-75")
    page = units_page(Unit.objects.all(), Wanted(text="q-7"))
    assert [unit.code for unit in page.units] == ["q-75", "q-76"]


def test_the_list_is_taken_along_as_it_can_be_imported(world, una):
    do(add_sector, code="rail", name="Rail", by=world.una, at=world.at)
    do(set_sectors, unit_id=world.hill.pk, sectors=["rail"], by=world.una, at=world.at)
    text = una.get("/units.csv?kind=local").getvalue().decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["code", "name", "kind", "parent", "time_zone", "sectors", "affiliated_organisation"],
        ["harbour", "Harbour", "local", "north", "Europe/Paris", "", ""],
        ["hill", "Hill", "local", "north", "Europe/Paris", "rail", ""],
        ["vale", "Vale", "local", "south", "Europe/Paris", "", ""],
    ]


def test_a_formula_is_disarmed_in_the_export(world, una):
    Unit.objects.filter(pk=world.hill.pk).update(name="=cmd|'/c calc'!A0")
    assert "hill,'=cmd|'/c calc'!A0,local" in una.get("/units.csv").getvalue().decode()


def test_a_unit_page_says_what_it_is(world, client):
    page = sign_in(client, world.ada).get(f"/units/{world.north.pk}/")
    assert page.status_code == 200
    assert rows_of(page) == [["chair", "Ada"], ["Harbour", "local", "0"], ["Hill", "local", "0"]]
    said = words_of(page)
    assert [word for word in ("Found a unit below", "Change the name", "Move", "Close") if word in said] == [
        "Found a unit below",
        "Change the name",
        "Close",
    ]


def test_an_organisation_that_is_one_cell_is_not_offered_what_needs_another_unit_first(world, client):
    una = sign_in(client, world.una)
    offered = ("Twinned units", "Found a unit below")
    main = 'class="button button-primary" href="/units/'
    page = una.get(f"/units/{world.union.pk}/").content.decode()
    assert ([words in page for words in offered], main in page) == ([True, True], True)
    Unit.objects.filter(pk=world.union.pk).update(kind=UnitKind.objects.get(code="local"))
    page = una.get(f"/units/{world.union.pk}/").content.decode()
    assert ([words in page for words in offered], main in page) == ([False, True], False)


def test_a_member_sees_the_unit_but_may_change_nothing(world, client):
    page = sign_in(client, world.cy).get(f"/units/{world.north.pk}/")
    assert "Change the name" not in words_of(page)
    assert sign_in(client, world.cy).get(f"/units/{world.south.pk}/").status_code == 404


def test_units_right_below_are_paged(world, una, monkeypatch):
    monkeypatch.setattr(unit_page, "BELOW_SHOWN", 1)
    first = una.get(f"/units/{world.north.pk}/")
    assert [row[0] for row in rows_of(first)[1:]] == ["Harbour"]
    after = world.units["harbour"].path
    second = una.get(f"/units/{world.north.pk}/?after={after}")
    assert [row[0] for row in rows_of(second)[1:]] == ["Hill"]


@pytest.mark.parametrize("page", ["/units/", "/units/{north}/"])
def test_a_page_costs_the_same_however_many_units_there_are(world, una, page):
    url = page.format(north=world.north.pk)
    una.get(url)
    with CaptureQueriesContext(connection) as few:
        una.get(url)
    found(world, "quay", "pier", "dock")
    with CaptureQueriesContext(connection) as more:
        una.get(url)
    assert len(more) == len(few)
    assert len(few) <= 12


def test_a_unit_is_founded_on_a_page(world, client):
    ada = sign_in(client, world.ada)
    url = f"/units/{world.north.pk}/founding/"
    form = {"kind": "local", "name": "Quay", "code": "quay"}
    assert ada.get(url).context["form"].fields["kind"].choices == [("local", "local")]
    assert ada.post(url, form).status_code == 302
    assert Unit.objects.get(code="quay").parent_id == world.north.pk
    refused = ada.post(url, {**form, "name": "Other"})
    assert refused.status_code == 422
    assert refused.context["form"].errors["code"] == ["The code quay belongs to Quay. Choose another."]


def test_a_unit_is_renamed_on_a_page(world, client):
    bo = sign_in(client, world.bo)
    url = f"/units/{world.harbour.pk}/name/"
    assert bo.post(url, {"name": "Port", "code": "port"}).status_code == 302
    assert Unit.objects.get(pk=world.harbour.pk).name == "Port"
    refused = bo.post(url, {"name": "Port", "code": "hill"})
    assert refused.context["form"].errors["code"] == ["The code hill is taken. Choose another."]


def test_who_may_not_is_told_who_may(world, client):
    cy = sign_in(client, world.cy)
    page = cy.post(f"/units/{world.hill.pk}/name/", {"name": "Mount", "code": "hill"})
    assert page.status_code == 422
    assert page.context["form"].non_field_errors() == [
        "You hold no office that may do this in Hill. It can be done there by: chair, registrar, secretary."
    ]


def test_sectors_are_chosen_on_a_page(world, client):
    do(add_sector, code="rail", name="Rail", by=world.una, at=world.at)
    bo = sign_in(client, world.bo)
    assert bo.post(f"/units/{world.harbour.pk}/sectors/", {"sectors": ["rail"]}).status_code == 302
    assert [sector.code for sector in world.harbour.sectors.all()] == ["rail"]
    assert "Rail" in words_of(bo.get(f"/units/{world.harbour.pk}/"))


def test_kind_and_time_zone_are_changed_on_pages(world, una):
    url = f"/units/{world.hill.pk}"
    assert una.post(f"{url}/time-zone/", {"time_zone": "Asia/Tokyo"}).status_code == 302
    refused = una.post(f"{url}/time-zone/", {"time_zone": "Nowhere"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["time_zone"])
    given = {"name": "Circle", "plural": "Circles", "code": "circle", "below": "local", "is_cell": "on"}
    assert una.post("/units/kinds/", given).status_code == 302
    assert una.post(f"{url}/kind/", {"kind": "circle"}).status_code == 302
    assert una.post(f"{url}/kind/", {"kind": "union"}).status_code == 422
    hill = Unit.objects.select_related("kind").get(pk=world.hill.pk)
    assert (hill.time_zone, hill.kind.name) == ("Asia/Tokyo", "Circle")
    said = words_of(una.get(f"{url}/"))
    assert [words in said for words in ("Change the kind", "Change the time zone")] == [True, True]
    assert "Change the kind" not in words_of(una.get(f"/units/{world.union.pk}/"))


def test_kinds_and_sectors_are_added_on_pages_of_the_organisation(world, una):
    assert rows_of(una.get("/units/kinds/"))[-1] == ["local", "local", "yes"]
    assert rows_of(una.get("/units/sectors/")) == [["There is no sector yet. Add the first one."]]
    assert una.post("/units/sectors/", {"name": "Rail", "code": "rail"}).status_code == 302
    assert rows_of(una.get("/units/sectors/")) == [["Rail", "rail"]]
    refused = una.post("/units/sectors/", {"name": "Rail", "code": "rail"})
    assert refused.status_code == 422
    assert refused.context["form"].errors["code"] == ["There is a sector rail already. Choose another code."]
    said = words_of(una.get(f"/units/{world.union.pk}/"))
    assert [words in said for words in ("Kinds of unit", "Sectors")] == [True, True]


@pytest.mark.parametrize("who", ["ada", "bo", "cy", "stan"])
def test_only_who_may_add_to_them_finds_the_kinds_and_sectors(world, client, who):
    client = sign_in(client, getattr(world, who))
    assert [client.get(url).status_code for url in ("/units/kinds/", "/units/sectors/")] == [404, 404]


@pytest.fixture
def another_feature(monkeypatch):
    """A feature that offers an act and says something on the page of each cell."""
    monkeypatch.setattr(interfaces, "unit_acts", {})
    monkeypatch.setattr(unit_page, "unit_acts", interfaces.unit_acts)
    monkeypatch.setattr(
        unit_page, "facts_of_units", [lambda unit, viewer, _at: [("Room", f"{unit.name} for {viewer.name}")]]
    )
    interfaces.register_unit_act(
        UnitAct("structure.rename_unit", "Book the room", "structure:renaming", is_for_cells=True)
    )


def test_another_feature_offers_its_acts_and_shows_its_facts(world, client, another_feature):
    bo = words_of(sign_in(client, world.bo).get(f"/units/{world.harbour.pk}/"))
    assert ("Book the room" in bo, "Harbour for Bo" in bo) == (True, True)
    cy = words_of(sign_in(client, world.cy).get(f"/units/{world.hill.pk}/"))
    assert ("Book the room" in cy, "Hill for Cy" in cy) == (False, True)
    ada = words_of(sign_in(client, world.ada).get(f"/units/{world.north.pk}/"))
    assert "Book the room" not in ada


def test_a_move_is_asked_about_before_it_is_done(world, una):
    url = f"/units/{world.hill.pk}/move/"
    asked = una.post(url, {"to_parent_id": "south"})
    assert (asked.status_code, Unit.objects.get(pk=world.hill.pk).parent_id) == (200, world.north.pk)
    assert "Move Hill below South?" in words_of(asked)
    assert una.post(url, {"to_parent_id": "south", "confirmed": "yes"}).status_code == 302
    assert Unit.objects.get(pk=world.hill.pk).parent_id == world.south.pk
    refused = una.post(url, {"to_parent_id": "vale", "confirmed": "yes"})
    assert refused.status_code == 422
    assert refused.context["form"].errors["to_parent_id"] == [
        "No unit that you can choose here has this code or name."
    ]


def test_a_unit_with_members_is_not_closed_on_a_page(world, una):
    url = f"/units/{world.hill.pk}/closing/"
    assert "Close Hill?" in words_of(una.get(url))
    assert una.post(url).status_code == 422
    found(world, "quay")
    quay = Unit.objects.get(code="quay")
    assert una.get(f"/units/{quay.pk}/closing/").status_code == 200


def test_a_member_finds_what_there_is_of_their_own_group_in_one_row(world, client):
    page = sign_in(client, world.cy).get(f"/units/{world.hill.pk}/")
    here = f"/units/{world.hill.pk}/"
    found = [(link.label, link.url) for link in page.context["looked_for"]]
    assert sorted((str(label), url) for label, url in found) == [
        ("Decisions adopted here", f"/library/?body={world.hill.pk}"),
        ("Meetings", f"{here}meetings/"),
        ("Motions", f"{here}motions/"),
        ("Plans", f"{here}plans/"),
        ("Reports", f"{here}reports/"),
        ("Visits", f"{here}visits/"),
        ("Work", f"{here}work/"),
    ]
    assert not {"Meetings", "Work"} & {str(each.label) for each in page.context["view"].acts}
