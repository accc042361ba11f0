"""What pages show of people of two homes, and of who no longer meets the rule of an affiliated organisation."""

from datetime import timedelta

import pytest

from conftest import START, World, give_passkey
from folkmoot.membership.models import MembershipOffer
from folkmoot.membership.tests.leagues import CONDITION, at_home, with_league
from folkmoot.membership.tests.paging import as_, cost, table_rows
from folkmoot.membership.tests.recounting import recount_members
from folkmoot.people.models import Membership, Office, Person, Term
from folkmoot.structure.models import Affiliation
from folkmoot.structure.tests.pages import words_of


@pytest.fixture
def league(world: World) -> World:
    return with_league(world)


def codes(person: Person) -> set[str]:
    return set(Membership.objects.open().filter(person=person).values_list("unit__code", flat=True))


def test_the_page_of_a_person_names_both_cells_and_ends_one(league: World, client) -> None:
    at_home(league, "cy", "young")
    shown = words_of(as_(client, league.una).get(f"/people/{league.cy.pk}/"))
    assert "Member of Hill, Young." in shown
    assert "End the membership in Young" in shown
    address = f"/people/{league.cy.pk}/end/{league.young.pk}/"
    assert "End the membership of Cy in Young?" in words_of(client.get(address))
    client.post(address)
    assert codes(league.cy) == {"hill"}
    assert client.get(address).status_code == 404


def test_without_saying_which_the_page_refuses(league: World, client) -> None:
    at_home(league, "cy", "young")
    answer = as_(client, league.una).post(f"/people/{league.cy.pk}/end/")
    assert "at home in several cells" in words_of(answer)
    assert codes(league.cy) == {"hill", "young"}


def test_a_registrar_offers_the_league_to_a_member_on_their_page(world: World, client) -> None:
    with_league(world, condition=CONDITION)
    shown = as_(client, world.una).get(f"/people/{world.cy.pk}/")
    assert "Offer another circle" in words_of(shown)
    address = f"/people/{world.cy.pk}/readmission/"
    assert "condition" not in words_of(client.get(address))
    answer = client.post(address, {"unit": "young"})
    assert (answer.status_code, "has to be: aged 14 to 30" in words_of(answer)) == (422, True)
    assert "I confirm that they meet the condition of Youth: aged 14 to 30" in words_of(answer)
    assert "condition" not in words_of(client.post(address, {"unit": "vale"}))
    client.post(address, {"unit": "young", "meets_condition": "on"})
    assert codes(world.cy) == {"hill"}
    assert MembershipOffer.objects.filter(person=world.cy).count() == 1


@pytest.mark.parametrize(("unit", "asks"), [("young", True), ("vale", False)])
def test_a_condition_is_asked_where_there_is_one_and_nowhere_else(
    world: World, client, unit: str, asks: bool
) -> None:
    with_league(world, condition=CONDITION)
    as_(client, world.una)
    assert "condition" not in words_of(client.get("/members/new/"))
    answer = client.post("/members/new/", {"unit": unit, "name": "New"})
    assert (answer.status_code, "I confirm that they meet" in words_of(answer)) == (
        (422, True) if asks else (302, False)
    )
    if asks:
        given = {"unit": unit, "name": "New", "meets_condition": "on"}
        assert client.post("/members/new/", given).status_code == 302
    assert codes(Person.objects.get(name="New")) == {unit}


def test_whoever_admits_to_the_league_alone_is_asked_at_once(world: World, client) -> None:
    with_league(world, condition=CONDITION)
    at_home(world, "dee", "young")
    assert "I confirm that they meet" in words_of(as_(client, world.dee).get("/members/new/"))


def test_where_there_is_no_league_nothing_speaks_of_circles(world: World, client) -> None:
    as_(client, world.una)
    for address in (f"/people/{world.cy.pk}/", "/members/new/", f"/people/{world.cy.pk}/readmission/"):
        shown = words_of(client.get(address))
        assert ("circle" in shown, "condition" in shown, "by their member number" in shown) == (False,) * 3


def test_whoever_admits_nobody_is_told_who_does(league: World, client) -> None:
    answer = as_(client, league.cy).get("/members/known/")
    assert (answer.status_code, "You admit members nowhere" in words_of(answer)) == (200, True)


def test_a_member_leaves_one_of_two_cells(league: World, client) -> None:
    at_home(league, "cy", "young")
    as_(client, league.cy)
    shown = words_of(client.get("/account/leaving/"))
    assert "You belong to several cells" in shown
    assert client.post("/account/leaving/", {}).status_code == 422
    client.post("/account/leaving/", {"unit": str(league.young.pk)})
    assert codes(league.cy) == {"hill"}


def test_a_member_leaves_all(league: World, client) -> None:
    at_home(league, "cy", "young")
    as_(client, league.cy).post("/account/leaving/", {"unit": "all"})
    assert codes(league.cy) == set()


def rule_page(world: World, unit: str) -> str:
    return f"/units/{world.units[unit].pk}/rule/"


