from datetime import UTC, date, datetime, timedelta

import pytest

from conftest import World
from folkmoot.decisions.actions.repealing import repeal_decision
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.kernel.errors import Refused
from folkmoot.meetings.tests.held import opened as opened_meeting
from folkmoot.membership.tests.paging import as_, cost, links, refusals
from folkmoot.reports.models import RollUp, Tree
from folkmoot.reports.queries.planned import FiguresOfPlans
from folkmoot.reports.tests.forms import opened, sent
from folkmoot.reports.tests.planning import adopted, aimed, drafted, fresh, rolled, visits
from folkmoot.structure.actions.moving import move_unit
from folkmoot.work.actions.putting_up import put_up_work
from folkmoot.work.models import Assignment, Plan, Target
from folkmoot.work.rules.plans import Counted, Key


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def test_a_plan_is_drafted_aimed_and_adopted_in_the_browser(world: World, client) -> None:
    decision, form = conveyed(world), opened(world)
    page = as_(client, world.ada).get(links(as_(client, world.ada).get(f"/units/{world.north.pk}/"))["Plans"])
    assert texts_of(page, "h2") + texts_of(page, "h3") == ["No plan stands here"]
    page = client.get(links(page)["Draft a plan"])
    given = {"title": "Open doors", "kind": "year", "first": "2026-01-01"}
    points = {"decision_1": str(decision.pk), "points_1": "1, 2"}
    answer = client.post(page.request["PATH_INFO"], {**fields(page), **given, "why": ""})
    assert (answer.status_code, refusals(answer)) == (
        422,
        [
            "Why – Say why: choose points of decisions that the plan implements, or write it in your own words."
        ],
    )
    page = client.post(page.request["PATH_INFO"], {**fields(page), **given, **points}, follow=True)
    plan = Plan.objects.get()
    assert list(plan.points.order_by("point").values_list("point", flat=True)) == ["1", "2"]
    assert texts_of(page, "h1") == ["Open doors"]
    page = client.get(links(page)["Add a target"])
    target = {"title": "Visits", "due_on": "2026-12-31", "figure": f"{form.pk}~visits", "amount": "120"}
    page = client.post(page.request["PATH_INFO"], {**fields(page), **target}, follow=True)
    assert texts_of(page, "h3") == ["Visits"]
    page = client.get(links(page)["Enter that it was adopted"])
    page = client.post(page.request["PATH_INFO"], fields(page), follow=True)
    assert fresh(plan.pk).is_in_force
    assert texts_of(page, "main p.meta")[1:] == ["No period of the plan is over yet."]


def test_the_page_says_on_which_day_a_plan_is_adopted_unless_a_meeting_does(world: World, client) -> None:
    meeting = opened_meeting(world)
    evening = world.at.date()
    world.at += timedelta(days=3)
    for chosen, day in (("", world.at.date()), (str(meeting.pk), evening)):
        plan = drafted(world, unit=world.harbour, by=world.bo)
        aimed(world, plan, by=world.bo)
        page = as_(client, world.bo).get(f"/plans/{plan.pk}/adoption/")
        assert fields(page)["adopted_on"] == world.at.date().isoformat()
        client.post(page.request["PATH_INFO"], {**fields(page), "meeting_id": chosen})
        assert fresh(plan.pk).adopted_on == day


def test_a_target_shows_what_was_reached_of_how_many_reports_and_leads_to_them(world: World, client) -> None:
    form = opened(world)
    plan = drafted(world)
    aimed(world, plan, **visits(form))
    aimed(world, plan, **visits(form, counted="last", title="In the latest report"))
    adopted(world, plan)
    sent(world, form, values={"visits": "30"}, first=date(2026, 1, 1))
    sent(world, form, values={"visits": "12"})
    rolled(world)
    page = as_(client, world.ada).get(f"/plans/{plan.pk}/")
    assert texts_of(page, "ul.tasks p") == [
        "by 31 December 2026",
        "Visits: 120 planned, 42 reached (35 %)",
        "from 2 of 4 reports; what is missing is not counted as zero",
        "How “Visits” is shared out",
        "by 31 December 2026",
        "Visits: 120 planned, 12 reached (10 %)",
        "from 1 of 2 reports; what is missing is not counted as zero",
        "How “In the latest report” is shared out",
    ]
    page = client.get(links(page)["from 2 of 4 reports; what is missing is not counted as zero"])
    assert texts_of(page, "h1") == ["Visits"]


def test_without_a_report_nothing_is_said_to_be_reached(world: World, client) -> None:
    plan = drafted(world)
    aimed(world, plan, **visits(opened(world)))
    adopted(world, plan)
    rolled(world)
    page = as_(client, world.ada).get(f"/plans/{plan.pk}/")
    assert "Visits: 120 planned, nothing reported yet" in texts_of(page, "main p")
    assert "from 0 of 4 reports; what is missing is not counted as zero" in texts_of(page, "p.meta")


SEEN = [
    ("ada", 200, 200),
    ("cy", 404, 200),
    ("eve", 404, 200),
    ("max", 404, 200),
    ("dee", 404, 404),
    ("stan", 404, 404),
]


