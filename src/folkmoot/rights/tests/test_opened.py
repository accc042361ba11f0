from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from conftest import AT, World
from folkmoot.access.openings import Opening as Told
from folkmoot.access.openings import What
from folkmoot.decisions.actions.attesting import confirm_conveyed
from folkmoot.decisions.tests.pages import texts_of
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.kernel.clock import now
from folkmoot.kernel.models import Entry
from folkmoot.membership.tests.paging import as_, cost, links, table_rows
from folkmoot.notices.actions.refusals import note_refused
from folkmoot.notices.jobs import Enrolment
from folkmoot.people.models import Membership
from folkmoot.rights.actions.noting import note_opening
from folkmoot.rights.holdings import KEEPINGS
from folkmoot.rights.models import Opening
from folkmoot.rights.queries.opened import PAGE, openings_of

SEEN = "A list of members of %s, in which I may have stood"


def seen_by(person):
    rows = table_rows(as_(Client(), person).get("/account/openings/"))
    # An empty table says so in one cell.
    return [row[1:] for row in rows if len(row) > 1]


def test_a_member_sees_which_office_opened_their_page(world: World) -> None:
    as_(Client(), world.bo).get(f"/people/{world.eve.pk}/")
    assert seen_by(world.eve) == [["secretary of Harbour", "My page"]]
    assert seen_by(world.bo) == seen_by(world.cy) == []


def test_a_list_is_one_row_and_each_member_in_its_units_finds_it(world: World) -> None:
    as_(Client(), world.una).get("/members/?unit=north")
    assert Opening.objects.count() == 1
    assert seen_by(world.eve) == seen_by(world.cy) == [["registrar of Union", SEEN % "North"]]
    assert seen_by(world.dee) == seen_by(world.stan) == []


def test_a_file_of_everybody_is_one_row_for_everybody(world: World) -> None:
    answer = as_(Client(), world.una).get("/members.csv")
    assert b"Dee" in b"".join(answer.streaming_content)
    assert Opening.objects.count() == 1
    assert [row[0] for row in seen_by(world.dee)] == ["registrar of Union"]
    assert "A file" in seen_by(world.dee)[0][1]


def test_a_program_that_reads_is_noted_as_a_page_is(world: World) -> None:
    una = as_(Client(), world.una)
    una.get("/api/people?unit=south")
    una.get(f"/api/people/{world.dee.pk}")
    assert sorted(row[1] for row in seen_by(world.dee)) == [SEEN % "South", "My page"]


def test_the_address_page_is_noted_too(world: World) -> None:
    as_(Client(), world.bo).get(f"/people/{world.eve.pk}/address/")
    assert seen_by(world.eve) == [["secretary of Harbour", "My page"]]


def test_the_same_office_on_the_same_day_is_one_row(world: World) -> None:
    for at in (world.at, world.at + timedelta(minutes=5), world.at + timedelta(days=1)):
        note_opening(Told(world.bo, What.LIST, "people.see_members"), at)
    assert Opening.objects.count() == 2


def test_looking_at_oneself_is_not_noted(world: World) -> None:
    as_(Client(), world.bo).get(f"/people/{world.bo.pk}/")
    assert Opening.objects.count() == 0


@pytest.mark.parametrize("url", ["/members/?unit=nowhere", "/members/?unit=vale"])
def test_a_list_that_shows_nobody_is_not_noted(world: World, url: str) -> None:
    as_(Client(), world.bo).get(url)
    assert Opening.objects.count() == 0


def test_nothing_is_noted_of_who_looked_or_of_decisions(world: World) -> None:
    as_(Client(), world.bo).get(f"/people/{world.eve.pk}/")
    as_(Client(), world.eve).get("/decisions/")
    row = Opening.objects.values().get()
    assert world.bo.pk not in row.values()
    assert Entry.objects.count() == 0


def test_a_list_counts_while_somebody_belonged_there(world: World) -> None:
    Membership.objects.filter(person=world.eve).update(ended_at=AT)
    Membership.objects.create(person=world.eve, unit=world.vale, started_at=AT)
    for days in (-9, 9):
        note_opening(Told(world.bo, What.LIST, "people.see_members"), AT + timedelta(days=days))
        note_opening(
            Told(world.una, What.LIST, "people.see_members", top=world.south), AT + timedelta(days=days)
        )
    found = [(str(each.unit), each.day - AT.date()) for each in openings_of(world.eve)]
    assert found == [("South", timedelta(days=9)), ("Harbour", timedelta(days=-9))]


