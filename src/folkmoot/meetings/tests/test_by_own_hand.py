from datetime import timedelta

import pytest

from conftest import World
from folkmoot.access.policy import may
from folkmoot.decisions.tests.papers import do
from folkmoot.membership.actions.offices import appoint_officer

PERMISSIONS = (
    "meetings.see_movers",
    "meetings.see_draft_minutes",
    "meetings.see_minutes",
    "meetings.see_attendance",
)


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_whoever_names_themselves_secretary_of_a_cell_does_not_read_there_what_members_said(
    world: World, permission: str
) -> None:
    given = {"person_id": world.ada.pk, "unit_id": world.harbour.pk, "office": "secretary"}
    do(world, appoint_officer, by=world.ada, **given)
    later = world.at + timedelta(days=1)
    assert (
        may(world.ada, permission, on=world.harbour, at=later),
        may(world.bo, permission, on=world.harbour, at=later),
    ) == (False, True)
