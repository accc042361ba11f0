import re

import pytest
from jsonschema import Draft202012Validator

from conftest import START, World
from folkmoot.bylaws.models import Standing, UnitStanding
from folkmoot.config.api.catalogue import NOUNS
from folkmoot.config.api.examples import EXAMPLES
from folkmoot.config.api.offered import BY_NOBODY, offered, single
from folkmoot.config.api.openapi import description
from folkmoot.config.api.tests.calling import Story, address_of, post, signed_in
from folkmoot.people.models import Term
from folkmoot.structure.models import Visit

# A file is no JSON, and has two doors of its own.
# What is brought and fetched as it is written elsewhere: files, and DHIS2's figures.
EXCHANGED = ("a file fetched", "a file brought", "figures fetched", "figures brought")
FOUNDING = {"structure.found_organisation", "membership.found_first_officer"}


@pytest.fixture(scope="module")
def api():
    return description()


def validator(api, schema) -> Draft202012Validator:
    return Draft202012Validator(
        {**schema, "components": api["components"]}, format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def body_of(part):
    return part["content"]["application/json"]


def test_every_act_that_takes_one_thing_has_an_example_and_no_other_does() -> None:
    assert set(EXAMPLES) == set(single())


def test_what_nobody_in_particular_does_is_an_act() -> None:
    assert set(single()) >= BY_NOBODY


@pytest.mark.parametrize("name", sorted(offered()))
def test_the_example_of_an_act_is_done_and_answered_as_described(world: World, api, name: str) -> None:
    story, operation = Story(world), api["paths"][f"/api/acts/{name}"]["post"]
    given = story.prepare(name)
    for sent in (given, body_of(operation["requestBody"])["example"]):
        validator(api, body_of(operation["requestBody"])["schema"]).validate(sent)
    answer = post(story.client(EXAMPLES[name].by), name, given)
    assert answer.status_code == 200, answer.json()
    validator(api, body_of(operation["responses"]["200"])["schema"]).validate(answer.json())


@pytest.mark.parametrize("name", sorted(set(EXAMPLES) - set(offered()) - FOUNDING))
def test_the_example_of_an_act_with_a_door_of_its_own_is_done(world: World, name: str) -> None:
    Story(world).do(name)


def test_the_examples_of_founding_are_done_where_there_is_nothing_yet(db: None) -> None:
    Story(None).do("membership.found_first_officer")


@pytest.mark.parametrize("name", sorted(offered()))
def test_a_refusal_is_answered_as_described(world: World, api, name: str) -> None:
    answer = post(signed_in(world.stan), name, {"surprise": 1})
    assert answer.status_code == 422
    operation = api["paths"][f"/api/acts/{name}"]["post"]
    validator(api, body_of(operation["responses"]["422"])["schema"]).validate(answer.json())


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.path)
def test_a_noun_is_answered_as_described(world: World, api, noun) -> None:
    story = Story(world)
    story.do("structure.add_sector")
    story.do("membership.appoint_officer")
    story.do("consultations.open_consultation")
    story.answers.clear()
    story.do("decisions.convey_decision")
    story.do("news.publish_item")
    clause = story.do("bylaws.enter_clause")
    UnitStanding.objects.create(unit=world.hill, again_at=world.at, is_asked=True, late_at=START)
    Standing.objects.create(unit=world.hill, provision_id=clause, late_at=START)
    term = Term.objects.get(person=world.max)
    Visit.objects.create(unit=world.north, term=term, on=world.at.date(), entered_at=world.at)
    story.do("meetings.adopt_minutes")
    story.do("reports.send_report")
    story.do("work.share_target")
    story.do("study.publish_programme")
    story.found("checked_import", by="una")
    address = address_of(noun.path, world, story)
    # News and meetings are for members, and whoever enters them is none here.
    who = (
        "max"
        if any(word in address for word in ("reach", "compliance", "consultations/", "share-outs", "known"))
        else {
            "news": "cy",
            "meetings": "bo",
            "minutes": "bo",
            "forms": "max",
            "reports": "max",
            "requests": "max",
            "plans": "max",
            "targets": "max",
        }.get(noun.path, "una")
    )
    answer = story.client(who).get(f"/api/{address}")
    assert answer.status_code == 200, answer.json()
    described = re.sub(r"<uuid:(\w+)>", r"{\1}", noun.path)
    operation = api["paths"][f"/api/{described}"]["get"]
    validator(api, body_of(operation["responses"]["200"])["schema"]).validate(answer.json())
    assert not noun.is_list or answer.json()["rows"], "an empty list proves nothing"


def test_every_schema_is_one_and_every_reference_leads_somewhere(api) -> None:
    for schema in api["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    led = set(re.findall(r"#/components/schemas/([\w-]+)", str(api)))
    assert led <= set(api["components"]["schemas"])


def test_each_operation_has_a_name_of_its_own(api) -> None:
    operations = [each["operationId"] for path in api["paths"].values() for each in path.values()]
    assert len(operations) == len(set(operations)) == len(offered()) + len(NOUNS) + len(EXCHANGED)


def test_the_description_is_served_to_anybody(client, db: None, api) -> None:
    answer = client.get("/api/openapi.json")
    assert (answer.status_code, answer.json()["openapi"]) == (200, "3.1.0")
    assert sorted(answer.json()["paths"]) == sorted(api["paths"])


def test_the_page_lists_every_act_and_noun(client, world: World) -> None:
    page = client.get("/api/")
    assert page.status_code == 200
    words = page.content.decode()
    assert [name for name in offered() if name not in words] == []
    assert [
        noun.path for noun in NOUNS if noun.path.replace("<", "&lt;").replace(">", "&gt;") not in words
    ] == []
