import json
from datetime import timedelta

import pytest

from conftest import World
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import Entry
from folkmoot.structure.actions.handing_over import continue_reorganisations
from folkmoot.structure.actions.reorganising import merge_units
from folkmoot.structure.tests.acting import entries, events
from folkmoot.work.actions.going_over import WORK_GOES
from folkmoot.work.actions.holding import (
    give_back_work,
    help_with_work,
    mark_step,
    report_done,
    stop_helping,
    take_work,
)
from folkmoot.work.holdings import HOLDERS_KEPT, HOLDINGS, PastHolders, erase
from folkmoot.work.models import Helper
from folkmoot.work.tests.doing import fresh, offered, put_up, taken


@pytest.mark.parametrize("who", ["cy", "ada", "dee", "stan"])
def test_work_of_a_cell_is_taken_by_its_members_alone(world: World, who: str) -> None:
    work = put_up(world)
    with pytest.raises(Refused):
        do(world, take_work, by=world.people[who], assignment_id=work.pk)
    assert fresh(work.pk).holder is None


def test_work_is_taken_by_one_alone(world: World) -> None:
    work = taken(world, world.eve)
    with pytest.raises(Refused, match="This work is taken by now"):
        do(world, take_work, by=world.bo, assignment_id=work.pk)
    do(world, take_work, by=world.eve, assignment_id=work.pk)
    assert fresh(work.pk).holder == world.eve


def test_whoever_holds_work_reports_it_and_nobody_for_them(world: World) -> None:
    work = taken(world, world.eve)
    for by, via in [(world.bo, Via.WEB), (world.eve, Via.OPERATOR), (None, Via.OPERATOR)]:
        with pytest.raises(Refused, match="Only whoever does this work can do that, signed in as themselves"):
            run(
                report_done,
                {"assignment_id": work.pk, "result": "Done."},
                act_id=new_id(),
                by=by,
                at=world.at,
                via=via,
            )
    do(world, report_done, by=world.eve, assignment_id=work.pk, result=" It is blue.\r\nTwice. ")
    work = fresh(work.pk)
    assert (work.state, work.result, work.done_at) == ("done", "It is blue.\nTwice.", world.at)
    event, payload = entries()[-1]
    assert event == "WorkReported"
    assert json.loads(payload) == {"assignment_id": str(work.pk), "unit_id": str(world.harbour.pk)}
    # Who did it is forgotten after two years, and so it does not stand in the ledger.
    assert Entry.objects.get(event="WorkReported").by is None
    with pytest.raises(Refused, match="This work is done by now"):
        do(world, give_back_work, by=world.eve, assignment_id=work.pk)


def test_work_that_others_hold_is_not_given_back(world: World) -> None:
    work = taken(world, world.eve)
    do(world, give_back_work, by=world.bo, assignment_id=work.pk)
    assert fresh(work.pk).holder == world.eve


def test_steps_are_marked_by_whoever_does_the_work_or_helps(world: World) -> None:
    work = taken(world, world.eve, steps=["Buy paint"])
    step = work.steps.get()
    with pytest.raises(Refused, match="Only whoever does this work"):
        do(world, mark_step, by=world.bo, step_id=step.pk)
    do(world, help_with_work, by=world.bo, assignment_id=work.pk)
    do(world, mark_step, by=world.bo, step_id=step.pk)
    assert work.steps.get().is_done
    do(world, mark_step, by=world.eve, step_id=step.pk, is_done=False)
    assert not work.steps.get().is_done


def test_helpers_say_so_themselves_and_stop_when_they_like(world: World) -> None:
    work = taken(world, world.eve)
    with pytest.raises(Refused, match="You do this work yourself already"):
        do(world, help_with_work, by=world.eve, assignment_id=work.pk)
    before = events()
    do(world, help_with_work, by=world.bo, assignment_id=work.pk)
    do(world, help_with_work, by=world.bo, assignment_id=work.pk)
    assert Helper.objects.get().person == world.bo
    do(world, stop_helping, by=world.bo, assignment_id=work.pk)
    assert not Helper.objects.exists()
    assert events() == before


def test_whoever_helps_and_takes_it_themselves_helps_no_more(world: World) -> None:
    work = taken(world, world.eve)
    do(world, help_with_work, by=world.bo, assignment_id=work.pk)
    do(world, give_back_work, by=world.eve, assignment_id=work.pk)
    do(world, take_work, by=world.bo, assignment_id=work.pk)
    assert fresh(work.pk).holder == world.bo
    assert not Helper.objects.exists()


def test_what_is_to_be_done_goes_over_when_its_unit_is_merged_and_what_was_done_stays(world: World) -> None:
    held, done = taken(world, world.eve), taken(world, world.eve, title="Mend the net")
    do(world, report_done, by=world.eve, assignment_id=done.pk, result="Mended.")
    assert WORK_GOES.count(world.harbour) == 1
    assert WORK_GOES.fate(1, world.hill) == "1 piece of work that is to be done is one of Hill."
    do(world, merge_units, by=world.una, unit_id=world.harbour.pk, into_unit_id=world.hill.pk)
    at = world.at
    while continue_reorganisations(at):
        at += timedelta(seconds=1)
    assert (fresh(held.pk).unit, fresh(held.pk).holder) == (world.hill, world.eve)
    assert fresh(done.pk).unit == world.harbour
    assert "WorkHandedOver" in events()


def test_a_member_takes_along_what_they_are_asked_do_and_did(world: World) -> None:
    work, other = taken(world, world.eve), offered(world, world.eve, title="Mend the net")
    do(world, report_done, by=world.eve, assignment_id=work.pk, result="It is blue.")
    told = {each.table: list(each.rows(world.eve)) for each in HOLDINGS}
    assert told["work_assignment"] == [
        ("Harbour", "Paint the boat", work.due_on, "Eve", world.at, "It is blue.")
    ]
    assert told["work_offer"] == [("Mend the net", "Eve", "Bo", world.at, None)]
    assert told["work_helper"] == []
    assert all(list(each.rows(world.bo)) == [] for each in HOLDINGS)
    assert other.waiting is not None


def test_who_did_what_is_forgotten_after_two_years_and_what_was_done_is_not(world: World) -> None:
    work = taken(world, world.eve)
    do(world, report_done, by=world.eve, assignment_id=work.pk, result="It is blue.")
    later = world.at + HOLDERS_KEPT
    assert (PastHolders().due(later - timedelta(seconds=1)), PastHolders().due(later)) == (0, 1)
    assert PastHolders().forget(later, 10) == 1
    assert (fresh(work.pk).state, fresh(work.pk).holder) == ("done", None)
    assert PastHolders().due(later) == 0


def test_work_of_somebody_who_is_erased_is_open_again_and_names_them_nowhere(world: World) -> None:
    held, done = taken(world, world.eve), taken(world, world.eve, title="Mend the net")
    do(world, report_done, by=world.eve, assignment_id=done.pk, result="Mended.")
    asked = offered(world, world.eve, title="Sweep")
    while erase(world.eve.pk, 1):
        pass
    assert (fresh(held.pk).state, fresh(held.pk).holder) == ("open", None)
    assert (fresh(done.pk).state, fresh(done.pk).holder) == ("done", None)
    assert fresh(asked.pk).waiting is None
