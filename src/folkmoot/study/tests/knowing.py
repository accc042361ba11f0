"""Members by the dozen who have learnt a card, for tests of what is shown of them all."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count, cycle, takewhile
from typing import Any

from conftest import World
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.membership.actions.offices import appoint_officer
from folkmoot.membership.models import MemberCount
from folkmoot.people.models import Membership, Person
from folkmoot.study.actions.taking_known import take_known
from folkmoot.study.models import Card, Memory
from folkmoot.study.rules.noise import Below
from folkmoot.study.tests.studying import begun, published, written
from folkmoot.units.models import Unit


class Silent:
    """Draws as it may happen, if seldom: so that no noise is added."""

    def __init__(self) -> None:
        self._coins = cycle((1, 0))

    def __call__(self, size: int) -> int:
        return next(self._coins) if size == 2 else 0


def taken(at: datetime, *, below: Below | None = None) -> int:
    """Have the worker take all steps there are, and return how many there were."""
    return sum(1 for _step in takewhile(bool, (take_known(at, below=below or Silent()) for _each in count())))


def housed(world: World, cell: Unit, number: int) -> list[Person]:
    """So many members at home in a cell, beside those who are."""
    people = Person.objects.bulk_create(
        Person(
            name=f"Member {each}",
            sort_name=f"Member {each}",
            search_name=f"member {each}",
            created_at=world.at,
        )
        for each in range(number)
    )
    began = world.at - timedelta(days=400)
    Membership.objects.bulk_create(Membership(person=each, unit=cell, started_at=began) for each in people)
    here = Membership.objects.filter(unit=cell, ended_at=None).count()
    MemberCount.objects.update_or_create(unit=cell, defaults={"members": here})
    return people


def learnt(world: World, card: Card, people: Sequence[Person], *, days: int = 0) -> None:
    """Have people learn a card so that they recall it for sure today, or with nine chances in ten after so many `days`."""
    answered = world.at - timedelta(days=days)
    Memory.objects.bulk_create(
        Memory(
            person=each,
            card=card,
            wording=card.current,
            stability=days or 36_500,
            difficulty=5,
            answered_at=answered,
            due_at=answered + timedelta(days=1),
            answers=1,
        )
        for each in people
    )


def for_all(world: World, **words: Any) -> Card:
    """A card for everybody, that Max wrote and Cy published."""
    programme = begun(world, unit=world.union, by=world.max)
    card = written(world, programme, conveyed(world), by=world.max, **words)
    given = {"office": "editor", "unit_id": world.union.pk, "person_id": world.cy.pk}
    do(world, appoint_officer, by=world.una, **given)
    published(world, programme, by=world.cy)
    return Card.objects.select_related("current", "programme").get(pk=card.pk)
