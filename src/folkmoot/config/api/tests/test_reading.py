"""The door by which nouns are read."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conftest import START, World, make_person, make_unit
from folkmoot.config.api.catalogue import NOUNS, SCOPES
from folkmoot.config.api.tests.calling import Story, address_of, rows, said, signed_in, token_client
from folkmoot.decisions.jobs import begin_reckoning_job
from folkmoot.kernel.acts import Via
from folkmoot.kernel.clock import now
from folkmoot.membership.tests.recounting import recount_members
from folkmoot.people.models import Membership, Office, Term
from folkmoot.units.models import Sector, UnitKind

LISTS = [noun.path for noun in NOUNS if noun.is_list]


def codes(client: Client, address: str) -> list[str]:
    return [row["code"] for row in rows(client, address)]


def names(client: Client, address: str) -> list[str]:
    return [row["name"] for row in rows(client, address)]


# --- what is seen


def test_units_are_those_that_somebody_sees_in_the_order_of_the_tree(world: World) -> None:
    assert codes(signed_in(world.una), "units") == ["union", "north", "harbour", "hill", "south", "vale"]
    assert codes(signed_in(world.ada), "units") == ["union", "north", "harbour", "hill"]
    assert codes(signed_in(world.cy), "units") == ["union", "north", "hill"]
    assert codes(signed_in(world.stan), "units") == []


def test_units_are_found_below_one_and_by_words(world: World) -> None:
    client = signed_in(world.una)
    assert codes(client, "units?unit=north") == ["north", "harbour", "hill"]
    assert codes(client, f"units?unit={world.north.pk}") == ["north", "harbour", "hill"]
    assert codes(client, "units?unit=nowhere") == []
    assert codes(client, "units?q=harb") == ["harbour"]
    assert codes(client, "units?q=VALE&unit=north") == []
    assert codes(signed_in(world.cy), "units?unit=south") == []


def test_a_unit_is_shown_with_what_it_hangs_on(world: World) -> None:
    assert signed_in(world.una).get(f"/api/units/{world.harbour.pk}").json() == {
        "id": str(world.harbour.pk),
        "code": "harbour",
        "name": "Harbour",
        "kind": "local",
        "parent_id": str(world.north.pk),
        "time_zone": "Europe/Paris",
        "founded_at": "2026-01-01T00:00:00Z",
        "closed_at": None,
    }


def test_people_are_those_whose_names_somebody_may_see(world: World) -> None:
    assert names(signed_in(world.bo), "people") == ["Bo", "Eve"]
    assert names(signed_in(world.una), "people?unit=hill") == ["Ada", "Cy", "Max", "Una"]
    assert names(signed_in(world.una), "people?q=ev") == ["Eve"]
    assert names(signed_in(world.bo), "people?unit=hill") == []
    assert names(signed_in(world.cy), "people") == []


def test_a_person_is_shown_without_any_address(world: World) -> None:
    shown = {
        "id": str(world.eve.pk),
        "name": "Eve",
        "sort_name": "Eve",
        "member_number": "M-Eve",
        "languages": ["en"],
        "unit_id": str(world.harbour.pk),
        "unit_code": "harbour",
    }
    assert signed_in(world.bo).get(f"/api/people/{world.eve.pk}").json() == shown
    assert rows(signed_in(world.bo), "people?q=eve") == [shown]


def test_terms_are_those_of_units_whose_officers_somebody_sees(world: World) -> None:
    def held(client: Client, address: str = "terms") -> list[tuple[str, str, str]]:
        return [(row["unit_code"], row["office"], row["person_name"]) for row in rows(client, address)]

    top = [("union", "registrar", "Una"), ("union", "secretary", "Max"), ("north", "chair", "Ada")]
    assert sorted(held(signed_in(world.una))) == sorted([*top, ("harbour", "secretary", "Bo")])
    assert sorted(held(signed_in(world.cy))) == sorted(top)
    assert held(signed_in(world.una), "terms?unit=harbour") == [("harbour", "secretary", "Bo")]
    assert held(signed_in(world.cy), "terms?unit=harbour") == []


def test_decisions_are_those_that_somebody_may_read(world: World) -> None:
    decision = Story(world).do("decisions.convey_decision")
    for who, expected in (("max", 1), ("cy", 1), ("dee", 1), ("stan", 0)):
        client = signed_in(getattr(world, who))
        assert [row["id"] for row in rows(client, "decisions")] == [str(decision)] * expected
        assert client.get(f"/api/decisions/{decision}").status_code == (200 if expected else 404)


def test_a_draft_is_nobodys_to_read(world: World) -> None:
    story = Story(world)
    draft = story.do("decisions.draft_decision")
    assert rows(story.client("max"), "decisions") == []
    assert story.client("max").get(f"/api/decisions/{draft}").status_code == 404


def test_a_decision_is_shown_with_its_words(world: World) -> None:
    story = Story(world)
    decision = story.do("decisions.convey_decision")
    shown = story.client("cy").get(f"/api/decisions/{decision}").json()
    assert (shown["decision"]["number"], shown["decision"]["title"]) == ("2026/1", "Meet every month")
    assert [point["number"] for point in shown["points"]] == ["1", "2"]
    assert shown["audience"] == {
        "unit_id": str(world.union.pk),
        "kinds": ["local"],
        "sectors": [],
        "offices": [],
    }
    assert [row["id"] for row in rows(story.client("cy"), "decisions?q=month&unit=union")] == [str(decision)]
    assert rows(story.client("cy"), "decisions?q=month&unit=north") == []


def test_the_inbox_has_ones_own_receipts(world: World) -> None:
    story = Story(world)
    decision = story.do("decisions.acknowledge_decision")
    (of_cy,) = rows(story.client("cy"), "inbox")
    (of_bo,) = rows(story.client("bo"), "inbox")
    assert (of_cy["id"], of_cy["acknowledged_at"] is None) == (str(decision), False)
    assert (of_bo["id"], of_bo["acknowledged_at"]) == (str(decision), None)
    assert rows(story.client("stan"), "inbox") == []


def test_imports_are_seen_by_those_who_import(world: World) -> None:
    story = Story(world)
    story.found("checked_import", by="una")
    (shown,) = rows(story.client("una"), "imports")
    assert (shown["kind"], shown["state"], shown["row_count"]) == ("units", "checked", 1)
    assert rows(story.client("ada"), "imports") == []


def test_reach_is_told_of_the_highest_unit_that_somebody_sees_unless_one_is_named(world: World) -> None:
    story = Story(world)
    address = f"/api/decisions/{story.do('decisions.convey_decision')}/reach"
    told = {name: story.client(name).get(address).json().get("unit_id") for name in ("max", "ada", "cy")}
    assert told == {"max": str(world.union.pk), "ada": str(world.north.pk), "cy": None}
    assert story.client("max").get(f"{address}?unit=south").json()["unit_id"] == str(world.south.pk)


# --- pages of a list


@pytest.mark.parametrize("path", ["kinds", "units", "people", "offices", "terms"])
def test_following_next_gives_every_row_once(world: World, path: str) -> None:
    client = signed_in(world.una)
    whole = client.get(f"/api/{path}").json()
    assert whole["next"] is None
    assert len(whole["rows"]) > 2
    found: list[Any] = []
    address = f"/api/{path}?limit=2"
    while address and len(found) <= len(whole["rows"]):
        page = client.get(address).json()
        found += page["rows"]
        address = page["next"]
    assert found == whole["rows"]


def decide(story: Story, times: int) -> None:
    for _each in range(times):
        story.answers.clear()
        story.do("consultations.open_consultation")
        story.answers.clear()
        story.do("decisions.convey_decision")


@pytest.mark.parametrize("path", ["decisions", "inbox"])
def test_following_next_gives_every_decision_once_the_latest_first(world: World, path: str) -> None:
    story = Story(world)
    decide(story, 3)
    client = story.client("cy")
    first = client.get(f"/api/{path}?limit=2").json()
    second = client.get(first["next"]).json()
    assert [row["number"] for row in first["rows"] + second["rows"]] == ["2026/3", "2026/2", "2026/1"]
    assert second["next"] is None


def test_following_next_gives_every_import_once(world: World) -> None:
    story = Story(world)
    for _each in range(3):
        story.found("staged_import", by="una")
    whole = rows(story.client("una"), "imports")
    first = story.client("una").get("/api/imports?limit=2").json()
    second = story.client("una").get(first["next"]).json()
    assert first["rows"] + second["rows"] == whole
    assert (len(whole), second["next"]) == (3, None)


def test_following_next_gives_every_cell_not_reached_once(world: World) -> None:
    story = Story(world)
    decision, client = story.do("decisions.convey_decision"), story.client("max")
    first = client.get(f"/api/decisions/{decision}/not-reached?unit=union&limit=2").json()
    second = client.get(first["next"]).json()
    assert [row["code"] for row in first["rows"] + second["rows"]] == ["harbour", "hill", "vale"]


@pytest.mark.parametrize("limit", ["0", "501", "-1", "x", "", "1.5"])
def test_a_page_has_one_to_five_hundred_rows(world: World, limit: str) -> None:
    assert said(signed_in(world.una).get(f"/api/units?limit={limit}")) == (
        400,
        {"refusal": "A page has 1 to 500 rows. Ask for so many.", "field": "limit"},
    )


def test_a_parameter_that_is_not_known_is_not_passed_over(world: World) -> None:
    status, answer = said(signed_in(world.una).get("/api/units?untt=north"))
    assert (status, answer["field"], answer["known"]) == (400, "untt", ["after", "limit", "q", "unit"])


def test_a_null_character_reaches_no_database(world: World) -> None:
    status, answer = said(signed_in(world.una).get("/api/units?q=a%00"))
    assert (status, answer["field"]) == (400, "q")


@pytest.mark.parametrize(
    "path", ["units", "people", "terms", "decisions", "inbox", "news", "meetings", "imports"]
)
def test_a_key_that_no_page_gave_is_turned_away(world: World, path: str) -> None:
    status, answer = said(signed_in(world.una).get(f"/api/{path}?after=x"))
    assert (status, answer["field"]) == (400, "after")


def test_another_address_is_answered_with_those_there_are(world: World) -> None:
    status, answer = said(signed_in(world.una).get("/api/receipts"))
    assert (status, answer["refusal"]) == (404, "The API has no such address.")
    assert answer["known"][:2] == ["acts/<act>", "openapi.json"]


# --- who asks


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_read_with_a_token_made_for_it_and_with_no_other(world: World, path: str) -> None:
    story = Story(world)
    noun = next(noun for noun in NOUNS if noun.path == path)
    address = f"/api/{address_of(path, world, story)}"
    assert token_client(world.max, reads=[noun.scope]).get(address).status_code == 200
    others = sorted(set(SCOPES) - {noun.scope})
    assert said(token_client(world.max, reads=others).get(address)) == (
        403,
        {
            "refusal": f"This token was not made for reading {noun.scope}. Make one that is on your account page."
        },
    )
    assert Client().get(address).status_code == 401


def test_a_list_is_not_written_to(world: World) -> None:
    assert signed_in(world.una).post("/api/units").status_code == 405


def test_the_operator_does_not_read_what_a_member_acknowledged(world: World) -> None:
    Story(world).do("decisions.acknowledge_decision")
    operators = token_client(world.cy, reads=sorted(SCOPES), via=Via.OPERATOR)
    assert said(operators.get("/api/inbox")) == (
        403,
        {"refusal": "Only the member can read this, signed in or with a token of their own."},
    )
    assert "acknowledged_at" not in str(operators.get("/api/decisions").json())


def test_no_cache_keeps_what_one_person_read(world: World) -> None:
    assert "private" in signed_in(world.una).get("/api/units")["Cache-Control"]


# --- what it costs


def grown(world: World, story: Story, numbers: range) -> None:
    local, treasurer = UnitKind.objects.get(code="local"), Office.objects.get(code="treasurer")
    for number in numbers:
        cell, person = make_unit(f"Cell{number}", local, world.north), make_person(f"P{number}")
        Membership.objects.create(person=person, unit=cell, started_at=START)
        Term.objects.create(person=person, office=treasurer, unit=cell, started_at=START)
        Sector.objects.create(code=f"s{number}", name=f"Sector {number}")
        story.found("staged_import", by="una")
    decide(story, len(numbers))
    recount_members()
    while begin_reckoning_job(now()):
        pass


SINGLE = [noun.path for noun in NOUNS if not noun.is_list]


OF_OFFICERS = ("reach", "compliance", "consultations/", "share-outs/", "known")


@pytest.mark.parametrize("path", [*LISTS, *SINGLE])
def test_an_answer_costs_the_same_for_one_row_and_for_three(world: World, path: str) -> None:
    story, counts = Story(world), []
    client = story.client("max" if any(word in path for word in OF_OFFICERS) else "una")
    for numbers in (range(1), range(1, 3)):
        grown(world, story, numbers)
        address = f"/api/{address_of(path, world, story)}"
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12, counts
