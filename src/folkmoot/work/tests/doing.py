"""Work put up, taken and offered as people do it, for tests that need some."""

from datetime import date
from typing import Any
from uuid import UUID

from conftest import World
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.acts import Actor
from folkmoot.work.actions.holding import take_work
from folkmoot.work.actions.offering import offer_work
from folkmoot.work.actions.putting_up import put_up_work
from folkmoot.work.models import Assignment

GIVEN: dict[str, Any] = {"title": "Paint the boat", "due_on": date(2026, 3, 20), "why": "It leaks."}


def put_up(world: World, *, unit: Actor | None = None, by: Actor | None = None, **given: Any) -> Assignment:
    unit_id = (unit or world.harbour).pk
    return fresh(do(world, put_up_work, by=by or world.bo, unit_id=unit_id, **GIVEN | given))


def offered(world: World, to: Actor, *, by: Actor | None = None, **given: Any) -> Assignment:
    work = put_up(world, **given)
    do(world, offer_work, by=by or world.bo, assignment_id=work.pk, person_id=to.pk)
    return fresh(work.pk)


def taken(world: World, by: Actor, **given: Any) -> Assignment:
    work = put_up(world, **given)
    do(world, take_work, by=by, assignment_id=work.pk)
    return fresh(work.pk)


def fresh(pk: UUID) -> Assignment:
    return Assignment.objects.select_related("unit", "offer").get(pk=pk)
