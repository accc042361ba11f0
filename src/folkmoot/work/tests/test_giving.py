import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from conftest import World, make_person
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import ActClaim, Entry
from folkmoot.meetings.tests.meetings import called
from folkmoot.membership.tests.leagues import at_home, with_league
from folkmoot.people.models import Account, Membership
from folkmoot.structure.tests.acting import entries
from folkmoot.work.actions.holding import give_back_work, help_with_work, take_work
from folkmoot.work.actions.offering import accept_work, decline_work, offer_work
from folkmoot.work.actions.putting_up import withdraw_work
from folkmoot.work.holdings import KEEPINGS
from folkmoot.work.models import Assignment, Helper, Offer, Step
from folkmoot.work.queries.belonging import belongs
from folkmoot.work.queries.lists import seen_by
from folkmoot.work.tests.doing import fresh, offered, put_up, taken


def test_work_is_put_up_with_its_steps_and_entered_without_a_word_of_it(world: World) -> None:
    work = put_up(world, title=" Paint  the boat", steps=["Buy paint", "", "Scrape it"])
    assert (work.title, work.why, work.due_on, work.state, work.holder) == (
        "Paint the boat", "It leaks.", date(2026, 3, 20), "open", None,
    )  # fmt: skip
    steps = Step.objects.filter(assignment=work).order_by("position")
    assert list(steps.values_list("position", "text", "is_done")) == [
        (1, "Buy paint", False),
        (2, "Scrape it", False),
    ]
    event, payload = entries()[-1]
    assert event == "WorkPutUp"
    assert json.loads(payload) == {
        "assignment_id": str(work.pk),
        "unit_id": str(world.harbour.pk),
        "due_on": "2026-03-20",
    }


