"""Plans as units draft and adopt them, for tests that need some."""

from datetime import date
from typing import Any
from uuid import UUID

from conftest import World
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.acts import Actor
from folkmoot.reports.actions.rolling_up import begin_roll_ups, roll_up_waiting
from folkmoot.work.actions.adopting import adopt_plan
from folkmoot.work.actions.planning import draft_plan
from folkmoot.work.actions.targets import add_target
from folkmoot.work.models import Plan, Target

GIVEN: dict[str, Any] = {
    "kind": "year",
    "first": date(2026, 1, 1),
    "title": "Open doors",
    "why": "Few know us.",
}


def drafted(world: World, *, unit: Actor | None = None, by: Actor | None = None, **given: Any) -> Plan:
    pk = do(world, draft_plan, by=by or world.ada, unit_id=(unit or world.north).pk, **GIVEN | given)
    return fresh(pk)


def aimed(world: World, plan: Plan, *, by: Actor | None = None, **given: Any) -> Target:
    asked = {"title": "Visit the neighbours", "due_on": plan.period.last} | given
    return Target.objects.get(pk=do(world, add_target, by=by or world.ada, plan_id=plan.pk, **asked))


def adopted(world: World, plan: Plan, *, by: Actor | None = None, **given: Any) -> Plan:
    plan = fresh(plan.pk)
    do(world, adopt_plan, by=by or world.ada, plan_id=plan.pk, revision=plan.revision, **given)
    return fresh(plan.pk)


def visits(form: Any, amount: str = "120", **given: Any) -> dict[str, Any]:
    return {"form_id": form.pk, "code": "visits", "amount": amount, "title": "Visits", **given}


def fresh(pk: UUID) -> Plan:
    return Plan.objects.select_related("unit__kind", "meeting").get(pk=pk)


def rolled(world: World) -> None:
    while begin_roll_ups(world.at):
        pass
    while roll_up_waiting():
        pass
