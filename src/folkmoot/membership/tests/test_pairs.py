"""People who look entered twice are found by the worker and shown to those above both."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import START, World
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.membership.actions.admitting import admit_member
from folkmoot.membership.actions.merging import merge_persons, undo_merge_of_persons
from folkmoot.membership.actions.seeking import AT_ONCE, forget_pairs, seek_pairs, tell_persons_apart
from folkmoot.membership.actions.transferring import transfer_member
from folkmoot.membership.models import LikelyPair, PairsSought
from folkmoot.membership.queries.pairs import pairs_page
from folkmoot.membership.rules.pairs import FEW, Placed, few_below, ordered, pairs_among
from folkmoot.membership.tests.acting import do, entries
from folkmoot.membership.tests.paging import as_, links
from folkmoot.people.models import Person, Term
from folkmoot.structure.tests.pages import words_of

HOUR = timedelta(hours=1)


def entered(world: World, name: str, cell: str = "harbour", phone: str = "") -> Person:
    given = {"unit_id": world.units[cell].pk, "name": name, "phone": phone, "is_another": True}
    return Person.objects.get(pk=do(world, admit_member, "una", **given))


def sought(world: World) -> list[set[str | None]]:
    while seek_pairs(world.at + HOUR):
        pass
    pairs = LikelyPair.objects.filter(apart_at=None).select_related("first", "second").order_by("pk")
    return [{pair.first.member_number, pair.second.member_number} for pair in pairs]


def numbers(*people: Person) -> set[str | None]:
    return {person.member_number for person in people}


def seen(world: World, by: str) -> list[set[str | None]]:
    lines = pairs_page(world.people[by], after=None, at=world.at).lines
    return [numbers(line.first.person, line.second.person) for line in lines]


def test_pairs_are_made_of_groups_that_are_few_and_of_those_who_are_asked_about() -> None:
    people = [UUID(int=number) for number in range(1, FEW + 2)]
    a, b, c = people[:3]
    assert list(pairs_among({"x": [b, a, b]}, frozenset({a}))) == [(a, b)]
    assert list(pairs_among({"x": [a, b, c]}, frozenset({c}))) == [(a, c), (b, c)]
    assert list(pairs_among({"x": [a, b]}, frozenset({c}))) == []
    assert len(list(pairs_among({"x": people[:FEW]}, frozenset(people)))) == FEW * (FEW - 1) // 2
    assert list(pairs_among({"x": people}, frozenset(people))) == []
    assert ordered(b, a) == ordered(a, b) == (a, b)


def test_a_name_that_few_have_makes_a_pair_wherever_they_are(world: World) -> None:
    near, far = entered(world, "Zoë Okafor"), entered(world, "Okafor, Zoe", "vale")
    assert sought(world) == [numbers(near, far)]


def test_a_name_that_many_have_makes_a_pair_in_one_cell_alone(world: World) -> None:
    for _each in range(FEW):
        entered(world, "Ann Lee", "vale")
    one, other = entered(world, "Ann Lee", "hill"), entered(world, "Ann Lee", "hill")
    in_vale = FEW * (FEW - 1) // 2
    found = sought(world)
    assert (len(found), numbers(one, other) in found) == (in_vale + 1, True)


def test_a_telephone_makes_a_pair_unless_many_give_it(world: World) -> None:
    one, other = (entered(world, name, phone="+33123456789") for name in ("Zoë Okafor", "Z. Smith"))
    for number in range(FEW + 1):
        entered(world, f"P{number} Other{number}", phone="+33999999999")
    assert sought(world) == [numbers(one, other)]


@pytest.mark.parametrize("is_held_elsewhere", [False, True])
@pytest.mark.parametrize("shares", ["phone", "name"])
def test_nobody_out_of_sight_decides_which_pairs_are_shown(
    world: World, is_held_elsewhere: bool, shares: str
) -> None:
    office = Term.objects.filter(person=world.una).get().office
    Term.objects.create(person=world.ada, office=office, unit=world.north, started_at=START)
    if is_held_elsewhere:
        entered(world, "Victor Hidden", "vale", phone="+33123456789")
    for number in range(FEW):
        name = "Victor Hidden" if shares == "name" else f"P{number} Other{number}"
        phone = "+33123456789" if shares == "phone" else ""
        entered(world, name, "hill" if number % 2 else "harbour", phone=phone)
    sought(world)
    assert len(seen(world, "ada")) == FEW * (FEW - 1) // 2


def test_whoever_sees_two_parts_is_shown_no_pair_across_them(world: World) -> None:
    office = Term.objects.filter(person=world.una).get().office
    for unit in (world.harbour, world.vale):
        Term.objects.create(person=world.ada, office=office, unit=unit, started_at=START)
    near, far = entered(world, "Zoë Okafor"), entered(world, "Zoë Okafor", "vale")
    sought(world)
    assert (seen(world, "ada"), seen(world, "una")) == ([], [numbers(near, far)])


PATHS = st.lists(st.sampled_from(["0000", "0001"]), min_size=1, max_size=3).map("".join)
PLACED = st.lists(st.tuples(st.just("a"), PATHS, st.integers(1, 30).map(lambda n: UUID(int=n))), min_size=6)


@given(PLACED, PLACED, st.sampled_from(["0000", "00000001"]))
def test_the_pairs_below_a_unit_are_those_there_would_be_if_there_were_nothing_else(
    asked: list[Placed], others: list[Placed], unit: str
) -> None:
    def pairs(those: list[Placed]) -> set[tuple[UUID, UUID]]:
        new = [each for each in those if each in asked]
        return set(pairs_among(few_below(new, those), frozenset(person for _shared, _path, person in new)))

    everybody = list({person: (shared, path, person) for shared, path, person in [*others, *asked]}.values())
    here = [each for each in everybody if each[1].startswith(unit)]
    people = {person for _shared, _path, person in here}
    assert {pair for pair in pairs(everybody) if set(pair) <= people} == pairs(here)


def test_whoever_comes_later_is_compared_with_those_before_and_each_once(world: World) -> None:
    one = entered(world, "Zoë Okafor")
    assert sought(world) == []
    other = entered(world, "Zoë Okafor")
    assert sought(world) == sought(world) == [numbers(one, other)]


def test_nobody_is_compared_who_is_just_being_entered(world: World) -> None:
    one, other = entered(world, "Zoë Okafor"), entered(world, "Zoë Okafor")
    Person.objects.exclude(pk__in=[one.pk, other.pk]).update(erased_at=world.at)
    assert seek_pairs(world.at) is False
    assert PairsSought.objects.get().after != other.pk
    assert sought(world) == [numbers(one, other)]


def test_it_goes_on_by_pieces_from_where_it_was(world: World) -> None:
    Person.objects.bulk_create(
        Person(name=f"P{n}", sort_name="p", search_name="p", name_key=f"p{n}", created_at=START)
        for n in range(AT_ONCE)
    )
    one, other = entered(world, "Zoë Okafor"), entered(world, "Zoë Okafor")
    assert (seek_pairs(world.at + HOUR), LikelyPair.objects.count()) == (True, 0)
    assert sought(world) == [numbers(one, other)]


def test_a_pair_is_seen_by_those_above_both_alone(world: World) -> None:
    office = Term.objects.filter(person=world.una).get().office
    Term.objects.create(person=world.ada, office=office, unit=world.north, started_at=START)
    near, far = entered(world, "Zoë Okafor"), entered(world, "Zoë Okafor", "vale")
    assert sought(world) == [numbers(near, far)]
    assert (seen(world, "una"), seen(world, "ada"), seen(world, "bo")) == ([numbers(near, far)], [], [])
    # Once a member of the region, the other one is answered for elsewhere now.
    do(world, transfer_member, "una", person_id=far.pk, to_unit_id=world.hill.pk)
    assert seen(world, "ada") == [numbers(near, far)]
    do(world, transfer_member, "una", person_id=far.pk, to_unit_id=world.vale.pk, at=world.at + HOUR)
    assert seen(world, "ada") == []


def test_a_pair_that_was_merged_is_shown_again_once_that_is_taken_back(world: World) -> None:
    near, far = entered(world, "Zoë Okafor"), entered(world, "Zoë Okafor", "vale")
    sought(world)
    do(world, merge_persons, "una", kept_id=near.pk, gone_id=far.pk)
    assert seen(world, "una") == []
    do(world, undo_merge_of_persons, "una", gone_id=far.pk, at=world.at + HOUR)
    assert seen(world, "una") == [numbers(near, far)]


def test_two_who_were_told_apart_are_not_asked_about_again(world: World) -> None:
    near, far = entered(world, "Zoë Okafor"), entered(world, "Zoë Okafor", "vale")
    sought(world)
    pk = do(world, tell_persons_apart, "una", first_id=far.pk, second_id=near.pk)
    assert (LikelyPair.objects.get().pk, seen(world, "una")) == (pk, [])
    PairsSought.objects.all().delete()
    assert sought(world) == []
    event, by, payload = entries()[-1]
    first, second = ordered(near.pk, far.pk)
    assert (event, by) == ("PersonsToldApart", world.una.pk)
    assert payload == {"first_id": str(first), "second_id": str(second)}


def test_two_may_be_told_apart_before_anybody_compared_them(world: World) -> None:
    near, far = entered(world, "Zoë Okafor"), entered(world, "Zoë Okafor", "vale")
    do(world, tell_persons_apart, "una", first_id=near.pk, second_id=far.pk)
    assert sought(world) == []


def test_nobody_below_tells_apart_whom_they_do_not_see(world: World) -> None:
    near, far = entered(world, "Zoë Okafor"), entered(world, "Zoë Okafor", "vale")
    with pytest.raises(Refused, match=r"There is no such member|You hold no office"):
        do(world, tell_persons_apart, "bo", first_id=near.pk, second_id=far.pk)
    with pytest.raises(Refused, match=r"This is one entry\. Choose two\."):
        do(world, tell_persons_apart, "una", first_id=near.pk, second_id=near.pk)


def test_with_somebody_who_is_erased_their_pairs_go(world: World) -> None:
    near, far = entered(world, "Zoë Okafor"), entered(world, "Zoë Okafor", "vale")
    sought(world)
    assert [forget_pairs(world.cy.pk, 500), forget_pairs(far.pk, 500), forget_pairs(near.pk, 500)] == [
        0,
        1,
        0,
    ]


def test_a_registrar_tells_apart_and_compares_on_the_page(world: World, client) -> None:
    una = as_(client, world.una)
    assert "Nobody who looks entered twice" in words_of(una.get("/members/twice/"))
    near, far = entered(world, "Zoë Okafor"), entered(world, "Zoë Okafor", "vale")
    sought(world)
    page = una.get("/members/twice/")
    first, second = ordered(near.pk, far.pk)
    assert f"/people/{first}/twice/{second}/" in links(page).values()
    answer = una.post(f"/people/{first}/apart/{second}/", {"act_id": new_id()}, follow=True)
    assert "They are two people, and stay two." in words_of(answer)
    assert "Nobody who looks entered twice" in words_of(answer)


def test_who_merges_nobody_finds_no_page(world: World, client) -> None:
    assert as_(client, world.bo).get("/members/twice/").status_code == 404


def test_pairs_are_read_on_page_by_page(world: World, client, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.membership.queries.pairs.PAGE", 1)
    for name in ("Zoë Okafor", "Ben Olu"):
        entered(world, name), entered(world, name)
    sought(world)
    una = as_(client, world.una)
    first = una.get("/members/twice/")
    second = una.get(links(first)["Next pairs"])
    assert [len(page.context["page"].lines) for page in (first, second)] == [1, 1]
    assert "Next pairs" not in links(second)
    assert una.get("/members/twice/?after=x").status_code == 200


@pytest.mark.parametrize("pairs", [1, 3])
def test_the_page_costs_the_same_however_many_pairs(
    world: World, pairs: int, django_assert_num_queries
) -> None:
    for number in range(pairs):
        entered(world, f"Zoë Okafor{number}"), entered(world, f"Zoë Okafor{number}")
    sought(world)
    with django_assert_num_queries(4):
        assert len(pairs_page(world.una, after=None, at=world.at).lines) == pairs
