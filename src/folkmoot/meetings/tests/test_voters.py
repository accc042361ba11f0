from datetime import timedelta

import pytest

from conftest import World
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.errors import Refused
from folkmoot.meetings.models import Meeting
from folkmoot.meetings.motions.actions.motions import submit_motion
from folkmoot.meetings.queries.voters import count_voters, voters, where_has_vote
from folkmoot.meetings.tests.held import arrived, joined, later, opened
from folkmoot.meetings.tests.meetings import called
from folkmoot.membership.tests.leagues import at_home, with_league
from folkmoot.people.models import Membership, Term


def names(meeting: Meeting, world: World) -> set[str]:
    return {person.name for person in voters(meeting, at=world.at)}


@pytest.fixture
def league(world: World) -> World:
    """Eve is at home in the league too, and Gil in nothing but it."""
    with_league(world)
    at_home(world, "eve", "young")
    (gil,) = joined(world, 1)
    Membership.objects.filter(person=gil).update(unit=world.young, circle=world.youth)
    world.people["gil"] = gil
    return world


@pytest.mark.parametrize(("unit", "is_of_the_league"), [("union", False), ("youth", True), ("young", True)])
def test_who_belongs_to_a_league_alone_has_a_vote_there_and_not_in_the_organisation(
    league: World, unit: str, *, is_of_the_league: bool
) -> None:
    meeting = called(league)
    Meeting.objects.filter(pk=meeting.pk).update(unit=league.units[unit])
    meeting = Meeting.objects.select_related("unit").get(pk=meeting.pk)
    gil, ada = league.people["gil"], league.ada
    assert (gil.name in names(meeting, league)) == is_of_the_league
    assert (ada.name in names(meeting, league)) != is_of_the_league
    assert "Eve" in names(meeting, league)
    assert count_voters(meeting, at=league.at) == len(names(meeting, league))
    for person, has_vote in ((gil, is_of_the_league), (ada, not is_of_the_league), (league.eve, True)):
        found = Meeting.objects.filter(where_has_vote(person, at=league.at))
        assert found.filter(pk=meeting.pk).exists() == has_vote


def test_and_moves_nothing_in_it(league: World) -> None:
    words = {"language": "en", "title": "Sing", "body": "1. We sing.\n"}
    with pytest.raises(Refused):
        do(league, submit_motion, by=league.people["gil"], unit_id=league.union.pk, **words)
    do(league, submit_motion, by=league.people["gil"], unit_id=league.young.pk, **words)


@pytest.mark.parametrize("entered_before", [True, False])
def test_who_was_entered_after_a_meeting_began_with_an_earlier_day_has_no_vote_in_it(
    world: World, *, entered_before: bool
) -> None:
    (fay,) = joined(world, 1)
    meeting = opened(world)
    at = later(world, 10)
    Membership.objects.filter(person=fay).update(
        entered_at=at - timedelta(minutes=20 if entered_before else 5)
    )
    if entered_before:
        arrived(world, meeting, fay)
        return
    with pytest.raises(Refused, match="has no vote in this meeting"):
        arrived(world, meeting, fay)


def test_nor_at_a_committee_who_was_given_an_office_afterwards(world: World) -> None:
    meeting = opened(world, kind="committee", chair=world.bo)
    at = later(world, 10)
    term = Term.objects.create(
        person=world.eve,
        office=world.bo.terms.get().office,
        unit=world.harbour,
        started_at=at - timedelta(days=9),
    )
    Term.objects.filter(pk=term.pk).update(entered_at=at)
    with pytest.raises(Refused, match="has no vote in this meeting"):
        arrived(world, meeting, world.eve)
    Term.objects.filter(pk=term.pk).update(entered_at=at - timedelta(minutes=11))
    arrived(world, meeting, world.eve)
