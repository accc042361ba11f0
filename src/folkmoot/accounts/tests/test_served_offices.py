"""A slip is no way into an office that those who printed it may not open, whenever it was given, and tells of none."""

from datetime import timedelta

import pytest
from django.test import Client

from conftest import World
from folkmoot.accounts.tests.paper import enter, is_signed_in_as, paper_for_eve
from folkmoot.kernel.clock import now
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Membership, Office, Term


def serving(world: World, *, in_days: int) -> None:
    """Eve leads Vale, of which Bo knows nothing."""
    chair = Office.objects.get(code="chair")
    since = now() + timedelta(days=in_days)
    Term.objects.create(person=world.eve, office=chair, unit=world.vale, started_at=since)


@pytest.mark.parametrize("in_days", [-1, 3])
def test_an_office_that_is_held_or_begins_forbids_a_slip_and_is_not_named(world: World, in_days: int) -> None:
    paper = paper_for_eve(world)
    serving(world, in_days=in_days)
    with pytest.raises(Refused, match=r"^You may not do this for them\. Ask another officer") as refusal:
        paper.print()
    assert "Vale" not in str(refusal.value)


@pytest.mark.parametrize("in_days", [None, -1, 1])
def test_a_slip_opens_no_office_that_was_given_since(
    world: World, client: Client, in_days: int | None
) -> None:
    paper = paper_for_eve(world).print().confirm()
    if in_days is not None:
        serving(world, in_days=in_days)
    enter(client, paper.code)
    assert is_signed_in_as(client, world.eve) is (in_days is None)


@pytest.mark.parametrize("relieved", ["bo", "una", ""])
def test_a_slip_opens_nothing_once_an_officer_who_had_a_hand_in_it_is_none_any_more(
    world: World, client: Client, relieved: str
) -> None:
    paper = paper_for_eve(world).print().confirm()
    Term.objects.filter(person__name=relieved.title()).update(ended_at=now())
    enter(client, paper.code)
    assert is_signed_in_as(client, world.eve) is not bool(relieved)


def test_a_slip_opens_no_office_that_the_one_who_confirmed_it_may_not(world: World, client: Client) -> None:
    # Ada confirms for Harbour alone, and Una prints for the whole organisation.
    Membership.objects.filter(person=world.ada).update(unit=world.harbour)
    secretary = Office.objects.get(code="secretary")
    Term.objects.create(
        person=world.ada, office=secretary, unit=world.harbour, started_at=world.at - timedelta(days=90)
    )
    paper = paper_for_eve(world).print("una").confirm("ada")
    serving(world, in_days=3)
    enter(client, paper.code)
    assert not is_signed_in_as(client, world.eve)
