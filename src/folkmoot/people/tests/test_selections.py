from datetime import timedelta

import pytest

from conftest import START, World
from folkmoot.people.models import Membership, Person, Term
from folkmoot.units.models import Unit


@pytest.mark.parametrize(
    ("starts", "found"),
    [
        (["b"], ["Bo"]),
        (["b", "d"], ["Bo", "Dee"]),
        (["bo"], ["Bo"]),
        (["o"], []),
        ([""], ["Ada", "Bo", "Cy", "Dee", "Eve", "Max", "Stan", "Una"]),
        ([], []),
    ],
)
def test_people_are_found_by_the_beginning_of_their_folded_name(
    world: World, starts: list[str], found: list[str]
) -> None:
    assert list(Person.objects.named_like(*starts).in_order().values_list("name", flat=True)) == found


def test_the_last_letter_there_is_lies_within_the_beginning_before_it(world: World) -> None:
    Person.objects.filter(pk=world.bo.pk).update(search_name="b\U0010fffe")
    assert list(Person.objects.named_like("b")) == [world.bo]


def test_people_belong_to_the_units_of_their_open_membership(world: World) -> None:
    Membership.objects.filter(person=world.eve).update(ended_at=world.at)
    harbour = Unit.objects.filter(pk=world.harbour.pk)
    assert list(Person.objects.in_units(harbour)) == [world.bo]


@pytest.mark.parametrize(
    ("after_start", "is_current"),
    [
        (timedelta(microseconds=-1), False),
        (timedelta(0), True),
        (timedelta(days=29), True),
        (timedelta(days=30), False),
    ],
)
def test_a_period_holds_from_its_start_until_just_before_its_end(
    world: World, after_start: timedelta, is_current: bool
) -> None:
    terms = Term.objects.current(START + after_start).filter(person=world.eve)
    assert terms.exists() is is_current
