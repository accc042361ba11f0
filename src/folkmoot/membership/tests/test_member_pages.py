import csv
import io

import pytest
from django.conf import settings

from conftest import World, make_person
from folkmoot.kernel.ids import new_id
from folkmoot.membership.queries import members as roll
from folkmoot.membership.tests.acting import homes
from folkmoot.membership.tests.paging import as_, cost, links, refusals, table_rows
from folkmoot.membership.tests.recounting import recount_members
from folkmoot.people.models import Membership, Person
from folkmoot.units.models import Unit


def add_members(world: World, names: list[str], unit: str = "harbour") -> None:
    for name in names:
        Membership.objects.create(person=make_person(name), unit=world.units[unit], started_at=world.at)
    recount_members()


@pytest.fixture(params=[roll.GATHERED, 0], ids=["a small roll", "a large roll"])
def gathered(request, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setattr(roll, "GATHERED", request.param)
    return request.param


def names(page) -> list[str]:
    return [row[0] for row in table_rows(page)]


def test_a_secretary_sees_the_members_of_their_cell(world: World, client) -> None:
    page = as_(client, world.bo).get("/members/")
    since = "1 January 2026"
    assert table_rows(page) == [["Bo", "M-Bo", "Harbour", since], ["Eve", "M-Eve", "Harbour", since]]


def test_a_registrar_sees_the_members_of_all_cells_and_narrows_them_to_a_unit(world: World, client) -> None:
    una = as_(client, world.una)
    assert names(una.get("/members/")) == ["Ada", "Bo", "Cy", "Dee", "Eve", "Max", "Una"]
    assert names(una.get("/members/?unit=north")) == ["Ada", "Bo", "Cy", "Eve", "Max", "Una"]
    assert names(una.get("/members/?unit=vale")) == ["Dee"]
    assert names(una.get("/members/?unit=nowhere")) == ["No member was found."]


@pytest.mark.parametrize("who", ["ada", "max", "cy", "eve", "dee", "stan"])
def test_others_see_no_members(world: World, client, who: str) -> None:
    page = as_(client, world.people[who]).get("/members/?unit=harbour")
    assert names(page) == []
    assert page.content.decode().count("You see nobody by name") == 1
    # The menu names a member's own group.
    assert page.content.decode().partition("<main")[2].count("Harbour") == 0


def test_a_search_of_thousands_of_words_is_answered(world: World, client) -> None:
    assert names(as_(client, world.una).get("/members/?q=" + "eve+" * 1500)) == ["Eve"]
    many = "+".join(map(str, range(1500)))
    assert names(as_(client, world.una).get(f"/members/?q={many}")) == ["No member was found."]


def test_a_unit_one_may_not_see_into_narrows_to_nobody(world: World, client) -> None:
    assert names(as_(client, world.bo).get("/members/?unit=hill")) == ["No member was found."]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=zoë", ["Zoe"]),
        ("q=Ad", ["Ada"]),
        ("q=M-B", ["Bo"]),
        ("sort=-name", ["Zoe", "Una", "Max", "Eve", "Dee", "Cy", "Bo", "Ada"]),
        ("sort=-number", ["Zoe", "Una", "Max", "Eve", "Dee", "Cy", "Bo", "Ada"]),
        ("sort=nonsense", ["Ada", "Bo", "Cy", "Dee", "Eve", "Max", "Una", "Zoe"]),
        ("q=nobody", ["No member was found."]),
        ("after=dee~nonsense", ["Eve", "Max", "Una", "Zoe"]),
    ],
)
def test_the_list_is_searched_and_sorted(
    world: World, client, gathered: object, query: str, found: list[str]
) -> None:
    add_members(world, ["Zoe"])
    if query == "q=M-B" and not gathered:
        query = "q=M-B0"
        Person.objects.filter(pk=world.bo.pk).update(member_number="M-B0")
    if query == "after=dee~nonsense":
        found = ["Dee", *found]
    assert names(as_(client, world.una).get(f"/members/?{query}")) == found


def test_a_large_roll_is_searched_by_the_beginning_of_either_way_to_write_a_name(
    world: World, client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roll, "GATHERED", 0)
    Person.objects.filter(pk=world.cy.pk).update(sort_name="Byron, Cy", search_name="byron, cy")
    una = as_(client, world.una)
    found = {
        text: names(una.get("/members/", {"q": text})) for text in ("byr", "Cy Byron", "Byron, C", "yron")
    }
    assert found == {
        "byr": ["Byron, Cy"],
        "Cy Byron": ["Byron, Cy"],
        "Byron, C": ["Byron, Cy"],
        "yron": ["No member was found."],
    }


