from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from conftest import START, World, give_passkey
from folkmoot.decisions.actions.attesting import (
    attest_reading,
    confirm_conveyed,
    withdraw_confirmation,
    withdraw_mark,
)
from folkmoot.decisions.actions.receiving import (
    acknowledge_decision,
    withdraw_acknowledgement,
)
from folkmoot.decisions.actions.sealing import seal_waiting
from folkmoot.decisions.intakes import Acknowledgements
from folkmoot.decisions.models import Audience, Decision, ReachCount, Receipt, ReceiptBatch, UnitReached
from folkmoot.documents.models import Document
from folkmoot.kernel.acts import Via, act_of, check_input, run
from folkmoot.kernel.canonical import canonical_json, digest_of
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import ActClaim, Entry
from folkmoot.live.interfaces import Arrival
from folkmoot.people.models import Membership, Office, Person, Term
from folkmoot.units.models import Unit

CONVEYED = datetime(2026, 2, 20, 9, tzinfo=UTC)


@pytest.fixture
def decision(world: World) -> Decision:
    """Return a decision of the Union, conveyed to North and all below it."""
    decision = Decision.objects.create(
        body=world.union,
        document=Document.objects.create(created_at=CONVEYED),
        created_at=CONVEYED,
        number="2026/1",
        adopted_on=CONVEYED.date(),
        in_force_from=CONVEYED,
        conveyed_at=CONVEYED,
    )
    Audience.objects.create(decision=decision, unit=world.north)
    return decision


def acknowledge(decision: Decision, person: Person, at: datetime) -> UUID:
    return run(
        acknowledge_decision, {"decision_id": decision.pk}, act_id=new_id(), by=person, at=at, via=Via.WEB
    )


def attest(decision: Decision, world: World, *present: Person, by: Person, unit: Unit | None = None) -> UUID:
    given = {
        "decision_id": decision.pk,
        "unit_id": (unit or world.harbour).pk,
        "read_on": world.at.date(),
        "present": [person.pk for person in present],
    }
    return run(attest_reading, given, act_id=new_id(), by=by, at=world.at, via=Via.WEB)


def receipts() -> set[tuple[str, str, bool]]:
    return set(Receipt.objects.values_list("person__name", "origin__name", "is_attested"))


def counts() -> dict[str, int]:
    return dict(ReachCount.objects.values_list("unit__name", "made"))


def events() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("event", flat=True))


def test_a_member_acknowledges_and_leaves_no_trace_but_their_receipt(
    world: World, decision: Decision
) -> None:
    acknowledge(decision, world.cy, world.at)
    acknowledge(decision, world.cy, world.at)
    assert receipts() == {("Cy", "Hill", False)}
    assert counts() == {"Hill": 1}
    assert (Entry.objects.count(), ActClaim.objects.count()) == (0, 0)


def test_it_is_taken_back_as_easily(world: World, decision: Decision) -> None:
    acknowledge(decision, world.cy, world.at)
    for _twice in range(2):
        run(
            withdraw_acknowledgement,
            {"decision_id": decision.pk},
            act_id=new_id(),
            by=world.cy,
            at=world.at,
            via=Via.WEB,
        )
    assert receipts() == set()
    assert counts() == {"Hill": 0}
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("who", ["dee", "stan"])
def test_those_it_is_not_addressed_to_cannot(world: World, decision: Decision, who: str) -> None:
    with pytest.raises(Refused, match=r"not addressed to you|is not in force"):
        acknowledge(decision, getattr(world, who), world.at)
    assert receipts() == set()


def test_nobody_acknowledges_what_was_repealed(world: World, decision: Decision) -> None:
    Decision.objects.update(repealed_at=world.at - timedelta(days=1))
    with pytest.raises(Refused, match="not in force"):
        acknowledge(decision, world.cy, world.at)


def test_an_operator_cannot_acknowledge_for_a_member(world: World, decision: Decision) -> None:
    with pytest.raises(Refused, match="Only the member"):
        run(
            acknowledge_decision,
            {"decision_id": decision.pk},
            act_id=new_id(),
            by=world.cy,
            at=world.at,
            via=Via.OPERATOR,
        )


