from datetime import timedelta
from random import Random

import pytest
from pytest_django import Settings

from conftest import make_unit
from folkmoot.decisions.actions.attesting import confirm_conveyed
from folkmoot.decisions.actions.receiving import withdraw_acknowledgement
from folkmoot.decisions.actions.reckoning import advance, begin
from folkmoot.decisions.jobs import take_figures_job
from folkmoot.decisions.models import Deadline, Decision, Figure, ReachState, Relation, Snapshot
from folkmoot.decisions.queries.counting import changed_since, made, made_before, rule_of
from folkmoot.decisions.queries.reach import (
    cells_not_reached,
    figures_in,
    figures_of,
    is_first_conveying,
    members_not_reached,
    quarters_in,
)
from folkmoot.decisions.rules.quarters import Quarter
from folkmoot.decisions.tests.federation import (
    AT,
    DAY,
    MINUTES,
    Federation,
    acknowledge,
    make_decision,
    make_federation,
    shown,
)
from folkmoot.documents.models import Version
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.ids import new_id
from folkmoot.membership.actions.transferring import transfer_member
from folkmoot.people.models import Membership, Person
from folkmoot.structure.actions.moving import move_unit
from folkmoot.units.models import Unit, UnitKind


@pytest.fixture
def federation(db: None) -> Federation:
    return make_federation()


@pytest.fixture
def decision(federation: Federation) -> Decision:
    return make_decision(federation)


def test_a_decision_just_conveyed_has_reached_nobody(federation: Federation, decision: Decision) -> None:
    # Tiny is too small to be shown, and would be known by subtraction if both its neighbours were.
    assert shown(decision) == {"Top": (0, 246), "East": (None, 120), "West": (0, 120), "Tiny": (None, 6)}


def test_figures_move_in_fives_when_they_are_due(
    federation: Federation, decision: Decision, settings: Settings
) -> None:
    settings.FIGURES_SECONDS = 180
    acknowledge(decision, federation.members(federation.cells[0])[:12])
    take_figures_job(AT + timedelta(seconds=179))
    assert shown(decision)["Top"] == (0, 246)
    take_figures_job(AT + timedelta(seconds=181))
    assert shown(decision)["Top"] == (10, 246)


@pytest.mark.parametrize("is_amended", [False, True])
def test_figures_of_what_is_read_with_a_later_amendment_rest(
    federation: Federation, decision: Decision, settings: Settings, is_amended: bool
) -> None:
    settings.FIGURES_SECONDS = 180
    amendment = make_decision(federation, "2026/2")
    Relation.objects.create(
        decision=amendment, target=decision, kind="amends", shares_audience=is_amended,
        base=Version.objects.create(document_id=decision.document_id, number=1), wording_id=amendment.document_id,
    )  # fmt: skip
    for each in (decision, amendment):
        acknowledge(each, federation.members(federation.cells[0])[:12])
    for seconds in (181, 183, 400):
        take_figures_job(AT + timedelta(seconds=seconds))
    assert shown(decision)["Top"] == (0 if is_amended else 10, 246)
    assert shown(amendment)["Top"] == (10, 246)


@pytest.mark.parametrize("acknowledged", [0, 4])
def test_when_figures_were_taken_does_not_tell_that_somebody_acknowledged(
    federation: Federation, decision: Decision, settings: Settings, acknowledged: int
) -> None:
    settings.FIGURES_SECONDS = 180
    acknowledge(decision, federation.members(federation.cells[0])[:acknowledged])
    before = Snapshot.objects.get(decision=decision, is_current=True)
    take_figures_job(AT + MINUTES)
    after = Snapshot.objects.get(decision=decision, is_current=True)
    assert (after.pk, after.taken_at) == (before.pk, AT + MINUTES)


def test_no_cell_ever_has_a_figure(federation: Federation, decision: Decision) -> None:
    acknowledge(decision, federation.members(federation.cells[0]))
    take_figures_job(AT + DAY)
    assert not Figure.objects.filter(unit__kind__is_cell=True).exists()