@pytest.mark.parametrize("sort", ["name", "-name", "number", "-number"])
def test_pages_follow_one_another_without_gap_or_repetition(
    world: World, client, monkeypatch: pytest.MonkeyPatch, gathered: object, sort: str
) -> None:
    monkeypatch.setattr(roll.members_at, "__kwdefaults__", {"size": 3})
    Person.objects.filter(pk__in=[world.cy.pk, world.dee.pk, world.eve.pk]).update(search_name="same")
    una, url, seen = as_(client, world.una), f"/members/?sort={sort}", []
    while url:
        page = una.get(url)
        seen.append(names(page))
        url = links(page).get("Next members", "")
    assert [len(each) for each in seen] == [3, 3, 1]
    assert sorted(name for page in seen for name in page) == ["Ada", "Bo", "Cy", "Dee", "Eve", "Max", "Una"]


def test_the_list_offers_an_import_to_those_who_may(world: World, client) -> None:
    offered = {
        who: links(as_(client, world.people[who]).get("/members/?unit=a%26b")) for who in ("una", "bo")
    }
    assert offered["una"]["Import members"] == "/imports/new/?kind=members&under=a%26b"
    assert [("Import members" in each, "Admit a member" in each) for each in offered.values()] == [
        (True, True),
        (False, True),
    ]


@pytest.mark.usefixtures("gathered")
def test_the_list_costs_the_same_however_long(world: World, client) -> None:
    Membership.objects.filter(person=world.eve).update(ended_at=world.at)
    bo = as_(client, world.bo)
    with_one = cost(bo, "/members/")
    add_members(world, ["Fay", "Gus"])
    assert names(bo.get("/members/")) == ["Bo", "Fay", "Gus"]
    assert cost(bo, "/members/") == with_one <= 12


def test_the_export_is_what_the_list_shows_with_formulas_made_harmless(world: World, client) -> None:
    Person.objects.filter(pk=world.eve.pk).update(name="=1+1", search_name="=1+1")
    answer = as_(client, world.bo).get("/members.csv?sort=-name")
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "text/csv; charset=utf-8",
        'attachment; filename="members.csv"',
    )
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["member_number", "name", "cell_code", "cell", "languages", "joined_on"],
        ["M-Bo", "Bo", "harbour", "Harbour", "en", "2026-01-01"],
        ["M-Eve", "'=1+1", "harbour", "Harbour", "en", "2026-01-01"],
    ]


def test_the_export_goes_on_from_page_to_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roll, "EXPORT_PAGE", 2)
    units = roll.units_whose_members_show(world.una, at=world.at)
    found = [line.person.name for line in roll.all_members(units, roll.Wanted())]
    assert found == ["Ada", "Bo", "Cy", "Dee", "Eve", "Max", "Una"]


def test_who_is_not_signed_in_is_asked_to(world: World, client) -> None:
    answers = [client.get(url) for url in ("/members/", "/members.csv", "/members/new/", "/me/")]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 302]


def test_a_secretary_admits_a_member_with_nothing_but_a_name(world: World, client) -> None:
    bo = as_(client, world.bo)
    assert bo.get("/members/new/").context["form"].only_unit == world.harbour
    answer = bo.post(
        "/members/new/", {"unit": "harbour", "name": "Zoë Okafor", "act_id": new_id()}, follow=True
    )
    assert [str(message) for message in answer.context["messages"]] == [
        "Zoë Okafor is a member of Harbour now."
    ]
    [(unit, _from, until)] = homes(Person.objects.get(name="Zoë Okafor"))
    assert (unit, until) == ("harbour", None)


def test_a_click_repeated_admits_one_member(world: World, client) -> None:
    bo, given = as_(client, world.bo), {"unit": "harbour", "name": "Zoë Okafor", "act_id": new_id()}
    for _click in range(2):
        assert bo.post("/members/new/", given).status_code == 302
    assert Person.objects.filter(name="Zoë Okafor").count() == 1


def test_back_after_admitting_asks_before_it_admits_a_namesake(world: World, client) -> None:
    bo, given = as_(client, world.bo), {"unit": "harbour", "name": "Zoë Okafor", "phone": "+33 1 23 45 67 89"}
    bo.post("/members/new/", {**given, "act_id": new_id()})
    asked = bo.post("/members/new/", {**given, "act_id": new_id()})
    zoe = Person.objects.get(name="Zoë Okafor")
    shown = asked.content.decode()
    assert asked.status_code == 422
    assert (links(asked)["Zoë Okafor"], shown.count("+33 1 23 45 67 89")) == (f"/people/{zoe.pk}/", 1)
    again = bo.post("/members/new/", {**given, "is_another": "yes", "act_id": new_id()})
    assert (again.status_code, Person.objects.filter(name="Zoë Okafor").count()) == (302, 2)


