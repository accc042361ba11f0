import csv
import io
from datetime import timedelta

import pytest

from conftest import World
from folkmoot.access import openings
from folkmoot.kernel.clock import now
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import Entry
from folkmoot.membership.tests.paging import as_, cost, links, refusals
from folkmoot.people.models import Office, Person, Term


def shown(page) -> list[str]:
    return [f"{line.term.person.name} {line.term.office.code}" for line in page.context["page"].lines]


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("bo", ["End the office"]),
        ("eve", []),
        ("ada", ["End the office", "Appoint an officer"]),
        ("una", ["End the office", "Appoint an officer"]),
        ("max", []),
    ],
)
def test_officers_are_shown_to_the_members_and_officers_of_the_line(
    world: World, client, who: str, offered: list[str]
) -> None:
    page = as_(client, world.people[who]).get(f"/units/{world.harbour.pk}/officers/")
    assert shown(page) == ["Bo secretary"]
    assert [label for label in ("End the office", "Appoint an officer") if label in links(page)] == offered


@pytest.mark.parametrize("who", ["cy", "dee", "stan"])
@pytest.mark.parametrize("page", ["officers/", "officers.csv", "officers/appointment/"])
def test_officers_of_a_unit_that_one_may_not_see_are_not_found(
    world: World, client, who: str, page: str
) -> None:
    reader, url = as_(client, world.people[who]), f"/units/{world.harbour.pk}/{page}"
    assert [reader.get(url).status_code, reader.post(url, {}).status_code] == [404, 404]
    assert reader.get(f"/units/{new_id()}/{page}").status_code == 404


@pytest.mark.parametrize("who", ["cy", "dee", "stan"])
def test_a_term_of_office_that_one_may_not_see_is_not_found(world: World, client, who: str) -> None:
    reader, url = as_(client, world.people[who]), f"/terms/{world.bo.terms.get().pk}/end/"
    assert [reader.get(url).status_code, reader.post(url).status_code] == [404, 404]
    assert Entry.objects.count() == 0


def test_the_officers_cost_the_same_however_many(world: World, client) -> None:
    bo, url = as_(client, world.bo), f"/units/{world.harbour.pk}/officers/"
    with_one = cost(bo, url)
    for code in ("chair", "treasurer"):
        office = Office.objects.get(code=code)
        Term.objects.create(office=office, person=world.eve, unit=world.harbour, started_at=world.at)
    assert len(shown(bo.get(url))) == 3
    assert cost(bo, url) == with_one <= 12


def test_an_empty_list_of_officers_says_what_that_means(world: World, client) -> None:
    page = as_(client, world.ada).get(f"/units/{world.hill.pk}/officers/")
    assert (shown(page), page.content.decode().count("Nobody holds an office here")) == ([], 1)


def in_a_month() -> str:
    return (now() + timedelta(days=30)).date().isoformat()


def test_a_chair_appoints_a_member_by_number_and_name_after_being_asked_once_more(
    world: World, client
) -> None:
    ada, url = as_(client, world.ada), f"/units/{world.hill.pk}/officers/"
    typed = {"office": "secretary", "member_number": "M-Cy", "name": "CY", "from_on": in_a_month()}
    asked = ada.post(f"{url}appointment/", typed)
    assert asked.context["question"] == "Appoint Cy as secretary of Hill?"
    assert Term.objects.filter(person=world.cy).count() == 0
    hidden = {
        name: asked.context["form"].initial[name] for name in ("office", "member_number", "name", "from_on")
    }
    assert str(world.cy.pk) not in asked.content.decode()
    assert ada.post(url, hidden)["Location"] == url
    [term] = Term.objects.filter(person=world.cy)
    assert (term.office.code, term.unit_id) == ("secretary", world.hill.pk)
    assert [line.begins_later for line in ada.get(url).context["page"].lines] == [True]


def test_a_registrar_finds_whom_to_appoint_by_a_part_of_the_name(world: World, client) -> None:
    una, url = as_(client, world.una), f"/units/{world.hill.pk}/officers/appointment/"
    found = una.get(f"{url}?q=c")
    choose = links(found)["Choose"]
    assert [line.person.name for line in found.context["lines"]] == ["Cy"]
    assert choose == f"/people/{world.cy.pk}/appointment/?unit=hill"
    form = una.get(choose).content.decode()
    assert '<option value="hill" selected>Hill</option>' in form
    assert "No member of Hill" in una.get(f"{url}?q=bo").content.decode()


