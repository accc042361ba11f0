from datetime import date

from conftest import World
from folkmoot.bylaws.rules.calendar import Period
from folkmoot.bylaws.rules.duties import Held
from folkmoot.bylaws.rules.kinds import Meeting as Kind
from folkmoot.decisions.tests.papers import do
from folkmoot.meetings.actions.calling import cancel_meeting
from folkmoot.meetings.queries.facts import meetings_called
from folkmoot.meetings.tests.meetings import called

MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))


def test_duties_are_told_of_meetings_that_stand_by_the_days_of_their_units(
    world: World, django_assert_num_queries
) -> None:
    first = called(world, day=date(2026, 3, 31), begins="23:30")
    called(world, day=date(2026, 4, 1), begins="00:30")
    review = called(world, unit=world.north, by=world.ada, kind="review", day=date(2026, 3, 4))
    gone = called(world)
    do(world, cancel_meeting, by=world.bo, meeting_id=gone.pk, reason="A storm.")
    with django_assert_num_queries(1):
        found = meetings_called([world.harbour, world.north, world.hill], MARCH)
    assert found == {
        world.harbour.pk: [Held(Kind.GENERAL, date(2026, 3, 31), first.pk)],
        world.north.pk: [Held(Kind.REVIEW, date(2026, 3, 4), review.pk)],
        world.hill.pk: [],
    }