def test_a_member_who_moved_counts_where_the_decision_first_reached_them(
    world: World, decision: Decision
) -> None:
    moved_at = CONVEYED + timedelta(days=2)
    Membership.objects.filter(person=world.cy).update(ended_at=moved_at)
    Membership.objects.create(person=world.cy, unit=world.harbour, started_at=moved_at)
    acknowledge(decision, world.cy, world.at)
    assert receipts() == {("Cy", "Hill", False)}


def test_a_member_who_came_later_counts_where_they_came(world: World, decision: Decision) -> None:
    came_at = CONVEYED + timedelta(days=2)
    Membership.objects.filter(person=world.dee).update(ended_at=came_at)
    Membership.objects.create(person=world.dee, unit=world.harbour, started_at=came_at)
    acknowledge(decision, world.dee, world.at)
    assert receipts() == {("Dee", "Harbour", False)}


def test_many_at_once_are_as_one_by_one(world: World, decision: Decision) -> None:
    people = [world.cy, world.bo, world.dee, world.eve, world.cy, world.stan]
    Acknowledgements().enter([Arrival(person.pk, decision.pk) for person in people], world.at)
    bulk = (receipts(), counts())
    Receipt.objects.all().delete()
    ReachCount.objects.all().delete()
    for person in people:
        if person not in {world.dee, world.stan}:
            acknowledge(decision, person, world.at)
    assert (
        bulk
        == (receipts(), counts())
        == (
            {("Cy", "Hill", False), ("Bo", "Harbour", False), ("Eve", "Harbour", False)},
            {"Hill": 1, "Harbour": 2},
        )
    )


def test_the_intake_refuses_and_enters_as_the_act_does(world: World, decision: Decision) -> None:
    intake = Acknowledgements()
    arrivals = [
        Arrival(world.cy.pk, decision.pk),
        Arrival(world.dee.pk, decision.pk),
        Arrival(world.cy.pk, new_id()),
    ]
    answers = intake.enter(arrivals, world.at)
    assert [answer[:26] for answer in answers] == [
        "",
        "This decision is not addre",
        "This decision is not in fo",
    ]
    assert receipts() == {("Cy", "Hill", False)}
    assert Entry.objects.count() == 0


def test_a_secretary_attests_for_those_present(world: World, decision: Decision) -> None:
    attest(decision, world, world.bo, world.eve, by=world.bo)
    assert receipts() == {("Bo", "Harbour", True), ("Eve", "Harbour", True)}
    assert list(UnitReached.objects.values_list("unit__name", "how", "reached_on")) == [
        ("Harbour", "read", world.at.date())
    ]
    assert events() == ["ReadingAttested"]
    assert str(world.eve.pk) not in Entry.objects.get().payload


def test_somebody_attested_can_withdraw(world: World, decision: Decision) -> None:
    attest(decision, world, world.bo, world.eve, by=world.bo)
    run(
        withdraw_acknowledgement,
        {"decision_id": decision.pk},
        act_id=new_id(),
        by=world.eve,
        at=world.at,
        via=Via.WEB,
    )
    assert receipts() == {("Bo", "Harbour", True)}
    assert UnitReached.objects.count() == 1


def take_back(
    decision: Decision, world: World, person: Person, *, by: Person, at: datetime | None = None
) -> None:
    given = {"decision_id": decision.pk, "unit_id": world.harbour.pk, "person_id": person.pk}
    run(withdraw_mark, given, act_id=new_id(), by=by, at=at or world.at, via=Via.WEB)


def test_a_secretary_takes_back_one_wrong_mark_and_no_entry_tells_of_it(
    world: World, decision: Decision
) -> None:
    attest(decision, world, world.bo, world.eve, by=world.bo)
    for _again in range(2):
        take_back(decision, world, world.eve, by=world.bo)
    assert receipts() == {("Bo", "Harbour", True)}
    assert counts() == {"Harbour": 1}
    assert (UnitReached.objects.count(), events()) == (1, ["ReadingAttested"])
    attest(decision, world, world.eve, by=world.bo)
    assert receipts() == {("Bo", "Harbour", True), ("Eve", "Harbour", True)}


