import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import World, make_unit
from folkmoot.reports.actions import rolling_up
from folkmoot.reports.actions.rolling_up import add_to, begin_roll_ups, roll_up_anew, roll_up_waiting
from folkmoot.reports.models import ColumnPiece, Report, RollUp, ToRollUp, Tree, TreePiece
from folkmoot.reports.queries import trees
from folkmoot.reports.queries.totals import totals_in
from folkmoot.reports.queries.trees import places_of, slice_of
from folkmoot.reports.rules import tree as tree_rules
from folkmoot.reports.rules.columns import SENT, Total
from folkmoot.reports.tests.forms import FEBRUARY, asked_back, opened, sent
from folkmoot.structure.actions.moving import move_unit
from folkmoot.structure.tests.acting import do
from folkmoot.units.models import ParentEdge, Unit

MARCH = date(2026, 3, 1)


def rolled(form, first=FEBRUARY, *, at) -> RollUp:
    while begin_roll_ups(at):
        pass
    while roll_up_waiting():
        pass
    return RollUp.objects.get(form=form, first=first)


def total(roll_up, unit, code="visits") -> Total:
    part = slice_of(roll_up.tree_id, unit.pk)
    return totals_in(roll_up, part, [code])[code] if part else Total()


def kept(roll_up):
    fields = ("code", "number", "total", "count", "presence", "values")
    rows = ColumnPiece.objects.filter(roll_up=roll_up).order_by("code", "number").values_list(*fields)
    return [tuple(bytes(part) if isinstance(part, memoryview) else part for part in row) for row in rows]


def test_a_report_counts_at_every_level_above_and_what_is_missing_is_not_zero(world: World) -> None:
    form = opened(world)
    sent(world, form, values={"visits": "3", "voted": "7/9"})
    roll_up = rolled(form, at=world.at)
    assert [total(roll_up, each) for each in (world.harbour, world.north, world.union)] == [Total(3, 1)] * 3
    assert [total(roll_up, each) for each in (world.hill, world.south, world.vale)] == [Total()] * 3
    assert total(roll_up, world.north, "voted/part") == Total(7, 1)
    assert total(roll_up, world.north, "dues") == Total()
    assert total(roll_up, world.union, SENT) == Total(1, 1)


def test_a_report_that_comes_later_is_added_and_one_sent_again_takes_its_own_place(world: World) -> None:
    form = opened(world)
    roll_up = rolled(form, at=world.at)
    report = sent(world, form, values={"visits": "3", "dues": "5"})
    assert total(roll_up, world.union) == Total()
    rolled(form, at=world.at)
    assert (total(roll_up, world.union), total(roll_up, world.union, "dues")) == (Total(3, 1), Total(500, 1))
    asked_back(world, report)
    assert total(rolled(form, at=world.at), world.union) == Total(3, 1)
    sent(world, form, values={"visits": "8"})
    roll_up = rolled(form, at=world.at)
    assert (total(roll_up, world.union), total(roll_up, world.union, "dues")) == (Total(8, 1), Total())
    assert ToRollUp.objects.count() == 0


def test_a_period_that_goes_on_has_no_figures_yet(world: World) -> None:
    form = opened(world)
    rolled(form, at=world.at)
    assert set(RollUp.objects.values_list("first", flat=True)) == {date(2026, 1, 1), FEBRUARY}


def test_a_past_period_keeps_the_tree_of_its_time(world: World) -> None:
    form = opened(world)
    sent(world, form)
    before = rolled(form, at=world.at)
    do(move_unit, by=world.una, at=world.at, unit_id=world.harbour.pk, to_parent_id=world.south.pk)
    april = datetime(2026, 4, 2, tzinfo=UTC)
    sent(world, form, first=MARCH, values={"visits": "5"}, at=april)
    after = rolled(form, MARCH, at=april)
    assert before.tree_id != after.tree_id
    anew = roll_up_anew(form, FEBRUARY, at=april)
    assert [(total(each, world.north), total(each, world.south)) for each in (before, anew, after)] == [
        (Total(3, 1), Total()), (Total(3, 1), Total()), (Total(), Total(5, 1)),
    ]  # fmt: skip


def test_a_tree_made_after_the_fact_is_that_of_the_end_of_the_period(world: World) -> None:
    form = opened(world)
    sent(world, form)
    do(move_unit, by=world.una, at=world.at, unit_id=world.harbour.pk, to_parent_id=world.south.pk)
    roll_up = rolled(form, at=world.at)
    assert (total(roll_up, world.north), total(roll_up, world.south)) == (Total(3, 1), Total())


def test_periods_between_which_nothing_moved_share_one_tree(world: World) -> None:
    rolled(opened(world), at=world.at)
    assert (RollUp.objects.count(), Tree.objects.count()) == (2, 1)


def test_whoever_is_killed_in_the_middle_begins_again_and_nothing_is_counted_twice(
    world: World, monkeypatch
) -> None:
    form = opened(world)
    sent(world, form)

    def killed(*_args) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(rolling_up, "_keep", killed)
        with pytest.raises(KeyboardInterrupt):
            begin_roll_ups(world.at)
    assert (ColumnPiece.objects.count(), ToRollUp.objects.count()) == (0, 1)
    assert total(rolled(form, at=world.at), world.union) == Total(3, 1)


