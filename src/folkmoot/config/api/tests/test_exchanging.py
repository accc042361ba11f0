import json

import pytest

from conftest import World
from folkmoot.config.api.openapi import description
from folkmoot.config.api.tests.calling import signed_in, token_client
from folkmoot.reports.models import Report, Sent
from folkmoot.reports.rules.data_value_sets import DataValueSet, data_values_of, gathered
from folkmoot.reports.rules.definition import Definition, Matter, Question
from folkmoot.reports.rules.values import Kept, read_values
from folkmoot.reports.tests.forms import FEBRUARY, INDICATORS, QUESTIONS, opened, sent

CAUSES = Question(code="causes", names={"en": "Why?"}, matter=Matter.CAUSES)
VALUES: dict[str, Kept] = {
    "visits": 3,
    "dues": 150,
    "hours": 25,
    "voted": [7, 9],
    "has_room": True,
    "paper": "wall",
}


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def bring(client, body, query=""):
    answer = client.post(f"/api/dataValueSets{query}", body, content_type="application/json")
    return answer.status_code, answer.json()


def body_of(form, *values, **given):
    return {
        "dataSet": str(form.pk),
        "period": "202602",
        "orgUnit": "harbour",
        "dataValues": list(values),
    } | given


def value(element: str, number: object, **more) -> dict[str, object]:
    return {"dataElement": element, "value": number} | more


def test_every_kind_of_value_is_read_back_as_it_was_written() -> None:
    definition = Definition(INDICATORS, QUESTIONS)
    told = list(
        data_values_of(definition, values=VALUES, texts={"achieved": "We sang."}, reasons={"dues": "A gift."})
    )
    assert [(each["dataElement"], each.get("categoryOptionCombo"), each["value"]) for each in told] == [
        ("visits", None, "3"), ("dues", None, "1.50"), ("hours", None, "0.25"), ("voted", "part", "7"),
        ("voted", "whole", "9"), ("has_room", None, "true"), ("paper", None, "wall"), ("achieved", None, "We sang."),
    ]  # fmt: skip
    brought = DataValueSet.model_validate({"orgUnit": "harbour", "period": "202602", "dataValues": told})
    [report] = gathered(brought, definition)
    answers = {"achieved": report.values.pop("achieved")}
    assert (read_values(definition, report.values), answers, list(report.comments)) == (
        VALUES, {"achieved": "We sang."}, ["A gift."],
    )  # fmt: skip


def test_reports_are_brought_and_what_does_not_fit_is_told_as_conflicts(world: World) -> None:
    form = opened(world)
    values = [
        value("visits", 3), value("has_room", "false"), value("visits", 5, orgUnit="hill"),
        value("visits", 5, orgUnit="vale"), value("visits", "many", orgUnit="hill", period="202601"),
    ]  # fmt: skip
    assert bring(signed_in(world.ada), body_of(form, *values)) == (
        200,
        {
            "responseType": "ImportSummary",
            "status": "WARNING",
            "description": "Some reports were taken in; the others are named with why.",
            "importCount": {"imported": 3, "updated": 0, "ignored": 2, "deleted": 0},
            "conflicts": [
                {
                    "object": "vale 202602",
                    "value": "There is no unit “vale” here for which you can report. Correct the code.",
                },
                {"object": "hill 202601", "value": "Enter a number in digits, such as 1234."},
            ],
        },
    )
    found = Report.objects.values_list("unit__code", "first", "counted", "state").order_by("unit__code")
    assert list(found) == [
        ("harbour", FEBRUARY, {"visits": 3, "has_room": False}, "sent"), ("hill", FEBRUARY, {"visits": 5}, "sent"),
    ]  # fmt: skip
    assert set(Sent.objects.values_list("way", flat=True)) == {"program"}


def test_a_dry_run_takes_in_nothing_and_the_same_once_more_changes_nothing(world: World) -> None:
    body, client = body_of(opened(world), value("visits", 3)), signed_in(world.ada)
    assert bring(client, body, "?dryRun=true")[1]["importCount"]["imported"] == 1
    assert Report.objects.count() == 0
    bring(client, body)
    assert bring(client, body)[1]["importCount"] == {"imported": 0, "updated": 0, "ignored": 1, "deleted": 0}
    assert Sent.objects.count() == 1


def test_another_value_corrects_with_its_comment(world: World) -> None:
    form, client = opened(world), signed_in(world.ada)
    bring(client, body_of(form, value("visits", 3)))
    status, summary = bring(client, body_of(form, value("visits", 4)))
    assert (status, summary["status"]) == (200, "ERROR")
    assert summary["conflicts"][0]["value"].startswith("This was sent before. Say what was wrong")
    summary = bring(client, body_of(form, value("visits", 4, comment="One was forgotten.")))[1]
    assert (summary["status"], summary["importCount"]["updated"]) == ("SUCCESS", 1)
    assert Sent.objects.get(number=2).why == "One was forgotten."


def test_what_is_fetched_can_be_brought_again(world: World) -> None:
    form = opened(world)
    sent(
        world, form, values={"visits": "3", "voted": "7/9", "has_room": "yes"}, texts={"achieved": "We sang."}
    )
    address = f"/api/dataValueSets?dataSet={form.pk}&period=202602&orgUnit=north"
    assert signed_in(world.ada).get(address).json()["dataValues"] == []
    told = signed_in(world.ada).get(address + "&children=true").json()
    assert told["dataValues"][0] == {
        "dataElement": "visits",
        "value": "3",
        "orgUnit": "harbour",
        "period": "202602",
    }
    summary = bring(signed_in(world.ada), json.dumps(told))[1]
    assert (summary["status"], summary["importCount"]["ignored"]) == ("SUCCESS", 5)


@pytest.mark.parametrize(
    ("who", "brings"),
    [("ada", True), ("max", True), ("bo", True), ("eve", False), ("una", False), ("stan", False)],
)
def test_officers_bring_for_their_units_alone(world: World, who, brings) -> None:
    status, _said = bring(signed_in(world.people[who]), body_of(opened(world), value("visits", 3)))
    assert (status == 200, Report.objects.exists()) == (brings, brings)


@pytest.mark.parametrize(
    ("who", "status", "count"),
    [("ada", 200, 1), ("max", 200, 1), ("bo", 200, 1), ("una", 200, 0), ("dee", 404, 0), ("stan", 404, 0)],
)
def test_each_fetches_the_reports_they_may_read(world: World, who, status, count) -> None:
    form = opened(world)
    sent(world, form)
    address = f"/api/dataValueSets?dataSet={form.pk}&period=202602&orgUnit=north&children=true"
    answer = signed_in(world.people[who]).get(address)
    assert (answer.status_code, len(answer.json().get("dataValues", []))) == (status, count)


def test_a_token_brings_only_what_it_was_made_for(world: World) -> None:
    body = body_of(opened(world), value("visits", 3))
    assert bring(token_client(world.ada, acts=["reports.write_report"]), body)[0] == 403
    assert bring(token_client(world.ada, acts=["reports.send_report"]), body)[0] == 200


@pytest.mark.parametrize(("body", "status"), [("[]", 400), ("{", 400), ('{"dataSet": "x"}', 422)])
def test_what_is_no_data_value_set_is_turned_away(world: World, body, status) -> None:
    assert bring(signed_in(world.ada), body)[0] == status


def test_the_door_is_described(db: None) -> None:
    assert set(description()["paths"]["/api/dataValueSets"]) == {"get", "post"}
