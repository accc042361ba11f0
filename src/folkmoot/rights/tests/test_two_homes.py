"""What people of two homes see of what is held about them, and what becomes of both when they are erased."""

import pytest

from conftest import World
from folkmoot.access.openings import Opening, What
from folkmoot.kernel.acts import Via
from folkmoot.membership.tests.leagues import at_home, with_league
from folkmoot.membership.tests.paging import as_
from folkmoot.membership.tests.recounting import recount_members
from folkmoot.people.models import Membership
from folkmoot.rights.actions.erasing import repeat_erasure
from folkmoot.rights.actions.noting import note_opening
from folkmoot.rights.queries.opened import openings_of
from folkmoot.rights.queries.readers import readers_of
from folkmoot.rights.queries.record import contact_of
from folkmoot.rights.tests.acting import do
from folkmoot.structure.tests.pages import words_of


@pytest.fixture
def league(world: World) -> World:
    return with_league(world)


def test_what_is_held_names_both_cells(league: World, client) -> None:
    at_home(league, "cy", "young")
    assert "Hill, Young" in words_of(as_(client, league.cy).get("/me/"))
    assert contact_of(league.cy, organisation="Union", at=league.at).organisation == [
        "Union",
        "Hill",
        "Young",
    ]


def test_whoever_sees_either_home_is_among_those_who_can_see_me(league: World) -> None:
    at_home(league, "dee", "young")
    at_home(league, "cy", "young")
    found = {
        each.term.person.name: {str(label) for sight in each.sights for label in sight.labels}
        for each in readers_of(league.cy, at=league.at).readers
    }
    assert set(found) == {"Una", "Dee"}
    assert "Name" in found["Dee"]
    assert "E-mail address" in found["Una"] - found["Dee"]


def test_whoever_opens_the_page_in_the_league_is_noted_there(league: World) -> None:
    at_home(league, "dee", "young")
    at_home(league, "cy", "young")
    note_opening(Opening(league.dee, What.PAGE, "people.see_members", person=league.cy), league.at)
    assert [(each.held_in, each.unit) for each in openings_of(league.cy)] == [(league.young, league.young)]


def test_an_erasure_that_is_repeated_ends_both_homes(league: World) -> None:
    at_home(league, "cy", "young")
    do(league, repeat_erasure, "", via=Via.OPERATOR, person_id=league.cy.pk)
    assert Membership.objects.open().filter(person=league.cy).count() == 0
    assert recount_members() == 0