@pytest.mark.parametrize(("who", "draft", "plan"), SEEN)
def test_members_of_the_unit_and_those_above_see_a_plan_once_it_was_adopted(
    world: World, client, who: str, draft: int, plan: int
) -> None:
    made = drafted(world)
    aimed(world, made)
    as_(client, world.people[who])
    assert client.get(f"/plans/{made.pk}/").status_code == draft
    adopted(world, made)
    assert client.get(f"/plans/{made.pk}/").status_code == plan
    assert client.get(f"/units/{world.north.pk}/plans/").status_code == plan
    assert "Draft a new version" not in client.get(f"/plans/{made.pk}/").content.decode() or who == "ada"


@pytest.mark.parametrize("who", ["bo", "cy", "stan"])
def test_only_who_drafts_is_shown_how(world: World, client, who: str) -> None:
    plan = drafted(world)
    target = aimed(world, plan)
    as_(client, world.people[who])
    for address in (
        f"/units/{world.north.pk}/plans/new/",
        f"/plans/{plan.pk}/changes/",
        f"/plans/{plan.pk}/adoption/",
        f"/plans/{plan.pk}/dropping/",
        f"/plans/{plan.pk}/targets/",
        f"/targets/{target.pk}/changes/",
    ):
        assert client.get(address).status_code == 404
        assert as_(client, world.ada).get(address).status_code == 200
        as_(client, world.people[who])


def test_a_draft_whose_page_is_saved_unchanged_keeps_all_that_it_implements(world: World, client) -> None:
    decisions = [conveyed(world, title=f"Decision {number}") for number in range(4)]
    points = [{"decision_id": each.pk, "point": point} for each in decisions for point in ("", "1", "2")]
    plan = drafted(world, points=points)
    before = sorted(plan.points.values_list("decision", "point"))
    do(world, repeal_decision, by=world.max, decision_id=decisions[0].pk, reason="It was done.")
    world.at += timedelta(days=1)
    page = as_(client, world.ada).get(f"/plans/{plan.pk}/changes/")
    assert client.post(page.request["PATH_INFO"], fields(page)).status_code == 302
    assert sorted(fresh(plan.pk).points.values_list("decision", "point")) == before
    assert len(before) == 12


@pytest.mark.parametrize("of", ["plan", "target"])
def test_of_two_who_change_a_draft_the_second_looks_at_it_again(world: World, client, of: str) -> None:
    plan = drafted(world)
    target = aimed(world, plan)
    address = f"/plans/{plan.pk}/changes/" if of == "plan" else f"/targets/{target.pk}/changes/"
    pages = [as_(client, world.ada).get(address) for _editor in range(2)]
    theirs, mine = (
        client.post(address, {**fields(page), "title": title, "why": "Few know us."})
        for page, title in zip(pages, ("Theirs", "Mine"), strict=True)
    )
    assert (theirs.status_code, mine.status_code) == (302, 422)
    assert "Somebody changed this draft in the meantime." in str(refusals(mine))
    target.refresh_from_db()
    assert (fresh(plan.pk) if of == "plan" else target).title == "Theirs"


def test_a_draft_is_changed_its_targets_too_and_given_up(world: World, client) -> None:
    plan = drafted(world)
    target = aimed(world, plan, **visits(opened(world)))
    page = as_(client, world.ada).get(f"/plans/{plan.pk}/changes/")
    client.post(
        page.request["PATH_INFO"], {**fields(page), "title": "Wide open doors", "why": "Few know us."}
    )
    assert fresh(plan.pk).title == "Wide open doors"
    page = client.get(f"/targets/{target.pk}/changes/")
    assert fields(page)["amount"] == "120"
    client.post(page.request["PATH_INFO"], {**fields(page), "amount": "90"})
    assert Target.objects.get(pk=target.pk).amount == 90
    page = client.get(f"/plans/{plan.pk}/")
    client.post(f"/targets/{target.pk}/removal/", fields(page))
    assert not Target.objects.exists()
    client.post(f"/plans/{plan.pk}/dropping/", fields(client.get(f"/plans/{plan.pk}/dropping/")))
    assert not Plan.objects.exists()


def test_a_goal_in_words_is_said_to_be_reached_and_late_if_it_is_not(world: World, client) -> None:
    plan = drafted(world)
    target = aimed(world, plan, title="Everybody reads the statutes", due_on=date(2026, 3, 31))
    adopted(world, plan)
    world.at += timedelta(days=40)
    page = as_(client, world.ada).get(f"/plans/{plan.pk}/")
    assert texts_of(page, "ul.tasks p.meta") == ["not reached by 31 March 2026"]
    page = client.get(f"/targets/{target.pk}/reached/")
    answer = client.post(page.request["PATH_INFO"], {**fields(page), "words": " "})
    assert answer.status_code == 422
    page = client.post(
        page.request["PATH_INFO"], {**fields(page), "words": "Read at three evenings."}, follow=True
    )
    assert texts_of(page, "ul.tasks p") == [
        "reached, as was said on 11 April 2026 by 31 March 2026",
        "Read at three evenings.",
    ]
    client.post(f"/targets/{target.pk}/reached/no/", fields(page))
    assert Target.objects.get(pk=target.pk).done_at is None