def test_an_admission_refused_for_something_else_speaks_of_no_namesake(world: World, client) -> None:
    answer = as_(client, world.bo).post("/members/new/", {"unit": "harbour", "name": "Eve", "phone": "no"})
    assert (answer.status_code, answer.context["alike"]) == (422, [])


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"email": "bo@example.org"},
            "E-mail address – The e-mail address bo@example.org is somebody’s already.",
        ),
        (
            {"unit": "hill"},
            "(Hidden field unit) No unit that you can choose here has the code or name “hill”.",
        ),
        ({"languages": "klingon"}, "Languages – “klingon” is not a language known here."),
        ({"joined_on": "2999-01-01"}, "Joined on – 1 January 2999 has not come yet."),
    ],
)
def test_an_admission_that_is_refused_says_why_beside_its_field(
    world: World, client, changed, sentence
) -> None:
    given = {"unit": "harbour", "name": "Zoë Okafor", **changed}
    answer = as_(client, world.bo).post("/members/new/", given)
    assert answer.status_code == 422
    assert [said[: len(sentence)] for said in refusals(answer)] == [sentence]
    assert Person.objects.count() == 8


def test_who_may_admit_nobody_is_told_who_may(world: World, client) -> None:
    page = as_(client, world.cy).get("/members/new/")
    assert page.content.decode().count("You admit members nowhere") == 1
    answer = as_(client, world.cy).post("/members/new/", {"unit": "hill", "name": "Zoë Okafor"})
    assert (answer.status_code, Person.objects.count()) == (422, 8)


def test_a_chair_above_the_cells_is_told_who_admits_and_offered_nothing(world: World, client) -> None:
    ada = as_(client, world.ada)
    page = ada.get("/members/new/").content.decode()
    assert (page.count("There is no cell yet"), page.count("You admit members nowhere")) == (0, 1)
    assert "/members/new/" not in ada.get("/members/").content.decode()
    assert "/members/new/" in as_(client, world.una).get("/members/").content.decode()


def test_a_registrar_without_a_cell_is_told_to_found_one(world: World, client) -> None:
    Unit.objects.cells().update(closed_at=world.at)
    page = as_(client, world.una).get("/members/new/").content.decode()
    assert (page.count("There is no cell yet"), page.count("You admit members nowhere")) == (1, 0)


def test_a_registrar_without_a_home_finds_how_to_admit_themselves(world: World, client) -> None:
    admit = f"/people/{world.una.pk}/readmission/"
    una = as_(client, world.una)
    at_home = una.get("/me/").content.decode().count(admit)
    Membership.objects.filter(person=world.una).delete()
    assert (at_home, una.get("/me/").content.decode().count(admit)) == (0, 1)


def test_a_registrar_chooses_among_few_cells_and_types_among_many(
    world: World, client, monkeypatch: pytest.MonkeyPatch
) -> None:
    una = as_(client, world.una)
    field = una.get("/members/new/").context["form"].fields["unit"]
    assert field.choices == [("harbour", "Harbour"), ("hill", "Hill"), ("vale", "Vale")]
    monkeypatch.setattr("folkmoot.membership.forms.UNITS_LISTED", 2)
    una.post("/members/new/", {"unit": "Vale", "name": "Zoë Okafor"})
    assert homes(Person.objects.get(name="Zoë Okafor"))[0][0] == "vale"


def test_who_admits_somebody_with_an_address_is_told_to_pass_on_where_to_sign_in(
    world: World, client
) -> None:
    bo = as_(client, world.bo)
    given = {"unit": "harbour", "name": "Zoë Okafor", "email": "zoe@example.org", "act_id": new_id()}
    page = bo.post("/members/new/", given, follow=True)
    told = f"No mail is sent to them: tell them to sign in at {settings.PUBLIC_URL}."
    assert [str(message) for message in page.context["messages"]] == [
        f"Zoë Okafor is a member of Harbour now. {told}"
    ]


def test_where_languages_are_chosen_it_is_said_which_the_pages_have(world: World, client) -> None:
    bo = as_(client, world.bo)
    for address in ("/members/new/", f"/people/{world.bo.pk}/correction/"):
        assert "The pages themselves are in: English." in bo.get(address).content.decode()
