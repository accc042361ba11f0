"""Meetings called as people call them, for tests that need one."""

from datetime import date
from typing import Any

from conftest import World
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.acts import Actor
from folkmoot.meetings.actions.calling import call_meeting
from folkmoot.meetings.models import Meeting

WEEK = {"kind": "notice", "meeting": "general", "days": 7}
GIVEN: dict[str, Any] = {
    "kind": "general",
    "day": date(2026, 3, 17),
    "begins": "19:00",
    "minutes": 90,
    "how": "in_person",
    "place": "The old net loft",
}
ONLINE: dict[str, Any] = {"how": "online", "place": "", "link": "https://meet.example.org/harbour"}


def called(world: World, *, unit: Actor | None = None, by: Actor | None = None, **given: Any) -> Meeting:
    unit_id = (unit or world.harbour).pk
    made = do(world, call_meeting, by=by or world.bo, unit_id=unit_id, **GIVEN | given)
    return Meeting.objects.select_related("unit").get(pk=made)