def test_what_cells_confirm_is_exact_and_shows_at_once(federation: Federation, decision: Decision) -> None:
    cell = federation.cells[0]
    given = {"decision_id": decision.pk, "unit_id": cell.pk}
    run(confirm_conveyed, given, act_id=new_id(), by=federation.secretaries[cell.name], at=AT, via=Via.WEB)
    take_figures_job(AT + timedelta(seconds=2))
    figures = {
        each.unit.name: (each.cells_reached, each.cells) for each in figures_of(decision, Unit.objects.all())
    }
    assert figures == {"Top": (1, 8), "East": (1, 3), "West": (0, 3), "Tiny": (0, 2)}
    missing = cells_not_reached(decision, Unit.objects.all())
    assert [unit.name for unit in missing] == [
        "East 1",
        "East 2",
        "West 0",
        "West 1",
        "West 2",
        "Tiny 0",
        "Tiny 1",
    ]
    assert [unit.name for unit in cells_not_reached(decision, Unit.objects.within(federation.districts[0]))] == [
        "East 1", "East 2",
    ]  # fmt: skip


def test_counters_equal_what_is_recounted_after_transfers_moves_and_withdrawals(
    federation: Federation, decision: Decision
) -> None:
    random = Random(7)  # noqa: S311  -- the same walk at every run, nothing secret
    people = [person for cell in federation.cells for person in federation.members(cell)]
    for step in range(60):
        at, person = AT + timedelta(minutes=step + 1), random.choice(people)
        kind = random.choice(["acknowledge", "withdraw", "transfer", "move"])
        if kind == "acknowledge":
            acknowledge(decision, [person], at)
        elif kind == "withdraw":
            given = {"decision_id": decision.pk}
            run(withdraw_acknowledgement, given, act_id=new_id(), by=person, at=at, via=Via.WEB)
        elif kind == "transfer":
            home = Membership.objects.get(person=person, ended_at=None).unit
            cell = random.choice([cell for cell in federation.cells if cell != home])
            given = {"person_id": person.pk, "to_unit_id": cell.pk}
            run(transfer_member, given, act_id=new_id(), by=federation.rita, at=at, via=Via.WEB)
        else:
            cell, district = random.choice(federation.cells), random.choice(federation.districts)
            if Unit.objects.get(pk=cell.pk).parent_id != district.pk:
                given = {"unit_id": cell.pk, "to_parent_id": district.pk}
                run(move_unit, given, act_id=new_id(), by=federation.rita, at=at, via=Via.WEB)
    assert +made(decision) == made_before(decision, AT + 3 * DAY)
    advance(decision, at=AT + 3 * DAY, publish=True)
    top = figures_in(federation.top, [decision])[decision.pk]
    total = sum(made(decision).values())
    assert total - 4 * 3 <= (top.acknowledged or 0) <= total
    assert top.members == 246


def test_a_transfer_moves_no_figure(federation: Federation, decision: Decision) -> None:
    acknowledge(decision, federation.members(federation.cells[0])[:20])
    take_figures_job(AT + DAY)
    before = shown(decision)
    person = federation.members(federation.cells[0])[0]
    given = {"person_id": person.pk, "to_unit_id": federation.cells[3].pk}
    run(transfer_member, given, act_id=new_id(), by=federation.rita, at=AT + DAY, via=Via.WEB)
    take_figures_job(AT + 3 * DAY)
    assert shown(decision) == before
    assert before["Top"] == (20, 246)


def test_a_unit_founded_later_is_counted_with_the_one_above(
    federation: Federation, decision: Decision
) -> None:
    kind = UnitKind.objects.get(code="cell")
    later = make_unit("East 9", kind, Unit.objects.get(name="East"))
    people = [Person(name=f"New-{n}", sort_name="", created_at=AT + MINUTES) for n in range(30)]
    Person.objects.bulk_create(people)
    Membership.objects.bulk_create(
        Membership(person=each, unit=later, started_at=AT + MINUTES) for each in people
    )
    acknowledge(decision, people, AT + 2 * MINUTES)
    take_figures_job(AT + DAY)
    assert shown(decision)["Top"] == (30, 276)


def test_a_unit_founded_later_takes_no_figure_along_when_it_is_moved(
    federation: Federation, decision: Decision
) -> None:
    later = make_unit("East 9", UnitKind.objects.get(code="cell"), Unit.objects.get(name="East"))
    people = [Person(name=f"New-{n}", sort_name="", created_at=AT + MINUTES) for n in range(30)]
    Person.objects.bulk_create(people)
    Membership.objects.bulk_create(
        Membership(person=each, unit=later, started_at=AT + MINUTES) for each in people
    )
    acknowledge(decision, people, AT + 2 * MINUTES)
    take_figures_job(AT + DAY)
    before = shown(decision)
    given = {"unit_id": later.pk, "to_parent_id": federation.districts[1].pk}
    run(move_unit, given, act_id=new_id(), by=federation.rita, at=AT + DAY, via=Via.WEB)
    take_figures_job(AT + 3 * DAY)
    assert shown(decision) == before
    assert (before["Top"], before["West"]) == ((30, 276), (0, 120))


