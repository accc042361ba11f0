import pytest

from conftest import START, World
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.actions.transferring import transfer_member
from folkmoot.membership.tests.acting import counts, do, entries, homes


def test_a_registrar_transfers_a_member_at_one_moment(world: World) -> None:
    do(world, transfer_member, "una", person_id=world.cy.pk, to_unit_id=world.vale.pk)
    assert homes(world.cy) == [("hill", START, world.at), ("vale", world.at, None)]
    assert counts() == {"harbour": 2, "hill": 3, "vale": 2}
    said = {
        "from_unit_id": str(world.hill.pk),
        "person_id": str(world.cy.pk),
        "to_unit_id": str(world.vale.pk),
    }
    assert entries() == [("MemberTransferred", world.una.pk, said)]


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("stan", "There is no such member"),
        ("ada", "There is no such member"),
        ("bo", "There is no such member"),
        ("cy", "You hold no office that may do this in Hill"),
    ],
)
def test_others_cannot_transfer_them_nor_learn_where_they_are(world: World, who: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        do(world, transfer_member, who, person_id=world.cy.pk, to_unit_id=world.vale.pk)
    assert homes(world.cy) == [("hill", START, None)]
    assert Entry.objects.count() == 0


def test_a_registrar_needs_both_cells(world: World) -> None:
    world.una.terms.update(unit=world.north)
    with pytest.raises(Refused, match=r"^There is no such unit\."):
        do(world, transfer_member, "una", person_id=world.cy.pk, to_unit_id=world.vale.pk)
    do(world, transfer_member, "una", person_id=world.cy.pk, to_unit_id=world.harbour.pk)
    assert homes(world.cy)[-1] == ("harbour", world.at, None)


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        ("hill", "^Cy is a member of Hill already. Choose another cell.$"),
        ("south", "^South is a region, where nobody has their home. Choose one of the cells below it.$"),
    ],
)
def test_a_transfer_that_leads_nowhere_is_refused(world: World, to: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        do(world, transfer_member, "una", person_id=world.cy.pk, to_unit_id=world.units[to].pk)
    assert homes(world.cy) == [("hill", START, None)]


def test_somebody_without_a_home_cannot_be_transferred(world: World) -> None:
    do(world, end_membership, "cy", person_id=world.cy.pk)
    with pytest.raises(Refused, match=r"^Cy is no member now. Admit them again first.$"):
        do(world, transfer_member, "una", person_id=world.cy.pk, to_unit_id=world.vale.pk)