@pytest.mark.parametrize("who", ["cy", "ada", "max", "una", "eve", "dee", "stan"])
def test_only_who_keeps_the_unit_and_belongs_to_it_puts_up_its_work(world: World, who: str) -> None:
    """Members of it, those of above and beside it, who kept it before, and strangers do not."""
    with pytest.raises(
        Refused, match=r"You hold no office that may do this in Harbour|There is no such unit"
    ):
        put_up(world, by=world.people[who])
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"title": "  "}, "title", "Say what is to be done."),
        ({"title": "x" * 121}, "title", "This has 121 characters"),
        (
            {"why": ""},
            "why",
            "Say why it is done by one thing: a point of a decision, a meeting, a target, or your own words.",
        ),
        ({"point": "4.1"}, "point", "A point is called by its number in a decision, such as 4.1."),
        ({"due_on": date(2026, 3, 1)}, "due_on", "1 March 2026 is past. Choose today or a later day."),
        ({"due_on": date(2036, 3, 4)}, "due_on", "That is more than ten years ahead. Choose a nearer day."),
        (
            {"repeats": "hourly"},
            "repeats",
            "Work comes again every week, every month, every quarter, every year",
        ),
        ({"steps": ["x"] * 21}, "steps", "These are 21 steps; work has at most 20. Make two of it."),
    ],
)
def test_work_that_is_not_in_order_is_refused_beside_its_field(
    world: World, given: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(Refused) as refusal:
        put_up(world, **given)
    assert str(refusal.value).startswith(sentence)
    assert refusal.value.field == field


def test_why_it_is_done_is_a_point_of_a_decision_or_a_meeting_of_which_one_knows(world: World) -> None:
    decision, meeting = conveyed(world), called(world)
    assert put_up(world, why="", decision_id=decision.pk, point="1").point == "1"
    assert put_up(world, why="", meeting_id=meeting.pk).meeting_id == meeting.pk
    with pytest.raises(Refused, match="There is no such decision"):
        put_up(world, why="", decision_id=uuid4())
    with pytest.raises(Refused, match="There is no such meeting"):
        put_up(world, why="", meeting_id=uuid4())
    with pytest.raises(Refused, match="Say why it is done by one thing"):
        put_up(world, why="It leaks.", meeting_id=meeting.pk)


def test_work_is_offered_and_accepted_and_no_entry_names_whoever_does_it(world: World) -> None:
    work = offered(world, world.eve)
    assert (work.state, work.holder, work.offer.person, work.offer.offered_by) == (
        "open", None, world.eve, world.bo,
    )  # fmt: skip
    assert json.loads(entries()[-1][1]) == {"unit_id": str(world.harbour.pk)}
    before = Entry.objects.count()
    do(world, accept_work, by=world.eve, assignment_id=work.pk)
    do(world, accept_work, by=world.eve, assignment_id=work.pk)
    work = fresh(work.pk)
    assert (work.state, work.holder, work.waiting) == ("accepted", world.eve, None)
    assert Entry.objects.count() == before


def everything() -> str:
    """Everything that a copy of the database holds."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in sorted(tables):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  -- names of our own tables
            rows += [f"{table}: {row}" for row in cursor.fetchall()]
    return "\n".join(rows)


def ids_in_rows_with(person: Any, pk: Any) -> list[str]:
    """The rows of the whole database that hold both ids."""
    forms = [(str(each), each.hex) for each in (person, pk)]
    return [
        row for row in everything().split("\n") if all(any(form in row for form in each) for each in forms)
    ]


def test_of_a_declined_offer_nothing_is_left_in_the_whole_database(world: World) -> None:
    work = offered(world, world.eve)
    assert ids_in_rows_with(world.eve.pk, work.pk)
    do(world, decline_work, by=world.eve, assignment_id=work.pk)
    assert not Offer.objects.exists()
    assert ids_in_rows_with(world.eve.pk, work.pk) == []
    assert (fresh(work.pk).state, fresh(work.pk).holder) == ("open", None)
    # Nor by the hour: no act of hers was entered or claimed.
    assert not Entry.objects.filter(by=world.eve.pk).exists()
    assert not ActClaim.objects.filter(act="work.decline_work").exists()


def test_of_work_that_was_given_back_nothing_is_left_in_the_whole_database(world: World) -> None:
    work = taken(world, world.eve)
    assert ids_in_rows_with(world.eve.pk, work.pk)
    do(world, give_back_work, by=world.eve, assignment_id=work.pk)
    assert ids_in_rows_with(world.eve.pk, work.pk) == []
    assert fresh(work.pk).state == "open"


@pytest.mark.parametrize("act", [take_work, accept_work, decline_work, give_back_work])
def test_nobody_says_yes_or_no_for_somebody_else(world: World, act: Any) -> None:
    work = offered(world, world.eve)
    for by, via in [(world.eve, Via.OPERATOR), (None, Via.OPERATOR), (world.eve, Via.WORKER)]:
        with pytest.raises(Refused, match="Only the member can do this, signed in as themselves"):
            run(act, {"assignment_id": work.pk}, act_id=new_id(), by=by, at=world.at, via=via)
    do(world, decline_work, by=world.bo, assignment_id=work.pk)
    with pytest.raises(Refused, match="This work is not offered to you any more"):
        do(world, accept_work, by=world.bo, assignment_id=work.pk)
    assert fresh(work.pk).offer.person == world.eve


def test_work_is_offered_to_whoever_belongs_to_the_unit_and_is_known(world: World) -> None:
    work = put_up(world)
    with pytest.raises(Refused, match="There is no such member among those you may see"):
        do(world, offer_work, by=world.bo, assignment_id=work.pk, person_id=world.cy.pk)
    north = put_up(world, unit=world.north, by=world.ada)
    do(world, offer_work, by=world.ada, assignment_id=north.pk, person_id=world.ada.pk)
    assert fresh(north.pk).offer.person == world.ada


def test_nobody_without_an_account_is_asked_on_a_page_that_they_have_not_got(world: World) -> None:
    work = put_up(world)
    Account.objects.filter(person=world.eve).update(is_active=False)
    with pytest.raises(Refused, match="Eve has no account, so this would not reach them"):
        do(world, offer_work, by=world.bo, assignment_id=work.pk, person_id=world.eve.pk)
    assert fresh(work.pk).waiting is None


def test_the_same_work_is_offered_to_the_same_person_once_in_thirty_days(world: World) -> None:
    work = offered(world, world.eve)
    with pytest.raises(Refused, match="This work is offered by now"):
        do(world, offer_work, by=world.bo, assignment_id=work.pk, person_id=world.bo.pk)
    do(world, decline_work, by=world.eve, assignment_id=work.pk)
    with pytest.raises(Refused, match="They were asked to do this within the last 30 days"):
        do(world, offer_work, by=world.bo, assignment_id=work.pk, person_id=world.eve.pk)
    do(world, offer_work, by=world.bo, assignment_id=work.pk, person_id=world.bo.pk)
    do(world, decline_work, by=world.bo, assignment_id=work.pk)
    world.at += timedelta(days=31)
    do(world, offer_work, by=world.bo, assignment_id=work.pk, person_id=world.eve.pk)
    assert fresh(work.pk).offer.person == world.eve


def test_putting_the_same_work_up_again_does_not_ask_again(world: World) -> None:
    work = offered(world, world.eve)
    do(world, decline_work, by=world.eve, assignment_id=work.pk)
    do(world, withdraw_work, by=world.bo, assignment_id=work.pk)
    with pytest.raises(Refused, match="They were asked to do this within the last 30 days"):
        offered(world, world.eve, title="paint the  BOAT!")


def test_a_unit_asks_one_person_five_times_in_thirty_days_whatever_they_answer(world: World) -> None:
    for number in range(5):
        work = offered(world, world.eve, title=f"Sweep {number}")
        do(world, decline_work, by=world.eve, assignment_id=work.pk)
    with pytest.raises(Refused, match="They were asked five times within the last 30 days"):
        offered(world, world.eve, title="Sweep once more")
    assert offered(world, world.bo, title="Sweep for her").offer.person == world.bo
    world.at += timedelta(days=31)
    assert offered(world, world.eve, due_on=date(2026, 5, 1)).offer.person == world.eve


def test_an_offer_that_nobody_answers_is_gone_after_a_month(world: World) -> None:
    work = offered(world, world.eve)
    clock = next(each.clock for each in KEEPINGS if "work_offer" in each.tables)
    assert clock is not None
    assert clock.forget(world.at + timedelta(days=29), 10) == 0
    assert clock.forget(world.at + timedelta(days=30), 10) == 1
    assert fresh(work.pk).waiting is None


def test_work_that_is_offered_is_withdrawn_with_its_offer(world: World) -> None:
    work = offered(world, world.eve)
    do(world, withdraw_work, by=world.bo, assignment_id=work.pk)
    assert (fresh(work.pk).state, fresh(work.pk).waiting) == ("withdrawn", None)
    assert ids_in_rows_with(world.eve.pk, work.pk) == []


def test_withdrawn_work_goes_off_everybodys_list(world: World) -> None:
    work = taken(world, world.eve)
    do(world, help_with_work, by=world.bo, assignment_id=work.pk)
    do(world, withdraw_work, by=world.bo, assignment_id=work.pk)
    assert (fresh(work.pk).state, fresh(work.pk).holder) == ("withdrawn", None)
    assert not Helper.objects.exists()
    with pytest.raises(Refused, match="This work is withdrawn by now"):
        do(world, take_work, by=world.eve, assignment_id=work.pk)


def test_who_belongs_to_an_affiliated_organisation_alone_neither_reads_nor_takes_what_the_other_has_to_do(
    world: World,
) -> None:
    with_league(world)
    zed = make_person("zed")
    Membership.objects.create(
        person=zed, unit=world.young, circle=world.youth, started_at=world.people["dee"].created_at
    )
    work = put_up(world, unit=world.union, by=world.max)
    assert not seen_by(zed, at=world.at).exists()
    with pytest.raises(Refused):
        do(world, take_work, by=zed, assignment_id=work.pk)
    assert belongs(zed.pk, world.union, at=world.at) is False
    at_home(world, "cy", "young")
    assert list(seen_by(world.cy, at=world.at)) == [work]
    Assignment.objects.update(unit=world.youth)
    assert [list(seen_by(each, at=world.at)) for each in (zed, world.cy)] == [[work], [work]]
