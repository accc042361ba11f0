import json
from typing import Any

import pytest
from django.db import connection

from conftest import World
from folkmoot.decisions.tests.pages import fields, texts_of
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry
from folkmoot.meetings.tests.held import arrived, joined, opened
from folkmoot.membership.tests.paging import as_
from folkmoot.structure.tests.acting import entries
from folkmoot.structure.tests.pages import words_of
from folkmoot.work.actions.holding import report_done
from folkmoot.work.actions.reviewing import close_review, pass_on, strike_lesson, tell_of_work
from folkmoot.work.holdings import erase
from folkmoot.work.models import Assignment, Lesson
from folkmoot.work.tests.doing import fresh, taken


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def done(world: World) -> Assignment:
    work = taken(world, world.eve)
    do(world, report_done, by=world.eve, assignment_id=work.pk, result="It is blue.")
    return fresh(work.pk)


def told(world: World, work: Assignment, by: Any, text: str = "", kind: str = "well") -> None:
    do(world, tell_of_work, by=by, assignment_id=work.pk, kind=kind, text=text)


def lessons() -> list[tuple[str, str]]:
    return sorted(Lesson.objects.values_list("kind", "text"))


def test_whoever_did_it_tells_first_and_others_after_them(world: World) -> None:
    work = done(world)
    with pytest.raises(Refused, match="Whoever did it tells first, or passes"):
        told(world, work, world.bo, "Buy more paint.", "next")
    told(world, work, world.eve, "It dries in an hour.")
    told(world, work, world.bo, "Buy more paint.", "next")
    told(world, work, world.bo, "Buy more paint.", "next")
    assert lessons() == [("next", "Buy more paint."), ("well", "It dries in an hour.")]


def test_whoever_did_it_passes_with_no_words_and_others_tell(world: World) -> None:
    work = done(world)
    told(world, work, world.eve)
    assert lessons() == []
    with pytest.raises(Refused, match="Say what was learnt"):
        told(world, work, world.bo)
    told(world, work, world.bo, "The brush was bad.", "hindered")
    assert lessons() == [("hindered", "The brush was bad.")]


def test_no_lesson_says_whose_it_is_anywhere(world: World) -> None:
    work = done(world)
    before = Entry.objects.count()
    told(world, work, world.eve, "It dries in an hour.")
    told(world, work, world.bo, "Buy more paint.", "next")
    assert Entry.objects.count() == before
    assert {field.name for field in Lesson._meta.get_fields()} == {"id", "assignment", "kind", "text"}


def test_each_tells_three_things_of_some_work_so_that_nobody_fills_it_alone(world: World) -> None:
    work = done(world)
    told(world, work, world.eve)
    for number in range(3):
        told(world, work, world.bo, f"Buy {number} brushes.", "next")
    told(world, work, world.bo, "Buy 2 brushes.", "next")
    with pytest.raises(Refused, match="You told three things of this work"):
        told(world, work, world.bo, "And more.", "next")
    told(world, work, world.eve, "It dries in an hour.")
    assert len(lessons()) == 4


def test_of_some_work_sixty_things_are_said_at_most(world: World) -> None:
    work = done(world)
    told(world, work, world.eve)
    Lesson.objects.bulk_create(
        Lesson(assignment=work, kind="next", text=f"Buy {number} brushes.") for number in range(59)
    )
    told(world, work, world.bo, "Buy glue.", "next")
    with pytest.raises(Refused, match="Sixty things were said of this work already"):
        told(world, work, world.bo, "And more.", "next")
    assert len(lessons()) == 60


def test_what_was_said_of_work_goes_with_whoever_did_it_when_they_are_erased(world: World) -> None:
    work = done(world)
    told(world, work, world.eve)
    told(world, work, world.bo, "Eve drinks.", "hindered")
    erase(world.eve.pk, 100)
    assert lessons() == []


def test_whoever_did_it_strikes_what_is_said_of_it_and_nobody_else_does(world: World, client) -> None:
    work = done(world)
    told(world, work, world.eve, "It dries in an hour.")
    told(world, work, world.bo, "Eve drinks.", "hindered")
    lesson = Lesson.objects.get(kind="hindered")
    with pytest.raises(Refused, match="This is not kept with work that you did"):
        do(world, strike_lesson, by=world.bo, lesson_id=lesson.pk)
    address = f"/work/{work.pk}/"
    assert "Strike it" not in words_of(as_(client, world.bo).get(address))
    page, before = as_(client, world.eve).get(address), Entry.objects.count()
    assert sorted(texts_of(page, "button.button"))[:2] == [
        "Strike it: Eve drinks.", "Strike it: It dries in an hour.",
    ]  # fmt: skip
    client.post(f"{address}lessons/{lesson.pk}/striking/", fields(page))
    assert lessons() == [("well", "It dries in an hour.")]
    assert Entry.objects.count() == before


