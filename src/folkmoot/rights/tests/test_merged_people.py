"""An officer who merges a member into somebody whose account they control gets nothing of the member's."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from conftest import World
from folkmoot.accounts.actions.changing import change_contact
from folkmoot.accounts.actions.slips import print_slip
from folkmoot.decisions.models import ReachCount, Receipt
from folkmoot.decisions.tests.papers import conveyed
from folkmoot.kernel.errors import Refused
from folkmoot.library.models import ListedDocument
from folkmoot.membership.actions.admitting import admit_member
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.actions.merging import merge_persons, undo_merge_of_persons
from folkmoot.membership.rules.sameness import UNDONE_WITHIN
from folkmoot.people.models import Account, ContactChannel, Membership, Person
from folkmoot.rights.actions.erasing import erase_person
from folkmoot.rights.actions.leaving import leave_organisation
from folkmoot.rights.actions.retaining import LongGone
from folkmoot.rights.models import Erasure
from folkmoot.rights.queries.record import json_of
from folkmoot.rights.tests.acting import chain_and_note, do, faults

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def victim(world: World) -> Person:
    """Vic reads on paper: no account, a telephone, a receipt, and something on a reading list from better days."""
    given = {"unit_id": world.harbour.pk, "name": "Vic Varga", "phone": "+33123456789"}
    vic = Person.objects.get(pk=do(world, admit_member, "una", **given))
    decision = conveyed(world)
    Receipt.objects.create(decision=decision, person=vic, origin=world.harbour, acknowledged_at=world.at)
    ReachCount.objects.create(decision=decision, unit=world.harbour, made=1)
    ListedDocument.objects.create(person=vic, document_id=decision.document_id, listed_at=world.at)
    return vic


@pytest.fixture
def puppet(world: World) -> Person:
    """Una invents somebody whose mailbox is hers."""
    given = {
        "unit_id": world.vale.pk,
        "name": "Vic Varga",
        "email": "una.too@example.org",
        "is_another": True,
    }
    return Person.objects.get(pk=do(world, admit_member, "una", **given))


def record_of(world: World, person: Person) -> str:
    return "".join(json_of(person, at=world.at))


def assert_counts_are_those_of_the_receipts() -> None:
    kept = {(each.decision_id, each.unit_id): each.made for each in ReachCount.objects.filter(made__gt=0)}
    receipts = Receipt.objects.values_list("decision", "origin")
    assert kept == Counter((decision, origin) for decision, origin in receipts)


def test_the_puppet_reads_nothing_private_of_the_victim(world: World, victim: Person, puppet: Person) -> None:
    private = {"+33123456789", "Meet monthly", "2026/1", "Harbour"}
    before = record_of(world, victim)
    assert [word for word in sorted(private) if word not in before] == []
    do(world, merge_persons, "una", kept_id=puppet.pk, gone_id=victim.pk)
    chain_and_note(world)
    after = record_of(world, puppet)
    assert [word for word in sorted(private) if word in after] == []
    assert Receipt.objects.get().person == victim
    assert ListedDocument.objects.get().person == victim
    assert ContactChannel.objects.get(kind="phone").person == victim
    assert_counts_are_those_of_the_receipts()
    assert faults() == []


def test_nobody_makes_an_account_for_the_entry_that_went(
    world: World, victim: Person, puppet: Person
) -> None:
    do(world, merge_persons, "una", kept_id=puppet.pk, gone_id=victim.pk)
    with pytest.raises(Refused):
        do(world, change_contact, "una", person_id=victim.pk, email="una.three@example.org")
    with pytest.raises(Refused, match="belongs to no unit now"):
        do(world, print_slip, "una", person_id=victim.pk, code_hash="0" * 64)
    assert not Account.objects.filter(person=victim).exists()


def test_a_member_who_signs_in_is_merged_into_no_puppet(world: World, puppet: Person) -> None:
    for kept in (puppet, world.cy):
        gone = world.cy if kept == puppet else puppet
        with pytest.raises(Refused, match="nobody joins two accounts"):
            do(world, merge_persons, "una", kept_id=kept.pk, gone_id=gone.pk)
    assert Account.objects.get(person=world.cy).email == "cy@example.org"


def test_whoever_closed_the_account_they_did_not_use_is_joined_and_keeps_the_other(world: World) -> None:
    do(world, leave_organisation, "eve", close_account=True)
    do(world, merge_persons, "una", kept_id=world.cy.pk, gone_id=world.eve.pk, at=world.at + DAY)
    assert Account.objects.get(person=world.cy).email == "cy@example.org"
    assert not Account.objects.filter(person=world.eve).exists()


def test_taken_back_the_victim_has_everything_and_the_ledger_is_whole(
    world: World, victim: Person, puppet: Person
) -> None:
    do(world, merge_persons, "una", kept_id=puppet.pk, gone_id=victim.pk)
    do(world, undo_merge_of_persons, "una", gone_id=victim.pk, at=world.at + DAY)
    chain_and_note(world)
    record = record_of(world, victim)
    assert [word in record for word in ("+33123456789", "Meet monthly")] == [True, True]
    assert_counts_are_those_of_the_receipts()
    assert faults() == []


def names(*people: Person) -> list[str]:
    return [Person.objects.get(pk=each.pk).name for each in people]


def eve_erased_with_another_entry(world: World, victim: Person, *, at: datetime) -> None:
    do(world, leave_organisation, "eve")
    do(world, merge_persons, "una", kept_id=world.eve.pk, gone_id=victim.pk)
    # They have the home of the other entry now, and leave that too.
    do(world, leave_organisation, "eve", at=at)
    do(world, erase_person, "una", person_id=world.eve.pk, at=at)


def test_whoever_is_erased_is_erased_under_both_numbers(world: World, victim: Person) -> None:
    eve_erased_with_another_entry(world, victim, at=world.at + UNDONE_WITHIN)
    assert names(victim, world.eve) == ["(erased)", "(erased)"]
    assert set(Erasure.objects.values_list("person", flat=True)) == {victim.pk, world.eve.pk}


def test_the_other_entry_goes_once_it_can_not_be_somebody_else_any_more(world: World, victim: Person) -> None:
    eve_erased_with_another_entry(world, victim, at=world.at + DAY)
    assert names(victim, world.eve) == ["Vic Varga", "(erased)"]
    settled = world.at + UNDONE_WITHIN
    assert (LongGone().due(settled - SECOND), LongGone().forget(settled - SECOND, 9)) == (0, 0)
    assert (LongGone().due(settled), LongGone().forget(settled, 9), LongGone().due(settled)) == (1, 1, 0)
    assert names(victim, world.eve) == ["(erased)", "(erased)"]
    assert set(Erasure.objects.values_list("person", flat=True)) == {victim.pk, world.eve.pk}
    assert faults() == []


def test_whoever_is_both_long_gone_and_left_is_erased_once(world: World, victim: Person) -> None:
    eve_erased_with_another_entry(world, victim, at=world.at + DAY)
    later = world.at + timedelta(days=4000)
    assert (LongGone().due(later), LongGone().forget(later, 9)) == (1, 1)
    assert names(victim) == ["(erased)"]


def test_nobody_erases_somebody_else_with_whom_they_were_joined_by_mistake(
    world: World, victim: Person, puppet: Person
) -> None:
    third = Person.objects.get(
        pk=do(world, admit_member, "una", unit_id=world.vale.pk, name="Vic Varga", is_another=True)
    )
    do(world, merge_persons, "una", kept_id=victim.pk, gone_id=third.pk)
    do(world, merge_persons, "una", kept_id=puppet.pk, gone_id=victim.pk, at=world.at + 20 * DAY)
    world.people["pat"] = puppet
    do(world, end_membership, "pat", person_id=puppet.pk, at=world.at + 21 * DAY)
    # What belongs to the other one is theirs, however long ago it was joined to them.
    do(world, erase_person, "pat", person_id=puppet.pk, at=world.at + 40 * DAY)
    assert names(puppet, victim, third) == ["(erased)", "Vic Varga", "Vic Varga"]
    do(world, undo_merge_of_persons, "una", gone_id=victim.pk, at=world.at + 49 * DAY)
    assert Membership.objects.open().get(person=victim).unit == world.harbour
    assert LongGone().due(world.at + 90 * DAY) == 0
    with pytest.raises(Refused, match=r"There is no such member|entry of their own"):
        do(world, undo_merge_of_persons, "bo", gone_id=third.pk, at=world.at + 29 * DAY)


def test_whoever_was_erased_is_brought_back_by_nobody(world: World, victim: Person) -> None:
    eve_erased_with_another_entry(world, victim, at=world.at + UNDONE_WITHIN)
    with pytest.raises(Refused, match="There is no such member"):
        do(world, undo_merge_of_persons, "una", gone_id=victim.pk, at=world.at + UNDONE_WITHIN)
