from datetime import UTC, date, datetime

import pytest

from conftest import World
from folkmoot.bylaws.rules.calendar import Period
from folkmoot.kernel.errors import Refused
from folkmoot.reports.interfaces import sources
from folkmoot.reports.queries.filling import computed_for
from folkmoot.reports.rules.definition import Definition, Kind
from folkmoot.reports.tests.forms import FEBRUARY, do, indicator, kept, opened, sent
from folkmoot.work.actions.holding import report_done
from folkmoot.work.actions.reviewing import close_review, tell_of_work
from folkmoot.work.models import Assignment
from folkmoot.work.tests.doing import put_up, taken

IN_FEBRUARY = Period(FEBRUARY, date(2026, 3, 1))
# By the clocks of the harbour, ten hours before UTC.
LAST_OF_JANUARY, FIRST, LAST, FIRST_OF_MARCH = (
    datetime(2026, month, day, hour, 30, tzinfo=UTC)
    for month, day, hour in ((2, 1, 9), (2, 1, 10), (3, 1, 9), (3, 1, 10))
)
FIGURES = [
    indicator("assignments", source="assignments"),
    indicator("assignments_reviewed", Kind.SHARE, source="assignments_reviewed", is_required=False),
]


@pytest.fixture(autouse=True)
def clocks(world: World) -> None:
    world.harbour.time_zone = "Pacific/Honolulu"
    world.harbour.save()


def done(world: World, at: datetime, *, is_reviewed: bool = False) -> Assignment:
    work = taken(world, world.eve)
    do(world, report_done, by=world.eve, at=at, assignment_id=work.pk, result="It is blue.")
    if is_reviewed:
        given = {"assignment_id": work.pk}
        do(world, tell_of_work, by=world.eve, at=at, **given, kind="well", text="It dries in an hour.")
        do(world, close_review, by=world.bo, at=at, **given)
    return work


def told(world: World, unit=None) -> dict[str, object]:
    unit = unit or world.harbour
    return {each.code: sources()[each.code].tell(unit, IN_FEBRUARY, world.at) for each in FIGURES}


def test_assignments_are_counted_in_the_period_in_which_they_were_done_by_the_clocks_of_the_unit(
    world: World,
) -> None:
    for at in (LAST_OF_JANUARY, FIRST, LAST, FIRST_OF_MARCH):
        done(world, at, is_reviewed=at in {LAST_OF_JANUARY, LAST})
    taken(world, world.eve)
    put_up(world)
    assert told(world) == {"assignments": 2, "assignments_reviewed": [1, 2]}
    assert told(world, world.north) == {"assignments": 0, "assignments_reviewed": None}


def test_of_nothing_that_was_done_no_share_was_talked_over(world: World) -> None:
    assert told(world) == {"assignments": 0, "assignments_reviewed": None}


def test_each_is_one_question(world: World, django_assert_num_queries) -> None:
    done(world, FIRST)
    with django_assert_num_queries(2):
        told(world)


def test_whoever_did_it_is_not_in_the_count(world: World) -> None:
    work = done(world, FIRST)
    before = told(world)
    Assignment.objects.filter(pk=work.pk).update(holder=None)
    assert told(world) == before


def test_a_form_is_filled_with_them_and_who_reports_another_number_says_why(world: World) -> None:
    form = opened(world, indicators=FIGURES)
    done(world, LAST)
    computed = computed_for(world.harbour, Definition(FIGURES), form, FEBRUARY, at=world.at)
    assert computed == {"assignments": 1, "assignments_reviewed": [0, 1]}
    report = kept(world, form, values={"assignments": "2", "assignments_reviewed": "0/1"})
    with pytest.raises(Refused, match=r"or say why it is so"):
        sent(world, form, values={"assignments": "2", "assignments_reviewed": "0/1"})
    found = sent(world, form, values={"assignments": "1", "assignments_reviewed": "0/1"})
    assert (found.pk, found.counted) == (report.pk, {"assignments": 1, "assignments_reviewed": [0, 1]})
