"""Decisions made as people make them, for tests that need one."""

from datetime import date
from typing import Any
from uuid import UUID

from conftest import World
from folkmoot.decisions.actions.adopting import adopt_decision
from folkmoot.decisions.actions.amending import draft_amendment
from folkmoot.decisions.actions.conveying import convey_decision
from folkmoot.decisions.actions.drafting import draft_decision
from folkmoot.decisions.models import Decision
from folkmoot.documents.queries.versions import newest_version
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


def amending(
    world: World,
    target: Decision,
    body: str = "",
    *,
    wording: list[dict[str, str]] | None = None,
    on_version: int = 0,
    unit: Actor | None = None,
    by: Actor | None = None,
    title: str = "",
) -> Decision:
    """Return a draft after which the text of `target` is `body`, in place of the newest version unless told another."""
    document = target.document_id
    pk = do(
        world,
        draft_amendment,
        by=by or world.max,
        unit_id=(unit or world.union).pk,
        target_id=target.pk,
        on_version=on_version or newest_version(document).number,
        texts=[{"language": "en", "title": title or "An amendment", "body": "1. The text is changed.\n"}],
        wording=wording or [{"language": "en", "title": "Meet monthly", "body": body}],
    )
    return Decision.objects.get(pk=pk)


def amendment(
    world: World,
    target: Decision,
    body: str,
    *,
    to: Actor | None = None,
    on_version: int = 0,
    by: Actor | None = None,
    title: str = "",
    **days: date,
) -> Decision:
    """Return an amendment that was adopted, and conveyed if it is told `to` whom."""
    draft = amending(world, target, body, on_version=on_version, by=by, title=title)
    days = {"adopted_on": date(2026, 3, 1), **days}
    do(world, adopt_decision, by=by or world.max, decision_id=draft.pk, revision=1, **days)
    if to is not None:
        do(world, convey_decision, by=by or world.max, decision_id=draft.pk, unit_id=to.pk)
    draft.refresh_from_db()
    return draft
