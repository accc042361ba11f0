"""An officer from above enters that they visited a unit; its officers can say that it did not take place."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import World, give_passkey
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Membership, Office, Term
from folkmoot.structure.actions.visiting import answer_visit, enter_visit, withdraw_visit
from folkmoot.structure.holdings import erase, visits_over
from folkmoot.structure.models import Visit
from folkmoot.structure.queries.visits import days_visited, visit_rows, visits_page
from folkmoot.structure.tests.acting import do, events
from folkmoot.structure.tests.pages import sign_in, undone, words_of
from folkmoot.units.models import Unit

DAY = timedelta(days=1)
TODAY = date(2026, 3, 2)
FOR = "The work of the spring"


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def visited(
    world: World, by: str = "ada", unit: str = "harbour", on: date = TODAY, purpose: str = FOR, **when
):
    given = {"unit_id": world.units[unit].pk, "on": on, "purpose": purpose}
    return do(enter_visit, **given, by=world.people[by], at=when.get("at", world.at))


def answered(world: World, visit_id, by: str = "bo", *, took_place: bool, **when):
    given = {"visit_id": visit_id, "took_place": took_place}
    return do(answer_visit, **given, by=world.people[by], at=when.get("at", world.at))


def taken_back(world: World, visit_id, by: str = "ada", **when):
    return do(withdraw_visit, visit_id=visit_id, by=world.people[by], at=when.get("at", world.at))


def appointed(world: World, name: str, office: str, unit: str, **given) -> Term:
    person = world.people[name]
    if unit in ("union", "north", "south") and name not in ("una", "max", "ada"):
        give_passkey(person)
    found = Office.objects.get(code=office)
    return Term.objects.create(
        person=person, office=found, unit=world.units[unit], **{"started_at": world.at, **given}
    )


def days(world: World, unit: str = "harbour") -> list[date]:
    found = days_visited([world.units[unit]], date(2025, 1, 1))
    return list(found.get(world.units[unit].pk, []))


def test_an_officer_from_above_enters_a_visit_by_the_nearest_office(world: World) -> None:
    appointed(world, "ada", "secretary", "union")
    visit = Visit.objects.get(pk=visited(world, purpose="  The work \n of the spring "))
    assert (visit.unit, visit.term.unit, visit.term.office.code) == (world.harbour, world.north, "chair")
    assert (visit.on, visit.purpose, visit.objected_at) == (TODAY, FOR, None)
    assert (days(world), events()) == ([TODAY], ["VisitEntered"])


@pytest.mark.parametrize(
    ("by", "unit", "sentence"),
    [
        ("bo", "hill", "There is no such unit"),
        ("ada", "vale", "There is no such unit"),
        ("cy", "hill", r"You hold no office that may do this in Hill\."),
        ("ada", "north", r"You hold no office above North\."),
        ("max", "union", r"You hold no office above Union\."),
        ("ada", "hill", r"You belong to Hill yourself, so being there is no visit\."),
    ],
)
def test_who_is_no_officer_from_above_makes_no_visit(world: World, by: str, unit: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        visited(world, by, unit)
    assert Visit.objects.count() == 0


def test_whoever_holds_an_office_in_the_unit_does_not_visit_it(world: World) -> None:
    appointed(world, "una", "treasurer", "harbour")
    with pytest.raises(Refused, match=r"You belong to Harbour yourself"):
        visited(world, "una")


def test_nobody_visited_a_unit_to_which_they_belonged_on_that_day(world: World) -> None:
    noon = world.at - 5 * DAY
    noon = world.at - 5 * DAY
    Membership.objects.filter(person=world.ada).update(ended_at=noon)
    Membership.objects.create(person=world.ada, unit=world.harbour, started_at=noon)
    left = r"You belonged to Hill yourself on this day, so being there was no visit\."
    for days_ago in (5, 30):
        with pytest.raises(Refused, match=left) as refusal:
            visited(world, unit="hill", on=TODAY - days_ago * DAY)
        assert refusal.value.field == "on"
    visited(world, unit="hill", on=TODAY - 4 * DAY)


def test_nobody_visited_a_unit_in_which_they_held_an_office_on_that_day(world: World) -> None:
    appointed(
        world, "una", "treasurer", "harbour", started_at=world.at - 9 * DAY, ended_at=world.at - 5 * DAY
    )
    with pytest.raises(Refused, match=r"You belonged to Harbour yourself on this day"):
        visited(world, "una", on=TODAY - 9 * DAY)
    visited(world, "una", on=TODAY - 10 * DAY)


def test_the_operator_visits_nobody(world: World) -> None:
    with pytest.raises(Refused, match="You hold no office that may do this"):
        do(enter_visit, unit_id=world.harbour.pk, on=TODAY, purpose=FOR, by=None, at=world.at)


def test_those_to_whom_concerns_are_brought_enter_no_visit(world: World) -> None:
    appointed(world, "dee", "integrity_officer", "union")
    with pytest.raises(Refused, match="You hold no office that may do this in Harbour"):
        visited(world, "dee")


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (TODAY + DAY, r"This day is still to come\."),
        (TODAY - 61 * DAY, r"A visit is entered within 60 days\."),
    ],
)
def test_a_visit_is_entered_for_today_or_the_last_sixty_days(world: World, on: date, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refusal:
        visited(world, on=on)
    assert refusal.value.field == "on"
    visited(world, on=TODAY - 60 * DAY)


def test_nobody_visited_before_they_held_their_office_nor_before_the_unit_was_founded(world: World) -> None:
    Term.objects.filter(person=world.ada).update(started_at=world.at - 5 * DAY)
    with pytest.raises(Refused, match=r"You hold your office over this unit since 25 February 2026\."):
        visited(world, on=TODAY - 6 * DAY)
    visited(world, on=TODAY - 5 * DAY)
    Unit.objects.filter(pk=world.harbour.pk).update(founded_at=world.at - DAY)
    with pytest.raises(Refused, match="1 March 2026"):
        visited(world, on=TODAY - 2 * DAY)


@pytest.mark.parametrize("purpose", ["", "   ", "x" * 201])
def test_what_a_visit_was_for_is_said_in_one_line(world: World, purpose: str) -> None:
    with pytest.raises(Refused) as refusal:
        visited(world, purpose=purpose)
    assert refusal.value.field == "purpose"


def test_a_visit_is_entered_once_and_not_again_where_the_unit_objected(world: World) -> None:
    visit = visited(world)
    with pytest.raises(Refused, match="You entered a visit on this day already"):
        visited(world)
    visited(world, "max")
    answered(world, visit, took_place=False)
    with pytest.raises(Refused, match=r"Harbour said that you were not there on this day\."):
        visited(world)
    with pytest.raises(Refused, match=r"Harbour said that this visit did not take place\."):
        taken_back(world, visit)


def test_what_the_unit_objects_to_does_not_count_until_it_says_otherwise(world: World) -> None:
    visit = visited(world)
    answered(world, visit, took_place=False)
    assert days(world) == []
    with pytest.raises(Refused, match="That is said already"):
        answered(world, visit, took_place=False)
    answered(world, visit, took_place=True)
    assert days(world) == [TODAY]
    with pytest.raises(Refused, match="That is said already"):
        answered(world, visit, took_place=True)
    assert events() == ["VisitEntered", "VisitAnswered", "VisitAnswered"]


def test_after_thirty_days_a_visit_stays_as_it_is(world: World) -> None:
    visit, late = visited(world), world.at + 30 * DAY
    answered(world, visit, took_place=False, at=late - DAY)
    answered(world, visit, took_place=True, at=late - DAY)
    for doing in (
        lambda: answered(world, visit, took_place=False, at=late),
        lambda: taken_back(world, visit, at=late),
    ):
        with pytest.raises(Refused, match="entered more than 30 days ago"):
            doing()


def test_the_chair_and_the_secretary_of_the_unit_answer_and_nobody_else(world: World) -> None:
    visit = visited(world)
    for by in ("eve", "max", "una"):
        with pytest.raises(Refused, match="You hold no office that may do this in Harbour"):
            answered(world, visit, by, took_place=False)
    with pytest.raises(Refused, match="There is no such visit"):
        answered(world, visit, "dee", took_place=False)
    appointed(world, "ada", "secretary", "harbour")
    with pytest.raises(Refused, match=r"You entered this visit\. Take it back"):
        answered(world, visit, "ada", took_place=False)


def test_whoever_entered_a_visit_takes_it_back_and_nobody_else(world: World) -> None:
    visit = visited(world)
    with pytest.raises(Refused, match="Somebody else entered this visit"):
        taken_back(world, visit, "max")
    taken_back(world, visit)
    assert (Visit.objects.count(), events()[-1]) == (0, "VisitWithdrawn")
    with pytest.raises(Refused, match="There is no such visit"):
        taken_back(world, visit)


def test_a_closed_unit_is_not_visited_and_says_nothing(world: World) -> None:
    visit = visited(world)
    Unit.objects.filter(pk=world.harbour.pk).update(closed_at=world.at)
    for doing in (lambda: visited(world, "max"), lambda: answered(world, visit, took_place=False)):
        with pytest.raises(Refused, match="Harbour was closed"):
            doing()


def test_an_officer_enters_a_visit_on_its_page_and_may_take_it_back_at_once(world: World, client) -> None:
    place = f"/units/{world.harbour.pk}/visits/"
    ada = sign_in(client, world.ada)
    assert place in ada.get(f"/units/{world.harbour.pk}/").content.decode()
    assert f"{place}new/" in ada.get(place).content.decode()
    assert 'value="2026-03-02"' in ada.get(f"{place}new/").content.decode()
    wrong = ada.post(f"{place}new/", {"act_id": new_id(), "on": TODAY + DAY, "purpose": FOR})
    assert (wrong.status_code, "This day is still to come." in words_of(wrong)) == (422, True)
    page = ada.post(f"{place}new/", {"act_id": new_id(), "on": TODAY, "purpose": FOR}, follow=True)
    assert f"{FOR} 2 March 2026: ada, chair of North" in words_of(page).replace("Ada", "ada")
    assert "Take it back" in words_of(page)
    visit = Visit.objects.get()
    ada.post(f"/visits/{visit.pk}/end/", {"act_id": new_id()})
    assert Visit.objects.count() == 0


def test_a_secretary_says_on_the_page_that_a_visit_did_not_take_place_and_takes_that_back(
    world: World, client
) -> None:
    visit = visited(world)
    bo = sign_in(client, world.bo)
    page = bo.get(f"/units/{world.harbour.pk}/visits/")
    assert ("It did not take place" in words_of(page), "Enter a visit" in words_of(page)) == (True, False)
    page = bo.post(f"/visits/{visit}/objection/", {"act_id": new_id()}, follow=True)
    assert "did not take place" in words_of(page)
    assert days(world) == []
    bo.post(f"/visits/{visit}/objection/end/", {"act_id": new_id()})
    assert days(world) == [TODAY]
    world.at += 30 * DAY
    refused = bo.post(f"/visits/{visit}/objection/", {"act_id": new_id()})
    assert (refused.status_code, "30 days ago" in words_of(refused)) == (422, True)


def test_a_visit_and_an_objection_are_taken_back_from_the_message_after_them(world: World, client) -> None:
    place, told = f"/units/{world.harbour.pk}/visits/new/", {"on": TODAY, "purpose": FOR}
    page = sign_in(client, world.ada).post(place, {"act_id": new_id(), **told}, follow=True)
    assert undone(client, page).status_code == 200
    assert (Visit.objects.count(), events()) == (0, ["VisitEntered", "VisitWithdrawn"])
    visit = visited(world)
    client.logout()
    objection = f"/visits/{visit}/objection/"
    page = sign_in(client, world.bo).post(objection, {"act_id": new_id()}, follow=True)
    assert days(world) == []
    undone(client, page)
    assert days(world) == [TODAY]


def test_a_visit_is_not_taken_back_from_its_message_once_the_unit_objected(world: World, client) -> None:
    place, told = f"/units/{world.harbour.pk}/visits/new/", {"on": TODAY, "purpose": FOR}
    page = sign_in(client, world.ada).post(place, {"act_id": new_id(), **told}, follow=True)
    answered(world, Visit.objects.get().pk, took_place=False)
    refused = undone(client, page)
    assert (refused.status_code, "Something was changed since" in words_of(refused)) == (422, True)
    assert Visit.objects.count() == 1


def test_an_officer_above_sees_which_of_their_units_waits_longest_for_a_visit(world: World, client) -> None:
    def told() -> str:
        page = words_of(sign_in(client, world.ada).get(f"/units/{world.north.pk}/visits/"))
        return page.partition("who waits longest first ")[2].partition(" North")[0]

    nobody = "Harbour : its visits no visit yet Hill : its visits no visit yet"
    assert told() == nobody
    visit = visited(world)
    assert told() == "Hill : its visits no visit yet Harbour : its visits last visited on 2 March 2026"
    # What did not take place is no visit.
    answered(world, visit, took_place=False)
    assert told() == nobody
    assert "who waits longest" not in words_of(client.get(f"/units/{world.harbour.pk}/visits/"))


def test_a_member_sees_visits_and_has_nothing_to_do_there(world: World, client) -> None:
    visited(world)
    page = sign_in(client, world.eve).get(f"/units/{world.harbour.pk}/visits/")
    assert FOR in words_of(page)
    assert "/objection/" not in page.content.decode()
    assert "/end/" not in page.content.decode()
    assert client.get(f"/units/{world.harbour.pk}/visits/new/").status_code == 404


@pytest.mark.parametrize("who", ["dee", "stan", "cy"])
def test_a_stranger_finds_no_page(world: World, client, who: str) -> None:
    visited(world)
    sign_in(client, world.people[who])
    for page in ("", "new/"):
        assert client.get(f"/units/{world.harbour.pk}/visits/{page}").status_code == 404
    assert client.get(f"/units/{world.harbour.pk}/visits.csv").status_code == 404


def test_visits_are_taken_away_as_a_list(world: World, client) -> None:
    visit = visited(world)
    visited(world, "max", on=TODAY - DAY)
    answered(world, visit, took_place=False)
    assert list(visit_rows(world.harbour))[1:] == [
        ("2026-03-02", "chair", "north", "North", "Ada", FOR, False),
        ("2026-03-01", "secretary", "union", "Union", "Max", FOR, True),
    ]
    file = sign_in(client, world.eve).get(f"/units/{world.harbour.pk}/visits.csv")
    assert b"2026-03-02,chair,north,North,Ada" in b"".join(file.streaming_content).replace(b";", b",")


def test_a_long_list_has_pages(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.structure.queries.visits.SHOWN", 2)
    for back in range(3):
        visited(world, on=TODAY - back * DAY)
        visited(world, "max", on=TODAY - back * DAY)
    seen, before = [], None
    while True:
        page = visits_page(world.eve, world.harbour, before=before, at=world.at)
        seen += [line.visit.pk for line in page.lines]
        if not page.following:
            break
        before = page.lines[-1].visit.pk
    assert seen == list(Visit.objects.newest_first().values_list("pk", flat=True))
    assert len(list(visit_rows(world.harbour))) == 7


def cost(client, url: str) -> int:
    # The first page of a session notes the session.
    client.get("/me/")
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


def test_three_visits_cost_as_many_questions_as_one(world: World, client) -> None:
    visited(world)
    place = f"/units/{world.harbour.pk}/visits/"
    asked = cost(sign_in(client, world.bo), place)
    for back in (1, 2):
        visited(world, on=TODAY - back * DAY)
    assert cost(client, place) == asked <= 12
    assert cost(sign_in(client, world.ada), place) <= 12


def test_of_somebody_who_was_erased_it_is_forgotten_what_their_visits_were_for(world: World) -> None:
    visit = visited(world)
    visited(world, on=TODAY - DAY)
    visited(world, "max")
    assert (erase(world.ada.pk, 1), erase(world.ada.pk, 9), erase(world.ada.pk, 9)) == (1, 1, 0)
    assert Visit.objects.get(pk=visit).purpose == ""
    assert Visit.objects.exclude(purpose="").get().term.person == world.max
    assert days(world) == [TODAY - DAY, TODAY, TODAY]


def test_a_visit_is_forgotten_after_three_years(world: World) -> None:
    visited(world)
    assert not visits_over(world.at + (3 * 365 - 1) * DAY).exists()
    assert visits_over(world.at + 3 * 365 * DAY).count() == 1
