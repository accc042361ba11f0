"""A slip is no way into an office that those who printed it may not open, whenever it was given, and tells of none."""

from datetime import timedelta

import pytest
from django.test import Client

from conftest import World
from folkmoot.accounts.tests.paper import enter, is_signed_in_as, paper_for_eve
from folkmoot.kernel.clock import now
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Office, Term


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


@pytest.mark.parametrize("is_given", [False, True])
def test_a_slip_opens_no_office_that_was_given_since(world: World, client: Client, is_given: bool) -> None:
    paper = paper_for_eve(world).print().confirm()
    if is_given:
        serving(world, in_days=-1)
    enter(client, paper.code)
    assert is_signed_in_as(client, world.eve) is not is_given
