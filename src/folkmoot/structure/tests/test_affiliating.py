"""Saying that a unit is an affiliated organisation, and taking that back."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import START, World, make_unit
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Membership, Office, Term
from folkmoot.structure.actions.affiliating import affiliate_unit, end_affiliation
from folkmoot.structure.actions.founding import found_unit
from folkmoot.structure.models import Affiliation, Reorganisation, Stage, Way
from folkmoot.structure.queries.circles import circle_of, facts_of_circle, how_members_count
from folkmoot.structure.queries.units import Wanted, unit_rows
from folkmoot.structure.tests.acting import do, entries
from folkmoot.structure.tests.pages import sign_in, words_of
from folkmoot.units.models import Unit, UnitKind


@pytest.fixture
def league(world: World) -> World:
    """Union > Youth > Young, with nobody in it."""
    kinds = {kind.code: kind for kind in UnitKind.objects.all()}
    world.units["youth"] = make_unit("Youth", kinds["region"], world.union)
    world.units["young"] = make_unit("Young", kinds["local"], world.youth)
    return world


def said(world: World, unit: str = "youth", by: str = "una", **given):
    asked = {"admits": "members", "condition": "aged 14 to 30"} | given
    return do(affiliate_unit, unit_id=world.units[unit].pk, **asked, by=world.people[by], at=world.at)


def ended(world: World, by: str = "una"):
    return do(end_affiliation, unit_id=world.youth.pk, by=world.people[by], at=world.at)


def facts(world: World, unit: str) -> list[tuple[str, object]]:
    return list(facts_of_circle(Unit.objects.get(pk=world.units[unit].pk), world.una, world.at))


def test_it_is_said_by_an_act_and_taken_back_by_another(league: World) -> None:
    said(league)
    kept = Affiliation.objects.get()
    assert (kept.unit, kept.admits, kept.condition) == (league.youth, "members", "aged 14 to 30")
    assert facts(league, "youth") == [
        ("Affiliated organisation of", "members of the organisation itself only"),
        ("Condition", "aged 14 to 30"),
    ]
    assert facts(league, "young") == [("Belongs to", "Youth")]
    counted = "Somebody with a home in two circles counts in both."
    assert facts(league, "union") == [
        ("Affiliated organisations", "Youth"),
        ("How members are counted", counted),
    ]
    shown = {name: how_members_count(league.units[name]) for name in ("union", "north", "youth", "young")}
    assert shown == {"union": counted, "north": "", "youth": "", "young": ""}
    ended(league)
    assert (Affiliation.objects.count(), facts(league, "youth")) == (0, [])
    told = [(event, json.loads(payload)) for event, payload in entries()]
    unit_id = str(league.youth.pk)
    assert told == [
        ("UnitAffiliated", {"unit_id": unit_id, "admits": "members", "condition": "aged 14 to 30"}),
        ("AffiliationEnded", {"unit_id": unit_id}),
    ]


def test_an_export_says_to_which_affiliated_organisation_each_unit_belongs(league: World) -> None:
    said(league)
    rows = list(unit_rows(Unit.objects.all(), Wanted()))
    assert (rows[0][0], rows[0][-1]) == ("code", "affiliated_organisation")
    assert {row[0]: row[-1] for row in rows[1:] if row[-1]} == {"youth": "youth", "young": "youth"}


def test_what_nobody_may_say_is_refused(league: World) -> None:
    for given, sentence in (
        ({"admits": "friends"}, "There is no rule “friends”"),
        ({"condition": "a" * 121}, "more than 120 letters"),
        ({"unit": "north"}, "North has members"),
        ({"unit": "union"}, "the whole organisation"),
    ):
        with pytest.raises(Refused, match=sentence):
            said(league, **given)
    with pytest.raises(Refused, match=r"no affiliated organisation\. Nothing is left"):
        ended(league)
    assert Affiliation.objects.count() == 0


@pytest.mark.parametrize("unit", ["youth", "young"])
def test_none_is_part_of_another_nor_said_twice(league: World, unit: str) -> None:
    said(league, unit)
    other = "young" if unit == "youth" else "youth"
    with pytest.raises(Refused, match=r"already\. Choose a unit outside of it"):
        said(league, other)
    with pytest.raises(Refused, match=r"already\. Take that back first"):
        said(league, unit)


def test_it_is_neither_said_nor_taken_back_while_somebody_is_at_home_in_it(league: World) -> None:
    home = Membership.objects.create(person=league.stan, unit=league.young, started_at=START)
    with pytest.raises(Refused, match="Youth has members, who were admitted under another rule"):
        said(league)
    home.delete()
    said(league)
    home = Membership.objects.create(
        person=league.stan, unit=league.young, circle=league.youth, started_at=START
    )
    with pytest.raises(Refused, match="Youth has members"):
        ended(league)
    Membership.objects.filter(pk=home.pk).update(ended_at=league.at)
    ended(league)


def test_it_waits_for_a_merge_that_is_under_way_in_it(league: World) -> None:
    league.units["younger"] = make_unit("Younger", league.young.kind, league.youth)
    Reorganisation.objects.create(
        way=Way.MERGE, from_unit=league.young, to_unit=league.younger, stage=Stage.MOVING, via="web",
        units=[], whole_count=1, created_at=league.at,
    )  # fmt: skip
    with pytest.raises(Refused, match=r"split\. Wait"):
        said(league)


def test_only_a_registrar_above_the_unit_says_it(league: World) -> None:
    Term.objects.create(
        person=league.bo, office=Office.objects.get(code="registrar"), unit=league.youth, started_at=START
    )
    for by in ("bo", "ada", "max", "cy"):
        with pytest.raises(Refused, match=r"no office that may do this|There is no such unit"):
            said(league, by=by)
    said(league)
    with pytest.raises(Refused, match=r"no such unit"):
        ended(league, by="bo")


def test_a_unit_that_is_founded_later_belongs_to_it(league: World) -> None:
    said(league)
    given = {"parent_id": league.youth.pk, "kind": "local", "name": "New", "code": "new"}
    pk = do(found_unit, **given, by=league.una, at=league.at)
    found = circle_of(Unit.objects.get(pk=pk))
    assert found is not None
    assert found.id == league.youth.pk


def page_of(world: World) -> str:
    return f"/units/{world.youth.pk}/affiliation/"


def test_the_page_says_it_and_takes_it_back(league: World, client) -> None:
    sign_in(client, league.una)
    assert "Affiliated organisation" in words_of(client.get(f"/units/{league.youth.pk}/"))
    answer = client.post(page_of(league), {"admits": "anybody", "condition": "aged 14 to 30"}, follow=True)
    assert "Youth is an affiliated organisation now" in words_of(answer)
    assert "anybody, whether a member" in words_of(answer)
    assert "aged 14 to 30" in words_of(client.get(page_of(league)))
    answer = client.post(page_of(league), {}, follow=True)
    assert "is no affiliated organisation any more" in words_of(answer)
    assert Affiliation.objects.count() == 0


def test_the_page_refuses_in_a_sentence(league: World, client) -> None:
    Membership.objects.create(person=league.stan, unit=league.young, started_at=START)
    answer = sign_in(client, league.una).post(page_of(league), {"admits": "anybody"})
    assert (answer.status_code, "Youth has members" in words_of(answer)) == (422, True)
    answer = client.post(page_of(league), {"admits": ""})
    assert answer.status_code == 422


def test_a_stranger_has_no_such_page(league: World, client) -> None:
    for person in (league.ada, league.cy):
        assert sign_in(client, person).get(page_of(league)).status_code == 404
    assert "Affiliated organisation" not in words_of(client.get(f"/units/{league.union.pk}/"))


@pytest.mark.parametrize("units", [1, 3])
def test_the_page_of_a_unit_costs_the_same_however_many_there_are(league: World, client, units: int) -> None:
    for number in range(units):
        made = make_unit(f"Club {number}", league.young.kind, Unit.objects.get(pk=league.union.pk))
        Affiliation.objects.create(unit=made, admits="anybody", affiliated_at=START)
    sign_in(client, league.una)
    # The first page of a session notes the session, too.
    client.get("/units/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/units/{league.union.pk}/").status_code == 200
    assert len(asked) <= 12
