import pytest

from conftest import World
from folkmoot.config.api.tests.calling import rows, signed_in
from folkmoot.reports.rules.definition import Matter, Question
from folkmoot.reports.tests.forms import INDICATORS, kept, made, opened, sent


def test_programs_read_reports_as_they_were_sent_last(world: World) -> None:
    form = opened(world)
    sent(
        world, form, values={"visits": "3", "dues": "1.5", "voted": "7/9", "has_room": "yes", "paper": "wall"}
    )
    report = sent(world, form, values={"visits": "5"}, why="Two were forgotten.")
    kept(world, form, values={"visits": "6"})
    assert rows(signed_in(world.ada), "reports") == [
        {
            "id": str(report.pk),
            "form_id": str(form.pk),
            "unit_id": str(world.harbour.pk),
            "unit_code": "harbour",
            "first": "2026-02-01",
            "state": "sent",
            "number": 2,
            "is_in_time": True,
            "sent_at": "2026-03-02T18:30:00Z",
            "values": {"visits": "5"},
            "texts": {},
            "reasons": {},
            "why": "Two were forgotten.",
            "way": None,
        }
    ]


def test_each_value_is_read_as_it_is_entered(world: World) -> None:
    given = {"visits": "3", "dues": "1.50", "voted": "7/9", "has_room": "yes", "paper": "wall"}
    sent(world, opened(world), values=given)
    assert [row["values"] for row in rows(signed_in(world.bo), "reports")] == [given]


@pytest.mark.parametrize(
    ("who", "count"),
    [("bo", 1), ("eve", 1), ("ada", 1), ("max", 1), ("una", 0), ("cy", 0), ("dee", 0), ("stan", 0)],
)
def test_reports_are_those_of_units_that_one_sees_and_never_drafts(world: World, who, count) -> None:
    form = opened(world)
    sent(world, form)
    kept(world, opened(world))
    assert len(rows(signed_in(world.people[who]), "reports")) == count


def test_forms_are_read_with_what_they_ask(world: World) -> None:
    form = opened(world)
    found = rows(signed_in(world.bo), "forms")
    assert [(row["id"], row["unit_code"], row["since"], row["version"]) for row in found] == [
        (str(form.pk), "union", "2026-01-01", 1)
    ]
    assert [each["code"] for each in found[0]["indicators"]] == [each.code for each in INDICATORS]


@pytest.mark.parametrize(
    ("who", "count"), [("max", 2), ("bo", 1), ("cy", 1), ("ada", 1), ("una", 1), ("stan", 0)]
)
def test_a_form_that_is_not_open_is_its_makers_alone(world: World, who, count) -> None:
    opened(world)
    made(world)
    assert len(rows(signed_in(world.people[who]), "forms")) == count


@pytest.mark.parametrize(
    ("who", "count"), [("bo", 1), ("eve", 1), ("ada", 1), ("max", 1), ("una", 0), ("cy", 0), ("stan", 0)]
)
def test_programs_read_what_units_ask_for_whose_reports_they_read(world: World, who, count) -> None:
    wanted = Question(code="wanted", names={"en": "What do you ask for?"}, matter=Matter.REQUESTS)
    sent(world, opened(world, questions=[wanted]), texts={"wanted": "A stove for the loft."})
    found = rows(signed_in(world.people[who]), "requests")
    assert [row["words"] for row in found] == ["A stove for the loft."] * count
