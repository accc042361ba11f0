"""A secretary who admits members and ends memberships learns by the word for their cell what none of them did."""

from datetime import timedelta

import pytest

from conftest import START, World, make_person
from folkmoot.decisions.actions.receiving import acknowledge_decision, withdraw_acknowledgement
from folkmoot.decisions.models import Audience, Decision
from folkmoot.decisions.queries.cells import Unsaid, cell_reach
from folkmoot.decisions.rules.quarters import Quarter
from folkmoot.decisions.tests.papers import conveyed
from folkmoot.kernel.acts import Function, Via, run
from folkmoot.kernel.ids import new_id
from folkmoot.membership.actions.admitting import admit_member, readmit_member
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.actions.offering import accept_membership, offer_membership
from folkmoot.membership.tests.leagues import at_home, with_league
from folkmoot.membership.tests.recounting import recount_members
from folkmoot.people.models import Membership, Office, Person, Term
from folkmoot.units.models import Unit

DAY = timedelta(days=1)
OVER = 35


def act(world: World, day: int, function: Function, *, by: Person | None = None, **given: object) -> None:
    """Do something so many days after it was conveyed, as the secretary unless it is somebody else's."""
    run(function, given, act_id=new_id(), by=by or world.dee, at=world.at + day * DAY, via=Via.WEB)


def come(world: World, day: int, person: Person) -> None:
    """Let somebody accept a home in Vale, so many days after it was conveyed."""
    given = {"unit_id": world.vale.pk, "person_id": person.pk}
    at = world.at + day * DAY
    offer_id = run(offer_membership, given, act_id=new_id(), by=world.dee, at=at, via=Via.WEB)
    act(world, day, accept_membership, by=person, offer_id=offer_id)


def told(world: World, unit: str, day: int) -> object:
    cell = Unit.objects.get(pk=world.units[unit].pk)
    return next(line.told for line in cell_reach(cell, world.dee, at=world.at + day * DAY))


def people_in(world: World, count: int, *, league: bool = False) -> list[Person]:
    """Let Dee keep Vale, and so many people be at home there, or in the league's cell."""
    Term.objects.create(
        person=world.dee, office=Office.objects.get(code="secretary"), unit=world.vale, started_at=START
    )
    for number in range(count):
        name = f"p{number}"
        world.people[name] = make_person(name)
        if league:
            at_home(world, name, "young")
        else:
            Membership.objects.create(person=world.people[name], unit=world.vale, started_at=START)
    recount_members()
    return [world.people[f"p{number}"] for number in range(count)]


def conveyed_and_read(world: World, people: list[Person]) -> Decision:
    """Convey a decision, which each of `people` acknowledges once names are shown no more."""
    decision = conveyed(world)
    for person in people:
        act(world, OVER, acknowledge_decision, by=person, decision_id=decision.pk)
    return decision


@pytest.mark.parametrize("target", [0, 5])
def test_no_invented_name_and_no_membership_ended_moves_the_word(world: World, target: int) -> None:
    people = people_in(world, 6)
    conveyed_and_read(world, people[:4])
    words = [told(world, "vale", 40)]
    for day in (40, 41):
        act(world, day, admit_member, unit_id=world.vale.pk, name=f"Invented {day}")
        words.append(told(world, "vale", day + 1))
    act(world, 42, end_membership, person_id=people[target].pk)
    words.append(told(world, "vale", 43))
    act(world, 43, readmit_member, person_id=people[target].pk, unit_id=world.vale.pk)
    words.append(told(world, "vale", 44))
    assert words == [Quarter.MOST] * 5


@pytest.mark.parametrize("target", [0, 4])
def test_no_second_home_moves_the_word_of_either(world: World, target: int) -> None:
    with_league(world)
    at_home(world, "dee", "young")
    people = people_in(world, 6, league=True)
    conveyed_and_read(world, people[:3])
    given = {"person_id": people[target].pk, "unit_id": world.vale.pk}
    words = [told(world, "young", 40)]
    come(world, 40, people[target])
    words.append(told(world, "young", 41))
    assert told(world, "vale", 41) is Unsaid.FEW
    act(world, 41, end_membership, **given)
    words.append(told(world, "young", 42))
    # Dee counts in Vale, so it is three of six.
    assert words == [Quarter.MOST] * 3


def test_homes_that_are_ended_or_accepted_later_move_no_word(world: World) -> None:
    with_league(world)
    at_home(world, "dee", "young")
    people = people_in(world, 6, league=True)
    Membership.objects.create(person=people[5], unit=world.vale, started_at=START)
    recount_members()
    conveyed_and_read(world, people[:3])
    # Three of five: p5 and Dee count in Vale.
    assert told(world, "young", 40) is Quarter.MOST
    act(world, 40, end_membership, person_id=people[5].pk, unit_id=world.vale.pk)
    come(world, 41, people[0])
    come(world, 41, people[1])
    assert told(world, "young", 42) is Quarter.MOST


def test_what_is_for_the_league_alone_counts_all_who_are_at_home_in_it(world: World) -> None:
    with_league(world)
    at_home(world, "dee", "young")
    people = people_in(world, 6, league=True)
    decision = conveyed(world)
    Audience.objects.filter(decision=decision).update(unit=world.youth)
    for person in people[:3]:
        act(world, OVER, acknowledge_decision, by=person, decision_id=decision.pk)
    # Three of seven.
    assert told(world, "young", 40) is Quarter.SOME


def test_four_who_belonged_are_not_made_five_by_who_comes(world: World) -> None:
    conveyed_and_read(world, people_in(world, 3)[:2])
    assert told(world, "vale", 40) is Unsaid.FEW
    for number in range(3):
        act(world, 40, admit_member, unit_id=world.vale.pk, name=f"Invented {number}")
    assert told(world, "vale", 41) is Unsaid.FEW


def test_the_word_changes_when_they_acknowledge_and_withdraw_for_themselves(world: World) -> None:
    people = people_in(world, 6)
    decision = conveyed_and_read(world, people[:3])
    assert told(world, "vale", 40) is Quarter.SOME
    act(world, 40, acknowledge_decision, by=people[3], decision_id=decision.pk)
    assert told(world, "vale", 41) is Quarter.MOST
    act(world, 41, withdraw_acknowledgement, by=people[3], decision_id=decision.pk)
    assert told(world, "vale", 42) is Quarter.SOME
