import json
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import World
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.kernel.errors import Refused
from folkmoot.meetings.tests.held import opened as opened_meeting
from folkmoot.meetings.tests.meetings import called
from folkmoot.reports.tests.forms import opened as opened_form
from folkmoot.reports.tests.planning import adopted, aimed, drafted, fresh, visits
from folkmoot.structure.tests.acting import entries
from folkmoot.work.actions.adopting import adopt_plan
from folkmoot.work.actions.planning import change_plan, drop_plan, revise_plan
from folkmoot.work.actions.targets import change_target, mark_target, remove_target
from folkmoot.work.models import Plan, PlanPoint, Target
from folkmoot.work.queries.plans_at_meetings import plan_topics, plans_adopted_at
from folkmoot.work.rules.amounts import LARGEST, amount_text, read_amount
from folkmoot.work.rules.plans import PlanMove, PlanState, plan_after, span_of


def test_a_plan_is_drafted_for_a_year_with_the_points_it_implements(world: World) -> None:
    decision = conveyed(world)
    points = [{"decision_id": decision.pk, "point": "1"}, {"decision_id": decision.pk, "point": "2"}]
    plan = drafted(world, title=" Open  doors ", why="", points=points)
    assert (plan.title, plan.why, plan.first, plan.until, plan.state, plan.version) == (
        "Open doors", "", date(2026, 1, 1), date(2027, 1, 1), "draft", 1,
    )  # fmt: skip
    found = PlanPoint.objects.filter(plan=plan).order_by("point").values_list("decision", "point")
    assert list(found) == [(decision.pk, "1"), (decision.pk, "2")]
    event, payload = entries()[-1]
    assert (event, json.loads(payload)) == (
        "PlanDrafted",
        {"plan_id": str(plan.pk), "unit_id": str(world.north.pk)},
    )


@pytest.mark.parametrize("who", ["bo", "cy", "max", "una", "eve", "dee", "stan"])
def test_only_officers_of_the_unit_draft_its_plans(world: World, who: str) -> None:
    with pytest.raises(Refused, match=r"You hold no office that may do this in North|There is no such unit"):
        drafted(world, by=world.people[who])
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"title": " "}, "title", "Give it a title in a few words."),
        ({"why": " "}, "why", "Say why: choose points of decisions"),
        ({"kind": "week"}, "kind", "Choose whether it is for a year"),
        (
            {"first": date(2026, 2, 1)},
            "first",
            "This is not the first day of a year. Choose 1 January 2026 or 1 January 2027.",
        ),
        ({"until": date(2026, 7, 1)}, "until", "It ends with 31 December 2026."),
        ({"kind": "term"}, "until", "Say until when it is for."),
        ({"kind": "other", "until": date(2026, 1, 1)}, "until", "A plan is for a day at least"),
        ({"kind": "other", "until": date(2046, 1, 1)}, "until", "A plan is for a day at least"),
    ],
)
def test_a_plan_that_is_not_in_order_is_refused_beside_its_field(
    world: World, changed: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(Refused) as refusal:
        drafted(world, **changed)
    assert str(refusal.value).startswith(sentence)
    assert refusal.value.field == field


def test_a_plan_implements_only_points_that_there_are_of_decisions_in_force_for_the_unit(
    world: World,
) -> None:
    far = conveyed(world, to=world.south)
    for decision, point, sentence in (
        (far, "1", r"This decision is not in force for North\. Choose one that is\."),
        (conveyed(world), "9", r"The decision has no point 9\. It has 1, 2\."),
    ):
        with pytest.raises(Refused, match=sentence) as refusal:
            drafted(world, points=[{"decision_id": decision.pk, "point": point}])
        assert refusal.value.field == "points"


# Written out once more by hand: what can be done with a plan, and how it stands then.
_EXPECTED = {
    ("draft", "change"): "draft",
    ("draft", "adopt"): "adopted",
    ("adopted", "replace"): "replaced",
}


@pytest.mark.parametrize(("state", "move"), sorted(product(PlanState, PlanMove)))
def test_a_plan_goes_on_by_the_table_and_by_nothing_else(state: PlanState, move: PlanMove) -> None:
    expected = _EXPECTED.get((state.value, move.value))
    if expected is not None:
        assert plan_after(state, move) == expected
        return
    with pytest.raises(Refused, match=r"This plan is .* by now, and stays as it is\."):
        plan_after(state, move)


@given(st.integers(0, LARGEST), st.integers(0, 6))
def test_an_amount_is_read_as_it_is_written(amount: int, scale: int) -> None:
    text = amount_text(amount, scale)
    if len(text.partition(".")[0]) <= 12:
        assert read_amount(text, scale) == amount


@pytest.mark.parametrize("given", ["", "many", "-3", "1.5", "9999999999999"])
def test_an_amount_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(Refused):
        read_amount(given, 0)


def test_a_month_lasts_as_the_calendar_says() -> None:
    assert span_of("month", date(2026, 2, 1), None).until == date(2026, 3, 1)


def test_targets_are_amounts_of_what_is_reported_or_words(world: World) -> None:
    form = opened_form(world)
    plan = drafted(world)
    aimed(world, plan, **visits(form))
    aimed(world, plan, form_id=form.pk, code="dues", amount="12.5", counted="last", title="Dues")
    aimed(world, plan, title="Everybody reads the statutes", due_on=date(2026, 6, 30))
    rows = Target.objects.in_order().values_list("title", "code", "amount", "counted", "due_on")
    assert list(rows) == [
        ("Visits", "visits", 120, "sum", date(2026, 12, 31)),
        ("Dues", "dues", 1250, "last", date(2026, 12, 31)),
        ("Everybody reads the statutes", "", None, "sum", date(2026, 6, 30)),
    ]
    assert fresh(plan.pk).revision == 4


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"code": "voted"}, "code", "No report is asked for this figure in North."),
        ({"amount": "lots"}, "amount", "Enter a number, such as 120."),
        ({"due_on": date(2027, 1, 1)}, "due_on", "The plan is from 1 January 2026 to 31 December 2026."),
        ({"form_id": None}, "amount", "Choose what the amount is counted in"),
        ({"counted": "mean"}, "counted", "Choose whether figures"),
    ],
)
def test_a_target_that_is_not_in_order_is_refused_beside_its_field(
    world: World, changed: dict[str, Any], field: str, sentence: str
) -> None:
    form, plan = opened_form(world), drafted(world)
    with pytest.raises(Refused) as refusal:
        aimed(world, plan, **visits(form) | changed)
    assert str(refusal.value).startswith(sentence)
    assert refusal.value.field == field


