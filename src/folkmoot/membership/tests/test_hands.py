"""Whoever puts themselves into an office by another's hand, with two acts at the same moment."""

from datetime import datetime, timedelta
from uuid import UUID

from conftest import World
from folkmoot.access.hands import is_by_own_hand
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.ids import new_id
from folkmoot.membership.actions.offices import appoint_officer, relieve_officer
from folkmoot.people.models import Person, Term


def do(function, by: Person, at: datetime, **given: object) -> UUID:
    return run(function, given, act_id=new_id(), by=by, at=at, via=Via.WEB)


def is_their_own_hand(world: World) -> bool:
    """Whether Ada is secretary of that cell by nobody's hand but her own."""
    terms = Term.objects.filter(person=world.ada, unit=world.hill)
    return bool(vars(terms.annotate(own=is_by_own_hand()).get())["own"])


def put_there(world: World, at: datetime) -> UUID:
    """Ada makes Cy chair of a cell, as of two days ago."""
    given = {"office": "chair", "unit_id": world.hill.pk, "person_id": world.cy.pk}
    return do(appoint_officer, world.ada, at, **given, from_on=(at - timedelta(days=2)).date())


def put_back(world: World, at: datetime) -> UUID:
    """Cy makes Ada its secretary."""
    given = {"office": "secretary", "unit_id": world.hill.pk, "person_id": world.ada.pk}
    return do(appoint_officer, world.cy, at, **given)


def test_an_act_that_began_before_the_hand_was_given_is_no_other_hand(world: World) -> None:
    put_there(world, world.at)
    put_back(world, world.at - timedelta(seconds=1))
    assert is_their_own_hand(world)


def test_nor_is_one_that_was_taken_away_in_the_same_moment(world: World) -> None:
    term_id = put_there(world, world.at)
    put_back(world, world.at + timedelta(seconds=5))
    do(relieve_officer, world.ada, world.at + timedelta(seconds=4), term_id=term_id)
    assert is_their_own_hand(world)
