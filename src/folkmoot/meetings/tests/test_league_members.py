"""What belongs to the organisation's own meetings is not read by those who belong to a league of it alone."""

from typing import Any

from conftest import World, make_person
from folkmoot.access.grants import GRANTS
from folkmoot.access.policy import may
from folkmoot.membership.tests.leagues import with_league
from folkmoot.people.models import Membership
from folkmoot.units.models import Unit


def test_whoever_belongs_to_a_league_alone_sees_no_more_of_meetings_than_that_they_are_held(
    world: World,
) -> None:
    with_league(world)
    zed = make_person("zed")
    since: dict[str, Any] = {"started_at": world.people["dee"].created_at}
    Membership.objects.create(person=zed, unit=world.young, circle=world.youth, **since)

    def of_meetings(unit: Unit) -> list[str]:
        return [
            each for each in GRANTS if each.startswith("meetings.") and may(zed, each, on=unit, at=world.at)
        ]

    assert of_meetings(world.union) == ["meetings.see_meeting"]
    assert of_meetings(world.youth) == [
        "meetings.see_meeting",
        "meetings.see_place",
        "meetings.see_minutes",
        "meetings.submit_motion",
        "meetings.see_movers",
    ]