def test_openings_are_forgotten_after_180_days(world: World) -> None:
    note_opening(Told(world.bo, What.LIST, "people.see_members"), world.at)
    clock = next(each.clock for each in KEEPINGS if "rights_opening" in each.tables and each.clock)
    assert (clock.due(world.at + timedelta(days=180)), clock.due(world.at + timedelta(days=182))) == (0, 1)
    assert clock.forget(world.at + timedelta(days=182), 10) == 1
    assert Opening.objects.count() == 0


def test_many_openings_come_in_pages_and_cost_the_same(world: World) -> None:
    eve = as_(Client(), world.eve)
    note_opening(Told(world.bo, What.LIST, "people.see_members"), now())
    with_one = cost(eve, "/account/openings/")
    for days in range(PAGE + 2):
        note_opening(Told(world.bo, What.LIST, "people.see_members"), world.at - timedelta(days=days))
    assert cost(eve, "/account/openings/") == with_one <= 12
    first = eve.get("/account/openings/")
    second = eve.get(first.context["older"])
    assert (len(table_rows(first)), len(table_rows(second))) == (PAGE, 3)
    assert second.context["older"] == ""


def test_openings_stand_by_month(world: World) -> None:
    for at in (world.at, world.at - timedelta(days=1), world.at - timedelta(days=2)):
        note_opening(Told(world.bo, What.LIST, "people.see_members"), at)
    page = as_(Client(), world.eve).get("/account/openings/")
    assert [table.caption for table in page.context["tables"]] == ["March 2026", "February 2026"]
    assert len(table_rows(page)) == 3


def test_the_list_is_taken_away_as_a_file(world: World) -> None:
    note_opening(Told(world.bo, What.LIST, "people.see_members"), world.at)
    answer = as_(Client(), world.eve).get("/account/openings.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines == ["day,office,of,what,members_of", "2026-03-02,secretary,Harbour,list,Harbour"]


def test_a_spoilt_address_begins_the_list_anew(world: World) -> None:
    assert as_(Client(), world.eve).get("/account/openings/?after=x~y").status_code == 200


def test_a_list_of_who_is_yet_to_be_reached_is_one_row_that_names_no_decision(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: AT)
    texts = [conveyed(world, title=title) for title in ("Meet monthly", "Meet weekly")]
    bo = as_(Client(), world.bo)
    for decision in (*texts, texts[0]):
        assert "Eve" in bo.get(f"/decisions/{decision.pk}/readings/{world.harbour.pk}/").content.decode()
    assert Opening.objects.count() == 1
    assert seen_by(world.eve) == [["secretary of Harbour", SEEN % "Harbour"]]
    assert bo.get(reverse("circulars:cell_circular", args=[texts[0].pk, world.harbour.pk])).status_code == 200
    assert Opening.objects.values_list("what", flat=True).distinct().count() == 2


def test_a_list_of_whom_mail_does_not_reach_is_noted(world: World) -> None:
    Enrolment().go_on(AT)
    bo = as_(Client(), world.bo)
    bo.get(reverse("notices:unreachable", args=[world.harbour.pk]))
    assert Opening.objects.count() == 0
    note_refused(world.eve.pk, "eve@example.org", at=AT)
    bo.get(reverse("notices:unreachable", args=[world.harbour.pk]))
    assert [row[1] for row in seen_by(world.eve)] == [SEEN % "Harbour"]


def test_a_page_of_a_reading_that_names_nobody_is_not_noted(world: World) -> None:
    decision = conveyed(world)
    do(world, confirm_conveyed, by=world.bo, decision_id=decision.pk, unit_id=world.harbour.pk)
    as_(Client(), world.bo).get(f"/decisions/{decision.pk}/readings/{world.harbour.pk}/")
    assert Opening.objects.count() == 0


def test_what_is_noted_and_what_is_not_is_said_truly(world: World) -> None:
    page = as_(Client(), world.eve).get("/account/openings/")
    words = " ".join(texts_of(page, "p.meta"))
    assert "Which pages you read yourself is noted nowhere." in words
    assert (links(page)["What you acknowledged and answered"], links(page)["Who can see any of it"]) == (
        "/account/record/",
        "/account/readers/",
    )
