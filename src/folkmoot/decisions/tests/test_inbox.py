from datetime import date, timedelta

import pytest

from conftest import World, make_person
from folkmoot.decisions.models import Decision, Receipt
from folkmoot.decisions.queries.inbox import found_by, in_force, inbox
from folkmoot.decisions.tests.papers import adopted, conveyed, drafted
from folkmoot.people.models import Membership, Person

PERIOD = timedelta(days=1)


def titles(person: Person, world: World) -> list[str]:
    return [decision.title for decision in inbox(person, at=world.at)]


def test_a_member_finds_what_is_addressed_to_the_units_they_belong_to(world: World) -> None:
    conveyed(world, title="For all")
    conveyed(world, title="For South", to=world.south)
    conveyed(world, title="For Vale", to=world.vale)
    conveyed(world, title="North's own", by=world.ada, unit=world.north, to=world.hill)
    drafted(world, title="Draft")
    adopted(world, title="Not conveyed")
    assert titles(world.cy, world) == ["North's own", "For all"]
    assert titles(world.dee, world) == ["For Vale", "For South", "For all"]
    assert titles(world.stan, world) == []


def test_who_joins_later_finds_what_is_in_force_for_their_cell(world: World) -> None:
    conveyed(world, title="For South", to=world.south)
    conveyed(world, title="Over", to=world.south, in_force_to=date(2026, 3, 10))
    world.at += timedelta(days=30)
    newcomer = make_person("Newcomer")
    assert titles(newcomer, world) == []
    Membership.objects.create(person=newcomer, unit=world.vale, started_at=world.at)
    assert titles(newcomer, world) == ["For South"]


def test_who_moves_to_another_cell_finds_its_decisions_and_no_longer_the_old_ones(world: World) -> None:
    conveyed(world, title="For North", to=world.north)
    conveyed(world, title="For South", to=world.south)
    Membership.objects.filter(person=world.cy).update(ended_at=world.at + PERIOD)
    Membership.objects.create(person=world.cy, unit=world.vale, started_at=world.at + PERIOD)
    assert titles(world.cy, world) == ["For North"]
    world.at += PERIOD
    assert titles(world.cy, world) == ["For South"]


def test_what_is_conveyed_before_it_is_in_force_is_there_to_read_but_does_not_bind_yet(world: World) -> None:
    conveyed(world, title="From June", in_force_from=date(2026, 6, 1))
    assert titles(world.cy, world) == ["From June"]
    assert list(in_force(world.cy, at=world.at)) == []
    assert in_force(world.cy, at=world.at + timedelta(days=100)).get().title == "From June"


def test_what_was_not_acknowledged_comes_first(world: World) -> None:
    conveyed(world, title="Older")
    world.at += PERIOD
    newer = conveyed(world, title="Newer")
    assert titles(world.cy, world) == ["Newer", "Older"]
    Receipt.objects.create(decision=newer, person=world.cy, origin=world.hill, acknowledged_at=world.at)
    assert [(each.title, each.acknowledged_at) for each in inbox(world.cy, at=world.at)] == [
        ("Older", None),
        ("Newer", world.at),
    ]
    assert titles(world.dee, world) == ["Newer", "Older"]


def test_what_was_acknowledged_last_comes_first_of_what_was(world: World) -> None:
    older, newer = conveyed(world, title="Older"), conveyed(world, title="Newer")
    for decision in (newer, older):
        world.at += PERIOD
        Receipt.objects.create(
            decision=decision, person=world.cy, origin=world.hill, acknowledged_at=world.at
        )
    assert titles(world.cy, world) == ["Older", "Newer"]


@pytest.mark.parametrize("decisions", [1, 3])
def test_an_inbox_is_two_queries_however_much_is_in_it(
    world: World, decisions: int, django_assert_num_queries
) -> None:
    for number in range(decisions):
        conveyed(world, title=f"Decision {number}")
    with django_assert_num_queries(2):
        found = [(each.title, each.body.name) for each in inbox(world.cy, at=world.at)]
    assert len(found) == decisions


def test_a_title_is_in_the_first_language_the_reader_has(world: World) -> None:
    world.cy.languages = ["de", "fr", "en"]
    decision = conveyed(world, title="Meeting", french="Réunion")
    assert [(each.title, each.title_language) for each in inbox(world.cy, at=world.at)] == [("Réunion", "fr")]
    assert [(each.title, each.title_language) for each in inbox(world.dee, at=world.at)] == [
        ("Meeting", "en")
    ]
    world.dee.languages = []
    assert inbox(world.dee, at=world.at).get() == decision


def test_decisions_are_found_by_number_and_by_words_of_the_title(world: World) -> None:
    monthly = conveyed(world, title="Meet monthly")
    conveyed(world, title="Pay dues")
    assert [each.pk for each in found_by(Decision.objects.all(), "MONTHLY meet")] == [monthly.pk]
    assert [each.pk for each in found_by(Decision.objects.all(), "2026/1")] == [monthly.pk]
    assert found_by(Decision.objects.all(), "2026").count() == 2
    assert found_by(Decision.objects.all(), "").count() == 2
    assert found_by(Decision.objects.all(), "yearly").count() == 0
