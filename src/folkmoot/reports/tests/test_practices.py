import json
from typing import Any
from uuid import UUID

import pytest

from conftest import World, make_unit
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.sight import Asking
from folkmoot.membership.tests.leagues import at_home, with_league
from folkmoot.membership.tests.paging import as_, cost, links
from folkmoot.people.models import Office, Term
from folkmoot.reports.tests.planning import adopted, aimed, drafted
from folkmoot.structure.tests.acting import entries
from folkmoot.units.models import Unit
from folkmoot.work.actions.practices import copy_practice, end_practice, mark_practice
from folkmoot.work.models import Assignment, Practice, PracticeCopy, Target
from folkmoot.work.queries.practices import practice_list, practices_known
from folkmoot.work.rules.practices import steps_in
from folkmoot.work.tests.doing import put_up

WORDS: dict[str, Any] = {
    "title": "Open the boathouse",
    "done": "Two of us open it.\nA board says what is on.",
    "result": "Forty people came.",
    "mind": "Ask the neighbours.",
}


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def marked(world: World, **given: Any) -> Practice:
    pk = do(world, mark_practice, by=world.ada, unit_id=world.north.pk, **WORDS | given)
    return Practice.objects.get(pk=pk)


def copied(world: World, practice: Practice, **given: Any) -> UUID:
    asked = {"practice_id": practice.pk, "unit_id": world.harbour.pk, "due_on": "2026-06-01"} | given
    return do(world, copy_practice, by=world.bo, **asked)


def found(world: World, unit: Unit, **given: Any) -> list[str]:
    return [each.title for each in practice_list(unit, world.bo, at=world.at, **given).rows]


def test_a_unit_marks_what_worked_in_words_and_the_ledger_has_none_of_them(world: World) -> None:
    practice = marked(world)
    assert (practice.title, practice.done, practice.mind) == (
        "Open the boathouse", "Two of us open it.\nA board says what is on.", "Ask the neighbours.",
    )  # fmt: skip
    event, payload = entries()[-1]
    assert (event, json.loads(payload)) == (
        "PracticeMarked",
        {"practice_id": str(practice.pk), "unit_id": str(world.north.pk)},
    )


@pytest.mark.parametrize("field", ["title", "done", "result"])
def test_what_worked_is_said_whole(world: World, field: str) -> None:
    with pytest.raises(Refused, match=r"Nothing is written here yet\.") as refusal:
        marked(world, **{field: " "})
    assert refusal.value.field == field
    assert marked(world, mind="").mind == ""


def test_only_its_officers_mark_and_end_what_worked_in_a_unit(world: World) -> None:
    for by in (world.bo, world.cy):
        with pytest.raises(Refused, match=r"You hold no office that may do this in North"):
            do(world, mark_practice, by=by, unit_id=world.north.pk, **WORDS)
    practice = marked(world)
    with pytest.raises(Refused, match=r"You hold no office that may do this in North"):
        do(world, end_practice, by=world.bo, practice_id=practice.pk)


def test_it_comes_from_a_target_of_an_adopted_plan_or_from_work_that_was_talked_over(world: World) -> None:
    plan = drafted(world)
    target = aimed(world, plan)
    with pytest.raises(Refused, match=r"Choose a target of an adopted plan of this unit\."):
        marked(world, plan_target_id=target.pk)
    adopted(world, plan)
    assert marked(world, plan_target_id=target.pk).target == target
    work = put_up(world)
    given = {**WORDS, "unit_id": world.harbour.pk, "assignment_id": work.pk}
    with pytest.raises(Refused, match=r"Choose work of this unit that was talked over\."):
        do(world, mark_practice, by=world.bo, **given)
    Assignment.objects.filter(pk=work.pk).update(state="reviewed")
    assert Practice.objects.get(pk=do(world, mark_practice, by=world.bo, **given)).assignment == work
    with pytest.raises(Refused, match=r"Say from one thing alone"):
        do(world, mark_practice, by=world.bo, **given, plan_target_id=target.pk)


def test_it_begins_with_the_words_of_the_work_or_the_target_it_comes_from(world: World, client) -> None:
    work = put_up(world, steps=["Buy paint.", "Paint."])
    Assignment.objects.filter(pk=work.pk).update(state="reviewed", result="The shelves are red.")
    work.lessons.create(kind="next", text="Buy more paint.")
    address = f"/units/{world.harbour.pk}/practices/new/"
    page = as_(client, world.bo).get(f"{address}?work={work.pk}")
    told = [work.title, "Buy paint.\nPaint.", "The shelves are red.", "Buy more paint."]
    assert [page.context["form"][name].value() for name in ("title", "done", "result", "mind")] == told
    # Of another unit's work, or of none, nothing is told.
    other = put_up(world)
    Assignment.objects.filter(pk=other.pk).update(unit=world.hill)
    assert client.get(f"{address}?work={other.pk}").context["form"].initial == {}
    plan = drafted(world)
    target = aimed(world, plan)
    page = as_(client, world.ada).get(f"/units/{world.north.pk}/practices/new/?target={target.pk}")
    assert page.context["form"]["title"].value() == target.title