@pytest.mark.parametrize("how", ["by themselves", "by themselves afterwards", "marked by another"])
def test_a_secretary_takes_back_only_what_they_entered_themselves(
    world: World, decision: Decision, how: str
) -> None:
    if how == "by themselves":
        acknowledge(decision, world.eve, at=world.at)
    elif how == "marked by another":
        secretary = Office.objects.get(code="secretary")
        Term.objects.create(person=world.eve, office=secretary, unit=world.harbour, started_at=START)
        attest(decision, world, world.eve, by=world.eve)
    attest(decision, world, world.bo, world.eve, by=world.bo)
    if how == "by themselves afterwards":
        acknowledge(decision, world.eve, at=world.at)
    before = receipts()
    take_back(decision, world, world.eve, by=world.bo)
    assert (receipts(), len(before)) == (before, 2)
    take_back(decision, world, world.bo, by=world.bo)
    assert len(receipts()) == 1


@pytest.mark.parametrize("who", ["ada", "cy", "eve", "una", "max", "dee"])
def test_only_the_cells_own_secretary_takes_marks_back(world: World, decision: Decision, who: str) -> None:
    attest(decision, world, world.bo, by=world.bo)
    chair = Office.objects.get(code="chair")
    Term.objects.create(person=world.eve, office=chair, unit=world.harbour, started_at=START)
    with pytest.raises(Refused, match=r"You hold no office|Choose an open cell"):
        take_back(decision, world, world.bo, by=getattr(world, who))
    assert receipts() == {("Bo", "Harbour", True)}


def test_whoever_sees_the_figures_above_withdraws_no_marks(world: World, decision: Decision) -> None:
    attest(decision, world, world.bo, world.eve, by=world.bo)
    chair = Office.objects.get(code="chair")
    Term.objects.create(person=world.bo, office=chair, unit=world.north, started_at=START)
    give_passkey(world.bo)
    with pytest.raises(Refused, match="You see the figures of the levels above"):
        take_back(decision, world, world.eve, by=world.bo)
    assert counts() == {"Harbour": 2}


def test_marks_are_taken_back_only_in_the_first_conveying_and_by_who_was_there_then(
    world: World, decision: Decision
) -> None:
    attest(decision, world, world.bo, world.eve, by=world.bo)
    with pytest.raises(Refused, match="The time to read this for the first time is over"):
        take_back(decision, world, world.eve, by=world.bo, at=world.at + timedelta(days=40))
    Membership.objects.filter(person=world.bo).update(started_at=CONVEYED + timedelta(hours=1))
    with pytest.raises(Refused, match="Only a secretary who has been in Harbour since"):
        take_back(decision, world, world.eve, by=world.bo)
    assert len(receipts()) == 2


@pytest.mark.parametrize("who", ["ada", "cy", "eve", "una", "max", "dee"])
def test_only_the_cells_own_officers_attest(world: World, decision: Decision, who: str) -> None:
    with pytest.raises(Refused, match=r"You hold no office|Choose an open cell"):
        attest(decision, world, world.bo, by=getattr(world, who))
    assert (receipts(), events()) == (set(), [])


def test_a_secretary_attests_for_their_own_members_only(world: World, decision: Decision) -> None:
    with pytest.raises(Refused, match="not a member of Harbour"):
        attest(decision, world, world.bo, world.cy, by=world.bo)
    with pytest.raises(Refused, match="You ticked nobody"):
        attest(decision, world, by=world.bo)
    with pytest.raises(Refused, match="Choose an open cell"):
        attest(decision, world, world.bo, by=world.bo, unit=world.north)
    assert (receipts(), UnitReached.objects.count()) == (set(), 0)


def test_an_operator_cannot_say_who_was_present(world: World, decision: Decision) -> None:
    given = {
        "decision_id": decision.pk,
        "unit_id": world.harbour.pk,
        "read_on": world.at.date(),
        "present": [world.bo.pk],
    }
    with pytest.raises(Refused, match="Only an officer of the cell"):
        run(attest_reading, given, act_id=new_id(), by=world.bo, at=world.at, via=Via.OPERATOR)
    assert receipts() == set()


