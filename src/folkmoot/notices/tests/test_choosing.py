from datetime import timedelta

import pytest

from conftest import World
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import ActClaim, Entry
from folkmoot.notices.actions.choosing import choose_frequency
from folkmoot.notices.jobs import Enrolment
from folkmoot.notices.models import Recipient
from folkmoot.notices.rules.slots import Often
from folkmoot.people.models import Account, Person


def choose(world: World, person: Person, frequency: str, *, via: Via = Via.WEB) -> Recipient:
    given = {"frequency": frequency}
    run(choose_frequency, given, act_id=new_id(), by=person, at=world.at, via=via)
    return Recipient.objects.get(pk=person.pk)


def walked(world: World, enrolment: Enrolment) -> None:
    while enrolment.go_on(world.at):
        pass


def test_a_choice_is_kept_and_leaves_neither_entry_nor_claim(world: World) -> None:
    chosen = choose(world, world.cy, "daily")
    assert (chosen.often, chosen.since) == (Often.DAILY, world.at)
    assert 8 <= world.hill.local(chosen.next_at).hour < 10
    assert not Entry.objects.exists()
    assert not ActClaim.objects.exists()


def test_an_unknown_choice_is_refused_with_the_known_ones(world: World) -> None:
    with pytest.raises(Refused, match="Choose one of these: at_once, daily, weekly, off"):
        choose(world, world.cy, "hourly")


def test_no_operator_chooses_for_a_member(world: World) -> None:
    with pytest.raises(Refused, match="Only the member"):
        choose(world, world.cy, "off", via=Via.OPERATOR)


def test_what_came_in_while_it_was_off_is_not_told_afterwards(world: World) -> None:
    first = choose(world, world.cy, "weekly")
    world.at += timedelta(days=1)
    assert choose(world, world.cy, "daily").since == first.since
    assert choose(world, world.cy, "off").next_at is None
    world.at += timedelta(days=30)
    assert choose(world, world.cy, "daily").since == world.at


def test_everybody_with_an_account_becomes_a_recipient_once_and_keeps_their_choice(world: World) -> None:
    chosen = choose(world, world.cy, "off")
    Account.objects.filter(person=world.stan).delete()
    enrolment = Enrolment()
    walked(world, enrolment)
    assert {each.pk for each in Recipient.objects.all()} == {
        person.pk for name, person in world.people.items() if name != "stan"
    }
    assert Recipient.objects.get(pk=world.bo.pk).often is Often.WEEKLY
    assert Recipient.objects.get(pk=world.cy.pk).next_at == chosen.next_at
    Account.objects.create(person=world.stan, email="stan@example.org", password="!")
    walked(world, enrolment)
    assert Recipient.objects.filter(pk=world.stan.pk).exists()


def test_an_account_whose_transaction_took_long_is_found_within_a_day(world: World) -> None:
    enrolment = Enrolment()
    walked(world, enrolment)
    Recipient.objects.filter(pk=world.una.pk).delete()
    walked(world, enrolment)
    assert not Recipient.objects.filter(pk=world.una.pk).exists()
    world.at += timedelta(days=1)
    walked(world, enrolment)
    assert Recipient.objects.filter(pk=world.una.pk).exists()
