from datetime import timedelta

import pytest

from conftest import START, World
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.tests.acting import counts, do, entries, homes
from folkmoot.people.models import Membership, Office, Term


def terms(person) -> list[tuple[str, object, object]]:
    rows = Term.objects.filter(person=person).order_by("started_at", "pk")
    return list(rows.values_list("office__code", "started_at", "ended_at"))


def test_a_membership_and_its_offices_end_at_once_and_leave_their_history(world: World) -> None:
    soon = world.at + timedelta(days=3)
    chair = Office.objects.get(code="chair")
    Term.objects.create(person=world.bo, office=chair, unit=world.harbour, started_at=soon)
    do(world, end_membership, "una", person_id=world.bo.pk)
    assert homes(world.bo) == [("harbour", START, world.at)]
    assert terms(world.bo) == [("secretary", START, world.at), ("chair", soon, soon)]
    assert counts() == {"harbour": 1, "hill": 4, "vale": 1}
    said = {"ended_terms": 2, "person_id": str(world.bo.pk), "unit_id": str(world.harbour.pk)}
    assert entries() == [("MembershipEnded", world.una.pk, said)]


def test_a_member_may_always_leave(world: World) -> None:
    do(world, end_membership, "ada", person_id=world.ada.pk)
    assert homes(world.ada) == [("hill", START, world.at)]
    assert terms(world.ada) == [("chair", START, world.at)]


def test_a_secretary_cannot_unseat_an_officer_by_ending_their_membership(world: World) -> None:
    Term.objects.filter(person=world.bo).update(unit=world.hill)
    Membership.objects.filter(person=world.bo).update(unit=world.hill)
    with pytest.raises(
        Refused, match=r"^Una holds an office \(registrar\) of which you may not relieve them"
    ):
        do(world, end_membership, "bo", person_id=world.una.pk)
    assert homes(world.una) == [("hill", START, None)]
    assert Entry.objects.count() == 0
    do(world, end_membership, "bo", person_id=world.cy.pk)
    assert homes(world.cy) == [("hill", START, world.at)]


@pytest.mark.parametrize("who", ["ada", "bo", "dee", "stan", "max"])
def test_others_cannot_end_a_membership(world: World, who: str) -> None:
    with pytest.raises(Refused, match=r"There is no such member|You hold no office"):
        do(world, end_membership, who, person_id=world.cy.pk)
    assert homes(world.cy) == [("hill", START, None)]


def test_a_membership_ends_once(world: World) -> None:
    do(world, end_membership, "una", person_id=world.cy.pk)
    with pytest.raises(Refused, match=r"^Cy is no member now"):
        do(world, end_membership, "una", person_id=world.cy.pk)