@pytest.fixture
def small_pieces(monkeypatch) -> None:
    for module in (tree_rules, trees, rolling_up):
        monkeypatch.setattr(module, "PIECE", 4)
    monkeypatch.setattr("folkmoot.reports.actions.planting.PIECE", 4)
    monkeypatch.setattr("folkmoot.reports.queries.totals.PIECE", 4)


def brute_force(form, first, end) -> dict[UUID, Total]:
    """Sum at every unit by walking up from each report along where units hung then."""
    then = {
        edge.unit_id: edge.parent_id
        for edge in ParentEdge.objects.filter(started_at__lte=end)
        if edge.ended_at is None or edge.ended_at > end
    }
    found = {unit: Total() for unit in then}
    for report in Report.objects.filter(form=form, first=first):
        figure: Any = (report.counted or {}).get("visits")
        at = report.unit_id if figure is not None else None
        while at is not None:
            found[at] += Total(figure, 1)
            at = then[at]
    return found


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("seed", range(12))
def test_incremental_is_from_scratch_is_brute_force_on_random_trees_with_moves_mergers_and_gaps(
    world: World, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311  -- for trees, not for secrets
    kinds = {kind.code: kind for kind in (world.union.kind, world.north.kind, world.hill.kind)}
    regions = [make_unit(f"r{each}", kinds["region"], world.union) for each in range(4)]
    cells = [make_unit(f"c{each}", kinds["local"], chance.choice(regions)) for each in range(25)]
    form, moment = opened(world), world.at
    for first, day in (
        (FEBRUARY, datetime(2026, 3, 3, tzinfo=UTC)),
        (MARCH, datetime(2026, 4, 3, tzinfo=UTC)),
    ):
        moment = day
        for _change in range(4):
            moment += timedelta(minutes=1)
            chance.choice((_move, _close))(chance, cells, regions, moment)
        if chance.random() < 0.5:
            begin_roll_ups(moment)
        there = [cell for cell in cells if cell.closed_at is None]
        for cell in chance.sample(there, k=len(there) * 2 // 3):
            _report(chance, form, cell, first)
            if chance.random() < 0.2:
                rolled(form, first, at=moment)
        roll_up = rolled(form, first, at=moment)
        incremental = kept(roll_up)
        end = datetime(first.year, first.month + 1, 1, tzinfo=UTC) - timedelta(hours=1 + (first.month == 3))
        expected = brute_force(form, first, end)
        units = Unit.objects.filter(pk__in=expected)
        assert {unit.pk: total(roll_up, unit) for unit in units} == expected
        roll_up_anew(form, first, at=moment)
        assert kept(roll_up) == incremental


def _move(chance, cells, regions, moment) -> None:
    unit, to = chance.choice(cells), chance.choice(regions)
    if unit.closed_at is None and unit.parent_id != to.pk:
        ParentEdge.objects.filter(unit=unit, ended_at=None).update(ended_at=moment)
        ParentEdge.objects.create(unit=unit, parent=to, started_at=moment)
        unit.parent = to


def _close(chance, cells, _regions, moment) -> None:
    """As a merger leaves one behind."""
    unit = chance.choice(cells)
    if unit.closed_at is None:
        ParentEdge.objects.filter(unit=unit, ended_at=None).update(ended_at=moment)
        unit.closed_at = moment


def _report(chance, form, cell, first) -> None:
    """As `send_report` leaves it, once or twice, sometimes without the figure."""
    version = form.versions.get()
    for number in range(1, chance.choice((2, 2, 3))):
        counted = {"visits": chance.randint(-99, 999)} if chance.random() < 0.9 else {}
        given = {"counted": counted, "sent_number": number, "state": "sent", "first_sent_on": first}
        Report.objects.update_or_create(
            form=form, unit=cell, first=first, defaults={**given, "version": version}
        )
        ToRollUp.objects.create(form=form, first=first, unit=cell)


@pytest.mark.usefixtures("small_pieces")
def test_where_units_stand_is_found_among_several_pieces(world: World) -> None:
    for each in range(9):
        make_unit(f"c{each}", world.hill.kind, world.north)
    roll_up = rolled(opened(world), at=world.at)
    assert TreePiece.objects.count() == 4
    units = list(Unit.objects.values_list("pk", flat=True))
    places = places_of(roll_up.tree_id, [*units, UUID(int=1), UUID(int=2**128 - 1)])
    assert (sorted(places), sorted(places.values())) == (sorted(units), list(range(15)))


def test_a_late_report_asks_the_same_questions_however_many_there_are(world: World) -> None:
    form = opened(world)
    costs = []
    roll_up = rolled(form, at=world.at)
    for number in (1, 9):
        for each in range(number):
            _report(
                random.Random(each),  # noqa: S311  -- as above
                form,
                make_unit(f"n{number}-{each}", world.hill.kind, world.north),
                FEBRUARY,
            )
        marks = list(ToRollUp.objects.all())[:number]
        with CaptureQueriesContext(connection) as asked:
            add_to(roll_up, marks)
        costs.append(len(asked))
    assert costs[0] == costs[1]
