from datetime import timedelta

import pytest

from conftest import World
from folkmoot.access.policy import may
from folkmoot.membership.tests.paging import as_, cost, links, refusals
from folkmoot.people.models import Office, Person, Term
from folkmoot.structure.tests.pages import words_of


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def give(world: World, person: Person, code: str, *, begins_in: int = 0) -> Term:
    office = Office.objects.get(code=code)
    begins = world.at + timedelta(days=begins_in)
    return Term.objects.create(office=office, person=person, unit=world.harbour, started_at=begins)


def test_an_office_is_laid_down_from_ones_own_page_and_what_follows_is_said_before(
    world: World, client
) -> None:
    bo = as_(client, world.bo)
    page = bo.get("/me/")
    assert "secretary of Harbour" in words_of(page)
    page = bo.get(next(url for label, url in links(page).items() if label.startswith("Lay it down")))
    said = words_of(page)
    assert "Lay down your office as secretary of Harbour?" in said
    assert (
        "Nobody else holds this office in Harbour: what it is for waits until somebody is appointed." in said
    )
    assert "Nobody will hold any office in Harbour then." in said
    page = bo.post(page.request["PATH_INFO"], follow=True)
    assert page.request["PATH_INFO"] == "/me/"
    assert "You do not hold this office any more." in page.content.decode()
    assert "Lay it down" not in page.content.decode()
    assert not may(world.bo, "decisions.attest_reading", on=world.harbour, at=world.at)
    assert not Term.objects.open().filter(person=world.bo).exists()


def test_nobody_is_offered_to_give_back_to_themselves_what_they_laid_down(world: World, client) -> None:
    page = as_(client, world.ada).post(f"/terms/{world.ada.terms.get().pk}/end/", follow=True)
    assert "Take it back" not in page.content.decode()


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ({}, "Nobody else holds this office in Harbour: what it is for waits until somebody is appointed."),
        ({"eve": "secretary"}, "1 other person holds this office in Harbour, and goes on."),
        ({"eve": "secretary", "cy": "secretary"}, "2 others hold this office in Harbour, and go on."),
    ],
)
def test_who_goes_on_in_the_same_office_is_said(world: World, client, others, said: str) -> None:
    for name, code in others.items():
        give(world, world.people[name], code)
    page = as_(client, world.bo).get(f"/terms/{world.bo.terms.get().pk}/end/")
    assert said in words_of(page)


def test_an_office_that_has_not_begun_is_laid_down_before_it_does(world: World, client) -> None:
    term = give(world, world.eve, "treasurer", begins_in=9)
    eve = as_(client, world.eve)
    assert "Lay it down" in eve.get("/me/").content.decode()
    page = eve.get(f"/terms/{term.pk}/end/")
    assert "Then you do not begin." in page.content.decode()
    eve.post(f"/terms/{term.pk}/end/")
    assert Term.objects.get(pk=term.pk).ended_at == term.started_at
    assert "Lay it down" not in eve.get("/me/").content.decode()


def test_the_last_registrar_is_told_before_that_somebody_has_to_be_appointed_first(
    world: World, client
) -> None:
    term = world.una.terms.get()
    una = as_(client, world.una)
    page = una.get(f"/terms/{term.pk}/end/")
    assert page.status_code == 200
    assert "Una is the last registrar of Union" in page.content.decode()
    assert "Lay it down" not in links(page)
    assert "Appoint an officer" in links(page)
    answer = una.post(f"/terms/{term.pk}/end/")
    assert (answer.status_code, [said[:25] for said in refusals(answer)]) == (
        422,
        ["Una is the last registrar"],
    )


def test_an_office_is_laid_down_by_who_may_not_see_officers_there(world: World, client) -> None:
    term = give(world, world.cy, "treasurer")
    cy = as_(client, world.cy)
    assert cy.get(f"/terms/{term.pk}/end/").status_code == 200
    assert cy.post(f"/terms/{term.pk}/end/")["Location"] == "/me/"
    assert Term.objects.get(pk=term.pk).ended_at is not None


def test_ones_own_page_costs_the_same_however_many_offices(world: World, client) -> None:
    bo = as_(client, world.bo)
    with_one = cost(bo, "/me/")
    give(world, world.bo, "chair")
    give(world, world.bo, "treasurer")
    assert words_of(bo.get("/me/")).count("Lay it down") == 3
    assert cost(bo, "/me/") == with_one