@pytest.fixture
def for_west(federation: Federation, decision: Decision) -> Decision:
    decision.audience.unit = federation.districts[1]
    decision.audience.save()
    ReachState.objects.all().delete()
    begin(decision, at=AT)
    return decision


def test_who_leaves_the_audience_can_acknowledge_no_longer(
    federation: Federation, for_west: Decision
) -> None:
    west, east = federation.cells[3], federation.cells[0]
    person = federation.members(west)[0]
    left = []
    for hours, cell in enumerate((east, west), start=1):
        at = AT + timedelta(hours=hours)
        given = {"person_id": person.pk, "to_unit_id": cell.pk}
        run(transfer_member, given, act_id=new_id(), by=federation.rita, at=at, via=Via.WEB)
        left.append(+changed_since(rule_of(for_west), at=at).left)
    assert left == [{west.pk: 1}, {}]


def test_a_cell_moved_out_of_the_audience_leaves_its_members_out_of_the_ceiling(
    federation: Federation, for_west: Decision
) -> None:
    moved, *staying = federation.cells[3:6]
    given = {"unit_id": moved.pk, "to_parent_id": federation.districts[0].pk}
    run(move_unit, given, act_id=new_id(), by=federation.rita, at=AT + MINUTES, via=Via.WEB)
    for cell in staying:
        acknowledge(for_west, federation.members(cell), AT + 2 * MINUTES)
    take_figures_job(AT + DAY)
    # All 80 who could acknowledged. To show 80 of the 120 would say so.
    assert shown(for_west)["West"] == (75, 120)


def test_a_round_that_was_killed_leaves_nothing_behind(federation: Federation, decision: Decision) -> None:
    half = Snapshot.objects.create(decision=decision, taken_at=AT)
    Figure.objects.create(
        snapshot=half, unit=federation.top, cells=1, cells_reached=1, members=1, acknowledged=1
    )
    assert shown(decision)["Top"] == (0, 246)
    advance(decision, at=AT + DAY, publish=True)
    assert not Snapshot.objects.filter(pk=half.pk).exists()
    assert Snapshot.objects.filter(decision=decision).count() == 1


def test_beginning_twice_keeps_the_first_groups(federation: Federation, decision: Decision) -> None:
    first = ReachState.objects.get(decision=decision).groups
    Membership.objects.filter(unit=federation.cells[0]).update(ended_at=AT + MINUTES)
    begin(decision, at=AT + DAY)
    assert ReachState.objects.get(decision=decision).groups == first


def test_a_secretary_sees_names_only_while_it_is_first_conveyed(
    federation: Federation, decision: Decision
) -> None:
    cell = federation.cells[0]
    Deadline.objects.create(decision=decision, kind=cell.kind, read_by=AT.date() + 6 * DAY)
    acknowledge(decision, federation.members(cell)[:38])
    names = [person.name for person in members_not_reached(decision, cell, at=AT + DAY)]
    assert names == ["East 0-38", "East 0-39"]
    assert is_first_conveying(decision, cell, at=AT + 6 * DAY)
    assert not is_first_conveying(decision, cell, at=AT + 8 * DAY)


def test_without_a_deadline_names_are_not_seen_for_ever(federation: Federation, decision: Decision) -> None:
    cell = federation.cells[0]
    assert is_first_conveying(decision, cell, at=AT + 29 * DAY)
    assert not is_first_conveying(decision, cell, at=AT + 30 * DAY)


def test_a_secretary_is_told_in_a_word_as_of_the_morning(federation: Federation, decision: Decision) -> None:
    cell = federation.cells[0]
    acknowledge(decision, federation.members(cell)[:30])
    assert quarters_in([decision], cell, at=AT + timedelta(hours=3))[decision.pk] is Quarter.NONE
    assert quarters_in([decision], cell, at=AT + DAY)[decision.pk] is Quarter.MOST
    assert quarters_in([decision], federation.cells[6], at=AT + DAY)[decision.pk] is None