@pytest.mark.parametrize(("admits", "names"), [("members", ["Stan"]), ("others", ["Cy"]), ("anybody", [])])
def test_who_no_longer_meets_the_rule_is_listed_and_stays(
    world: World, client, admits: str, names: list[str]
) -> None:
    with_league(world, admits=admits)
    at_home(world, "cy", "young")
    at_home(world, "stan", "younger")
    shown = as_(client, world.una).get(rule_page(world, "youth"))
    assert [row[0] for row in table_rows(shown)] == (names or ["Everybody here meets the rule."])
    assert (codes(world.cy), codes(world.stan)) == ({"hill", "young"}, {"younger"})
    assert table_rows(client.get(rule_page(world, "young")))[0][0] == (
        "Cy" if names == ["Cy"] else "Everybody here meets the rule."
    )


def test_the_page_of_a_unit_of_the_league_leads_to_it_and_no_other_does(league: World, client) -> None:
    as_(client, league.una)
    for unit, leads in (("youth", True), ("young", True), ("union", False), ("hill", False)):
        shown = words_of(client.get(f"/units/{league.units[unit].pk}/"))
        assert ("Who no longer meets the rule" in shown) is leads


def test_strangers_and_units_of_no_league_have_no_such_page(league: World, client) -> None:
    assert as_(client, league.una).get(rule_page(league, "hill")).status_code == 404
    for person in (league.cy, league.ada):
        assert as_(client, person).get(rule_page(league, "youth")).status_code == 404


@pytest.mark.parametrize("breaking", [1, 3])
def test_it_costs_the_same_however_many_do_not_meet_it(world: World, client, breaking: int) -> None:
    with_league(world, admits="members")
    people = [
        Person(name=f"P{n}", sort_name=f"P{n}", search_name=f"p{n}", created_at=START)
        for n in range(breaking)
    ]
    Person.objects.bulk_create(people)
    for person in people:
        Membership.objects.create(person=person, unit=world.young, circle=world.youth, started_at=START)
    recount_members()
    as_(client, world.una)
    assert cost(client, rule_page(world, "youth")) == 8


def test_a_registrar_of_the_league_sees_its_members_alone(league: World, client) -> None:
    Term.objects.create(
        person=league.dee, office=Office.objects.get(code="registrar"), unit=league.youth, started_at=START
    )
    give_passkey(league.dee)
    at_home(league, "cy", "young")
    shown = as_(client, league.dee).get("/members/")
    assert [row[0] for row in table_rows(shown)] == ["Cy"]
    assert "Correct name" not in words_of(client.get(f"/people/{league.cy.pk}/"))
    assert Affiliation.objects.count() == 1


def let_the_league_be_left(world: World) -> None:
    Membership.objects.filter(person=world.cy, circle=world.youth).update(
        started_at=START, ended_at=START + timedelta(days=1)
    )


@pytest.mark.parametrize("is_left", [False, True])
def test_officers_are_shown_the_memberships_of_their_own_circle_alone(
    league: World, client, is_left: bool
) -> None:
    at_home(league, "dee", "young")
    at_home(league, "cy", "young")
    office = Office.objects.get(code="secretary")
    Term.objects.create(person=league.max, office=office, unit=league.hill, started_at=START)
    if is_left:
        let_the_league_be_left(league)
    seen = {
        name: [
            cell
            for cell in ("Hill", "Young")
            if cell in words_of(as_(client, league.people[name]).get(f"/people/{league.cy.pk}/"))
        ]
        for name in ("dee", "max", "una", "cy")
    }
    both = ["Hill", "Young"]
    assert seen == {"dee": [] if is_left else ["Young"], "max": ["Hill"], "una": both, "cy": both}


def test_what_came_before_in_their_own_circle_is_shown_with_it(league: World, client) -> None:
    at_home(league, "cy", "young")
    office = Office.objects.get(code="secretary")
    Term.objects.create(person=league.max, office=office, unit=league.hill, started_at=START)
    Membership.objects.create(
        person=league.cy, unit=league.vale, started_at=START, ended_at=START + timedelta(days=1)
    )
    Membership.objects.filter(person=league.cy, unit=league.hill).update(started_at=START + timedelta(days=1))
    shown = words_of(as_(client, league.max).get(f"/people/{league.cy.pk}/"))
    assert [cell for cell in ("Hill", "Vale", "Young") if cell in shown] == ["Hill", "Vale"]


def test_programs_of_officers_are_told_of_their_own_circle_alone(league: World, client) -> None:
    at_home(league, "dee", "young")
    at_home(league, "cy", "young")
    answer = as_(client, league.dee).get(f"/api/people/{league.cy.pk}").json()
    assert answer["unit_code"] == "young"


def test_who_sees_one_of_two_homes_ends_that_one(league: World, client) -> None:
    at_home(league, "dee", "young")
    at_home(league, "cy", "young")
    shown = words_of(as_(client, league.dee).get(f"/people/{league.cy.pk}/"))
    assert "End the membership in Young" in shown
    address = f"/people/{league.cy.pk}/end/{league.young.pk}/"
    assert "This membership ends today" in words_of(client.get(address))
    client.post(address)
    assert codes(league.cy) == {"hill"}
