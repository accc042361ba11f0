from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import World, make_unit
from folkmoot.config.api.tests.calling import rows, signed_in
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.reports.tests.forms import opened
from folkmoot.reports.tests.planning import adopted, aimed, drafted, visits
from folkmoot.work.actions.answering_shares import ask_for_share, settle_share
from folkmoot.work.actions.sharing import share_target
from folkmoot.work.models import Target

SEEN = [
    ("ada", 2), ("max", 1), ("bo", 1), ("cy", 1), ("eve", 1), ("una", 1), ("dee", 0), ("stan", 0),
]  # fmt: skip


def planned(world: World, **given: Any) -> Target:
    plan = drafted(world, **given)
    target = aimed(world, plan, **visits(opened(world)))
    adopted(world, plan)
    return target


def shared(world: World, target: Target) -> UUID:
    return do(world, share_target, by=world.ada, plan_target_id=target.pk, rule="equally")


def test_programs_read_plans_with_what_they_implement(world: World) -> None:
    decision = conveyed(world)
    target = planned(world, points=[{"decision_id": decision.pk, "point": "1"}], why="")
    assert rows(signed_in(world.cy), "plans?unit=north") == [
        {
            "id": str(target.plan_id),
            "unit_id": str(world.north.pk),
            "unit_code": "north",
            "kind": "year",
            "first": "2026-01-01",
            "until": "2027-01-01",
            "title": "Open doors",
            "why": "",
            "points": [{"decision_id": str(decision.pk), "point": "1"}],
            "state": "adopted",
            "revision": 2,
            "version": 1,
            "follows_id": None,
            "adopted_on": "2026-03-02",
            "meeting_id": None,
        }
    ]
    assert rows(signed_in(world.cy), "plans?unit=harbour") == []


def test_programs_read_targets_with_their_amounts_as_they_are_entered(world: World) -> None:
    plan = drafted(world)
    form = opened(world)
    money = aimed(world, plan, **visits(form, "1200.50") | {"code": "dues", "title": "Dues"})
    words = aimed(world, plan)
    found = rows(signed_in(world.ada), "targets")
    assert found == [
        {
            "id": str(each.pk),
            "plan_id": str(plan.pk),
            "unit_id": str(world.north.pk),
            "unit_code": "north",
            "thread": str(each.thread),
            "position": each.position,
            "title": title,
            "due_on": "2026-12-31",
            "form_id": form_id,
            "code": code,
            "counted": "sum",
            "amount": amount,
            "done_at": None,
            "done_words": "",
        }
        for each, title, form_id, code, amount in (
            (words, "Visit the neighbours", None, "", None),
            (money, "Dues", str(form.pk), "dues", "1200.50"),
        )
    ]


def test_programs_read_how_a_target_was_shared_out(world: World) -> None:
    target = planned(world)
    pk = shared(world, target)
    assert rows(signed_in(world.eve), "share-outs") == [
        {
            "id": str(pk),
            "target_id": str(target.pk),
            "thread": str(target.thread),
            "number": 1,
            "unit_id": str(world.north.pk),
            "unit_code": "north",
            "rule": "equally",
            "amount": "120",
            "shared": "120",
            "units": 2,
            "made_at": "2026-03-02T18:30:00Z",
            "answer_by": None,
        }
    ]


def test_programs_read_what_units_answered_and_what_was_said_to_that(world: World) -> None:
    pk = shared(world, planned(world))
    given = {"share_out_id": pk, "unit_id": world.harbour.pk}
    do(world, ask_for_share, by=world.bo, amount="30", words="Half of us are at sea.", **given)
    client = signed_in(world.eve)
    asked = {
        "from_above": False,
        "amount": "30",
        "words": "Half of us are at sea.",
        "said_at": "2026-03-02T18:30:00Z",
    }
    hill = {
        "unit_id": str(world.hill.pk), "unit_code": "hill", "weight": 1, "original": "60", "share": "60",
        "state": "waiting", "asked": None, "said": [],
    }  # fmt: skip
    harbour = hill | {
        "unit_id": str(world.harbour.pk),
        "unit_code": "harbour",
        "state": "asked",
        "asked": "30",
        "said": [asked],
    }
    assert rows(client, f"share-outs/{pk}/shares") == [harbour, hill]
    do(world, settle_share, by=world.ada, is_taken=True, words="So be it.", **given)
    taken = {"from_above": True, "amount": None, "words": "So be it.", "said_at": "2026-03-02T18:30:00Z"}
    assert rows(client, f"share-outs/{pk}/shares")[0] == harbour | {
        "share": "30", "state": "changed", "asked": None, "said": [asked, taken],
    }  # fmt: skip


@pytest.mark.parametrize(("who", "count"), SEEN)
def test_plans_are_those_that_one_sees_and_drafts_their_makers_alone(
    world: World, who: str, count: int
) -> None:
    pk = shared(world, planned(world))
    aimed(world, drafted(world, title="Next year"))
    client, is_shown = signed_in(world.people[who]), int(count > 0)
    assert len(rows(client, "plans")) == len(rows(client, "targets")) == count
    assert len(rows(client, "share-outs")) == is_shown
    assert client.get(f"/api/share-outs/{pk}/shares").status_code == (200 if is_shown else 404)


def test_shares_are_read_page_by_page_across_pieces_and_cost_the_same_however_many(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("folkmoot.work.rules.pieces.PIECE", 3)
    cells = [make_unit(f"c{number}", world.hill.kind, world.north) for number in range(7)]
    pk = shared(world, planned(world))
    client = signed_in(world.ada)
    # The first look of a session asks who it is.
    client.get("/api/plans")
    found, address, costs = list[str](), f"/api/share-outs/{pk}/shares?limit=2", set[int]()
    while address:
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address).json()
        found += [row["unit_id"] for row in page["rows"]]
        address = page["next"]
        costs.add(len(asked))
    units = [world.harbour, world.hill, *cells]
    assert found == sorted(str(each.pk) for each in units)
    assert max(costs) <= 12
