"""Marking people one after the other, and taking marks back, tells nobody who had acknowledged before."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from conftest import AT, START, World, give_passkey, make_person
from folkmoot.decisions.actions.attesting import attest_reading, withdraw_mark
from folkmoot.decisions.actions.receiving import acknowledge_decision
from folkmoot.decisions.models import Deadline, Decision, ReachCount, Receipt
from folkmoot.decisions.queries.cells import ASKED, reading_page
from folkmoot.decisions.queries.reach import quarters_in
from folkmoot.decisions.rules.quarters import Quarter
from folkmoot.decisions.tests.papers import amendment, conveyed
from folkmoot.kernel.acts import Function, Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Membership, Office, Person, Term
from folkmoot.units.models import Unit

OVER = AT + timedelta(days=31)
DAY = timedelta(days=1)


def act(function: Function, decision: Decision, *, by: Person, at: datetime, **given: object) -> UUID:
    inputs = {"decision_id": decision.pk, **given}
    return run(function, inputs, act_id=new_id(), by=by, at=at, via=Via.WEB)


def attest(
    world: World, decision: Decision, *present: Person, by: Person | None = None, at: datetime
) -> None:
    given = {"unit_id": world.harbour.pk, "read_on": at.date(), "present": [each.pk for each in present]}
    act(attest_reading, decision, by=by or world.bo, at=at, **given)


def take_back(world: World, decision: Decision, person: Person, *, at: datetime) -> None:
    act(withdraw_mark, decision, by=world.bo, at=at, unit_id=world.harbour.pk, person_id=person.pk)


def joined(unit: Unit, name: str, *, at: datetime = START) -> Person:
    person = make_person(name)
    Membership.objects.create(person=person, unit=unit, started_at=at)
    return person


def moved(person: Person, unit: Unit, *, at: datetime) -> None:
    Membership.objects.filter(person=person).update(ended_at=at)
    Membership.objects.create(person=person, unit=unit, started_at=at)


def made_chair(person: Person, unit: Unit) -> None:
    Term.objects.create(person=person, office=Office.objects.get(code="chair"), unit=unit, started_at=START)
    give_passkey(person)


@pytest.mark.parametrize("has_acknowledged", [True, False])
def test_a_word_stays_the_same_whomever_a_secretary_marks_once_names_are_shown_no_more(
    world: World, has_acknowledged: bool
) -> None:
    decision = conveyed(world)
    members = [joined(world.harbour, f"Member {number}") for number in range(6)]
    for person in members[:3]:
        act(acknowledge_decision, decision, by=person, at=OVER)
    before = quarters_in([decision], world.harbour, at=OVER + DAY)[decision.pk]
    attest(world, decision, members[0 if has_acknowledged else 5], at=OVER + DAY)
    after = quarters_in([decision], world.harbour, at=OVER + 2 * DAY)[decision.pk]
    assert (before, after) == (Quarter.SOME, Quarter.SOME)


def test_a_word_counts_whoever_was_marked_while_names_were_shown_and_who_acknowledged_after_a_mark(
    world: World,
) -> None:
    decision = conveyed(world)
    members = [joined(world.harbour, f"Member {number}") for number in range(6)]
    attest(world, decision, *members[:4], at=AT + DAY)
    assert quarters_in([decision], world.harbour, at=OVER)[decision.pk] is Quarter.MOST
    attest(world, decision, *members, world.bo, world.eve, at=OVER)
    for person in (*members[4:], world.bo, world.eve):
        act(acknowledge_decision, decision, by=person, at=OVER)
    assert quarters_in([decision], world.harbour, at=OVER + DAY)[decision.pk] is Quarter.ALL


def test_who_is_shown_figures_marks_nobody_who_came_since_it_was_conveyed(world: World) -> None:
    decision = conveyed(world)
    nora = joined(world.vale, "Nora")
    moved(nora, world.harbour, at=AT + DAY)
    made_chair(world.bo, world.north)
    with pytest.raises(
        Refused,
        match=r"marks those who came to it since this was conveyed, or who count in another cell\. Mark",
    ):
        attest(world, decision, world.eve, nora, at=AT + 2 * DAY)
    attest(world, decision, world.eve, at=AT + 2 * DAY)
    assert list(ReachCount.objects.values_list("unit__name", "made")) == [("Harbour", 1)]


def test_who_is_shown_figures_elsewhere_marks_nobody_who_came_from_there(world: World) -> None:
    decision = conveyed(world)
    nora = joined(world.vale, "Nora")
    moved(nora, world.harbour, at=AT + DAY)
    made_chair(world.bo, world.south)
    with pytest.raises(Refused, match="marks those who came to it since this was conveyed"):
        attest(world, decision, nora, at=AT + 2 * DAY)
    attest(world, decision, world.eve, at=AT + 2 * DAY)
    with pytest.raises(Refused, match="so you withdraw no marks"):
        take_back(world, decision, world.eve, at=AT + 2 * DAY)


def test_figures_of_a_unit_that_a_decision_does_not_concern_are_no_figures_of_it(world: World) -> None:
    decision = conveyed(world, to=world.north)
    made_chair(world.bo, world.south)
    attest(world, decision, world.eve, at=OVER)
    assert Receipt.objects.count() == 1


def test_a_mark_on_somebody_who_came_since_is_not_taken_back_by_who_entered_it(world: World) -> None:
    decision = conveyed(world)
    nora = joined(world.vale, "Nora")
    moved(nora, world.harbour, at=AT + DAY)
    attest(world, decision, world.eve, nora, at=AT + 2 * DAY)
    for person in (world.eve, nora):
        take_back(world, decision, person, at=AT + 2 * DAY)
    assert list(Receipt.objects.values_list("person__name")) == [("Nora",)]


def test_the_mark_on_an_amendment_stays_once_its_own_time_is_over(world: World) -> None:
    decision = conveyed(world)
    change = amendment(world, decision, "1. Every local meets once a week.\n", to=world.union)
    Deadline.objects.create(decision=change, kind=world.harbour.kind, read_by=date(2026, 3, 10))
    attest(world, decision, world.eve, at=AT + 15 * DAY)
    take_back(world, decision, world.eve, at=AT + 15 * DAY)
    assert list(Receipt.objects.values_list("decision")) == [(change.pk,)]
    take_back(world, decision, world.eve, at=AT + 15 * DAY)
    assert Receipt.objects.count() == 1


def test_the_list_of_marks_stays_when_somebody_on_it_acknowledges_for_themselves(world: World) -> None:
    decision = conveyed(world)
    attest(world, decision, world.bo, world.eve, at=AT + DAY)

    def marked() -> list[str]:
        at = AT + DAY
        page = reading_page(decision, world.harbour, reader=world.bo, allowed=ASKED, at=at)
        return [each.name for each in page.marked]

    assert marked() == ["Bo", "Eve"]
    act(acknowledge_decision, decision, by=world.eve, at=AT + DAY)
    assert marked() == ["Bo", "Eve"]
    for person in (world.bo, world.eve):
        take_back(world, decision, person, at=AT + DAY)
    assert marked() == []
    assert [each.person for each in Receipt.objects.all()] == [world.eve]