def test_a_plan_is_adopted_and_fixed_from_then_on(world: World) -> None:
    plan = drafted(world)
    target = aimed(world, plan)
    plan = adopted(world, plan)
    assert (plan.state, plan.adopted_on) == ("adopted", date(2026, 3, 2))
    event, payload = entries()[-1]
    said = json.loads(payload)
    assert (event, len(said.pop("digest"))) == ("PlanAdopted", 64)
    assert said == {
        "plan_id": str(plan.pk),
        "unit_id": str(world.north.pk),
        "adopted_on": "2026-03-02",
        "version": 1,
        "meeting_id": None,
    }
    given = {"title": "Less", "due_on": date(2026, 12, 31), "revision": plan.revision}
    for attempt in (
        lambda: adopted(world, plan),
        lambda: aimed(world, plan),
        lambda: do(world, change_target, by=world.ada, plan_target_id=target.pk, **given),
        lambda: do(world, remove_target, by=world.ada, plan_target_id=target.pk),
        lambda: do(world, drop_plan, by=world.ada, plan_id=plan.pk),
        lambda: do(world, change_plan, by=world.ada, plan_id=plan.pk, revision=2, title="Less", why="So."),
    ):
        with pytest.raises(Refused, match=r"This plan is adopted by now, and stays as it is\."):
            attempt()


def test_a_plan_is_adopted_at_a_meeting_of_its_unit_and_the_minutes_say_so(world: World) -> None:
    plan = drafted(world, unit=world.harbour, by=world.bo)
    assert list(plan_topics(world.harbour, world.at)) == []
    aimed(world, plan, by=world.bo)
    assert list(plan_topics(world.harbour, world.at)) == ["Adopt the plan: Open doors"]
    yet_to_come = called(world, day=date(2026, 3, 24))
    with pytest.raises(Refused, match=r"Harbour held no such meeting\. Choose one that was opened\."):
        adopted(world, plan, by=world.bo, meeting_id=yet_to_come.pk)
    meeting = opened_meeting(world)
    with pytest.raises(Refused, match=r"Say at which meeting it was adopted, or on which day") as refusal:
        adopted(world, plan, by=world.bo)
    assert refusal.value.field == "adopted_on"
    plan = adopted(world, plan, by=world.bo, meeting_id=meeting.pk)
    assert (plan.meeting, plan.adopted_on) == (meeting, world.harbour.local(meeting.begins_at).date())
    assert list(plans_adopted_at(meeting)) == ["Plan adopted: Open doors, version 1, with 1 target."]
    assert list(plan_topics(world.harbour, world.at)) == []


def test_the_hash_of_a_plan_tells_apart_what_its_targets_say(world: World) -> None:
    digests = set()
    form = opened_form(world)
    for said in ({}, {"title": "Other"}, {"due_on": date(2026, 6, 30)}, visits(form), visits(form, "121")):
        plan = drafted(world)
        aimed(world, plan, **said)
        adopted(world, plan)
        digests.add(json.loads(entries()[-1][1])["digest"])
    assert len(digests) == 5


