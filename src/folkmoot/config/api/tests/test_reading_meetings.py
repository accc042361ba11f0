from datetime import date

import pytest

from conftest import World
from folkmoot.config.api.tests.calling import rows, signed_in
from folkmoot.decisions.tests.papers import conveyed
from folkmoot.meetings.tests.meetings import ONLINE, called


def test_programs_read_the_meetings_of_units_that_whoever_asks_sees(world: World) -> None:
    decision = conveyed(world)
    first = called(world, agenda=[{"decision_id": decision.pk}, {"text": "The new boat"}])
    called(world, unit=world.north, by=world.ada, day=date(2026, 3, 18))
    assert [row["unit_code"] for row in rows(signed_in(world.eve), "meetings")] == ["north", "harbour"]
    assert [row["unit_code"] for row in rows(signed_in(world.cy), "meetings")] == ["north"]
    assert rows(signed_in(world.dee), "meetings") == []
    assert rows(signed_in(world.eve), "meetings?unit=harbour") == [
        {
            "id": str(first.pk),
            "unit_id": str(world.harbour.pk),
            "unit_code": "harbour",
            "kind": "general",
            "how": "in_person",
            "place": "The old net loft",
            "begins_at": "2026-03-17T18:00:00Z",
            "ends_at": "2026-03-17T19:30:00Z",
            "text": "",
            "called_at": "2026-03-02T18:30:00Z",
            "postponed_at": None,
            "cancelled_at": None,
            "reason": "",
            "sequence": 0,
            "agenda": [
                {"text": "", "decision_id": str(decision.pk), "title": "Meet monthly"},
                {"text": "The new boat", "decision_id": None, "title": None},
            ],
        }
    ]


def test_the_place_is_told_to_those_who_belong_and_the_link_to_no_program(world: World) -> None:
    called(world, **ONLINE | {"how": "mixed", "place": "The old net loft"})
    told = {who: rows(signed_in(world.people[who]), "meetings") for who in ("bo", "eve", "ada", "max")}
    assert {who: [row["place"] for row in each] for who, each in told.items()} == {
        "bo": ["The old net loft"], "eve": ["The old net loft"], "ada": [""], "max": [""],
    }  # fmt: skip
    assert {who: "meet.example.org" in str(each) for who, each in told.items()} == dict.fromkeys(told, False)


def test_a_list_goes_on_where_the_page_before_ended(world: World) -> None:
    made = [called(world, day=date(2026, 3, 17 + number)) for number in range(3)]
    api = signed_in(world.eve)
    found = rows(api, "meetings?limit=2")
    found += rows(api, f"meetings?limit=2&after={found[-1]['id']}")
    assert [row["id"] for row in found] == [str(each.pk) for each in reversed(made)]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_for_one_and_for_three(
    world: World, count: int, django_assert_num_queries
) -> None:
    for number in range(count):
        called(world, day=date(2026, 3, 17 + number), agenda=[{"text": "Tea"}] * count)
    api = signed_in(world.eve)
    rows(api, "meetings")
    with django_assert_num_queries(7):
        rows(api, "meetings")
