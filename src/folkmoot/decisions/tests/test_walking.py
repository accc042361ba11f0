from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.decisions.actions.attesting import confirm_conveyed, withdraw_confirmation
from folkmoot.decisions.actions.reckoning import advance, begin
from folkmoot.decisions.jobs import take_figures_job
from folkmoot.decisions.models import ConfirmedCount, Decision, ReachState, Snapshot, UnitReached
from folkmoot.decisions.queries.columns import columns_of
from folkmoot.decisions.queries.walking import walk
from folkmoot.decisions.rules.settling import SETTLING
from folkmoot.decisions.tests.federation import (
    AT,
    DAY,
    Federation,
    acknowledge,
    make_decision,
    make_federation,
    shown,
)
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.ids import new_id
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.actions.transferring import transfer_member
from folkmoot.membership.models import MemberCount
from folkmoot.people.models import Membership
from folkmoot.structure.actions.moving import move_unit
from folkmoot.units.models import Unit

HOUR = timedelta(hours=1)


@pytest.fixture
def federation(db: None) -> Federation:
    return make_federation()


@pytest.fixture
def decision(federation: Federation) -> Decision:
    return make_decision(federation)


@pytest.fixture
def for_west(federation: Federation, decision: Decision) -> Decision:
    decision.audience.unit = federation.districts[1]
    decision.audience.save()
    ReachState.objects.all().delete()
    begin(decision, at=AT)
    return decision


def transfer(federation: Federation, membership: Membership, cell: Unit, at: datetime) -> None:
    given = {"person_id": membership.person_id, "to_unit_id": cell.pk}
    run(transfer_member, given, act_id=new_id(), by=federation.rita, at=at, via=Via.WEB)


def move(federation: Federation, cell: Unit, district: Unit, at: datetime) -> None:
    given = {"unit_id": cell.pk, "to_parent_id": district.pk}
    run(move_unit, given, act_id=new_id(), by=federation.rita, at=at, via=Via.WEB)


def walked(decision: Decision, at: datetime, *, anew: bool = False) -> tuple[list[int], list[int]]:
    state = ReachState.objects.select_related("tree", "decision").get(decision=decision)
    if anew:
        state.walked_to = None
    found = walk(state, columns_of(state.tree), at=at)
    return found.came.tolist(), found.left.tolist()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("audience", ["decision", "for_west"])
def test_going_on_from_the_last_walk_gives_what_walking_all_anew_gives(
    federation: Federation, seed: int, audience: str, request: pytest.FixtureRequest
) -> None:
    decision: Decision = request.getfixturevalue(audience)
    random, at = Random(seed), AT  # noqa: S311  -- a test has to be the same on every run
    for _round in range(5):
        for _ in range(4):
            at += timedelta(minutes=random.choice([1, 4, 30]))
            membership = random.choice(list(Membership.objects.open().order_by("pk")))
            cell, district = random.choice(federation.cells), random.choice(federation.districts)
            chosen = random.random()
            if chosen < 0.2:
                given = {"person_id": membership.person_id}
                run(end_membership, given, act_id=new_id(), by=federation.rita, at=at, via=Via.WEB)
            elif chosen < 0.4 and Unit.objects.get(pk=cell.pk).parent_id != district.pk:
                move(federation, cell, district, at)
            elif membership.unit_id != cell.pk:
                transfer(federation, membership, cell, at)
        assert walked(decision, at) == walked(decision, at, anew=True)
        advance(decision, at=at, publish=True)
    assert any(walked(decision, at)[1])


def test_who_was_walked_is_not_walked_again(
    federation: Federation, decision: Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("folkmoot.decisions.queries.counting.BATCH", 1)
    for membership in Membership.objects.open().filter(unit=federation.cells[0])[:9]:
        transfer(federation, membership, federation.cells[3], AT + HOUR)
    advance(decision, at=AT + HOUR + SETTLING, publish=True)
    costs = []
    for anew in (True, False):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            walked(decision, AT + 2 * HOUR, anew=anew)
        costs.append(len(asked))
    assert costs[0] - costs[1] >= 9


def test_a_move_across_the_edge_of_an_audience_is_seen(federation: Federation, for_west: Decision) -> None:
    # They leave West 0 for East 0, which is then moved below West: they can acknowledge again.
    west, east = federation.cells[3], federation.cells[0]
    transfer(federation, Membership.objects.open().filter(unit=west)[0], east, AT + HOUR)
    advance(for_west, at=AT + 2 * HOUR, publish=True)
    assert sum(walked(for_west, AT + 2 * HOUR)[1]) == 1
    move(federation, east, federation.districts[1], AT + 3 * HOUR)
    assert sum(walked(for_west, AT + 3 * HOUR)[1]) == 0


def current(decision: Decision) -> Snapshot:
    return Snapshot.objects.get(decision=decision, is_current=True)


def test_a_day_on_which_nothing_changed_writes_no_figures(federation: Federation, decision: Decision) -> None:
    take_figures_job(AT + DAY)
    before = current(decision)
    take_figures_job(AT + 2 * DAY)
    after = current(decision)
    assert (after.pk, after.taken_at) == (before.pk, AT + 2 * DAY)


@pytest.mark.parametrize("what", ["place", "tree", "receipts"])
def test_a_day_after_something_changed_writes_figures(
    federation: Federation, decision: Decision, what: str
) -> None:
    take_figures_job(AT + DAY)
    before = current(decision)
    if what == "place":
        transfer(federation, Membership.objects.open()[0], federation.cells[7], AT + DAY + HOUR)
    elif what == "tree":
        move(federation, federation.cells[0], federation.districts[1], AT + DAY + HOUR)
    else:
        acknowledge(decision, federation.members(federation.cells[0])[:5], AT + DAY + HOUR)
    take_figures_job(AT + 2 * DAY)
    assert current(decision).pk != before.pk


def test_a_small_group_publishes_on_the_next_day_what_came_between(
    federation: Federation, for_west: Decision
) -> None:
    # The figures of the day were taken, and those that wait for tomorrow must not be forgotten on it.
    for cell in federation.cells[4:6]:
        Membership.objects.filter(person__in=federation.members(cell)[20:]).delete()
        MemberCount.objects.filter(unit=cell).update(members=20)
    ReachState.objects.all().delete()
    begin(for_west, at=AT)
    advance(for_west, at=AT, publish=False)
    take_figures_job(AT + DAY)
    acknowledge(for_west, federation.members(federation.cells[3])[:10], AT + DAY + HOUR)
    take_figures_job(AT + DAY + 2 * HOUR)
    assert shown(for_west)["West"] == (0, 80)
    take_figures_job(AT + 2 * DAY)
    assert shown(for_west)["West"][0] == 10


def test_the_count_of_cells_is_moved_by_first_words_and_withdrawals_alone(
    federation: Federation, decision: Decision
) -> None:
    for cell in (*federation.cells[:3], federation.cells[0]):
        given = {"decision_id": decision.pk, "unit_id": cell.pk}
        by = federation.secretaries[cell.name]
        run(confirm_conveyed, given, act_id=new_id(), by=by, at=AT, via=Via.WEB)
    assert sum(ConfirmedCount.objects.values_list("cells", flat=True)) == 3
    run(withdraw_confirmation, given, act_id=new_id(), by=by, at=AT, via=Via.WEB)
    counted = sum(ConfirmedCount.objects.values_list("cells", flat=True))
    assert counted == UnitReached.objects.filter(decision=decision).count() == 2
