from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import World, make_unit, make_world
from folkmoot.membership.actions.admitting import admit_member, readmit_member
from folkmoot.membership.actions.counting import refresh_member_totals
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.actions.transferring import transfer_member
from folkmoot.membership.models import MemberCount, MemberTotal
from folkmoot.membership.queries import counts as figures
from folkmoot.membership.queries.counts import MemberFigure, has_more_members_than, members_below, members_in
from folkmoot.membership.tests.acting import counts, do, undone
from folkmoot.membership.tests.recounting import recount_members
from folkmoot.people.models import Membership, Person, Term
from folkmoot.structure.actions.moving import move_unit
from folkmoot.units.models import Unit

CELLS = ("harbour", "hill", "vale")


def totals() -> dict[str, int]:
    return dict(MemberTotal.objects.order_by("unit__path").values_list("unit__code", "members"))


def counted_one_by_one(unit: Unit) -> int:
    return Membership.objects.filter(ended_at=None, unit__in=Unit.objects.within(unit)).count()


@pytest.mark.parametrize(
    ("name", "members"), [("union", 7), ("north", 6), ("south", 1), ("hill", 4), ("vale", 1)]
)
def test_a_unit_has_the_members_of_all_cells_below_it(world: World, name: str, members: int) -> None:
    assert members_below(world.units[name]) == MemberFigure(members)


def test_a_set_of_units_has_the_members_of_its_cells(world: World) -> None:
    assert members_in(Unit.objects.filter(code__in=["hill", "vale", "north"])) == 5
    assert members_in(Unit.objects.none()) == 0


@pytest.mark.parametrize(("limit", "more"), [(0, True), (5, True), (6, False), (7, False)])
def test_a_set_of_units_has_more_members_than_a_limit_or_not(world: World, limit: int, more: bool) -> None:
    assert has_more_members_than(Unit.objects.within(world.north), limit) is more


def test_totals_are_written_for_units_with_units_below_and_only_where_they_changed(world: World) -> None:
    assert refresh_member_totals(world.at) == 3
    assert totals() == {"union": 7, "north": 6, "south": 1}
    do(world, admit_member, "una", unit_id=world.vale.pk, name="Zoë Okafor")
    assert refresh_member_totals(world.at) == 2
    assert totals() == {"union": 8, "north": 6, "south": 2}
    assert refresh_member_totals(world.at) == 0


def test_a_unit_of_very_many_cells_shows_the_last_total_and_when_it_was_taken(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "CELLS_ADDED_UP", 2)
    assert members_below(world.union) == MemberFigure(7)
    refresh_member_totals(world.at)
    do(world, admit_member, "una", unit_id=world.vale.pk, name="Zoë Okafor")
    assert members_below(world.union) == MemberFigure(7, world.at)
    assert members_below(world.north) == MemberFigure(6)
    assert members_below(world.south) == MemberFigure(2)


@pytest.mark.parametrize("cells", [1, 3])
def test_a_figure_costs_the_same_however_many_cells(
    world: World, cells: int, django_assert_num_queries
) -> None:
    for number in range(cells):
        cell = make_unit(f"Cell{number}", world.hill.kind, world.south)
        MemberCount.objects.create(unit=cell, members=3)
    with django_assert_num_queries(1):
        assert members_below(world.union) == MemberFigure(7 + 3 * cells)


def test_counting_anew_puts_right_what_went_wrong(world: World) -> None:
    MemberCount.objects.filter(unit=world.hill).update(members=40)
    MemberCount.objects.filter(unit=world.vale).delete()
    assert recount_members() == 2
    assert counts() == {"harbour": 2, "hill": 4, "vale": 1}
    assert recount_members() == 0


steps = st.lists(
    st.tuples(
        st.sampled_from(["admit", "transfer", "end", "readmit", "move"]),
        st.integers(0, 50),
        st.integers(0, 2),
    ),
    max_size=12,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_counts_kept_by_acts_equal_counts_made_anew(db, steps) -> None:
    with undone():
        world = make_world()
        Term.objects.exclude(person=world.una).delete()
        for minute, step in enumerate(steps, start=1):
            take(world, *step, at=world.at + timedelta(minutes=minute))
        refresh_member_totals(world.at)
        assert recount_members() == 0
        inner = Unit.objects.filter(children__isnull=False).distinct()
        assert totals() == {unit.code: counted_one_by_one(unit) for unit in inner}
        assert {unit.code: members_below(unit).members for unit in inner} == totals()


def take(world: World, step: str, number: int, which: int, *, at) -> None:
    cell = world.units[CELLS[which]]
    homes = list(Membership.objects.filter(ended_at=None).exclude(person=world.una).order_by("pk"))
    former = list(Person.objects.exclude(memberships__ended_at=None).order_by("pk"))
    if step == "admit":
        do(world, admit_member, "una", at=at, unit_id=cell.pk, name=f"Member {number}", is_another=True)
    elif step == "transfer" and homes and homes[number % len(homes)].unit_id != cell.pk:
        do(
            world,
            transfer_member,
            "una",
            at=at,
            person_id=homes[number % len(homes)].person_id,
            to_unit_id=cell.pk,
        )
    elif step == "end" and homes:
        do(world, end_membership, "una", at=at, person_id=homes[number % len(homes)].person_id)
    elif step == "readmit" and former:
        do(world, readmit_member, "una", at=at, person_id=former[number % len(former)].pk, unit_id=cell.pk)
    elif step == "move":
        move(world, cell, number, at=at)


def move(world: World, cell: Unit, number: int, *, at) -> None:
    parent = world.north if number % 2 else world.south
    if Unit.objects.get(pk=cell.pk).parent_id != parent.pk:
        do(world, move_unit, "una", at=at, unit_id=cell.pk, to_parent_id=parent.pk)
