"""Every permission, from every place in the tree: the rows it gives, and the yes or no derived from them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from conftest import START, World, give_passkey, make_person
from folkmoot.access.grants import GRANTS, OFFICES
from folkmoot.access.policy import (
    holders_over,
    may,
    places_where,
    readers_in,
    require,
    units_at,
    units_where,
    visible,
)
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Membership, Office, Person, Term
from folkmoot.units.models import Unit, paths_without_inner
from folkmoot.units.rules.paths import is_within

EVERYWHERE = {"Union", "North", "South", "Harbour", "Hill", "Vale"}
# An officer of North: their own unit, above, below (two cells), and beside them.
BELOW_NORTH = {"North", "Harbour", "Hill"}
OWN_LINE_OF_HILL = {"Union", "North", "Hill"}


def holder(world: World, office: str, unit: Unit, *, former: bool = False) -> Person:
    person = make_person("Holder")
    give_passkey(person)
    Term.objects.create(
        person=person,
        office=Office.objects.get(code=office),
        unit=unit,
        started_at=START,
        ended_at=world.at - timedelta(seconds=1) if former else None,
    )
    return person


def names(person: Person, permission: str, world: World) -> set[str]:
    return {unit.name for unit in units_where(person, permission, at=world.at)}


def each_place(person: Person, permission: str, world: World) -> set[str]:
    return {name for name, unit in world.units.items() if may(person, permission, on=unit, at=world.at)}


# All permissions in one world each, as asking changes nothing: a world for every pair takes longer than what is asked.
@pytest.mark.parametrize("office", sorted(OFFICES))
def test_an_office_has_a_permission_in_its_unit_and_below_or_there_only_or_not_at_all(
    world: World, office: str
) -> None:
    expected = {
        permission: BELOW_NORTH if office in grant.below else {"North"} if office in grant.here else set()
        for permission, grant in GRANTS.items()
    }
    person = holder(world, office, world.north)
    assert {permission: names(person, permission, world) for permission in GRANTS} == expected
    lowered = {permission: {name.lower() for name in places} for permission, places in expected.items()}
    assert {permission: each_place(person, permission, world) for permission in GRANTS} == lowered


@pytest.mark.parametrize(("home", "belongs"), [("harbour", True), ("hill", False)])
@pytest.mark.parametrize("office", sorted(OFFICES))
def test_what_is_for_those_who_belong_there_an_office_has_in_ones_own_cell_alone(
    world: World, office: str, home: str, belongs: bool
) -> None:
    person = holder(world, office, world.harbour)
    Membership.objects.create(person=person, unit=world.units[home], started_at=START)
    for permission, grant in GRANTS.items():
        offices = grant.offices if belongs else grant.below | grant.here
        may_here = office in offices or (belongs and grant.members)
        assert (permission, may(person, permission, on=world.harbour, at=world.at)) == (permission, may_here)


@pytest.mark.parametrize("office", sorted(OFFICES))
def test_a_former_holder_has_nothing_of_it(world: World, office: str) -> None:
    person = holder(world, office, world.north, former=True)
    assert [permission for permission in GRANTS if names(person, permission, world)] == []


def test_a_member_has_what_members_have_in_their_own_line_only(world: World) -> None:
    assert {permission: names(world.cy, permission, world) for permission in GRANTS} == {
        permission: OWN_LINE_OF_HILL if grant.members else set() for permission, grant in GRANTS.items()
    }


def test_a_stranger_has_nothing(world: World) -> None:
    assert [permission for permission in GRANTS if names(world.stan, permission, world)] == []
    for permission in GRANTS:
        with pytest.raises(Refused, match="You hold no office that may do this in Union"):
            require(world.stan, permission, on=world.union, at=world.at)


def test_nobody_is_somebody_who_signed_in(world: World) -> None:
    for permission in GRANTS:
        with pytest.raises(Refused):
            require(None, permission, on=world.union, at=world.at)


def test_a_term_begins_and_ends_at_its_moments(world: World) -> None:
    term = Term.objects.get(person=world.eve)
    assert term.ended_at is not None
    before, after = term.ended_at - timedelta(microseconds=1), term.ended_at
    assert may(world.eve, "decisions.attest_reading", on=world.harbour, at=before)
    assert not may(world.eve, "decisions.attest_reading", on=world.harbour, at=after)
    assert may(world.eve, "decisions.attest_reading", on=world.harbour, at=term.started_at)
    assert not may(
        world.eve, "decisions.attest_reading", on=world.harbour, at=START - timedelta(microseconds=1)
    )


def test_a_former_member_has_nothing_of_their_line(world: World) -> None:
    Membership.objects.filter(person=world.cy).update(ended_at=world.at)
    assert names(world.cy, "units.see_unit", world) == set()


def test_rows_are_filtered_by_the_same_table(world: World) -> None:
    rows = visible(Person.objects.all(), world.bo, "people.see_members", at=world.at)
    assert {person.name for person in rows} == {"Bo", "Eve"}
    assert list(visible(Person.objects.all(), world.cy, "people.see_members", at=world.at)) == []


def test_two_offices_add_up_without_asking_twice(world: World) -> None:
    Term.objects.create(
        person=world.ada, office=Office.objects.get(code="chair"), unit=world.hill, started_at=START
    )
    assert [unit.name for unit in units_where(world.ada, "decisions.see_reach", at=world.at).order_by("path")] == [
        "North", "Harbour", "Hill",
    ]  # fmt: skip


def test_a_permission_costs_one_query_for_offices_and_homes_and_one_for_the_rows(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        list(units_where(world.ada, "decisions.see_reach", at=world.at))
    with django_assert_num_queries(2):
        list(units_where(world.cy, "units.see_unit", at=world.at))


STEPS = st.lists(st.sampled_from(["0000", "0001", "zzzz"]), min_size=1, max_size=4).map("".join)


@given(st.lists(STEPS, max_size=8))
def test_no_range_lies_inside_another_and_none_is_lost(tops: list[str]) -> None:
    kept = paths_without_inner(tops)
    assert all(any(is_within(path, top) for top in kept) for path in tops)
    assert all(not is_within(one, other) for one in kept for other in kept if one != other)


@pytest.mark.parametrize("permission", ["people.see_members", "news.edit_letters", "units.see_unit"])
@pytest.mark.parametrize("who", ["una", "ada", "bo", "cy"])
def test_places_narrowed_to_a_unit_are_those_of_them_that_lie_there(
    world: World, who: str, permission: str
) -> None:
    places = places_where(world.people[who], permission, at=world.at)
    units = units_where(world.people[who], permission, at=world.at)
    assert set(units_at(places)) == set(units)
    for unit in Unit.objects.all():
        assert set(units_at(places.below(unit.path))) == set(units) & set(Unit.objects.within(unit))


# To whoever gave it to themselves, a chair above for instance, and whether or not they are members there.
@pytest.mark.parametrize("home", ["harbour", "hill"])
@pytest.mark.parametrize(
    "permission", ["consultations.see_comments", "consultations.answer_comments", "news.edit_letters"]
)
def test_an_office_given_to_oneself_lets_nobody_read_what_members_say_to_a_body(
    world: World, permission: str, home: str
) -> None:
    chair = holder(world, "chair", world.north)
    Membership.objects.create(person=chair, unit=world.units[home], started_at=START)
    editor = Office.objects.get(code="editor")
    term = Term.objects.create(
        office=editor, unit=world.harbour, person=chair, started_at=START, entered_by=chair
    )
    assert names(chair, permission, world) == {"North"}
    assert {each.term for each in holders_over([permission], world.harbour, at=world.at)} == {
        world.bo.terms.get()
    }
    assert may(chair, "news.draft_item", on=world.harbour, at=world.at)
    for hand in (world.una, None):
        Term.objects.filter(pk=term.pk).update(entered_by=hand)
        assert names(chair, permission, world) == {"North", "Harbour"}


def put(world: World, person: Person, office: str, unit: Unit, by: Person | None) -> Term:
    return Term.objects.create(
        person=person, office=Office.objects.get(code=office), unit=unit, started_at=START, entered_by=by
    )


# Ada belongs to Hill: what members have there, she has without any office.
OWN = sorted(name for name, grant in GRANTS.items() if "secretary" in grant.own and not grant.members)


@pytest.mark.parametrize("permission", OWN)
def test_an_office_given_to_oneself_gives_nothing_that_is_for_those_who_belong_there(
    world: World, permission: str
) -> None:
    # Ada leads North, where the operator put her, and lives in Hill.
    before = names(world.ada, permission, world)
    term = put(world, world.ada, "secretary", world.hill, by=world.ada)
    assert names(world.ada, permission, world) == before
    assert readers_in(world.hill, permission, at=world.at) & {world.ada.pk} == set()
    with pytest.raises(Refused, match="You put yourself into this office"):
        require(world.ada, permission, on=world.hill, at=world.at)
    # What every secretary may there, they may.
    assert may(world.ada, "decisions.convey_decision", on=world.hill, at=world.at)
    for hand in (world.una, None):
        Term.objects.filter(pk=term.pk).update(entered_by=hand)
        assert names(world.ada, permission, world) == before | {"Hill"}


@pytest.mark.parametrize(
    ("hands_of_the_other", "is_shown"),
    [(["ada"], False), (["ada", "dee"], False), (["ada", "una"], True), (["ada", None], True), ([], True)],
)
def test_nor_does_one_given_by_somebody_whom_one_made_chair(
    world: World, hands_of_the_other: list[str | None], is_shown: bool
) -> None:
    units = iter(("north", "hill", "harbour"))
    for hand in hands_of_the_other:
        put(world, world.dee, "chair", world.units[next(units)], by=world.people[hand] if hand else None)
    # An office in which nobody is appointed frees nobody.
    put(world, world.dee, "treasurer", world.vale, by=world.una)
    put(world, world.ada, "secretary", world.hill, by=world.dee)
    assert names(world.ada, "decisions.see_quarters", world) == ({"Hill"} if is_shown else set())


@pytest.mark.parametrize(
    ("first_hand", "is_shown"), [("ada", False), ("bo", False), ("una", True), (None, True)]
)
def test_nor_does_one_given_past_two_whom_one_made_chair(
    world: World, first_hand: str | None, is_shown: bool
) -> None:
    # Ada made Bo chair, who made Dee chair, who makes Ada secretary of the cell that she lives in.
    put(world, world.bo, "chair", world.north, by=world.people[first_hand] if first_hand else None)
    if first_hand == "bo":
        put(world, world.bo, "chair", world.vale, by=world.ada)
    Term.objects.filter(person=world.bo, office__code="secretary").delete()
    put(world, world.dee, "chair", world.north, by=world.bo)
    put(world, world.ada, "secretary", world.hill, by=world.dee)
    assert names(world.ada, "decisions.see_quarters", world) == ({"Hill"} if is_shown else set())


@pytest.mark.parametrize(
    ("unit", "from_day", "to_day", "is_shown"),
    [
        ("hill", 0, None, True),
        ("north", 0, 41, True),
        # Elsewhere, over by then, and begun or entered only afterwards: none let them appoint anybody there.
        ("harbour", 0, None, False),
        ("north", 0, 40, False),
        ("north", 41, None, False),
    ],
)
def test_nor_does_one_given_by_somebody_who_once_or_elsewhere_was_chair_by_another_hand(
    world: World, unit: str, from_day: int, to_day: int | None, *, is_shown: bool
) -> None:
    world.at = START + timedelta(days=50)
    by_another = put(world, world.dee, "chair", world.units[unit], by=world.una)
    by_another.started_at = START + timedelta(days=from_day)
    by_another.ended_at = START + timedelta(days=to_day) if to_day is not None else None
    by_another.save()
    put(world, world.dee, "chair", world.vale, by=world.ada)
    term = put(world, world.ada, "secretary", world.hill, by=world.dee)
    Term.objects.filter(pk=term.pk).update(entered_at=START + timedelta(days=40))
    assert names(world.ada, "decisions.see_quarters", world) == ({"Hill"} if is_shown else set())
    # What is entered with an earlier day let nobody appoint on that day.
    Term.objects.filter(pk=by_another.pk).update(entered_at=START + timedelta(days=45))
    assert names(world.ada, "decisions.see_quarters", world) == set()


def test_where_a_unit_was_moved_since_a_hand_speaks_neither_for_nor_against_anybody(world: World) -> None:
    # As if Hill had been below Harbour when Dee, its chair, made Ada its secretary.
    leading = put(world, world.dee, "chair", world.harbour, by=world.una)
    put(world, world.ada, "secretary", world.hill, by=world.dee)
    assert names(world.ada, "decisions.see_quarters", world) == {"Hill"}
    Term.objects.filter(pk=leading.pk).update(entered_by=world.ada)
    assert names(world.ada, "decisions.see_quarters", world) == set()
