import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from conftest import AT, START, World, make_unit
from folkmoot.decisions import jobs
from folkmoot.decisions.actions.attesting import confirm_conveyed
from folkmoot.decisions.actions.receiving import acknowledge_decision
from folkmoot.decisions.models import Decision, UnitReached
from folkmoot.decisions.tests.papers import adopted, conveyed, do
from folkmoot.membership.tests.leagues import at_home, with_league
from folkmoot.notices.actions.refusals import note_refused
from folkmoot.notices.jobs import Enrolment
from folkmoot.people.models import Account, Membership, Office, Person, Term
from folkmoot.units.models import Unit, UnitKind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: AT)


def signed_in(person: Person | Any) -> Client:
    client = Client()
    client.force_login(Account.objects.get(person=person))
    return client


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_member_sees_what_is_new_and_reads_it_first(world: World) -> None:
    decision = conveyed(world, to=world.north)
    page = text_of(signed_in(world.cy), "/")
    assert "New for you" in page
    assert reverse("decisions:decision", args=[decision.pk]) in page


def test_what_was_acknowledged_is_no_longer_new(world: World) -> None:
    decision = conveyed(world, to=world.north)
    do(world, acknowledge_decision, by=world.cy, decision_id=decision.pk)
    page = text_of(signed_in(world.cy), "/")
    assert "Nothing new for you" in page
    assert "Acknowledged" in page


def test_a_member_elsewhere_sees_nothing_of_it(world: World) -> None:
    decision = conveyed(world, to=world.north)
    assert str(decision.pk) not in text_of(signed_in(world.dee), "/")


def steps_of(person: Person | Any) -> list[str]:
    page = text_of(signed_in(person), "/")
    shown = re.search(r"What comes first(.*?)</section>", page)
    return re.findall(r"<h3><a [^>]*>([^<]*)<", shown[1]) if shown else []


FOUND, ADMIT, BRING = "Found the units", "Admit the members", "Or bring a list"
APPOINT, WRITE = "Appoint a chair or a secretary", "Write the first decision"


@pytest.mark.parametrize(
    ("who", "steps"),
    [
        ("una", [FOUND, ADMIT, BRING]),
        ("ada", [FOUND, WRITE]),
        ("bo", [FOUND, ADMIT, WRITE]),
        ("cy", []),
    ],
)
def test_in_a_new_organisation_each_is_told_first_what_they_may_do(
    world: World, who: str, steps: list[str]
) -> None:
    person = getattr(world, who)
    assert steps_of(person) == steps
    conveyed(world, to=world.south)
    assert steps_of(person) == []


def test_somebody_is_appointed_first_where_nobody_may_convey(world: World) -> None:
    Term.objects.exclude(person=world.una).delete()
    assert steps_of(world.una) == [FOUND, ADMIT, BRING, APPOINT]


def test_a_club_founds_no_units_first(world: World) -> None:
    club_began(world)
    Unit.objects.filter(pk=world.union.pk).update(kind=UnitKind.objects.get(code="local"))
    assert steps_of(world.una) == ["Tell the members where to sign in", "Admit more members", BRING]
    assert settings.PUBLIC_URL in text_of(signed_in(world.una), "/")
    assert f"{reverse('structure:upload')}?kind=members" in text_of(signed_in(world.una), "/")