def test_one_act_copies_it_into_the_work_of_a_unit_and_each_unit_counts_once(world: World) -> None:
    practice = marked(world)
    work = Assignment.objects.get(pk=copied(world, practice))
    assert (work.unit, work.title, work.why) == (
        world.harbour, "Open the boathouse", "Good practice of North",
    )  # fmt: skip
    steps = list(work.steps.order_by("position").values_list("text", flat=True))
    assert steps == ["Two of us open it.", "A board says what is on."]
    copied(world, practice)
    practice.refresh_from_db()
    assert (practice.copies, PracticeCopy.objects.count()) == (1, 1)
    assert entries()[-1][0] == "PracticeCopied"
    with pytest.raises(Refused, match=r"Say by when it is to be done\."):
        copied(world, practice, due_on=None)


def test_one_act_copies_it_into_a_draft_of_the_units_plan(world: World) -> None:
    practice = marked(world)
    plan = drafted(world, unit=world.harbour, by=world.bo)
    copied(world, practice, plan_id=plan.pk, due_on=None)
    target = plan.targets.get()
    assert (target.title, target.amount, target.due_on) == ("Open the boathouse", None, plan.period.last)
    plan.refresh_from_db()
    assert plan.revision == 2
    theirs = drafted(world)
    with pytest.raises(Refused):
        copied(world, practice, plan_id=theirs.pk, due_on=None)


def test_a_unit_copies_what_others_marked_and_a_copy_outlives_what_was_ended(world: World) -> None:
    practice = marked(world)
    with pytest.raises(Refused, match=r"Your unit marked this itself\."):
        do(world, copy_practice, by=world.ada, practice_id=practice.pk, unit_id=world.north.pk)
    work = copied(world, practice)
    do(world, end_practice, by=world.ada, practice_id=practice.pk)
    assert Assignment.objects.get(pk=work).state == "open"
    assert found(world, world.harbour) == []
    with pytest.raises(Refused, match=r"There is no such good practice\."):
        copied(world, practice)


def test_units_of_another_organisation_neither_find_nor_copy_it(world: World, client) -> None:
    ours, theirs = marked(world), marked(world, title="Theirs")
    Practice.objects.filter(pk=theirs.pk).update(circle=world.south)
    assert found(world, world.harbour) == ["Open the boathouse"]
    page = f"/units/{world.harbour.pk}/practices/"
    as_(client, world.bo)
    assert [client.get(f"{page}{each.pk}/").status_code for each in (ours, theirs)] == [200, 404]
    with pytest.raises(Refused, match=r"There is no such good practice\."):
        copied(world, theirs)


def test_what_an_affiliated_organisation_marks_stays_in_it(world: World) -> None:
    with_league(world)
    at_home(world, "dee", "young")
    marked(world)
    theirs = do(world, mark_practice, by=world.dee, unit_id=world.young.pk, **WORDS | {"title": "Theirs"})
    assert Practice.objects.get(pk=theirs).circle == world.youth
    assert (found(world, world.harbour), found(world, world.younger)) == (["Open the boathouse"], ["Theirs"])
    asked = {"practice_id": theirs, "unit_id": world.harbour.pk, "due_on": "2026-06-01"}
    with pytest.raises(Refused, match=r"There is no such good practice\."):
        do(world, copy_practice, by=world.bo, **asked)


def test_whoever_belongs_to_an_affiliated_organisation_alone_knows_of_nothing_outside(world: World) -> None:
    with_league(world)
    stan = at_home(world, "stan", "young").person
    ours = marked(world)
    Term.objects.filter(person=world.dee).update(started_at=world.harbour.founded_at)
    theirs = do(world, mark_practice, by=world.dee, unit_id=world.young.pk, **WORDS)
    ids = frozenset({ours.pk, theirs})
    assert practices_known(Asking(ids, stan, {}, world.at)) == {theirs}
    assert practices_known(Asking(ids, world.cy, {}, world.at)) == {ours.pk}


