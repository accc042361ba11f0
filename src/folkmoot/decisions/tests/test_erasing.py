"""Erasing somebody tells nobody what they had acknowledged, the registrar who does it neither."""

from datetime import timedelta

import pytest

from conftest import AT, World
from folkmoot.decisions.actions.receiving import acknowledge_decision, forget_receipts
from folkmoot.decisions.models import Decision, ErasedCount, Receipt
from folkmoot.decisions.queries.reach import quarters_in
from folkmoot.decisions.rules.quarters import Quarter
from folkmoot.decisions.tests.papers import conveyed
from folkmoot.decisions.tests.test_watching import DAY, OVER, act, attest, joined
from folkmoot.people.models import Membership, Person


def erased(person: Person, *, at) -> None:
    Membership.objects.filter(person=person).update(ended_at=at)
    Person.objects.filter(pk=person.pk).update(erased_at=at)
    while forget_receipts(person.pk, limit=1):
        pass
    assert not Receipt.objects.filter(person=person).exists()


def word(decision: Decision, world: World, *, at) -> Quarter | None:
    return quarters_in([decision], world.harbour, at=at)[decision.pk]


# Of eight, four acknowledged: with one fewer, or one more, the word would be another.
@pytest.mark.parametrize("number", [0, 3, 4, 5])
def test_a_word_stays_the_same_whomever_a_registrar_erases(world: World, number: int) -> None:
    decision, other = conveyed(world), conveyed(world, title="Another")
    members = [joined(world.harbour, f"Member {each}") for each in range(6)]
    for person in members[:4]:
        act(acknowledge_decision, decision, by=person, at=OVER)
    act(acknowledge_decision, other, by=members[number], at=OVER)
    assert word(decision, world, at=OVER + DAY) is Quarter.MOST
    erased(members[number], at=OVER + DAY)
    assert [word(decision, world, at=OVER + days * DAY) for days in (1, 2)] == [Quarter.MOST] * 2
    assert word(other, world, at=OVER + DAY) is Quarter.SOME
    counted = dict(ErasedCount.objects.values_list("decision", "made"))
    assert counted == ({decision.pk: 1, other.pk: 1} if number < 4 else {other.pk: 1})


def test_what_no_word_counted_comes_into_none_by_an_erasure(world: World) -> None:
    decision = conveyed(world)
    members = [joined(world.harbour, f"Member {each}") for each in range(6)]
    newcomer = joined(world.harbour, "Newcomer", at=AT + DAY)
    act(acknowledge_decision, decision, by=newcomer, at=AT + 2 * DAY)
    # Marked once names are shown no more.
    attest(world, decision, members[0], at=OVER)
    for number, person in enumerate((newcomer, members[0])):
        erased(person, at=OVER + (2 + number) * DAY)
    act(acknowledge_decision, decision, by=members[1], at=OVER + 5 * DAY)
    # On that very day.
    erased(members[1], at=OVER + 5 * DAY + timedelta(minutes=1))
    assert word(decision, world, at=OVER + 7 * DAY) is Quarter.NONE
    assert ErasedCount.objects.count() == 0
