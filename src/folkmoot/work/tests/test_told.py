from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from conftest import World
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.models import Entry
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.actions.handing_over import hand_over_office
from folkmoot.membership.actions.transferring import transfer_member
from folkmoot.membership.tests.bringing import HEADER, importing
from folkmoot.membership.tests.test_reorganising import split
from folkmoot.notices.calendars import calendar_file
from folkmoot.notices.interfaces import appointments_of, news_of
from folkmoot.people.models import Membership, Person, Term
from folkmoot.work.actions.holding import give_back_work, help_with_work, take_work
from folkmoot.work.actions.leaving import LEFT, hand_back_of_left
from folkmoot.work.actions.offering import decline_work
from folkmoot.work.calendars import work_days_of
from folkmoot.work.holdings import KEEPINGS
from folkmoot.work.models import Assignment, Helper, Offer
from folkmoot.work.queries.news import count_offers
from folkmoot.work.tests.doing import fresh, offered, put_up, taken


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch, settings, tmp_path) -> None:
    settings.DATA = tmp_path
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


def test_work_of_whoever_is_transferred_by_a_file_is_open_again(world: World) -> None:
    Person.objects.filter(pk=world.eve.pk).update(member_number="77")
    work = taken(world, world.eve)
    importing(world, HEADER + "77;Eve;;;hill;;;\n")
    world.at += timedelta(hours=1)
    told_of_leaving()
    assert (fresh(work.pk).state, fresh(work.pk).holder) == ("open", None)


def test_work_of_whoever_goes_over_when_a_cell_is_split_is_open_again(world: World) -> None:
    work = taken(world, world.eve)
    split(world.harbour, by=world.una, at=world.at, members=[world.eve])
    world.at += timedelta(hours=1)
    told_of_leaving()
    assert (fresh(work.pk).state, fresh(work.pk).holder) == ("open", None)


def held_by_office(world: World) -> tuple[Term, Assignment]:
    """Work of North that Ada, who is at home elsewhere, does by her office there."""
    term = Term.objects.get(person=world.ada, unit=world.north)
    Membership.objects.filter(person=world.ada).update(unit=world.vale)
    work = put_up(world)
    Assignment.objects.filter(pk=work.pk).update(unit=world.north, holder=world.ada, state="accepted")
    return term, work


def test_work_of_whoever_hands_over_their_office_is_open_again(world: World) -> None:
    term, work = held_by_office(world)
    do(world, hand_over_office, by=world.una, term_id=term.pk, person_id=world.eve.pk)
    told_of_leaving()
    assert (fresh(work.pk).state, fresh(work.pk).holder) == ("open", None)


def test_work_of_whoever_held_an_office_until_a_day_is_open_again_that_day(world: World) -> None:
    term, work = held_by_office(world)
    helped, asked = put_up(world, title="Sweep"), put_up(world, title="Mend")
    Assignment.objects.filter(pk__in=[helped.pk, asked.pk]).update(unit=world.north)
    Helper.objects.create(assignment=helped, person=world.ada)
    Offer.objects.create(assignment=asked, person=world.ada, offered_at=world.at)
    stays = taken(world, world.eve)
    Term.objects.filter(pk=term.pk).update(ended_at=world.at + timedelta(days=2))
    assert clocks(world.at + timedelta(days=1)) == 0
    assert clocks(world.at + timedelta(days=2)) == 3
    assert (fresh(work.pk).state, fresh(work.pk).holder) == ("open", None)
    assert (Helper.objects.count(), Offer.objects.count()) == (0, 0)
    assert fresh(stays.pk).holder == world.eve


def told_of_leaving() -> None:
    """What the worker hands over, as it reads the ledger."""
    hand_back_of_left([each for each in Entry.objects.order_by("id") if each.event in (LEFT.events or ())])


def clocks(at: datetime) -> int:
    """How many rows the clocks of work forget."""
    return sum(each.clock.forget(at, 10) for each in KEEPINGS if each.clock is not None)
