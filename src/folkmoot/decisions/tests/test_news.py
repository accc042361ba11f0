from datetime import date, timedelta

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from conftest import World, make_person
from folkmoot.decisions.models import Decision, Receipt
from folkmoot.decisions.queries.inbox import inbox
from folkmoot.decisions.queries.news import count_new
from folkmoot.decisions.tests.papers import adopted, amendment, conveyed, drafted
from folkmoot.notices.calendars import calendar_of
from folkmoot.people.models import Membership, Person
from folkmoot.units.models import Sector

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def news(world: World, *, since=None) -> dict[str, int]:
    """How many things are new for each of the named people, of those for whom anything is."""
    since = since or world.at - HOUR
    counts = count_new({person.pk: since for person in world.people.values()}, world.at)
    return {name: counts[person.pk] for name, person in world.people.items() if counts.get(person.pk)}


def test_news_are_what_is_addressed_to_each_person(world: World) -> None:
    conveyed(world, title="For South", to=world.south)
    conveyed(world, title="For Vale", to=world.vale)
    conveyed(world, title="For chairs", offices=["chair"])
    drafted(world)
    adopted(world)
    assert news(world) == {"dee": 2, "ada": 1}


def test_a_narrowed_audience_is_told_and_nobody_beside_it(world: World) -> None:
    world.hill.sectors.add(Sector.objects.create(code="rail", name="Rail"))
    conveyed(world, sectors=["rail"])
    conveyed(world, kinds=["local"], to=world.south)
    assert news(world) == {"una": 1, "max": 1, "ada": 1, "cy": 1, "dee": 1}


def test_what_was_conveyed_before_acknowledged_or_repealed_is_not_new(world: World) -> None:
    before = world.at
    old = conveyed(world, to=world.south)
    world.at += HOUR
    read, _unread, gone = (conveyed(world, to=world.south) for _each in range(3))
    Receipt.objects.create(decision=read, person=world.dee, origin=world.vale, acknowledged_at=world.at)
    Decision.objects.filter(pk=gone.pk).update(repealed_at=world.at)
    assert news(world, since=before) == {"dee": 1}
    assert news(world, since=before - HOUR) == {"dee": 2}
    assert old.conveyed_at == before


def test_a_text_and_its_amendments_are_one_thing_that_is_new(world: World) -> None:
    before = world.at - HOUR
    text = conveyed(world, to=world.south)
    for weeks in (2, 3):
        amendment(world, text, f"1. Meet every {weeks} weeks.\n", to=world.south)
    other = amendment(world, text, "1. Meet at sunrise.\n", to=world.vale)
    amendment(world, text, "1. Meet at noon.\n", to=world.south, in_force_from=date(2026, 4, 1))
    assert news(world, since=before) == {"dee": 2}
    world.at += HOUR
    for read, lines in ((other, 1), (text, 2)):
        Receipt.objects.create(decision=read, person=world.dee, origin=world.vale, acknowledged_at=world.at)
        assert news(world, since=before) == {"dee": 1}
        assert len([each for each in inbox(world.dee, at=world.at) if not each.acknowledged_at]) == lines


def test_each_is_told_of_what_came_after_their_own_moment(world: World) -> None:
    conveyed(world)
    first = world.at
    world.at += HOUR
    conveyed(world)
    asked = {world.cy.pk: first - HOUR, world.dee.pk: first, world.bo.pk: world.at}
    assert count_new(asked, world.at) == {world.cy.pk: 2, world.dee.pk: 1, world.bo.pk: 0}
    assert count_new(asked, first) == {world.cy.pk: 1, world.dee.pk: 0, world.bo.pk: 0}


def test_whoever_moved_is_told_what_is_for_their_cell_of_today(world: World) -> None:
    conveyed(world, to=world.north)
    Membership.objects.filter(person=world.cy).update(ended_at=world.at)
    Membership.objects.create(person=world.cy, unit=world.vale, started_at=world.at)
    assert news(world) == {"una": 1, "max": 1, "ada": 1, "bo": 1, "eve": 1}


PAPERS = [("union", None), ("north", None), ("hill", None), ("vale", None), ("north", ["chair"])]
PAPERS += [("harbour", ["secretary"]), ("union", ["chair", "secretary"])]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(st.lists(st.sampled_from(PAPERS), max_size=4))
def test_what_is_new_since_the_beginning_is_what_waits_in_the_inbox(world: World, papers) -> None:
    for unit, offices in papers:
        conveyed(world, to=world.units[unit], offices=offices)
    for person in world.people.values():
        waiting = [each for each in inbox(person, at=world.at) if each.acknowledged_at is None]
        since = world.at - timedelta(days=60)
        assert count_new({person.pk: since}, world.at).get(person.pk, 0) == len(waiting)


@pytest.mark.parametrize("papers", [1, 3])
@pytest.mark.parametrize("people", [1, 3])
def test_news_cost_the_same_for_many_people_and_many_papers(
    world: World, people, papers, django_assert_num_queries
) -> None:
    for _paper in range(papers):
        conveyed(world)
    asked = dict.fromkeys([person.pk for person in world.people.values()][:people], world.at - HOUR)
    with django_assert_num_queries(6):
        assert set(count_new(asked, world.at).values()) == {papers}


def test_where_nothing_was_conveyed_two_questions_are_enough(world: World, django_assert_num_queries) -> None:
    conveyed(world)
    with django_assert_num_queries(2):
        assert count_new({world.cy.pk: world.at}, world.at + HOUR) == {}


def test_nobody_has_no_news(db: None, world: World) -> None:
    conveyed(world)
    assert count_new({}, world.at) == {}


def days(person: Person, world: World) -> list[tuple[date, str]]:
    events = Calendar.from_ical(calendar_of(person, at=world.at)).walk("VEVENT")
    return [(event.decoded("DTSTART"), str(event["SUMMARY"])) for event in events]


def test_a_calendar_has_the_days_for_ones_own_kind_of_unit_and_no_titles(world: World) -> None:
    first, second = date(2026, 3, 20), date(2026, 3, 12)
    both = [{"kind": "local", "read_by": first}, {"kind": "region", "read_by": first - DAY}]
    conveyed(world, title="Strike", deadlines=both)
    conveyed(world, title="Fees", deadlines=[{"kind": "local", "read_by": second}], to=world.north)
    conveyed(world, title="No day")
    whole = calendar_of(world.cy, at=world.at)
    assert [day for day, _summary in days(world.cy, world)] == [second, first]
    assert {summary for _day, summary in days(world.cy, world)} == {"Last day to read something new"}
    assert [day for day, _summary in days(world.dee, world)] == [first]
    assert days(make_person("Newcomer"), world) == []
    assert b"Strike" not in whole
    assert b"TRANSP:TRANSPARENT" in whole


def test_a_calendar_does_not_say_what_was_read(world: World) -> None:
    decision = conveyed(world, deadlines=[{"kind": "local", "read_by": date(2026, 3, 20)}])
    before = calendar_of(world.cy, at=world.at)
    Receipt.objects.create(decision=decision, person=world.cy, origin=world.hill, acknowledged_at=world.at)
    assert calendar_of(world.cy, at=world.at) == before
    assert before.count(b"BEGIN:VEVENT") == 1


def test_a_calendar_speaks_its_owners_language(world: World) -> None:
    conveyed(world, deadlines=[{"kind": "local", "read_by": date(2026, 3, 20)}])
    world.cy.languages = ["en"]
    with override("de"):
        [(_day, summary)] = days(world.cy, world)
    assert summary == "Last day to read something new"