def test_whoever_tells_first_is_told_that_everybody_knows_it(world: World, client) -> None:
    work = done(world)
    page = as_(client, world.eve).get(f"/work/{work.pk}/review/")
    assert "everybody can tell that it is yours, though no name is kept with it" in words_of(page)


@pytest.mark.parametrize("who", ["cy", "ada", "dee", "stan"])
def test_only_who_belongs_to_the_unit_tells(world: World, who: str) -> None:
    work = done(world)
    told(world, work, world.eve)
    with pytest.raises(Refused):
        told(world, work, world.people[who], "I heard it is green.")


def test_work_that_is_not_done_is_not_talked_over(world: World) -> None:
    with pytest.raises(Refused, match="This work is taken by now"):
        told(world, taken(world, world.eve), world.eve, "Early.")
    with pytest.raises(Refused, match="Choose whether it went well"):
        told(world, done(world), world.eve, "What?", "gossip")


def test_it_is_over_once_it_was_talked_over(world: World) -> None:
    work = done(world)
    with pytest.raises(Refused, match="Whoever did it tells first"):
        do(world, close_review, by=world.bo, assignment_id=work.pk)
    told(world, work, world.eve)
    with pytest.raises(Refused, match="You hold no office that may do this in Harbour"):
        do(world, close_review, by=world.eve, assignment_id=work.pk)
    do(world, close_review, by=world.bo, assignment_id=work.pk)
    event, payload = entries()[-1]
    assert event == "WorkReviewed"
    assert json.loads(payload) == {"assignment_id": str(work.pk), "unit_id": str(world.harbour.pk)}
    with pytest.raises(Refused, match="This work is talked over by now"):
        told(world, work, world.eve, "One more thing.")


def test_at_the_meeting_others_tell_if_whoever_did_it_passes_and_whoever_runs_it_ends_it(
    world: World,
) -> None:
    work, meeting = done(world), opened(world)
    arrived(world, meeting, world.eve, world.bo)
    given = {"assignment_id": work.pk, "meeting_id": meeting.pk}
    with pytest.raises(Refused):
        do(world, pass_on, by=world.cy, **given)
    # Eve holds no office, and chairs this meeting.
    do(world, pass_on, by=world.eve, **given)
    told(world, work, world.bo, "Buy more paint.", "next")
    do(world, close_review, by=world.eve, **given)
    assert fresh(work.pk).state == "reviewed"


def test_work_is_talked_over_in_the_browser(world: World, client) -> None:
    work = done(world)
    address = f"/work/{work.pk}/review/"
    page = as_(client, world.bo).get(address)
    assert texts_of(page, "button.button") == []
    page = as_(client, world.eve).get(address)
    assert texts_of(page, "button.button") == ["Tell it, or pass"]
    client.post(address, {**fields(page), "kind": "well", "text": "It dries in an hour."})
    page = as_(client, world.bo).get(address)
    assert texts_of(page, "section li") == ["It dries in an hour."]
    assert texts_of(page, "button.button") == ["Add it", "It was talked over"]
    client.post(f"/work/{work.pk}/review/end/", fields(page))
    page = client.get(f"/work/{work.pk}/")
    assert texts_of(page, "section li") == ["It dries in an hour."]
    assert client.get(address).status_code == 404


def test_at_a_meeting_work_is_reached_from_its_page(world: World, client) -> None:
    work, meeting = done(world), opened(world)
    arrived(world, meeting, world.eve, world.bo)
    address = f"/work/{work.pk}/review/?meeting={meeting.pk}"
    page = as_(client, world.bo).get(address)
    assert texts_of(page, "button.button") == ["They pass, or are not here"]
    client.post(f"/work/{work.pk}/review/passing/", fields(page))
    page = client.get(address)
    assert texts_of(page, "button.button") == ["Add it", "It was talked over"]


def test_a_copy_of_the_database_does_not_tell_in_which_order_things_were_said(world: World) -> None:
    work = done(world)
    said = [f"The {each}" for each in range(9)]
    people = [world.eve, world.bo, *joined(world, 1)]
    for place, text in enumerate(said):
        told(world, work, people[place // 3], text)
    # PostgreSQL has no number of a row that outlives it.
    order = "rowid" if connection.vendor == "sqlite" else "id"
    with connection.cursor() as cursor:
        cursor.execute(f"select text from work_lesson order by {order}")  # noqa: S608  -- one of the two above
        kept = [row[0] for row in cursor.fetchall()]
    assert sorted(kept) == said
    assert kept != said
