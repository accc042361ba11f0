"""Bylaws made as people make them, for tests that need some."""

from typing import Any
from uuid import UUID

from conftest import World
from folkmoot.bylaws.actions.entering import enter_clause
from folkmoot.decisions.models import Decision
from folkmoot.decisions.tests.papers import adopted, do
from folkmoot.kernel.acts import Actor

BODY = (
    "1. We are a union.\n"
    "2. Meetings.\n"
    "   1. Every local meets once a month.\n"
    "   2. Half of the members are a quorum.\n"
    "3. The bylaws are changed by two thirds.\n"
)
MONTHLY = {"kind": "frequency", "meeting": "general", "times": 1, "every": "month"}
HALF = {"kind": "quorum", "present_as": "share", "present": "1/2"}
THIRD = HALF | {"present": "1/3"}
TWO_THIRDS = HALF | {"present": "2/3"}


def bylaws(world: World, **given: Any) -> Decision:
    return adopted(world, **{"title": "Bylaws", "body": BODY} | given)


def entered(
    world: World,
    decision: Decision,
    article: str = "2.2",
    clause: dict[str, Any] = HALF,
    *,
    by: Actor | None = None,
    **given: Any,
) -> UUID:
    given |= {"decision_id": decision.pk, "article": article, "clause": clause}
    return do(world, enter_clause, by=by or world.max, **given)