def test_a_copy_of_the_database_does_not_tell_who_was_present(world: World, decision: Decision) -> None:
    attest(decision, world, world.bo, world.eve, by=world.bo)
    claim = ActClaim.objects.get()
    given = {
        "decision_id": decision.pk,
        "unit_id": world.harbour.pk,
        "read_on": world.at.date(),
        "present": [world.bo.pk, world.eve.pk],
    }
    said = check_input(act_of(attest_reading), given)
    guess = canonical_json([claim.act, world.bo.pk, said])
    assert claim.digest != digest_of(guess)


@pytest.mark.parametrize("days", [-30, 1])
def test_a_reading_was_between_conveying_and_today(world: World, decision: Decision, days: int) -> None:
    given = {
        "decision_id": decision.pk,
        "unit_id": world.harbour.pk,
        "present": [world.bo.pk],
        "read_on": (world.at + timedelta(days=days)).date(),
    }
    with pytest.raises(Refused, match="from 20 February 2026, when it was conveyed, to today"):
        run(attest_reading, given, act_id=new_id(), by=world.bo, at=world.at, via=Via.WEB)


def test_a_cell_confirms_and_takes_it_back(world: World, decision: Decision) -> None:
    given = {"decision_id": decision.pk, "unit_id": world.harbour.pk}
    run(confirm_conveyed, given, act_id=new_id(), by=world.bo, at=world.at, via=Via.WEB)
    assert list(UnitReached.objects.values_list("unit__name", "how")) == [("Harbour", "handed")]
    run(withdraw_confirmation, given, act_id=new_id(), by=world.bo, at=world.at, via=Via.WEB)
    assert (UnitReached.objects.count(), receipts()) == (0, set())
    assert events() == ["ConveyingConfirmed", "ConveyingWithdrawn"]
    with pytest.raises(Refused, match="nothing to withdraw"):
        run(withdraw_confirmation, given, act_id=new_id(), by=world.bo, at=world.at, via=Via.WEB)


def give(decision: Decision, world: World, count: int, at: datetime) -> None:
    people = [Person.objects.create(name=f"P{n}", sort_name=f"P{n}", created_at=START) for n in range(count)]
    for person in people:
        Membership.objects.create(person=person, unit=world.hill, started_at=START)
        acknowledge(decision, person, at)


def test_a_seal_does_not_tell_whose_receipt_was_taken_back(world: World, decision: Decision) -> None:
    give(decision, world, 20, world.at)
    assert seal_waiting(world.at) is True
    given = {"decision_id": decision.pk}
    somebody = Person.objects.get(name="P7")
    run(withdraw_acknowledgement, given, act_id=new_id(), by=somebody, at=world.at, via=Via.WEB)
    assert list(ReceiptBatch.objects.values_list("count", "salt")) == [(20, "")]


@pytest.mark.parametrize(
    ("count", "age", "sealed"),
    [(4, timedelta(days=9), 0), (5, timedelta(hours=1), 0), (5, timedelta(days=1), 5), (20, timedelta(), 20)],
)
def test_receipts_are_sealed_in_batches_large_enough(
    world: World, decision: Decision, count: int, age: timedelta, sealed: int
) -> None:
    give(decision, world, count, world.at - age)
    assert seal_waiting(world.at) is bool(sealed)
    assert list(ReceiptBatch.objects.values_list("count", flat=True)) == [sealed] * bool(sealed)
    assert Receipt.objects.filter(batch=None).count() == count - sealed
    assert events() == ["ReceiptsSealed"] * bool(sealed)
    assert seal_waiting(world.at) is False


@pytest.mark.parametrize("days", [0, 1])
def test_who_sees_the_figures_above_marks_nobody_unless_the_names_are_shown_to_them_anyway(
    world: World, decision: Decision, days: int
) -> None:
    chair = Office.objects.get(code="chair")
    Term.objects.create(person=world.ada, office=chair, unit=world.harbour, started_at=START)
    homes = Membership.objects.filter(person=world.ada)
    homes.update(unit=world.harbour, started_at=CONVEYED + timedelta(days=days))
    if days:
        with pytest.raises(
            Refused, match=r"^You see the figures of the levels above, so another officer of Harbour"
        ):
            attest(decision, world, world.eve, by=world.ada)
        assert receipts() == set()
    else:
        attest(decision, world, world.eve, by=world.ada)
        assert receipts() == {("Eve", "Harbour", True)}