def test_an_organisation_with_members_is_not_told_to_enter_them(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("folkmoot.desk.beginning.FEW_MEMBERS", 7)
    assert steps_of(world.ada) == [FOUND, WRITE]
    monkeypatch.setattr("folkmoot.desk.beginning.FEW_MEMBERS", 6)
    assert steps_of(world.ada) == [WRITE]


def test_every_first_step_leads_to_a_page(world: World) -> None:
    Term.objects.filter(person=world.max).delete()
    for person in (world.una, world.ada):
        client = signed_in(person)
        pages = re.findall(r'class="task-text"> <h3><a href="([^"]*)"', text_of(client, "/"))
        assert [client.get(page).status_code for page in pages] == [200] * len(pages)


@pytest.mark.parametrize(
    ("who", "words"), [("cy", "Your membership has ended"), ("stan", "You belong to no cell yet")]
)
def test_who_has_no_cell_is_told_whether_they_had_one(world: World, who: str, words: str) -> None:
    Membership.objects.filter(person=world.cy).update(ended_at=AT)
    assert words in text_of(signed_in(getattr(world, who)), "/")


def test_a_new_organisation_s_first_screen_costs_twelve_questions_at_most(
    world: World, django_assert_max_num_queries: Any
) -> None:
    Term.objects.exclude(person=world.una).delete()
    client = signed_in(world.una)
    client.get("/")
    with django_assert_max_num_queries(12):
        client.get("/")


def test_what_was_adopted_and_not_conveyed_is_conveyed_before_another_is_written(
    world: World, django_assert_max_num_queries: Any
) -> None:
    decision = adopted(world)
    client = signed_in(world.max)
    assert steps_of(world.max)[-1] == f"Convey {decision.number}"
    assert steps_of(world.ada)[-1] == WRITE
    assert reverse("decisions:conveyance", args=[decision.pk]) in text_of(client, "/")
    with django_assert_max_num_queries(12):
        client.get("/")


def test_nobody_reads_today_without_signing_in(world: World) -> None:
    assert Client().get("/").status_code == 302


def test_a_secretary_finds_what_their_cell_is_to_hear(world: World) -> None:
    decision = conveyed(world, to=world.north)
    page = text_of(signed_in(world.bo), "/desk/")
    assert reverse("decisions:reading", args=[decision.pk, world.harbour.pk]) in page
    do(world, confirm_conveyed, by=world.bo, decision_id=decision.pk, unit_id=world.harbour.pk)
    assert "handed to everyone on" in text_of(signed_in(world.bo), "/desk/")


def test_what_a_cell_heard_last_stands_first_among_what_is_done(world: World) -> None:
    titles = ["First", "Second", "Third"]
    for title, days in zip(titles, (3, 9, 5), strict=True):
        decision = conveyed(world, title=title, to=world.north)
        do(world, confirm_conveyed, by=world.bo, decision_id=decision.pk, unit_id=world.harbour.pk)
        UnitReached.objects.filter(decision=decision).update(reached_on=AT.date() - timedelta(days=days))
    page = text_of(signed_in(world.bo), "/desk/")
    assert sorted(titles, key=page.index) == ["First", "Third", "Second"]


def test_only_the_secretary_is_asked_to_ask_for_a_new_address(world: World) -> None:
    Enrolment().go_on(AT)
    note_refused(world.eve.pk, "eve@example.org", at=AT)
    page = text_of(signed_in(world.bo), "/desk/")
    assert "Mail does not reach 1 member of your cell." in page
    assert not re.search(r"\bEve\b", page)
    chair = Term.objects.get(person=world.bo)
    chair.office = Office.objects.get(code="chair")
    chair.save()
    page = text_of(signed_in(world.bo), "/desk/")
    assert "Harbour" in page
    assert "Mail does not reach" not in page


def test_a_member_keeps_no_desk(world: World) -> None:
    assert "You keep no desk" in text_of(signed_in(world.cy), "/desk/")


def test_an_officer_above_sees_how_far_it_has_come(world: World) -> None:
    decision = conveyed(world, to=world.north)
    jobs.begin_reckoning_job(AT)
    do(world, confirm_conveyed, by=world.bo, decision_id=decision.pk, unit_id=world.harbour.pk)
    jobs.take_figures_job(AT + timedelta(seconds=1))
    page = text_of(signed_in(world.ada), reverse("desk:overview_unit", args=[world.north.pk]))
    assert "1 of 2" in page
    assert reverse("decisions:reach", args=[decision.pk, world.north.pk]) in page


def overview_of(world: World, unit: Any, who: Any) -> str:
    return text_of(signed_in(who), reverse("desk:overview_unit", args=[unit.pk]))


def test_the_overview_does_not_call_on_its_way_what_has_come(world: World) -> None:
    conveyed(world, to=world.north)
    page = text_of(signed_in(world.ada), reverse("desk:overview_unit", args=[world.north.pk]))
    assert "Decisions here, and how far they have come" in page
    assert "on their way" not in page


def test_what_was_conveyed_over_a_year_ago_stands_in_a_block_of_its_own_below(world: World) -> None:
    one, other = conveyed(world, to=world.north), conveyed(world, to=world.north)
    Decision.objects.filter(pk=one.pk).update(conveyed_at=AT - timedelta(days=366))
    page = overview_of(world, world.north, world.ada)
    lately, _between, old = page.partition("Decisions conveyed more than a year ago")
    assert [each.number in lately.partition("Decisions here")[2] for each in (one, other)] == [False, True]
    assert [each.number in old for each in (one, other)] == [True, False]


def test_an_officer_above_sees_what_lies_below_and_where_nobody_holds_an_office(world: World) -> None:
    page = overview_of(world, world.north, world.ada)
    assert "<dt>locals</dt> <dd>2</dd>" in page.replace("</dt><dd>", "</dt> <dd>")
    vacant = reverse("membership:officers", args=[world.hill.pk])
    assert f'<a href="{vacant}">Hill</a>' in page
    assert reverse("membership:officers", args=[world.harbour.pk]) not in page


def test_what_lies_below_a_large_unit_is_not_looked_through(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("folkmoot.desk.queries.UNITS_COUNTED", 4)
    page = overview_of(world, world.union, world.max)
    assert "more than" in page
    assert reverse("membership:officers", args=[world.hill.pk]) not in page


def test_the_overview_costs_the_same_however_many_units_are_vacant(
    world: World, django_assert_max_num_queries: Any
) -> None:
    where, costs = reverse("desk:overview_unit", args=[world.north.pk]), []
    client = signed_in(world.ada)
    client.get(where)
    for more in ((), ("Pier", "Quay")):
        for name in more:
            make_unit(name, world.hill.kind, world.north)
        with django_assert_max_num_queries(12) as asked:
            client.get(where)
        costs.append(len(asked))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("who", ["bo", "cy", "eve", "stan"])
def test_the_overview_is_for_officers_above_cells(world: World, who: str) -> None:
    client = signed_in(getattr(world, who))
    assert client.get(reverse("desk:overview_unit", args=[world.north.pk])).status_code == 404
    assert "Nothing lies below you" in text_of(client, "/overview/")


@pytest.mark.parametrize(
    ("office", "days", "words"),
    [
        ("chair", 40, []),
        ("secretary", 40, ["some"]),
        ("secretary", 1, ["see who has yet to be reached"]),
    ],
)
def test_the_officers_of_a_club_see_how_far_it_has_come_and_only_its_secretary_a_word(
    world: World, monkeypatch: pytest.MonkeyPatch, office: str, days: int, words: list[str]
) -> None:
    club = world.union
    Unit.objects.filter(pk=club.pk).update(kind=UnitKind.objects.get(code="local"))
    Term.objects.filter(unit=club).delete()
    Term.objects.create(
        person=world.ada, unit=club, office=Office.objects.get(code=office), started_at=club_began(world)
    )
    writers = Term.objects.create(
        person=world.max, unit=club, office=Office.objects.get(code="chair"), started_at=club_began(world)
    )
    decision = conveyed(world)
    do(world, acknowledge_decision, by=world.cy, decision_id=decision.pk)
    do(world, confirm_conveyed, by=world.max, decision_id=decision.pk, unit_id=club.pk)
    writers.delete()
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: AT + timedelta(days=days))
    page = text_of(signed_in(world.ada), "/overview/")
    assert "handed to everyone on 2 March 2026" in page
    assert re.findall(r'data-label="Acknowledged">(?:<a [^>]*>)?([^<]*)<', page) == words
    assert ">Overview</a>" in page
    assert "Nothing lies below you" in text_of(signed_in(world.cy), "/overview/")


def club_began(world: World) -> datetime:
    """Put everybody into the club, close all else, and return when it began."""
    Unit.objects.exclude(pk=world.union.pk).update(closed_at=START)
    Membership.objects.update(unit=world.union)
    return START


def test_an_officer_sees_no_overview_above_or_beside_their_own(world: World) -> None:
    client = signed_in(world.ada)
    for unit in (world.union, world.south, world.harbour):
        assert client.get(reverse("desk:overview_unit", args=[unit.pk])).status_code == 404


@pytest.mark.parametrize(("who", "links"), [("cy", 2), ("bo", 4), ("ada", 5), ("max", 5), ("una", 2)])
def test_everybody_is_offered_their_own_screens(world: World, who: str, links: int) -> None:
    page = text_of(signed_in(getattr(world, who)), "/")
    offered = [
        name for name in ("Today", "Desk", "Overview", "Publish", "Decisions") if f">{name}</a>" in page
    ]
    assert len(offered) == links


@pytest.mark.parametrize(("who", "address"), [("cy", "/"), ("bo", "/desk/"), ("ada", "overview")])
def test_a_first_screen_costs_the_same_however_much_is_on_it(
    world: World, django_assert_max_num_queries: Any, who: str, address: str
) -> None:
    client = signed_in(getattr(world, who))
    where = reverse("desk:overview_unit", args=[world.north.pk]) if address == "overview" else address
    # A session's first page keeps that it began.
    client.get(where)
    costs = []
    for _more in range(3):
        conveyed(world, to=world.north)
        while jobs.begin_reckoning_job(AT):
            pass
        with django_assert_max_num_queries(40) as asked:
            client.get(where)
        costs.append(len(asked))
    assert costs[0] == costs[2]
    assert costs[0] <= 12, "\n".join(query["sql"][:200] for query in asked.captured_queries)


def at_work(person: Person | Any) -> list[tuple[str, str]]:
    return re.findall(
        r'<p><a href="([^"]*)">((?:At your desk|On your overview)[^<]*)<', text_of(signed_in(person), "/")
    )


def test_today_leads_a_cell_s_officers_to_what_waits_on_their_desk(world: World) -> None:
    first, second = conveyed(world, to=world.north), conveyed(world, to=world.north, title="Second")
    assert at_work(world.bo) == [("/desk/", "At your desk: 2 decisions to confirm")]
    assert at_work(world.cy) == []
    do(world, confirm_conveyed, by=world.bo, decision_id=first.pk, unit_id=world.harbour.pk)
    assert at_work(world.bo) == [("/desk/", "At your desk: 1 decision to confirm")]
    do(world, confirm_conveyed, by=world.bo, decision_id=second.pk, unit_id=world.harbour.pk)
    assert at_work(world.bo) == []


def test_today_leads_officers_above_to_the_cells_that_have_yet_to_confirm(world: World) -> None:
    decision = conveyed(world, to=world.north)
    assert at_work(world.ada) == []
    while jobs.begin_reckoning_job(AT):
        pass
    address = reverse("decisions:reach", args=[decision.pk, world.north.pk])
    assert at_work(world.ada) == [(address, "On your overview: 2 cells have yet to confirm 2026/1")]


def test_an_officer_without_a_cell_is_not_told_to_join_one(world: World) -> None:
    conveyed(world, to=world.north)
    Membership.objects.filter(person=world.una).delete()
    page = text_of(signed_in(world.una), "/")
    assert (
        "You belong to no cell, so no decision comes to you" in page,
        "You belong to no cell yet" in page,
    ) == (True, False)


def test_today_of_an_officer_of_a_cell_and_above_costs_twelve_questions_at_most(
    world: World, django_assert_max_num_queries: Any
) -> None:
    chair = Office.objects.get(code="chair")
    Term.objects.create(person=world.ada, office=chair, unit=world.hill, started_at=START)
    conveyed(world, to=world.north)
    while jobs.begin_reckoning_job(AT):
        pass
    client = signed_in(world.ada)
    client.get("/")
    with django_assert_max_num_queries(40) as asked:
        client.get("/")
    assert len(asked) <= 12, "\n".join(query["sql"][:200] for query in asked.captured_queries)


def test_today_names_both_cells_of_whoever_has_two(world: World) -> None:
    with_league(world)
    at_home(world, "cy", "young")
    said = text_of(signed_in(world.cy), reverse("desk:today"))
    homes = [f'<a href="/units/{Unit.objects.get(name=name).pk}/">{name}</a>' for name in ("Hill", "Young")]
    assert " · ".join(homes) in said