def test_a_plan_that_is_full_takes_no_copy(world: World) -> None:
    practice = marked(world)
    plan = drafted(world, unit=world.harbour, by=world.bo)
    rows = [
        Target(plan=plan, position=number, title="One more", due_on=plan.period.last)
        for number in range(1, 41)
    ]
    Target.objects.bulk_create(rows[:39])
    copied(world, practice, plan_id=plan.pk, due_on=None)
    with pytest.raises(Refused, match=r"A plan has at most 40 targets\. Leave one out\."):
        copied(world, practice, plan_id=plan.pk, due_on=None)


def test_it_is_found_by_words_newest_or_most_copied_first_page_by_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = marked(world, title="First")
    for title in ("Second", "Third"):
        marked(world, title=title, done="Sing in the square.")
    copied(world, first)
    assert found(world, world.harbour) == ["Third", "Second", "First"]
    assert found(world, world.harbour, is_most_copied=True) == ["First", "Third", "Second"]
    assert found(world, world.harbour, words="SQUARE sing") == ["Third", "Second"]
    assert found(world, world.harbour, words="square boathouse") == []
    monkeypatch.setattr("folkmoot.work.queries.practices.PAGE", 2)
    for is_most_copied, last in ((False, "First"), (True, "Second")):
        page = practice_list(world.harbour, world.bo, is_most_copied=is_most_copied, at=world.at)
        rest = practice_list(
            world.harbour, world.bo, is_most_copied=is_most_copied, after=page.further, at=world.at
        )
        assert (len(page.rows), [each.title for each in rest.rows], rest.further) == (2, [last], "")


@pytest.mark.parametrize(
    ("done", "steps"),
    [("One line.", []), ("- One\n\n- Two", ["One", "Two"]), ("a\n" * 21, []), ("a\n" + "b" * 201, [])],
)
def test_lines_of_what_was_done_are_steps_where_they_fit(done: str, steps: list[str]) -> None:
    assert steps_in(done) == steps


def test_it_is_marked_found_copied_and_ended_in_the_browser(world: World, client) -> None:
    Term.objects.create(
        person=world.bo,
        office=Office.objects.get(code="secretary"),
        unit=world.hill,
        started_at=world.harbour.founded_at,
    )
    plan = drafted(world)
    aimed(world, plan)
    adopted(world, plan)
    page = as_(client, world.ada).get(f"/plans/{plan.pk}/")
    address = next(url for url in links(page).values() if "/practices/new/?target=" in url)
    page = client.get(address)
    assert client.post(address, {**fields(page), "title": "Open"}).status_code == 422
    client.post(address, {**fields(page), **WORDS})
    assert Practice.objects.get().target == plan.targets.get()
    page = as_(client, world.bo).get(f"/units/{world.harbour.pk}/plans/")
    page = client.get(links(page)["Good practice"] + "?q=neighbours")
    page = client.get(links(page)["Open the boathouse"])
    assert "Copied by 0 units" in texts_of(page, "p.meta")
    page = client.get(f"{page.request['PATH_INFO']}copy/")
    page = client.post(
        page.request["PATH_INFO"], {**fields(page), "to": "", "due_on": "2026-06-01"}, follow=True
    )
    assert "Copied by 1 unit · Harbour copied it" in texts_of(page, "p.meta")
    assert Assignment.objects.get().title == "Open the boathouse"
    own = f"/units/{world.north.pk}/practices/{Practice.objects.get().pk}/"
    assert client.post(f"{own}end/", {"act_id": "x"}).status_code in {403, 404, 422}
    page = as_(client, world.ada).get(own)
    client.post(f"{own}end/", fields(page))
    assert client.get(own).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("bo", 200), ("eve", 200), ("ada", 200), ("dee", 404), ("stan", 404)]
)
def test_whoever_sees_the_plans_of_a_unit_finds_good_practice_there(
    world: World, client, who: str, status: int
) -> None:
    practice = marked(world)
    as_(client, world.people[who])
    page = f"/units/{world.harbour.pk}/practices/"
    assert [client.get(each).status_code for each in (page, f"{page}{practice.pk}/")] == [status] * 2
    assert client.get(f"{page}new/").status_code == (200 if who == "bo" else 404)
    assert client.get(f"{page}{practice.pk}/copy/").status_code == (200 if who == "bo" else 404)


def test_the_list_asks_no_more_however_long_it_is(world: World, client) -> None:
    marked(world)
    page = f"/units/{world.harbour.pk}/practices/"
    few = cost(as_(client, world.bo), page)
    for number in range(3):
        make_unit(f"Quay {number}", world.harbour.kind, world.north)
        marked(world)
    assert (cost(client, page), few <= 12) == (few, True)
