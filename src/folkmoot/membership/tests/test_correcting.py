import pytest

from conftest import World
from folkmoot.kernel.errors import Refused
from folkmoot.membership.actions.correcting import correct_person
from folkmoot.membership.tests.acting import do, entries, kept_apart
from folkmoot.people.models import Person


@pytest.mark.parametrize("who", ["una", "cy"])
def test_a_name_is_put_right_by_an_officer_or_by_the_person(world: World, who: str) -> None:
    do(world, correct_person, who, person_id=world.cy.pk, name="Cyrus Ålund", languages=["sv"])
    cy = Person.objects.get(pk=world.cy.pk)
    assert (cy.name, cy.sort_name, cy.search_name) == ("Cyrus Ålund", "Ålund, Cyrus", "alund, cyrus")
    assert cy.languages == ["sv"]
    assert entries() == [("PersonCorrected", world.people[who].pk, {"person_id": str(cy.pk)})]
    assert kept_apart() == [{"earlier_name": "Cy", "name": "Cyrus Ålund", "languages": ["sv"]}]


@pytest.mark.parametrize("who", ["ada", "bo", "dee", "stan"])
def test_others_cannot_correct_a_person(world: World, who: str) -> None:
    with pytest.raises(Refused, match="There is no such member"):
        do(world, correct_person, who, person_id=world.cy.pk, name="Somebody")
    assert Person.objects.get(pk=world.cy.pk).name == "Cy"


def test_a_correction_cannot_take_the_name_away(world: World) -> None:
    with pytest.raises(Refused, match="A member needs a name"):
        do(world, correct_person, "una", person_id=world.cy.pk, name=" ")
    assert entries() == []