def test_a_new_version_is_drafted_by_one_button(world: World, client) -> None:
    plan = drafted(world)
    aimed(world, plan)
    adopted(world, plan)
    page = as_(client, world.ada).get(f"/plans/{plan.pk}/")
    page = client.post(f"/plans/{plan.pk}/version/", fields(page), follow=True)
    assert links(page)["A new version is being drafted"] == f"/plans/{Plan.objects.get(follows=plan).pk}/"
    assert "A new version" not in as_(client, world.cy).get(f"/plans/{plan.pk}/").content.decode()


def test_plans_ask_no_more_however_many_targets_they_have(world: World, client) -> None:
    form = opened(world)
    plan = drafted(world)
    aimed(world, plan, **visits(form))
    adopted(world, plan)
    sent(world, form, values={"visits": "30"})
    rolled(world)
    as_(client, world.ada)
    few, listed = cost(client, f"/plans/{plan.pk}/"), cost(client, f"/units/{world.north.pk}/plans/")
    for number in range(2):
        more = drafted(world, title=f"More {number}")
        for code in ("visits", "dues", "hours"):
            aimed(world, more, **visits(form) | {"code": code})
        adopted(world, more)
    assert cost(client, f"/plans/{more.pk}/") == few
    assert cost(client, f"/units/{world.north.pk}/plans/") == listed
    assert (few <= 12, listed <= 12) == (True, True)


def test_work_is_put_up_for_a_target_and_each_leads_to_the_other(world: World, client) -> None:
    plan = drafted(world, unit=world.harbour, by=world.bo)
    target = aimed(world, plan, by=world.bo)
    adopted(world, plan, by=world.bo)
    page = as_(client, world.bo).get(f"/plans/{plan.pk}/")
    address = f"/units/{world.harbour.pk}/work/new/?target={target.pk}"
    assert address in page.content.decode()
    page = client.get(address)
    given = {"title": "Print a leaflet", "due_on": "2026-03-20", "repeats": "", "steps": ""}
    client.post(address, {**fields(page), **given})
    work = Assignment.objects.get()
    assert (work.why, work.aims_at) == ("Visit the neighbours", target.pk)
    page = as_(client, world.eve).get(f"/work/{work.pk}/")
    page = client.get(links(page)["Visit the neighbours"])
    page = client.get(links(page)["1 piece of work for it, 0 done"])
    assert texts_of(page, "h3") == ["Print a leaflet"]
    assert texts_of(client.get(f"/units/{world.harbour.pk}/work/?target={plan.pk}"), "h3") == []


def test_work_is_for_targets_in_force_here_or_above_alone(world: World) -> None:
    above, beside = drafted(world), drafted(world, unit=world.harbour, by=world.bo)
    draft, own = aimed(world, above), aimed(world, beside, by=world.bo)
    given = {"title": "Print a leaflet", "due_on": date(2026, 3, 20), "unit_id": world.harbour.pk}
    for target in (draft, own):
        with pytest.raises(Refused, match=r"This is no target of a plan in force here or above\."):
            do(world, put_up_work, by=world.bo, plan_target_id=target.pk, **given)
    adopted(world, above)
    with pytest.raises(Refused, match=r"Say why it is done by one thing"):
        do(world, put_up_work, by=world.bo, plan_target_id=draft.pk, why="So.", **given)
    do(world, put_up_work, by=world.bo, plan_target_id=draft.pk, **given)
    assert Assignment.objects.get().aims_at == draft.pk


def test_a_plan_over_several_trees_asks_no_more_than_over_one(
    world: World, client, django_assert_num_queries
) -> None:
    form = opened(world)
    plan = drafted(world)
    aimed(world, plan, **visits(form))
    adopted(world, plan)
    page, key = f"/plans/{plan.pk}/", Key(form.pk, "visits", Counted.SUM)
    below = [world.harbour.pk, world.hill.pk, world.vale.pk]
    sent(world, form, values={"visits": "30"})
    rolled(world)
    one = cost(as_(client, world.ada), page)
    world.at = datetime(2026, 3, 20, 12, tzinfo=UTC)
    do(world, move_unit, by=world.una, unit_id=world.vale.pk, to_parent_id=world.north.pk)
    world.at = datetime(2026, 4, 2, 12, tzinfo=UTC)
    sent(world, form, first=date(2026, 3, 1), values={"visits": "12"})
    rolled(world)
    assert Tree.objects.count() == 2
    assert (cost(client, page), one <= 12) == (one, True)
    assert "Visits: 120 planned, 42 reached (35 %)" in texts_of(client.get(page), "p")
    # The periods and their forms; three for all trees, and of each its shape, its units and a column for each period.
    with django_assert_num_queries(1 + 3 + 2 * 2 + RollUp.objects.count()):
        found = FiguresOfPlans().reached_below(world.north, below, key, plan.period)
    assert found == {world.harbour.pk: 42}
