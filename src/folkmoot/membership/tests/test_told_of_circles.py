"""Officers of one circle are not told, by any refusal or page, that somebody belongs to another, serves it, or where."""

from typing import Any

import pytest

from conftest import World, give_passkey
from folkmoot.accounts.actions import tries
from folkmoot.kernel.errors import Refused
from folkmoot.membership.actions.admitting import admit_member, readmit_member
from folkmoot.membership.actions.correcting import correct_person
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.actions.merging import merge_persons
from folkmoot.membership.actions.offering import offer_membership
from folkmoot.membership.actions.offices import appoint_officer
from folkmoot.membership.actions.transferring import transfer_member
from folkmoot.membership.tests.acting import do, undone
from folkmoot.membership.tests.leagues import at_home, with_league
from folkmoot.membership.tests.paging import as_
from folkmoot.membership.tests.recounting import recount_members
from folkmoot.people.models import Account, Membership, Office, Person, Term
from folkmoot.structure.tests.pages import words_of


@pytest.fixture
def league(world: World) -> World:
    """Cy is at home in Hill and in Young, and treasurer of both; Eve leads Hill and Younger, and Dee leads Young."""
    with_league(world)
    at_home(world, "dee", "young")
    at_home(world, "cy", "young")
    at_home(world, "eve", "younger")
    Membership.objects.filter(person=world.eve, circle=None).update(unit=world.hill)
    recount_members()
    since = world.people["eve"].created_at
    for person, code, unit in (
        ("eve", "secretary", "hill"),
        ("eve", "secretary", "younger"),
        ("cy", "treasurer", "hill"),
        ("cy", "treasurer", "young"),
    ):
        office = Office.objects.get(code=code)
        Term.objects.create(
            person=world.people[person], office=office, unit=world.units[unit], started_at=since
        )
    return world


def codes(person: Person) -> set[str]:
    return set(Membership.objects.open().filter(person=person).values_list("unit__code", flat=True))


@pytest.mark.parametrize(("by", "ended", "left"), [("eve", "hill", "young"), ("dee", "young", "hill")])
def test_without_a_unit_the_membership_ends_that_is_seen_and_no_other_is_told_of(
    league: World, by: str, ended: str, left: str
) -> None:
    Term.objects.filter(person=league.cy).delete()
    do(league, end_membership, by, person_id=league.cy.pk)
    assert codes(league.cy) == {left}


@pytest.mark.parametrize("what", ["home", "office"])
def test_what_is_out_of_sight_of_an_entry_that_was_entered_twice_is_not_named(
    league: World, what: str
) -> None:
    registrar = Office.objects.get(code="registrar")
    Term.objects.create(
        person=league.bo, office=registrar, unit=league.north, started_at=league.people["bo"].created_at
    )
    give_passkey(league.bo)
    Account.objects.filter(person=league.cy).delete()
    if what == "home":
        Term.objects.filter(person=league.cy).delete()
    else:
        Membership.objects.filter(person=league.cy, unit=league.young).delete()
        Term.objects.filter(person=league.cy, unit=league.hill).delete()
    both = {"kept_id": league.people["eve"].pk, "gone_id": league.cy.pk}
    said = []
    for by in ("bo", "una"):
        with pytest.raises(Refused) as refusal:
            do(league, merge_persons, by, **both)
        said.append(str(refusal.value).partition(".")[0])
    assert said[0] == "Cy, member number M-Cy, cannot be the entry that goes"
    assert ("several cells" if what == "home" else "holds an office") in said[1]


def test_whoever_appoints_is_not_told_that_somebody_belongs_to_a_league_alone(league: World) -> None:
    Membership.objects.filter(person=league.cy, circle=None).delete()
    given = {"office": "editor", "unit_id": league.north.pk, "person_id": league.cy.pk}
    for by in ("ada", "una"):
        with pytest.raises(
            Refused, match=r"^Whether this person may hold an office in North is not shown to you"
        ):
            do(league, appoint_officer, by, **given, member_number="M-Cy")


@pytest.mark.parametrize(("by", "hidden"), [("eve", "Young"), ("dee", "Hill")])
def test_a_page_shows_the_offices_of_the_circles_that_are_seen(
    league: World, client, by: str, hidden: str
) -> None:
    shown = words_of(as_(client, league.people[by]).get(f"/people/{league.cy.pk}/"))
    assert [cell for cell in ("Hill", "Young") if cell in shown.replace("Younger", "")] == [
        cell for cell in ("Hill", "Young") if cell != hidden
    ]
    for person in (league.una, league.cy):
        shown = words_of(as_(client, person).get(f"/people/{league.cy.pk}/"))
        assert [cell for cell in ("Hill", "Young") if cell in shown] == ["Hill", "Young"]


def everything_tried(world: World, by: str) -> list[str]:
    """What an officer is told who does to Cy all that can be done to a member, each time as if nothing had been done."""
    tries: list[tuple[Any, dict[str, object]]] = [(end_membership, {})]
    for cell in ("hill", "vale", "young", "younger"):
        unit = world.units[cell].pk
        tries += [(act, {"unit_id": unit}) for act in (readmit_member, offer_membership, end_membership)]
        tries.append((transfer_member, {"to_unit_id": unit}))
    return [tried(world, act, by, given) for act, given in tries]


def tried(world: World, act: Any, by: str, given: dict[str, object]) -> str:
    with undone():
        try:
            do(world, act, by, person_id=world.cy.pk, **given)
        except Refused as refusal:
            return str(refusal)
    return "done"


@pytest.mark.parametrize(("by", "seen", "hidden"), [("eve", "hill", "young"), ("dee", "young", "hill")])
def test_every_act_answers_the_same_whether_somebody_has_a_home_out_of_sight_or_none(
    league: World, by: str, seen: str, hidden: str
) -> None:
    Term.objects.filter(person=league.cy).delete()
    with_both = everything_tried(league, by)
    Membership.objects.filter(person=league.cy, unit=league.units[hidden]).delete()
    recount_members()
    assert with_both == everything_tried(league, by)
    assert with_both[0] == "done"
    assert codes(league.cy) == {seen}


def test_the_refusal_of_a_correction_does_not_name_the_home_that_answers(league: World) -> None:
    said = tried(league, correct_person, "dee", {"name": "Another"})
    assert said.startswith("You hold no office that may do this for them where they belong.")


def test_it_is_told_twenty_times_a_day_that_somebody_out_of_sight_has_an_address(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "MOST_TRIES", 2)
    tried = {"unit_id": world.harbour.pk, "name": "New"}

    def said(by: str = "bo", **given: str) -> str:
        with pytest.raises(Refused) as refusal:
            do(world, admit_member, by, **tried, **given)
        return str(refusal.value)

    assert "somebody’s already" in said(email=world.dee.account.email)
    # The same again tells nothing new.
    assert "somebody’s already" in said(email=world.dee.account.email)
    assert "is taken" in said(member_number="M-Cy")
    spent = {
        said(email=world.stan.account.email),
        said(email="free@example.org"),
        said(member_number="M-0"),
    }
    assert len(spent) == 1
    assert "Leave them out" in spent.pop()
    do(world, admit_member, "bo", **tried)
    for _once in range(3):
        assert "somebody’s already" in said("una", email=world.dee.account.email)
