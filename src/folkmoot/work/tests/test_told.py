from datetime import timedelta

import pytest
from icalendar import Calendar

from conftest import World
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.models import Entry
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.actions.transferring import transfer_member
from folkmoot.notices.calendars import calendar_file
from folkmoot.notices.interfaces import appointments_of, news_of
from folkmoot.work.actions.holding import give_back_work, help_with_work, take_work
from folkmoot.work.actions.leaving import hand_back_of_left
from folkmoot.work.actions.offering import decline_work
from folkmoot.work.calendars import work_days_of
from folkmoot.work.queries.news import count_offers
from folkmoot.work.tests.doing import fresh, offered, put_up, taken


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.work.actions.leaving.now", lambda: world.at)


def left(world: World) -> None:
    hand_back_of_left(list(Entry.objects.order_by("id")))


def test_a_digest_counts_what_one_is_asked_since_and_nothing_that_was_declined(world: World) -> None:
    work = offered(world, world.eve)
    offered(world, world.bo, title="Sweep")
    before, after = world.at - timedelta(hours=1), world.at + timedelta(hours=1)
    since = {world.eve.pk: before, world.bo.pk: world.at, world.cy.pk: before}
    assert count_offers(since, after) == {world.eve.pk: 1}
    assert news_of(since, after) == {world.eve.pk: 1, world.bo.pk: 0, world.cy.pk: 0}
    do(world, decline_work, by=world.eve, assignment_id=work.pk)
    assert count_offers(since, after) == {}


def test_the_calendar_of_whoever_does_work_has_its_day_and_no_word_of_what_it_is(world: World) -> None:
    work = taken(world, world.eve)
    offered(world, world.eve, title="Sweep")
    written = calendar_file(work_days_of(world.eve, world.at), at=world.at)
    (event,) = Calendar.from_ical(written).walk("VEVENT")
    assert (event.decoded("DTSTART"), str(event["SUMMARY"]), work.title.encode() in written) == (
        work.due_on, "Work of yours is due", False,
    )  # fmt: skip
    assert [each.uid for each in appointments_of(world.eve, world.at) if "/work/" in each.path] == [
        str(work.pk)
    ]
    do(world, give_back_work, by=world.eve, assignment_id=work.pk)
    assert list(work_days_of(world.eve, world.at)) == []


def test_work_of_whoever_is_transferred_is_open_again(world: World) -> None:
    held, asked = taken(world, world.eve), offered(world, world.eve, title="Sweep")
    helped = taken(world, world.bo, title="Mend the net")
    do(world, help_with_work, by=world.eve, assignment_id=helped.pk)
    do(world, transfer_member, by=world.una, person_id=world.eve.pk, to_unit_id=world.hill.pk)
    left(world)
    left(world)
    assert (fresh(held.pk).state, fresh(held.pk).holder) == ("open", None)
    assert (fresh(asked.pk).state, fresh(asked.pk).waiting) == ("open", None)
    assert fresh(helped.pk).helpers.count() == 0


def test_work_of_a_body_stays_with_whoever_is_transferred_below_it(world: World) -> None:
    work = put_up(world, unit=world.north, by=world.ada)
    do(world, take_work, by=world.eve, assignment_id=work.pk)
    do(world, transfer_member, by=world.una, person_id=world.eve.pk, to_unit_id=world.hill.pk)
    left(world)
    assert fresh(work.pk).holder == world.eve


def test_work_of_whoever_leaves_is_open_again(world: World) -> None:
    work = taken(world, world.eve)
    do(world, end_membership, by=world.eve, person_id=world.eve.pk)
    left(world)
    assert (fresh(work.pk).state, fresh(work.pk).holder) == ("open", None)
