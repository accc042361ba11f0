"""Who is entered is looked for among those who are known, as far as whoever enters them may see."""

import pytest

from conftest import World
from folkmoot.kernel.errors import Refused
from folkmoot.membership.actions.admitting import admit_member
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.queries.alike import alike
from folkmoot.membership.tests.acting import do
from folkmoot.people.models import Person, Term


def entered(world: World, name: str, *, cell: str = "harbour", by: str = "una", phone: str = "") -> Person:
    given = {"unit_id": world.units[cell].pk, "name": name, "phone": phone, "is_another": True}
    return Person.objects.get(pk=do(world, admit_member, by, **given))


def found(world: World, by: str, name: str, phone: str = "") -> list[str]:
    return [each.person.name for each in alike(world.people[by], name, phone, at=world.at)]


@pytest.mark.parametrize(
    ("known", "given"),
    [
        ("Zoë Okafor", "zoe okafor"),
        ("Zoë Okafor", "Okafor, Zoe"),
        ("Zoë Okafor", "Okafor Zoë"),
        ("Jean-Luc O'Brien", "JEAN LUC OBRIEN"),
        ("Олег Попов", "Oleg Popov"),
        ("Nikos Manos", "Νίκος Μάνος"),
    ],
)
def test_a_name_is_known_however_it_is_spelt(world: World, known: str, given: str) -> None:
    entered(world, known)
    assert found(world, "una", given) == [known]


def test_another_name_is_not_taken_for_it(world: World) -> None:
    entered(world, "Zoë Okafor")
    assert found(world, "una", "Zoë Okafo") == []
    assert found(world, "una", "…") == []


def test_whoever_has_the_telephone_is_found_under_any_name(world: World) -> None:
    entered(world, "Zoë Okafor", phone="+33123456789")
    assert found(world, "una", "Nobody Known", "+33123456789") == ["Zoë Okafor"]
    with pytest.raises(Refused, match=r"Zoë Okafor, member number 000001, is a member of Harbour already\."):
        do(world, admit_member, "bo", unit_id=world.harbour.pk, name="Z. O.", phone="+33 1 23 45 67 89")


def test_a_telephone_is_not_looked_up_by_those_who_are_not_shown_it(world: World) -> None:
    entered(world, "Zoë Okafor", phone="+33123456789")
    # A chair of the cell sees its members, and may not change addresses.
    Term.objects.filter(person=world.bo).update(office=Term.objects.get(person=world.ada).office)
    assert found(world, "bo", "Zoë Okafor") == ["Zoë Okafor"]
    assert found(world, "bo", "Nobody Known", "+33123456789") == []


def test_whom_one_may_not_see_is_not_spoken_of(world: World) -> None:
    entered(world, "Zoë Okafor", cell="vale", phone="+33123456789")
    assert found(world, "bo", "Zoë Okafor", "+33123456789") == []
    entered(world, "Zoë Okafor", by="bo", phone="+33123456789")
    assert found(world, "bo", "Zoë Okafor") == ["Zoë Okafor"]
    assert found(world, "una", "Zoë Okafor") == ["Zoë Okafor", "Zoë Okafor"]


def test_whoever_left_is_known_and_admitted_again_on_their_page(world: World) -> None:
    do(world, end_membership, "una", person_id=world.eve.pk)
    with pytest.raises(Refused, match=r"Eve, member number M-Eve, was a member of Harbour\."):
        do(world, admit_member, "bo", unit_id=world.harbour.pk, name="Eve")
    do(world, admit_member, "bo", unit_id=world.harbour.pk, name="Eve", is_another=True)
    assert Person.objects.filter(name="Eve").count() == 2


@pytest.mark.parametrize("others", [1, 4])
def test_it_costs_the_same_however_many_there_are(
    world: World, others: int, django_assert_num_queries
) -> None:
    for _each in range(others):
        entered(world, "Zoë Okafor", phone="+33123456789")
    with django_assert_num_queries(10):
        assert len(alike(world.una, "Zoë Okafor", "+33123456789", at=world.at)) == others
