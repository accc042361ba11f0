from datetime import timedelta
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from conftest import AT, World, make_unit
from folkmoot.decisions import jobs
from folkmoot.decisions.actions.attesting import confirm_conveyed
from folkmoot.decisions.queries.reach import UnitFigure
from folkmoot.decisions.queries.reach_pages import Measure, share_of
from folkmoot.decisions.tests.pages import texts_of
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.people.models import Account, Office, Term
from folkmoot.structure.tests.pages import words_of
from folkmoot.units.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: AT)


def signed_in(world: World, who: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(person=getattr(world, who)))
    return client


@pytest.fixture
def address(world: World) -> str:
    """Return the address of reach in North of a decision that Harbour confirmed and Hill did not."""
    decision = conveyed(world, to=world.north)
    jobs.begin_reckoning_job(AT)
    do(world, confirm_conveyed, by=world.bo, decision_id=decision.pk, unit_id=world.harbour.pk)
    jobs.take_figures_job(AT + timedelta(seconds=1))
    return reverse("decisions:reach", args=[decision.pk, world.north.pk])


def test_an_officer_sees_where_it_has_not_arrived(world: World, address: str) -> None:
    page = signed_in(world, "ada").get(address).content.decode()
    assert "1 of 2" in page
    assert reverse("structure:unit", args=[world.hill.pk]) in page
    assert reverse("structure:unit", args=[world.harbour.pk]) not in page


def test_times_are_told_by_the_clocks_of_the_home_of_whoever_reads(world: World, address: str) -> None:
    assert "Counted on 2 March 2026, 19:30." in words_of(signed_in(world, "ada").get(address))
    Unit.objects.filter(memberships__person=world.ada).update(time_zone="Asia/Tokyo")
    assert "Counted on 3 March 2026, 03:30." in words_of(signed_in(world, "ada").get(address))


def test_the_rows_below_a_unit_add_up_to_it(world: World) -> None:
    make_unit("Quay", world.harbour.kind, world.union)
    decision = conveyed(world)
    jobs.begin_reckoning_job(AT)
    page = signed_in(world, "max").get(reverse("decisions:reach", args=[decision.pk, world.union.pk]))
    rows = ["0 of 2", "too few to show", "0 of 1", "too few to show", "0 of 1", "–"]
    assert (texts_of(page, "td")[3 : 3 + len(rows)], "0 of 4" in words_of(page)) == (rows, True)
    assert "Cells that belong to none of these" in words_of(page)


def test_beside_a_cell_that_has_not_confirmed_stands_whom_to_ask(world: World, address: str) -> None:
    assert texts_of(signed_in(world, "ada").get(address), "td")[0] == "nobody that you see"
    Term.objects.create(
        person=world.dee, unit=world.hill, office=Office.objects.get(code="secretary"), started_at=AT
    )
    assert texts_of(signed_in(world, "ada").get(address), "td")[0] == "Dee (secretary)"


@pytest.mark.parametrize(("acknowledged", "share"), [(None, None), (0, None), (5, Fraction(3, 100))])
def test_members_too_few_to_show_are_not_called_none(
    world: World, acknowledged: int | None, share: Fraction | None
) -> None:
    figure = UnitFigure(world.north, 10, 1, 140, acknowledged, None, AT)
    assert share_of(figure, Measure.MEMBERS) == share


def test_the_way_back_up_leads_only_where_one_may_look(world: World, address: str) -> None:
    above = address.replace(str(world.north.pk), str(world.union.pk))
    assert above not in signed_in(world, "ada").get(address).content.decode()
    assert above in signed_in(world, "max").get(address).content.decode()


@pytest.mark.parametrize("who", ["bo", "cy", "dee", "eve", "stan", "una"])
def test_nobody_else_sees_reach(world: World, address: str, who: str) -> None:
    client = signed_in(world, who)
    assert client.get(address).status_code == 404
    assert client.get(f"{address}not-reached.csv").status_code == 404


def test_a_cell_has_no_page_of_reach(world: World, address: str) -> None:
    there = address.replace(str(world.north.pk), str(world.harbour.pk))
    assert signed_in(world, "ada").get(there).status_code == 404


def test_the_list_of_cells_goes_with_them(world: World, address: str) -> None:
    response = signed_in(world, "ada").get(f"{address}not-reached.csv")
    lines = response.getvalue().decode("utf-8-sig").splitlines()
    assert lines == ["Code,Name,Kind", "hill,Hill,local"]


def test_reach_stays_within_its_questions(
    world: World, address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(world, "ada")
    client.get(address)
    with django_assert_max_num_queries(12):
        client.get(address)