def test_who_sees_no_members_finds_none_by_name_and_is_told_why(world: World, client) -> None:
    ada, url = as_(client, world.ada), f"/units/{world.north.pk}/officers/appointment/"
    assert ada.get(f"{url}?q=c").context["lines"] == []
    page = ada.get(url)
    assert "Ask whoever is to be appointed for their member number." in page.content.decode()
    assert "Search a member" not in page.content.decode()


def test_searching_whom_to_appoint_is_noted_as_opening_the_list(
    world: World, client, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(
        openings, "_listeners", [lambda opening, _at: opened.append((opening.what, opening.top))]
    )
    url = f"/units/{world.hill.pk}/officers/appointment/"
    as_(client, world.una).get(url)
    assert opened == []
    client.get(f"{url}?q=c")
    assert opened == [(openings.What.LIST, world.hill)]


def test_the_search_costs_the_same_however_many_are_found(world: World, client) -> None:
    una, url = as_(client, world.una), f"/units/{world.union.pk}/officers/appointment/?q=d"
    Person.objects.filter(pk=world.dee.pk).update(name="Da", search_name="da")
    with_two = cost(una, url)
    Person.objects.filter(pk__in=[world.bo.pk, world.cy.pk]).update(name="Dada", search_name="dada")
    assert len(una.get(url).context["lines"]) == 4
    assert cost(una, url) == with_two <= 12


def test_an_appointment_says_what_the_office_lets_do_before_it_is_made(world: World, client) -> None:
    asked = as_(client, world.una).post(
        f"/people/{world.cy.pk}/appointment/", {"office": "registrar", "unit": "north"}
    )
    assert "<li>import members from a file</li>" in asked.content.decode()
    everything = client.get("/offices/").content.decode()
    assert everything.count("<li>draft decisions</li>") == 3


@pytest.mark.parametrize("typed", [{"name": "Dee"}, {"member_number": "M-Dee"}, {"member_number": "none"}])
def test_nobody_reads_the_roll_by_guessing_numbers(world: World, client, typed: dict[str, str]) -> None:
    given = {"office": "secretary", "member_number": "M-Cy", "name": "Cy", **typed}
    answer = as_(client, world.ada).post(f"/units/{world.hill.pk}/officers/appointment/", given)
    assert answer.status_code == 422
    assert refusals(answer) == [
        (
            "Member number – Nobody can be chosen here by this number and this name. Ask them for both, as they stand in the"
            " roll, and look at the rest again; if all is right, ask the registrar of the whole organisation."
        )
    ]


@pytest.mark.parametrize(("who", "status"), [("eve", 422), ("max", 422), ("bo", 422)])
def test_an_appointment_by_who_may_not_is_refused_in_words(
    world: World, client, who: str, status: int
) -> None:
    given = {"office": "chair", "person": world.eve.pk}
    answer = as_(client, world.people[who]).post(f"/units/{world.harbour.pk}/officers/", given)
    assert (answer.status_code, [said[:18] for said in refusals(answer)]) == (status, ["You hold no office"])
    assert Entry.objects.count() == 0


def test_half_an_appointment_is_refused_in_words(world: World, client) -> None:
    answer = as_(client, world.ada).post(f"/units/{world.hill.pk}/officers/", {"office": "chair"})
    assert (answer.status_code, refusals(answer)) == (
        422,
        ["The appointment was not complete. Fill in the form again."],
    )


def test_a_registrar_gives_an_office_from_the_page_of_a_person(world: World, client) -> None:
    una = as_(client, world.una)
    asked = una.post(f"/people/{world.cy.pk}/appointment/", {"office": "treasurer", "unit": "north"})
    assert asked.context["question"] == "Appoint Cy as treasurer of North?"
    assert asked.context["action_url"] == f"/units/{world.north.pk}/officers/"
    wrong = una.post(f"/people/{world.cy.pk}/appointment/", {"office": "treasurer", "unit": "nowhere"})
    assert (wrong.status_code, len(refusals(wrong))) == (422, 1)


@pytest.mark.parametrize("asked", ["", "?unit=north"])
def test_whoever_appoints_in_one_unit_only_is_not_asked_which(world: World, client, asked: str) -> None:
    Term.objects.filter(person=world.bo).update(office=Office.objects.get(code="chair"))
    bo, url = as_(client, world.bo), f"/people/{world.eve.pk}/appointment/"
    form = bo.get(url + asked).context["form"]
    assert (form["unit"].value(), form["unit"].is_hidden) == ("harbour", True)
    answer = bo.post(url, {"office": "treasurer", "unit": form["unit"].value()})
    assert answer.context["question"] == "Appoint Eve as treasurer of Harbour?"


def test_an_office_ends_after_being_asked_once_more(world: World, client) -> None:
    reader, term = as_(client, world.ada), world.bo.terms.get()
    url = f"/terms/{term.pk}/end/"
    assert reader.get(url).context["question"] == "End the time of Bo as secretary of Harbour?"
    assert reader.post(url)["Location"] == f"/units/{world.harbour.pk}/officers/"
    assert Term.objects.get(pk=term.pk).ended_at is not None
    assert reader.post(url).status_code == 404


def test_an_office_is_not_ended_by_who_may_only_see_it(world: World, client) -> None:
    term = world.bo.terms.get()
    answer = as_(client, world.eve).post(f"/terms/{term.pk}/end/")
    assert (answer.status_code, [said[:18] for said in refusals(answer)]) == (422, ["You hold no office"])
    assert Term.objects.get(pk=term.pk).ended_at is None


@pytest.mark.parametrize(
    ("who", "unit", "rows"),
    [
        ("una", "union", ["registrar union", "secretary union", "chair north", "secretary harbour"]),
        ("ada", "north", ["chair north", "secretary harbour"]),
        ("cy", "union", ["registrar union", "secretary union", "chair north"]),
    ],
)
def test_the_export_holds_the_officers_below_whom_one_may_see(
    world: World, client, who: str, unit: str, rows: list[str]
) -> None:
    answer = as_(client, world.people[who]).get(f"/units/{world.units[unit].pk}/officers.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    header, *found = csv.reader(io.StringIO(text))
    assert header == ["office", "unit_code", "unit", "member_number", "name", "from"]
    assert [f"{office} {code}" for office, code, *_rest in found] == rows


@pytest.mark.parametrize("who", ["cy", "max"])
def test_who_appoints_nobody_learns_nobody_by_trying_numbers_and_names(
    world: World, client, who: str
) -> None:
    reader, url = as_(client, world.people[who]), f"/units/{world.hill.pk}/officers/appointment/"
    typed = {"office": "editor", "member_number": "M-Dee", "name": "Dee", "from_on": ""}
    assert [reader.get(url).status_code, reader.post(url, typed).status_code] == [404, 404]
    assert reader.get(f"{url}?q=d").status_code == 404


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("Wanjiru dee ACHTERBERG", 200),
        ("Dee", 422),
        ("Dee Achterberg", 422),
        ("Dee Wanjiru Achterberg Ann Maria", 422),
        ("Dee Wanjiru Achterberg" + " " * 180, 200),
        ("Dee Wanjiru Achterberg" + " Dee" * 60, 422),
    ],
)
def test_somebody_is_named_by_the_whole_of_their_name(world: World, client, name: str, status: int) -> None:
    Person.objects.filter(pk=world.dee.pk).update(name="Dee Wanjiru Achterberg")
    typed = {"office": "editor", "member_number": "M-Dee", "name": name}
    answer = as_(client, world.ada).post(f"/units/{world.hill.pk}/officers/appointment/", typed)
    assert answer.status_code == status
    assert ("Offer Dee Wanjiru Achterberg the office" in answer.content.decode()) is (status == 200)
    assert str(world.dee.pk) not in answer.content.decode()


def test_who_appoints_themselves_is_told_before_what_that_office_does_not_show(world: World, client) -> None:
    ada = as_(client, world.ada)
    for who, is_told in ((world.ada, True), (world.cy, False)):
        typed = {"office": "secretary", "member_number": who.member_number, "name": who.name, "from_on": ""}
        asked = ada.post(f"/units/{world.hill.pk}/officers/appointment/", typed)
        assert ("You appoint yourself." in asked.content.decode()) is is_told