@pytest.mark.parametrize("number", [30, 31])
def test_a_plan_implements_thirty_points_at_most(world: World, number: int) -> None:
    text = "\n\n".join(f"{each}. Point {each}." for each in range(1, 32))
    decision = conveyed(world, body=text)
    points = [{"decision_id": decision.pk, "point": str(each)} for each in range(1, number + 1)]
    if number == 30:
        assert drafted(world, points=points).points.count() == 30
        return
    with pytest.raises(Refused, match=r"A plan implements at most 30 points\. Make two of it\.") as refusal:
        drafted(world, points=points)
    assert refusal.value.field == "points"


def test_what_was_changed_since_it_was_looked_at_is_not_adopted(world: World) -> None:
    plan = drafted(world)
    aimed(world, plan)
    with pytest.raises(Refused, match=r"Somebody changed this draft in the meantime\."):
        do(world, adopt_plan, by=world.ada, plan_id=plan.pk, revision=1)


def test_a_plan_is_adopted_neither_without_a_target_nor_ahead_nor_by_an_editor(world: World) -> None:
    plan = drafted(world)
    with pytest.raises(Refused, match=r"A plan without a target cannot be followed\. Add one first\."):
        adopted(world, plan)
    aimed(world, plan)
    with pytest.raises(Refused, match=r"3 March 2026 is still to come\."):
        adopted(world, plan, adopted_on=date(2026, 3, 3))
    with pytest.raises(Refused, match=r"You hold no office|There is no such plan"):
        adopted(world, plan, by=world.bo)
    assert fresh(plan.pk).is_draft


def test_a_plan_is_adopted_neither_before_its_unit_was_founded_nor_before_the_version_before(
    world: World,
) -> None:
    plan = drafted(world)
    aimed(world, plan)
    with pytest.raises(Refused, match=r"It was there to be adopted from 1 January 2026 on\.") as refusal:
        adopted(world, plan, adopted_on=date(2025, 12, 31))
    assert refusal.value.field == "adopted_on"
    adopted(world, plan, adopted_on=date(2026, 2, 1))
    version = fresh(do(world, revise_plan, by=world.ada, plan_id=plan.pk))
    with pytest.raises(Refused, match=r"It was there to be adopted from 1 February 2026 on\."):
        adopted(world, version, adopted_on=date(2026, 1, 31))
    adopted(world, version, adopted_on=date(2026, 2, 1))


def test_a_new_version_takes_the_place_of_the_one_before_once_it_was_adopted(world: World) -> None:
    plan = drafted(world)
    target = aimed(world, plan)
    adopted(world, plan)
    version = fresh(do(world, revise_plan, by=world.ada, plan_id=plan.pk))
    copy = version.targets.get()
    assert (version.version, version.follows, copy.thread, copy.title) == (
        2,
        plan,
        target.thread,
        target.title,
    )
    with pytest.raises(Refused, match=r"A new version of this plan is being drafted\."):
        do(world, revise_plan, by=world.ada, plan_id=plan.pk)
    assert fresh(plan.pk).is_in_force
    world.at += timedelta(days=30)
    adopted(world, version)
    assert (fresh(plan.pk).state, fresh(version.pk).state) == ("replaced", "adopted")
    assert Target.objects.get(pk=target.pk).plan == plan


def test_a_draft_that_is_given_up_goes_with_its_targets(world: World) -> None:
    plan = drafted(world)
    aimed(world, plan)
    do(world, drop_plan, by=world.ada, plan_id=plan.pk)
    assert not Plan.objects.exists()
    assert not Target.objects.exists()
    assert entries()[-1][0] == "PlanDropped"


def test_a_target_in_words_is_said_to_be_reached_and_one_that_is_counted_is_not(world: World) -> None:
    plan = drafted(world)
    target, counted = aimed(world, plan), aimed(world, plan, **visits(opened_form(world)))
    with pytest.raises(Refused, match=r"Only targets of a plan that is in force are marked\."):
        do(world, mark_target, by=world.ada, plan_target_id=target.pk, words="All were visited.")
    adopted(world, plan)
    do(world, mark_target, by=world.ada, plan_target_id=target.pk, words="All were visited.")
    target.refresh_from_db()
    assert (target.done_at, target.done_words) == (world.at, "All were visited.")
    assert entries()[-1][0] == "TargetReached"
    with pytest.raises(Refused, match=r"Reports tell what was reached of this target\."):
        do(world, mark_target, by=world.ada, plan_target_id=counted.pk, words="A hundred.")
    do(world, mark_target, by=world.ada, plan_target_id=target.pk, is_reached=False)
    target.refresh_from_db()
    assert (target.done_at, target.done_words) == (None, "")
