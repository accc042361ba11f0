"""An officer who merges a member into somebody whose account they control gets nothing of the member's."""

from collections import Counter
from datetime import timedelta

import pytest

from conftest import World
from folkmoot.accounts.actions.changing import change_contact
from folkmoot.accounts.actions.slips import print_slip
from folkmoot.decisions.models import ReachCount, Receipt
from folkmoot.decisions.tests.papers import conveyed
from folkmoot.kernel.errors import Refused
from folkmoot.library.models import ListedDocument
from folkmoot.membership.actions.admitting import admit_member
from folkmoot.membership.actions.merging import merge_persons, undo_merge_of_persons
from folkmoot.people.models import Account, ContactChannel, Person
from folkmoot.rights.actions.erasing import erase_person
from folkmoot.rights.actions.leaving import leave_organisation
from folkmoot.rights.models import Erasure
from folkmoot.rights.queries.record import json_of
from folkmoot.rights.tests.acting import chain_and_note, do, faults

DAY = timedelta(days=1)


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


def test_whoever_is_erased_is_erased_under_both_numbers(world: World, victim: Person) -> None:
    do(world, leave_organisation, "eve")
    do(world, merge_persons, "una", kept_id=world.eve.pk, gone_id=victim.pk)
    # They have the home of the other entry now, and leave that too.
    do(world, leave_organisation, "eve", at=world.at + DAY)
    do(world, erase_person, "una", person_id=world.eve.pk, at=world.at + DAY)
    assert {person.name for person in Person.objects.filter(pk__in=[victim.pk, world.eve.pk])} == {"(erased)"}
    assert set(Erasure.objects.values_list("person", flat=True)) == {victim.pk, world.eve.pk}
    with pytest.raises(Refused, match="There is no such member"):
        do(world, undo_merge_of_persons, "una", gone_id=victim.pk, at=world.at + 2 * DAY)
