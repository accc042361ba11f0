from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from conftest import START, World
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.ids import derived_id, keyed_id
from folkmoot.kernel.models import Entry
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.queries.leaving import people_long_gone, years_before
from folkmoot.people.models import Membership, Person, Term
from folkmoot.rights.actions.erasing import erase_person
from folkmoot.rights.actions.retaining import retain
from folkmoot.rights.jobs import Retaining, retain_job
from folkmoot.rights.tests.acting import do
from folkmoot.structure.actions.renaming import rename_unit

END = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
# Hypothesis takes its bounds without a zone.
YEAR_1950, YEAR_2200 = datetime(1950, 1, 1), datetime(2200, 1, 1)  # noqa: DTZ001
TEN_YEARS = END.replace(year=2036)


def report(at, *, is_dry_run=False):
    lines = retain(at, is_dry_run=is_dry_run)
    return {line.tables: (line.due, line.forgotten) for line in lines if line.due or line.forgotten}


def people():
    return sorted(Person.objects.filter(erased_at=None).values_list("name", flat=True))


def test_ten_years_after_somebody_left_they_are_erased_and_their_membership_goes(world: World) -> None:
    do(world, end_membership, "bo", person_id=world.eve.pk)
    assert report(TEN_YEARS - timedelta(seconds=1)) == {}
    expected = {"people_person": (1, 1), "people_membership": (1, 1)}
    assert report(TEN_YEARS, is_dry_run=True) == dict.fromkeys(expected, (1, 0))
    assert "Eve" in people()
    assert report(TEN_YEARS) == expected
    assert "Eve" not in people()
    assert not Membership.objects.filter(person=world.eve).exists()
    assert list(Entry.objects.filter(event="PersonErased").values_list("by", "via")) == [(None, "worker")]
    assert report(TEN_YEARS) == {}


def test_an_old_membership_goes_while_its_person_stays_a_member(world: World) -> None:
    Membership.objects.create(
        person=world.cy, unit=world.vale, started_at=START - timedelta(days=9), ended_at=START
    )
    assert report(TEN_YEARS) == {"people_membership": (1, 1)}
    assert "Cy" in people()
    assert Membership.objects.filter(person=world.cy).count() == 1


def test_who_left_but_holds_an_office_is_not_erased(world: World) -> None:
    Membership.objects.filter(person=world.bo).update(ended_at=END)
    report(TEN_YEARS)
    assert "Bo" in people()
    assert Membership.objects.filter(person=world.bo).exists()


def test_who_was_erased_earlier_keeps_a_nameless_membership_for_ten_years(world: World) -> None:
    do(world, end_membership, "bo", person_id=world.eve.pk)
    do(world, erase_person, "una", person_id=world.eve.pk)
    assert report(TEN_YEARS - timedelta(seconds=1)) == {}
    assert report(TEN_YEARS) == {"people_membership": (1, 1)}


def test_the_worker_forgets_the_same_piece_by_piece(world: World) -> None:
    for name in ("eve", "cy"):
        do(world, end_membership, "una", person_id=world.people[name].pk)
    assert retain_job(TEN_YEARS) is False
    assert {"Eve", "Cy"} & set(people()) == set()
    assert report(TEN_YEARS) == {}


def test_an_officer_is_not_long_gone_whatever_ended(world: World) -> None:
    Membership.objects.filter(person=world.bo).update(ended_at=END)
    assert set(people_long_gone(TEN_YEARS)) == set()
    Term.objects.filter(person=world.bo).update(ended_at=END)
    assert set(people_long_gone(TEN_YEARS)) == {world.bo.pk}


@pytest.mark.django_db
def test_whoever_is_long_gone_is_found_without_walking_through_all_who_are_members() -> None:
    plan = people_long_gone(TEN_YEARS)[:50].explain()
    # PostgreSQL plans by how many rows there are, and reads an empty table as a whole.
    assert connection.vendor == "postgresql" or ("SCAN" not in plan and "membership_by_end" in plan), plan


class CountedClock:
    def __init__(self, *pieces: int) -> None:
        self.pieces = list(pieces)

    def due(self, at: datetime) -> int:  # noqa: ARG002  -- the shape of a clock
        return sum(self.pieces)

    def forget(self, at: datetime, limit: int) -> int:  # noqa: ARG002  -- the shape of a clock
        return self.pieces.pop(0)


def test_while_one_clock_has_more_the_others_are_not_asked_again() -> None:
    full, quiet = CountedClock(500, 500, 3, 0), CountedClock(0, 0)
    job = Retaining(lambda: [full, quiet])
    assert [job(TEN_YEARS) for _time in range(4)] == [True, True, False, False]
    assert (full.pieces, quiet.pieces) == ([], [])


def test_every_clock_can_be_asked_and_forgets_nothing_that_is_young(world: World) -> None:
    assert {line.forgotten for line in retain(world.at, is_dry_run=False)} == {0}


@given(st.datetimes(YEAR_1950, YEAR_2200, timezones=st.just(UTC)), st.integers(1, 30))
def test_years_before_are_the_same_day_of_the_year(at: datetime, years: int) -> None:
    before = years_before(at, years)
    assert (before.year, before.month, before.time()) == (at.year - years, at.month, at.time())
    assert before.day == at.day or (at.month, at.day, before.day) == (2, 29, 28)


def test_a_leap_day_is_kept_to_the_28th() -> None:
    assert years_before(datetime(2036, 2, 29, tzinfo=UTC), 10) == datetime(2026, 2, 28, tzinfo=UTC)


# Whoever could name the worker's own id would keep one person from being erased, and nobody else.
@pytest.mark.parametrize(("named", "left"), [(derived_id, set()), (keyed_id, {"Eve"})])
def test_nobody_stops_the_forgetting_by_claiming_one_of_its_acts(
    world: World, named: Callable[[UUID, str], UUID], left: set[str]
) -> None:
    for name in ("eve", "cy"):
        do(world, end_membership, "una", person_id=world.people[name].pk)
    given = {"unit_id": world.harbour.pk, "name": "Harbour cell"}
    run(rename_unit, given, act_id=named(world.eve.pk, "long gone"), by=world.una, at=world.at, via=Via.API)
    retain_job(TEN_YEARS)
    assert {"Eve", "Cy"} & set(people()) == left
    report(TEN_YEARS)
    assert {"Eve", "Cy"} & set(people()) == left
