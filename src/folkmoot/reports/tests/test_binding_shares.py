from datetime import date

import pytest

from conftest import World
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.errors import Refused
from folkmoot.membership.actions.offices import appoint_officer
from folkmoot.people.models import Membership
from folkmoot.reports.tests.forms import opened
from folkmoot.reports.tests.planning import adopted, aimed, drafted, fresh, visits
from folkmoot.reports.tests.test_sharing import accept, shared, sums
from folkmoot.work.actions.answering_shares import accept_share, ask_for_share
from folkmoot.work.actions.planning import revise_plan
from folkmoot.work.actions.targets import remove_target
from folkmoot.work.models import ShareAnswer, Target
from folkmoot.work.queries.desk import plans_waiting
from folkmoot.work.queries.share_pages import Sums, shares_page


@pytest.fixture
def target(world: World) -> Target:
    plan = drafted(world)
    made = aimed(world, plan, **visits(opened(world)))
    adopted(world, plan)
    return made


def test_a_body_that_names_itself_an_officer_below_answers_no_share_of_its_own(
    world: World, target: Target
) -> None:
    share_out = shared(world, target)
    # A member of Harbour, and the one who shared it out: still by their own hand.
    Membership.objects.filter(person=world.ada).update(unit=world.harbour)
    named = {"office": "secretary", "unit_id": world.harbour.pk, "person_id": world.ada.pk}
    do(world, appoint_officer, by=world.ada, **named)
    given = {"share_out_id": share_out.pk, "unit_id": world.harbour.pk}
    for answer in (
        lambda: do(world, accept_share, by=world.ada, share=40, **given),
        lambda: do(world, ask_for_share, by=world.ada, amount="50", words="Ours.", **given),
    ):
        with pytest.raises(Refused, match=r"You put yourself into this office"):
            answer()
    assert not ShareAnswer.objects.exists()


def test_a_share_is_accepted_on_no_day_before_it_was_shared_out(world: World, target: Target) -> None:
    share_out = shared(world, target)
    with pytest.raises(Refused, match=r"It was there to be adopted from 2 March 2026 on\.") as refusal:
        accept(world, share_out, 40, adopted_on=date(2026, 3, 1))
    assert refusal.value.field == "adopted_on"
    assert accept(world, share_out, 40, adopted_on=date(2026, 3, 2)).is_in_force


def test_a_share_that_is_left_out_of_the_next_version_waits_for_an_answer_again(
    world: World, target: Target
) -> None:
    share_out = shared(world, target)
    version = fresh(do(world, revise_plan, by=world.bo, plan_id=accept(world, share_out, 40).pk))
    # While the new version is a draft, nothing has changed.
    own = version.targets.get()
    aimed(world, version, by=world.bo, title="Rest")
    do(world, remove_target, by=world.bo, plan_target_id=own.pk)
    assert sums(world, target) == Sums(120, 2, 120, 40, 1, 0, 0, 0)
    adopted(world, version, by=world.bo)
    assert sums(world, target) == Sums(120, 2, 120, 0, 0, 0, 0, 0)
    assert ShareAnswer.objects.get().state == "left_out"
    assert list(plans_waiting([world.harbour], at=world.at)[world.harbour.pk].proposed) != []
    page = shares_page(target.pk, world.ada, at=world.at)
    assert page is not None
    assert [each.state for each in page.lines] == ["left_out", "waiting"]
    plan = accept(world, share_out, 40)
    assert [each.title for each in plan.targets.in_order()] == ["Rest", "Visits"]
    assert sums(world, target) == Sums(120, 2, 120, 40, 1, 0, 0, 0)
