from datetime import timedelta

import pytest

from conftest import World
from folkmoot.kernel.clock import now
from folkmoot.kernel.models import Entry
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.tests.acting import do, homes
from folkmoot.membership.tests.paging import as_, cost, links, refusals, table_rows
from folkmoot.people.models import Membership, Office, Person, Term

DAY = "1 January 2026"


def buttons(page) -> list[str]:
    shown = ("Transfer", "Give an office", "Change the e-mail address", "Admit again", "End the membership")
    return [label for label in (*shown, "Correct name or languages") if label in links(page)]


def test_a_person_is_shown_with_the_history_of_memberships_and_offices(world: World, client) -> None:
    page = as_(client, world.una).get(f"/people/{world.eve.pk}/")
    assert table_rows(page) == [
        ["Harbour", DAY, "continues"],
        ["secretary", "Harbour", DAY, "31 January 2026"],
    ]


@pytest.mark.parametrize(
    ("who", "shown"),
    [
        ("una", ["Transfer", "Give an office", "Change the e-mail address", "End the membership"]),
        ("bo", ["Change the e-mail address", "End the membership"]),
        ("eve", []),
    ],
)
def test_a_page_offers_what_its_reader_may_do(world: World, client, who: str, shown: list[str]) -> None:
    page = as_(client, world.people[who]).get(f"/people/{world.eve.pk}/")
    assert buttons(page) == [*shown, "Correct name or languages"]


@pytest.mark.parametrize("who", ["ada", "max", "cy", "dee", "stan", "bo"])
@pytest.mark.parametrize("page", ["", "correction/", "transfer/", "end/", "readmission/", "appointment/"])
def test_a_person_is_not_found_by_those_who_may_not_see_them(
    world: World, client, who: str, page: str
) -> None:
    person = world.hill.memberships.get(person=world.una).person
    reader = as_(client, world.people[who])
    url = f"/people/{person.pk}/{page}"
    assert [reader.get(url).status_code, reader.post(url, {"name": "X"}).status_code] == [404, 404]
    assert Entry.objects.count() == 0


def test_a_secretary_no_longer_finds_who_was_transferred_away(world: World, client) -> None:
    Membership.objects.filter(person=world.eve).update(ended_at=world.at)
    Membership.objects.create(person=world.eve, unit=world.vale, started_at=world.at)
    assert as_(client, world.bo).get(f"/people/{world.eve.pk}/").status_code == 404


def lengthen_history(world: World, person: Person) -> None:
    for day in range(2):
        times = {"started_at": world.at + timedelta(days=day), "ended_at": world.at + timedelta(days=day + 1)}
        Membership.objects.create(person=person, unit=world.vale, **times)
        Term.objects.create(office=Office.objects.get(code="chair"), person=person, unit=world.hill, **times)


def test_a_person_costs_the_same_however_long_their_history(world: World, client) -> None:
    bo, url = as_(client, world.bo), f"/people/{world.eve.pk}/"
    with_one = cost(bo, url)
    lengthen_history(world, world.eve)
    assert len(table_rows(bo.get(url))) == 6
    assert cost(bo, url) == with_one <= 12


def test_a_name_is_corrected_on_a_page(world: World, client) -> None:
    bo = as_(client, world.bo)
    form = bo.get(f"/people/{world.eve.pk}/correction/").context["form"]
    assert form.initial == {"name": "Eve", "languages": "en"}
    answer = bo.post(f"/people/{world.eve.pk}/correction/", {"name": "Eva Lund", "languages": "sv, en"})
    assert answer["Location"] == f"/people/{world.eve.pk}/"
    eve = Person.objects.get(pk=world.eve.pk)
    assert (eve.name, eve.languages) == ("Eva Lund", ["sv", "en"])


def test_a_correction_that_is_refused_says_why(world: World, client) -> None:
    answer = as_(client, world.bo).post(
        f"/people/{world.eve.pk}/correction/", {"name": "Eva", "languages": "xx"}
    )
    assert answer.status_code == 422
    assert refusals(answer) == [
        "Languages – “xx” is not a language known here. Write its code, such as fr or pt-BR."
    ]


def test_a_registrar_transfers_a_member_on_a_page(world: World, client) -> None:
    una = as_(client, world.una)
    answer = una.post(f"/people/{world.eve.pk}/transfer/", {"unit": "vale"}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["Their home is Vale now."]
    assert [unit for unit, *_times in homes(world.eve)] == ["harbour", "vale"]


@pytest.mark.parametrize(
    ("who", "unit"), [("una", "harbour"), ("una", "north"), ("una", "nowhere"), ("bo", "vale")]
)
def test_a_transfer_that_is_refused_says_why(world: World, client, who: str, unit: str) -> None:
    answer = as_(client, world.people[who]).post(f"/people/{world.eve.pk}/transfer/", {"unit": unit})
    assert (answer.status_code, len(refusals(answer))) == (422, 1)
    assert len(homes(world.eve)) == 1


def test_a_membership_is_ended_after_being_asked_once_more(world: World, client) -> None:
    bo, url = as_(client, world.bo), f"/people/{world.eve.pk}/end/"
    assert bo.get(url).context["question"] == "End the membership of Eve?"
    assert homes(world.eve)[0][2] is None
    assert bo.post(url).status_code == 302
    assert homes(world.eve)[0][2] is not None
    again = bo.post(url)
    assert (again.status_code, refusals(again)) == (422, ["Eve is no member now. Admit them again first."])


def test_a_former_member_is_admitted_again_on_a_page(world: World, client) -> None:
    do(world, end_membership, "bo", person_id=world.eve.pk)
    una, url = as_(client, world.una), f"/people/{world.eve.pk}/"
    assert buttons(una.get(url)) == ["Admit again", "Correct name or languages"]
    early = una.post(f"{url}readmission/", {"unit": "hill", "joined_on": "2026-02-01"})
    assert (early.status_code, len(refusals(early))) == (422, 1)
    assert una.post(f"{url}readmission/", {"unit": "hill"}).status_code == 302
    assert [unit for unit, *_times in homes(world.eve)] == ["harbour", "hill"]


@pytest.mark.parametrize("who", ["una", "bo", "cy", "stan"])
def test_everybody_sees_what_is_held_about_themselves(world: World, client, who: str) -> None:
    person = world.people[who]
    page = as_(client, person).get("/me/")
    held = page.context["held"]
    assert (held.shown.person, held.account.email) == (person, f"{who}@example.org")
    assert len(table_rows(page)) == 2


def test_ones_own_page_costs_the_same_however_much_is_held(world: World, client) -> None:
    eve = as_(client, world.eve)
    with_one = cost(eve, "/me/")
    lengthen_history(world, world.eve)
    assert len(table_rows(eve.get("/me/"))) == 6
    assert cost(eve, "/me/") == with_one <= 12


def test_a_member_leaves_by_themselves(world: World, client) -> None:
    cy, url = as_(client, world.cy), f"/people/{world.cy.pk}/end/"
    assert cy.get(url).context["question"] == "Leave the organisation?"
    answer = cy.post(url, follow=True)
    assert answer.status_code == 200
    assert Membership.objects.filter(person=world.cy, ended_at__lt=now()).count() == 1
