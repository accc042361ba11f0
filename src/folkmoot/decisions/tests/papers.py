"""Decisions made as people make them, for tests that need one."""

from datetime import date
from typing import Any
from uuid import UUID

from conftest import World
from folkmoot.decisions.actions.adopting import adopt_decision
from folkmoot.decisions.actions.conveying import convey_decision
from folkmoot.decisions.actions.drafting import draft_decision
from folkmoot.decisions.models import Decision
from folkmoot.kernel.acts import Actor, Function, Via, run
from folkmoot.kernel.ids import new_id

BODY = "1. Every local meets once a month.\n2. The secretary calls the meeting.\n"


def do(world: World, function: Function, *, by: Actor, **given: object) -> UUID:
    return run(function, given, act_id=new_id(), by=by, at=world.at, via=Via.WEB)


def drafted(
    world: World,
    *,
    title: str = "Meet monthly",
    body: str = BODY,
    unit: Actor | None = None,
    by: Actor | None = None,
    french: str = "",
) -> Decision:
    texts = [{"language": "en", "title": title, "body": body}]
    if french:
        texts.append({"language": "fr", "title": french, "body": body})
    pk = do(world, draft_decision, by=by or world.max, unit_id=(unit or world.union).pk, texts=texts)
    return Decision.objects.get(pk=pk)


def adopted(world: World, *, by: Actor | None = None, revision: int = 1, **given: Any) -> Decision:
    days = {name: given.pop(name) for name in ("adopted_on", "in_force_from", "in_force_to") if name in given}
    draft = drafted(world, by=by, **given)
    days = {"adopted_on": date(2026, 3, 1), **days}
    do(world, adopt_decision, by=by or world.max, decision_id=draft.pk, revision=revision, **days)
    draft.refresh_from_db()
    return draft


def conveyed(
    world: World,
    *,
    to: Actor | None = None,
    by: Actor | None = None,
    kinds: list[str] | None = None,
    sectors: list[str] | None = None,
    offices: list[str] | None = None,
    deadlines: list[dict[str, object]] | None = None,
    **given: Any,
) -> Decision:
    decision = adopted(world, by=by, **given)
    do(
        world,
        convey_decision,
        by=by or world.max,
        decision_id=decision.pk,
        unit_id=(to or world.union).pk,
        kinds=kinds,
        sectors=sectors,
        offices=offices,
        deadlines=deadlines,
    )
    decision.refresh_from_db()
    return decision
