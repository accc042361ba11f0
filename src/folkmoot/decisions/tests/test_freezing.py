from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from conftest import make_unit
from folkmoot.decisions.actions.attesting import confirm_conveyed
from folkmoot.decisions.actions.receiving import withdraw_acknowledgement
from folkmoot.decisions.jobs import freeze_deadlines_job, take_figures_job
from folkmoot.decisions.models import Deadline, Decision, Snapshot, UnitReached
from folkmoot.decisions.queries.reach import UnitFigure, frozen_figures
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
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.ids import new_id
from folkmoot.units.models import Unit

# The end of 3 March in Paris.
PASSED = datetime(2026, 3, 3, 23, 0, tzinfo=UTC)
SETTLED = PASSED + timedelta(minutes=1)
LATE = PASSED + 2 * DAY


@pytest.fixture
def federation(db: None) -> Federation:
    return make_federation()


@pytest.fixture
def decision(federation: Federation) -> Decision:
    decision = make_decision(federation)
    Deadline.objects.create(
        decision=decision, kind=federation.districts[0].kind, read_by=AT.date() + timedelta(days=1)
    )
    return decision


def confirm(decision: Decision, cell: Unit, federation: Federation, at: datetime) -> None:
    given = {"decision_id": decision.pk, "unit_id": cell.pk}
    by = federation.secretaries[cell.name]
    run(confirm_conveyed, given, act_id=new_id(), by=by, at=at, via=Via.WEB)


def withdraw(decision: Decision, cell: Unit, federation: Federation, at: datetime, *, first: int) -> None:
    for person in federation.members(cell)[:first]:
        given = {"decision_id": decision.pk}
        run(withdraw_acknowledgement, given, act_id=new_id(), by=person, at=at, via=Via.WEB)


def frozen(decision: Decision, unit: Unit) -> UnitFigure:
    ((_deadline, figure),) = frozen_figures(decision, unit)
    return figure


def test_a_deadline_freezes_its_figures_once(federation: Federation, decision: Decision) -> None:
    acknowledge(decision, federation.members(federation.cells[0])[:20])
    assert freeze_deadlines_job(SETTLED - timedelta(microseconds=1)) is False
    assert freeze_deadlines_job(SETTLED) is True
    assert freeze_deadlines_job(SETTLED) is False
    acknowledge(decision, federation.members(federation.cells[1]), SETTLED)
    take_figures_job(SETTLED + DAY)
    assert (frozen(decision, federation.top).acknowledged, shown(decision)["Top"][0]) == (20, 60)
    assert Snapshot.objects.filter(decision=decision).count() == 2


def test_a_late_worker_freezes_what_stood_at_the_deadline(federation: Federation, decision: Decision) -> None:
    in_time, late = federation.cells[0], federation.cells[1]
    confirm(decision, in_time, federation, PASSED - timedelta(microseconds=1))
    acknowledge(decision, federation.members(in_time)[:20], PASSED - timedelta(microseconds=1))
    confirm(decision, late, federation, PASSED)
    acknowledge(decision, federation.members(late)[:20], PASSED)
    assert freeze_deadlines_job(LATE) is True
    figure = frozen(decision, federation.top)
    assert (figure.cells_reached, figure.acknowledged, figure.taken_at) == (1, 20, PASSED)
    take_figures_job(LATE)
    assert shown(decision)["Top"][0] == 40


def test_a_late_worker_publishes_nothing_later_before_it_has_frozen(
    federation: Federation, decision: Decision
) -> None:
    acknowledge(decision, federation.members(federation.cells[0])[:20])
    acknowledge(decision, federation.members(federation.cells[1])[:20], PASSED)
    take_figures_job(LATE)
    assert shown(decision)["Top"][0] == 0
    assert freeze_deadlines_job(LATE) is True
    assert frozen(decision, federation.top).acknowledged == 20


@pytest.mark.parametrize("late", [timedelta(minutes=1), 2 * DAY])
def test_a_late_freeze_says_what_one_in_time_says_and_so_does_all_that_follows(
    federation: Federation, decision: Decision, settings: Settings, late: timedelta
) -> None:
    settings.FIGURES_SECONDS = 180
    cells = federation.cells
    acknowledge(decision, federation.members(cells[0])[:13])
    take_figures_job(AT + DAY)
    acknowledge(decision, federation.members(cells[1])[:9], PASSED - MINUTES)
    if late < DAY:
        freeze_deadlines_job(PASSED + late)
    acknowledge(decision, federation.members(cells[2])[:6], PASSED + MINUTES)
    if late > DAY:
        freeze_deadlines_job(PASSED + late)
    take_figures_job(LATE + MINUTES)
    figure = frozen(decision, federation.top)
    assert (figure.acknowledged, figure.members, shown(decision)["Top"]) == (20, 246, (25, 246))


def test_a_receipt_withdrawn_since_the_deadline_is_not_frozen(
    federation: Federation, decision: Decision
) -> None:
    # It is gone from the database; the figure is the one of a world in which it was withdrawn in time.
    acknowledge(decision, federation.members(federation.cells[0])[:20])
    withdraw(decision, federation.cells[0], federation, PASSED + MINUTES, first=5)
    freeze_deadlines_job(LATE)
    assert frozen(decision, federation.top).acknowledged == 15


def test_each_cell_is_held_to_its_own_clock(federation: Federation, decision: Decision) -> None:
    # Fiji is 11 hours before Paris.
    Unit.objects.filter(pk=federation.cells[0].pk).update(time_zone="Pacific/Fiji")
    in_fiji = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
    confirm(decision, federation.cells[0], federation, in_fiji)
    confirm(decision, federation.cells[1], federation, in_fiji)
    freeze_deadlines_job(SETTLED)
    assert frozen(decision, federation.districts[0]).cells_reached == 1


def test_a_deadline_is_frozen_when_it_has_passed_everywhere(federation: Federation) -> None:
    Unit.objects.filter(pk=federation.cells[0].pk).update(time_zone="America/New_York")
    decision = make_decision(federation)
    kind = federation.districts[0].kind
    Deadline.objects.create(decision=decision, kind=kind, read_by=AT.date() + timedelta(days=1))
    confirm(decision, federation.cells[0], federation, PASSED + MINUTES)
    assert freeze_deadlines_job(SETTLED) is False
    assert freeze_deadlines_job(SETTLED + timedelta(hours=6)) is True
    assert frozen(decision, federation.districts[0]).cells_reached == 1


def test_a_cell_founded_after_the_deadline_is_not_asked_at_it(
    federation: Federation, decision: Decision
) -> None:
    later = make_unit("East 9", federation.cells[0].kind, Unit.objects.get(name="East"))
    Unit.objects.filter(pk=later.pk).update(founded_at=PASSED)
    freeze_deadlines_job(LATE)
    assert frozen(decision, federation.districts[0]).cells == 3


def test_saying_it_again_after_the_deadline_does_not_make_a_cell_late(
    federation: Federation, decision: Decision
) -> None:
    cell = federation.cells[0]
    confirm(decision, cell, federation, AT + MINUTES)
    confirm(decision, cell, federation, PASSED)
    assert UnitReached.objects.get(unit=cell).entered_at == AT + MINUTES
    freeze_deadlines_job(LATE)
    assert frozen(decision, federation.top).cells_reached == 1
